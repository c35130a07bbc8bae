"""Waivers by what they name, so that each asset meets its own only. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from provenance.indexes.patterns import Patterns
from provenance.model.evidence import Evidence, HeldWaiver


@dataclass(frozen=True, slots=True)
class WaiverIndex:
    """Signed waivers by digest, by pattern, and those that name no file.

    Attributes:
        by_digest: Those that name files by digest.
        patterns: Those that name paths.
        open: Those that name no file.
    """

    by_digest: Mapping[str, Sequence[HeldWaiver]] = field(default_factory=dict)
    patterns: Patterns[HeldWaiver] = field(default_factory=Patterns)
    open: tuple[HeldWaiver, ...] = ()

    @classmethod
    def of(cls, waivers: Iterable[HeldWaiver]) -> "WaiverIndex":
        """Index waivers."""
        by_digest: dict[str, list[HeldWaiver]] = {}
        patterns: list[tuple[str, HeldWaiver]] = []
        unnamed: list[HeldWaiver] = []
        for held in waivers:
            for digest in held.record.digests:
                by_digest.setdefault(digest, []).append(held)
            patterns += ((pattern, held) for pattern in held.record.patterns)
            if not held.record.digests and not held.record.patterns:
                unnamed.append(held)
        return cls(by_digest, Patterns(patterns), tuple(unnamed))

    def attach(self, evidence: Evidence) -> Evidence:
        """The evidence with every waiver that may speak of it; whether one counts is judged."""
        digests = {evidence.asset.digest or ""}
        for entry in evidence.entries:
            digests |= {entry.as_made, entry.as_stamped}
        found = chain(
            (held for digest in sorted(digests) for held in self.by_digest.get(digest, ())),
            self.patterns.matching(evidence.asset.path),
            self.open,
        )
        waivers = tuple({id(held): held for held in found}.values())
        return replace(evidence, waivers=waivers) if waivers else evidence
