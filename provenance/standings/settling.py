"""Decisions of one use weighed against one another: what later ones do to earlier ones. Pure.

The looks at decisions stand in groups. What the decisions of one group do to those of another goes
through a few dates and the records that change others, so a group that many assets share is
weighed once, and again only where a date of an asset's own decisions matters to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from provenance.standings.changing import Changes
from provenance.standings.looking import ApprovalState, Look
from provenance.standings.scoping import Use, outside

_GRANTING: Final = frozenset({ApprovalState.APPROVED, ApprovalState.CONDITIONS_OPEN})
_GIVEN: Final = _GRANTING | {ApprovalState.EXPIRED}
_ORDER: Final = {state: rank for rank, state in enumerate(ApprovalState)}
_MAX_KEPT: Final = 16
"""Outcomes of one group that are kept: one for each set of dates that matters to it."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The latest decisions of each kind that stand; None where there is none.

    Attributes:
        rejected: A rejection.
        approved: An approval, its conditions met or not.
        conditional: An approval with open conditions.
    """

    rejected: datetime | None = None
    approved: datetime | None = None
    conditional: datetime | None = None

    def with_those(self, other: "Dates") -> "Dates":
        """The later of both, each."""
        return Dates(
            _later(self.rejected, other.rejected),
            _later(self.approved, other.approved),
            _later(self.conditional, other.conditional),
        )


def rank(state: ApprovalState) -> int:
    """How close a state is to an approval, 0 for one."""
    return _ORDER[state]


class Settled:
    """What decisions do in the end: in the order in which they were given.

    Attributes:
        looks: What each does.
        state: The best of them; ``missing`` where there is none.
        resting: Those that are in this state.
        given_at: When the first was given, conditions and expiry aside.
    """

    __slots__ = ("_closest", "_distinct", "_ranks", "given_at", "looks", "resting", "state")

    def __init__(self, looks: tuple[Look, ...]) -> None:
        """Takes what each does."""
        states = {each.state for each in looks}
        self.looks = looks
        self.state = state = min(states, key=rank, default=ApprovalState.MISSING)
        self.resting = looks
        if len(states) > 1:
            self.resting = tuple([each for each in looks if each.state is state])
        self.given_at = _earliest([each for each in looks if each.state in _GIVEN])
        self._closest: tuple[Look, ...] | None = None
        self._ranks: list[tuple[int, tuple[bool, int]]] | None = None
        self._distinct: int | None = None

    # What follows is found out when somebody asks, and once: many assets may share this.

    @property
    def closest(self) -> tuple[Look, ...]:
        """In the order in which they come close to an approval."""
        if self._closest is None:
            self._closest = tuple(sorted(self.looks, key=closeness))
        return self._closest

    @property
    def ranks(self) -> list[tuple[int, tuple[bool, int]]]:
        """How close each of ``closest`` comes."""
        if self._ranks is None:
            self._ranks = [closeness(each) for each in self.closest]
        return self._ranks

    @property
    def distinct(self) -> int:
        """How many reasons there are why they do not do."""
        if self._distinct is None:
            self._distinct = len(self.reasons())
        return self._distinct

    def reasons(self) -> frozenset[str]:
        """Why they do not do. Made anew each time: thousands of lines are not kept for each use."""
        return frozenset(map(reason_of, self.looks))


class Group:
    """Decisions that were looked at for one use."""

    def __init__(self, looks: tuple[Look, ...], changes: Changes, use: Use) -> None:
        """Finds out what decides over the others.

        Args:
            looks: What each does, other decisions left aside.
            changes: What later records say of them.
            use: For which use.
        """
        self.looks = looks
        self._use = use
        self._ended = changes.ended
        self._sweeping = [each for each in changes.revocations if not each.record.revokes]
        self._revoked = bool(changes.revocations)
        granting = [each for each in looks if each.state in _GRANTING]
        rejected = [each for each in looks if each.state is ApprovalState.REJECTED]
        approved = [each for each in granting if each.state is ApprovalState.APPROVED]
        standing = granting
        if self._revoked:
            standing = [each for each in granting if not self._has_ended(each)]
        open_ = (each for each in standing if each.state is ApprovalState.CONDITIONS_OPEN)
        in_force = (each for each in rejected if each.held.record.id not in self._ended)
        self.dates = Dates(_latest(in_force), _latest(standing), _latest(open_))
        # Since when a date of another group matters to one of these.
        self._granting = _earliest(granting)
        self._approved = _earliest(approved)
        self._rejected = _earliest(rejected)
        self._known: dict[Dates, Settled] = {}

    def settled(self, dates: Dates) -> Settled:
        """What these decisions do in the end.

        Args:
            dates: Of every group of the use, this one among them.
        """
        mattering = Dates(
            dates.rejected if _reaches(dates.rejected, self._granting, same=True) else None,
            dates.approved if _reaches(dates.approved, self._rejected) else None,
            dates.conditional if _reaches(dates.conditional, self._approved) else None,
        )
        known = self._known.get(mattering)
        if known is None:
            if len(self._known) >= _MAX_KEPT:
                self._known.clear()
            known = self._known[mattering] = self._settle(mattering)
        return known

    def _settle(self, dates: Dates) -> Settled:
        if dates == Dates() and not self._revoked:
            return Settled(self.looks)
        result = []
        for each in self.looks:
            at = each.held.record.granted_at
            if each.state is ApprovalState.REJECTED:
                # An approval that is later than the rejection has overruled it.
                overruled = dates.approved is not None and dates.approved > at
                if not overruled and each.held.record.id not in self._ended:
                    result.append(each)
            elif each.state is not ApprovalState.MISSING and self._has_ended(each):
                result.append(replace(each, state=ApprovalState.REVOKED, reason="it was revoked"))
            elif each.state in _GRANTING and dates.rejected is not None and dates.rejected >= at:
                result.append(replace(each, state=ApprovalState.REJECTED, reason="rejected since"))
            else:
                result.append(_conditioned(each, dates.conditional))
        return Settled(tuple(result))

    def _has_ended(self, seen: Look) -> bool:
        record = seen.held.record
        return record.id in self._ended or any(
            each.record.granted_at >= record.granted_at
            and (each.record.scope == record.scope or not outside(each.record.scope, self._use))
            for each in self._sweeping
        )


def closeness(seen: Look) -> tuple[int, tuple[bool, int]]:
    """How close a look comes to an approval, least first."""
    return _ORDER[seen.state], seen.distance


def reason_of(seen: Look) -> str:
    """Why an approval does not do, with its reference."""
    return f"{seen.held.record.reference}: {seen.reason}"


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


def _earliest(looks: Iterable[Look]) -> datetime | None:
    return min((each.held.record.granted_at for each in looks), default=None)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _reaches(date: datetime | None, first: datetime | None, *, same: bool = False) -> bool:
    """Whether a date lies after the first of some decisions, and so can matter to one of them."""
    return date is not None and first is not None and (date > first or (same and date == first))


NOTHING: Final = Settled(())
"""No decision."""
