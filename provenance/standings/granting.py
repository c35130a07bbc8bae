"""Every decision that speaks of one asset, weighed against one another for one use of it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from provenance.model.evidence import HeldApproval
from provenance.model.holding import own_of, wide_of
from provenance.model.policy import Policy
from provenance.standings.changing import ABOUT_OTHERS, Changes
from provenance.standings.looking import ApprovalState, Look
from provenance.standings.scoping import Use, names_asset
from provenance.standings.settling import (
    NOTHING,
    Group,
    Settled,
    closeness,
    rank,
    reason_of,
)
from provenance.standings.wide_looking import wide_looking

__all__ = ["NO_OUTCOME", "ApprovalState", "Look", "Outcome", "look_at"]

MAX_REASONS: Final = 20
"""Approvals of one asset that are told with the reason why they do not do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all decisions that speak of an asset come to for one use.

    Attributes:
        state: The best that one of them does.
        resting: Those that do it; of approvals in force the first.
        reasons: Why they do not do, those that come closest first, ``MAX_REASONS`` at most; empty
            where one does.
        ignored: Revocations that do not count, each with the reason.
        given_at: When the first approval was given, conditions and expiry aside; None without any.
        settled: What the asset's own decisions do, and what those do that name no asset.
    """

    state: ApprovalState
    resting: tuple[Look, ...]
    reasons: tuple[str, ...]
    ignored: tuple[str, ...]
    given_at: datetime | None
    settled: tuple[Settled, Settled] = field(default=(NOTHING, NOTHING), compare=False, repr=False)

    @property
    def looks(self) -> tuple[Look, ...]:
        """What each does, those that come closest first; sorted when somebody asks."""
        return _closest(*self.settled)


NO_OUTCOME: Final = Outcome(ApprovalState.MISSING, (), (), (), None)
"""Of no decision."""


def look_at(approvals: Sequence[HeldApproval], use: Use, policy: Policy) -> Outcome:
    """Look at every approval that speaks of an asset.

    The latest decision wins: a rejection puts aside an earlier approval and the reverse, and an
    approval with open conditions an earlier one without. A revocation ends the approval that it
    names; without a name, every earlier one of its scope. A condition is met by what the approval
    itself says, or by a later record of somebody who may approve. Ids are no secret, so two
    records of one id are two records: neither hides the other.

    Args:
        approvals: Those that may speak of it; one pass over those that name assets, and one for
            each use over the others (``Decisions.wide``).
        use: The asset and what it is used for.
        policy: Approvers and the day of the scan.
    """
    wide = wide_of(approvals)
    speaking = [held for held in own_of(approvals) if names_asset(held.record.scope, use)]
    if not wide:
        changes = Changes.of(speaking, use, policy)
        own = _group(speaking, changes, use, policy)
        return _outcome(own.settled(own.dates), NOTHING, changes)
    ready = wide_looking(wide, policy)
    seen = ready.of(use)
    changes, group = seen.changes, seen.group
    if any(held.record.decision in ABOUT_OTHERS for held in speaking):
        changes = Changes.of([*speaking, *ready.about], use, policy)
        group = ready.under(changes, seen.alone, use)
    own = _group(speaking, changes, use, policy)
    dates = own.dates.with_those(group.dates)
    return _outcome(own.settled(dates), group.settled(dates), changes)


def _group(speaking: Sequence[HeldApproval], changes: Changes, use: Use, policy: Policy) -> Group:
    deciding = (held for held in speaking if held.record.decision not in ABOUT_OTHERS)
    return Group(tuple(changes.look(held, use, policy) for held in deciding), changes, use)


def _outcome(own: Settled, wide: Settled, changes: Changes) -> Outcome:
    """What an asset's own decisions and the wide ones come to; equals stand in this order."""
    state = min(own.state, wide.state, key=rank)
    resting = tuple(look for each in (own, wide) if each.state is state for look in each.resting)
    given = [each.given_at for each in (own, wide) if each.given_at is not None]
    approved = state is ApprovalState.APPROVED
    return Outcome(
        state,
        resting[:1] if approved else resting,
        () if approved else _reasons(own, wide),
        tuple(changes.ignored),
        min(given, default=None),
        (own, wide),
    )


def _closest(own: Settled, wide: Settled) -> tuple[Look, ...]:
    """All looks in the order in which they come close to an approval."""
    looks: tuple[Look, ...] = ()
    taken = 0
    for each in own.closest if wide.looks else ():
        place = bisect_left(wide.ranks, closeness(each))
        looks = (*looks, *wide.closest[taken:place], each)
        taken = place
    return (*looks, *wide.closest[taken:]) if looks else wide.closest or own.closest


def _reasons(own: Settled, wide: Settled) -> tuple[str, ...]:
    first: dict[str, None] = {}
    for each in _closest(own, wide):
        if len(first) == MAX_REASONS:
            break
        first[reason_of(each)] = None
    added = own.reasons() - wide.reasons() if own.looks and wide.looks else own.reasons()
    more = wide.distinct + len(added) - len(first)
    return (*first, f"and {more} more that do not do") if more else tuple(first)
