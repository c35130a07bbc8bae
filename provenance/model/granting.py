"""Every decision that speaks of one asset, weighed against one another for one use of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from provenance.model.approval import Decision
from provenance.model.completeness import is_told
from provenance.model.evidence import HeldApproval
from provenance.model.looking import ApprovalState, Look, condition_key, look, void
from provenance.model.policy import Policy
from provenance.model.scoping import Use, names_asset, outside

__all__ = ["ApprovalState", "Look", "look_at", "reasons_of"]

MAX_REASONS: Final = 20
"""Approvals of one asset that are told with the reason why they do not do."""

_GRANTING: Final = frozenset({ApprovalState.APPROVED, ApprovalState.CONDITIONS_OPEN})
_ABOUT_OTHERS: Final = frozenset({Decision.REVOKED, Decision.CONDITIONS_MET})
"""Decisions that change what another one does."""


@dataclass(slots=True)
class _Changes:
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

    @property
    def ended(self) -> frozenset[str]:
        """Ids of the records that a revocation names."""
        return frozenset(each.record.revokes for each in self.revocations if each.record.revokes)


def reasons_of(looks: Iterable[Look]) -> tuple[str, ...]:
    """Why approvals do not do, those that come closest first, ``MAX_REASONS`` at most."""
    reasons = tuple(
        dict.fromkeys(f"{each.held.record.reference}: {each.reason}" for each in closest(looks))
    )
    if len(reasons) <= MAX_REASONS:
        return reasons
    return (*reasons[:MAX_REASONS], f"and {len(reasons) - MAX_REASONS} more that do not do")


def closest(looks: Iterable[Look]) -> list[Look]:
    """Looks in the order in which they come close to an approval."""
    order = list(ApprovalState)
    return sorted(looks, key=lambda each: (order.index(each.state), each.distance))


def look_at(
    approvals: Sequence[HeldApproval], use: Use, policy: Policy
) -> tuple[tuple[Look, ...], tuple[str, ...]]:
    """Look at every approval that speaks of an asset.

    The latest decision wins: a rejection puts aside an earlier approval and the reverse, and an
    approval with open conditions an earlier one without. A revocation ends the approval that it
    names; without a name, every earlier one of its scope. A condition is met by what the approval
    itself says, or by a later record of somebody who may approve. Ids are no secret, so two
    records of one id are two records: neither hides the other.

    Args:
        approvals: Those that may speak of it; one pass, so their number costs no more than that.
        use: The asset and what it is used for.
        policy: Approvers and the day of the scan.

    Returns:
        What each does, in the order given, those that speak of other assets left out; and the
        revocations that do not count, each with the reason.
    """
    speaking = [held for held in approvals if names_asset(held.record.scope, use)]
    changes = _changes(speaking, use, policy)
    looks = [
        _look(held, use, policy, changes)
        for held in speaking
        if held.record.decision not in _ABOUT_OTHERS
    ]
    ended = changes.ended
    sweeping = [each for each in changes.revocations if not each.record.revokes]
    rejected_at = _latest(
        each
        for each in looks
        if each.state is ApprovalState.REJECTED and each.held.record.id not in ended
    )
    standing = [
        each for each in looks if each.state in _GRANTING and not _ended(each, ended, sweeping, use)
    ]
    approvals_at = _latest(standing)
    conditions_at = _latest(
        each for each in standing if each.state is ApprovalState.CONDITIONS_OPEN
    )
    result = []
    for each in looks:
        at = each.held.record.granted_at
        if each.state is ApprovalState.REJECTED:
            # An approval that is later than the rejection has overruled it.
            overruled = approvals_at is not None and approvals_at > at
            if not overruled and each.held.record.id not in ended:
                result.append(each)
        elif each.state is not ApprovalState.MISSING and _ended(each, ended, sweeping, use):
            result.append(replace(each, state=ApprovalState.REVOKED, reason="it was revoked"))
        elif each.state in _GRANTING and rejected_at is not None and rejected_at >= at:
            result.append(replace(each, state=ApprovalState.REJECTED, reason="rejected since"))
        else:
            result.append(_conditioned(each, conditions_at))
    return tuple(result), tuple(changes.ignored)


def _changes(speaking: Sequence[HeldApproval], use: Use, policy: Policy) -> _Changes:
    changes = _Changes()
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
            changes.unmet.setdefault(record.satisfies, []).append(f"{record.reference}: {flaw}")
            continue
        changes.met.setdefault(record.satisfies, []).extend(
            (condition_key(record.satisfies, each), record.granted_at)
            for each in record.conditions
            if is_told(each.satisfied_by)
        )
    return changes


def _look(held: HeldApproval, use: Use, policy: Policy, changes: _Changes) -> Look:
    record = held.record
    met = frozenset(key for key, at in changes.met.get(record.id, ()) if at >= record.granted_at)
    seen = look(held, use, policy, met)
    claims = changes.unmet.get(record.id, ())
    if not seen.open or not claims:
        return seen
    return replace(seen, reason=f"{seen.reason}; told as met, and it does not count: {claims[0]}")


def _conditioned(seen: Look, since: datetime | None) -> Look:
    """An approval that was given before a condition was set waits for it too."""
    if (
        seen.state is not ApprovalState.APPROVED
        or since is None
        or since <= seen.held.record.granted_at
    ):
        return seen
    since_then = "a condition was set since"
    return replace(seen, state=ApprovalState.CONDITIONS_OPEN, reason=since_then, open=since_then)


def _latest(looks: Iterable[Look]) -> datetime | None:
    return max((each.held.record.granted_at for each in looks), default=None)


def _ended(seen: Look, ended: frozenset[str], sweeping: Sequence[HeldApproval], use: Use) -> bool:
    record = seen.held.record
    return record.id in ended or any(
        each.record.granted_at >= record.granted_at
        and (each.record.scope == record.scope or not outside(each.record.scope, use))
        for each in sweeping
    )
