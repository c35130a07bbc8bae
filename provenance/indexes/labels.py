"""Records of notices by what they name, so that each asset meets its own only. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from provenance.indexes.patterns import Patterns
from provenance.model.evidence import Evidence, HeldLabelling
from provenance.standings.claims import ancestor_disclosures


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """Notices by digest and id, by pattern, and those that speak of a whole title.

    Attributes:
        by_name: Those that name assets by digest, or by the id of a disclosure.
        patterns: Those that name paths.
        by_title: Those that name no asset, by title ("" for any).
        count: How many there are.
    """

    by_name: Mapping[str, Sequence[HeldLabelling]] = field(default_factory=dict)
    patterns: Patterns[HeldLabelling] = field(default_factory=Patterns)
    by_title: Mapping[str, Sequence[HeldLabelling]] = field(default_factory=dict)
    count: int = 0

    @classmethod
    def of(cls, labellings: Iterable[HeldLabelling]) -> "LabelIndex":
        """Index records of notices."""
        by_name: dict[str, list[HeldLabelling]] = {}
        patterns: list[tuple[str, HeldLabelling]] = []
        by_title: dict[str, list[HeldLabelling]] = {}
        count = 0
        for count, held in enumerate(labellings, 1):  # noqa: B007 - kept for afterwards
            scope = held.record.scope
            names = dict.fromkeys((*scope.digests, *scope.asset_ids))
            for name in names:
                by_name.setdefault(name, []).append(held)
            patterns += ((pattern, held) for pattern in scope.patterns)
            if not names and not scope.patterns:
                by_title.setdefault(scope.title_id, []).append(held)
        return cls(by_name, Patterns(patterns), by_title, count)

    def attach(self, evidence: Evidence) -> Evidence:
        """The evidence with every notice that may speak of it; whether one counts is judged."""
        if not self.count:
            return evidence
        records = [
            *(held.record for held in evidence.disclosures),
            *(entry.disclosure for entry in evidence.entries),
        ]
        names = dict.fromkeys(
            (
                evidence.asset.digest or "",
                *(each for entry in evidence.entries for each in (entry.as_made, entry.as_stamped)),
                *(each.id for each in records),
                *(each.subject.sha256 or "" for each in records),
                *(ancestor_disclosures(evidence.store) if evidence.store else ()),
            )
        )
        titles = dict.fromkeys(("", *(each.title_id for each in records)))
        found = chain(
            (held for name in names if name for held in self.by_name.get(name, ())),
            self.patterns.matching(evidence.asset.path),
            (held for title in titles for held in self.by_title.get(title, ())),
        )
        labellings = tuple({id(held): held for held in found}.values())
        return replace(evidence, labellings=labellings) if labellings else evidence
