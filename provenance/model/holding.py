"""How a record is held: by whose signature or register it is vouched for.

The records are named here and not needed: their models (pydantic) take a third of a second to
load, and most files have none. Who makes or judges records imports them.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from provenance.frozen import dataclass
from provenance.model.manifest import Signature

if TYPE_CHECKING:
    from provenance.model.approval import Approval, Waiver
    from provenance.model.consent import Consent
    from provenance.model.disclosure import Disclosure
    from provenance.model.label import Labelling

REGISTER: Final = "register"
"""``Attestation.source`` of a record that the production's register vouches for."""


class Integrity(StrEnum):
    """State of the hard binding of the active manifest. Says nothing about trust."""

    NO_MANIFEST = "no_manifest"
    EXTERNAL_ONLY = "external_only"
    """Only a reference to a remote manifest store, which is not fetched."""
    UNREADABLE = "unreadable"
    """A manifest store is there and cannot be decoded: neither valid nor absent."""
    NOT_CHECKED = "not_checked"
    """A manifest store is there; the effort did not ask for its validation."""
    VALID = "valid"
    INVALID = "invalid"


class TrustState(StrEnum):
    """State of the signer. Says nothing about integrity."""

    NOT_ASKED = "not_asked"
    UNTRUSTED = "untrusted"
    TRUSTED = "trusted"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the signer is on a list that the user named, and on which."""

    state: TrustState = TrustState.NOT_ASKED
    list_name: str = ""


UNASKED = Trust()
"""Of every file whose signer, if it has one, was not looked into."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """How a record is vouched for: by whose signature, if any.

    Attributes:
        source: Where the record stands: a file's path, "manifest <label>" or "register".
        integrity: Of the record's own manifest store; NO_MANIFEST for an unsigned record.
        trust: Of its signer.
        signature: Who signed; None for an unsigned record.
    """

    source: str
    integrity: Integrity = Integrity.NO_MANIFEST
    trust: Trust = Trust()
    signature: Signature | None = None

    @property
    def proven(self) -> bool:
        """Whether a valid signature of a trusted signer stands behind the record."""
        return self.integrity is Integrity.VALID and self.trust.state is TrustState.TRUSTED


@dataclass(frozen=True, slots=True)
class HeldDisclosure:
    """A disclosure that speaks of this asset, and how it is vouched for."""

    record: "Disclosure"
    attestation: Attestation


@dataclass(frozen=True, slots=True)
class HeldApproval:
    """An approval that may speak of this asset, and how it is vouched for."""

    record: "Approval"
    attestation: Attestation


@dataclass(frozen=True, slots=True)
class HeldConsent:
    """A consent of a talent whom a disclosure of this asset names, and how it is vouched for.

    Attributes:
        record: The consent.
        attestation: How it is vouched for.
        names: The talent's name in every form that a disclosure may use: in clear, and salted
            with the production's secret.
    """

    record: "Consent"
    attestation: Attestation
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldWaiver:
    """A signed waiver that may speak of this asset, and how it is vouched for."""

    record: "Waiver"
    attestation: Attestation


@dataclass(frozen=True, slots=True)
class HeldLabelling:
    """A declaration of perceivable notices that may speak of this asset."""

    record: "Labelling"
    attestation: Attestation


class Decisions(tuple[HeldApproval, ...]):  # noqa: SLOT001 - a tuple takes no slots
    """Decisions that may speak of an asset: those of its own, then those that name no asset.

    Thousands may speak of every asset of a title alike. They stand here as one tuple, the same
    object for all of these assets, so that judging looks at them once for each use and not once
    for each asset. It is a tuple of all of them like any other.

    Attributes:
        wide: The last of them; none names an asset.
    """

    wide: tuple[HeldApproval, ...]

    def __new__(cls, own: Iterable[HeldApproval] = (), wide: tuple[HeldApproval, ...] = ()) -> Self:
        """Put them together.

        Args:
            own: Those that name the asset, or may.
            wide: Those whose scope has no digest, id or pattern.
        """
        made = super().__new__(cls, (*own, *wide))
        made.wide = wide
        return made


def own_of(approvals: Sequence[HeldApproval]) -> Sequence[HeldApproval]:
    """Decisions that name an asset, or may: all of them where nobody told them apart."""
    wide = wide_of(approvals)
    return approvals[: len(approvals) - len(wide)] if wide else approvals


def wide_of(approvals: Sequence[HeldApproval]) -> tuple[HeldApproval, ...]:
    """Decisions that name no asset, as one tuple; empty where nobody told them apart."""
    return approvals.wide if isinstance(approvals, Decisions) else ()
