"""Records that change what a decision does: revocations, and conditions that were met. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from provenance.model.approval import Decision
from provenance.model.evidence import HeldApproval
from provenance.model.policy import Policy
from provenance.standings.completeness import is_told
from provenance.standings.looking import Look, condition_key, look, void
from provenance.standings.scoping import Use

ABOUT_OTHERS: Final = frozenset({Decision.REVOKED, Decision.CONDITIONS_MET})
"""Decisions that change what another one does."""


@dataclass(slots=True)
class Changes:
    """What later records say of decisions.

    Attributes:
        revocations: Those that count.
        ignored: Those that do not, and why.
        met: By the id of an approval: keys of its conditions that are met, and since when.
        unmet: By the id of an approval: records that say so and do not count, and why.
    """

    revocations: list[HeldApproval] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    met: dict[str, list[tuple[str, datetime]]] = field(default_factory=dict)
    unmet: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, speaking: Sequence[HeldApproval], use: Use, policy: Policy) -> "Changes":
        """Read them.

        Args:
            speaking: Decisions that speak of the asset; those about others are read.
            use: The asset and what it is used for.
            policy: Approvers and the day of the scan.
        """
        changes = cls()
        for held in speaking:
            if held.record.decision is Decision.REVOKED:
                flaw = void(held, use, policy)
                if flaw:
                    changes.ignored.append(f"{held.record.reference}: {flaw}")
                else:
                    changes.revocations.append(held)
        ended = changes.ended
        for held in speaking:
            record = held.record
            if record.decision is not Decision.CONDITIONS_MET or record.id in ended:
                continue
            unknown = record.unknown_keys()
            flaw = void(held, use, policy) or (
                f"a later version wrote it, and {unknown[0]} is not understood" if unknown else ""
            )
            if flaw:
                lines = changes.unmet.setdefault(record.satisfies, [])
                lines.append(f"{record.reference}: {flaw}")
                continue
            changes.met.setdefault(record.satisfies, []).extend(
                (condition_key(record.satisfies, each), record.granted_at)
                for each in record.conditions
                if is_told(each.satisfied_by)
            )
        return changes

    @property
    def ended(self) -> frozenset[str]:
        """Ids of the records that a revocation names."""
        return frozenset(each.record.revokes for each in self.revocations if each.record.revokes)

    def touch(self, held: HeldApproval) -> bool:
        """Whether a record says that conditions of this decision are met."""
        return held.record.id in self.met or held.record.id in self.unmet

    def look(self, held: HeldApproval, use: Use, policy: Policy) -> Look:
        """What a decision does, its conditions as these records leave them."""
        record = held.record
        met = frozenset(k for k, at in self.met.get(record.id, ()) if at >= record.granted_at)
        seen = look(held, use, policy, met)
        claims = self.unmet.get(record.id, ())
        if not seen.open or not claims:
            return seen
        told = f"{seen.reason}; told as met, and it does not count: {claims[0]}"
        return replace(seen, reason=told)
