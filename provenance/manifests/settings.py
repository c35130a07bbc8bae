"""Whose signatures count, as plain values: who only carries them need not read certificates."""

from provenance.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """Certificates under one name. Who signs with one of them, or below it, is trusted.

    Attributes:
        name: What a report calls it.
        pem: The certificates alone, PEM.
    """

    name: str
    pem: str


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """Everything that decides about trust."""

    anchors: tuple[Anchor, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether there is anything to trust; without it a signer is neither good nor bad."""
        return bool(self.anchors)
