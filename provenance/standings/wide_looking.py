"""Decisions that name no asset, looked at once for every use that they cannot tell apart. Pure.

A decision without digest, id and pattern speaks of every asset of a title. What it does depends
on what was disclosed and where it goes, never on which file it is; so ten thousand files of a few
uses need a few looks at it.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from provenance.model.evidence import HeldApproval
from provenance.model.policy import Policy
from provenance.standings.changing import ABOUT_OTHERS, Changes
from provenance.standings.looking import Look, alone_of
from provenance.standings.remembering import last_answer
from provenance.standings.scoping import Use
from provenance.standings.settling import Group
from provenance.standings.shapes import Fact, Parts, Shape, parts_of, shape_key

MAX_REFERENCES: Final = 2_000_000
"""Looks to which the uses of one set of decisions refer together, 16 MB for each list of them;
beyond it they are listed anew."""
MAX_LOOKS: Final = 200_000
"""Looks of one set of decisions that are kept, about 30 MB."""


@dataclass(frozen=True, slots=True)
class WideLooks:
    """What decisions that name no asset do for one use.

    Attributes:
        alone: What each that decides does, all other records left aside.
        changes: What they say of one another.
        group: What each does in view of these.
    """

    alone: tuple[Look, ...]
    changes: Changes
    group: Group


class Wide:
    """Decisions that name no asset, under one policy."""

    def __init__(self, wide: tuple[HeldApproval, ...], policy: Policy) -> None:
        """Finds out what each comes to by itself.

        Args:
            wide: The decisions.
            policy: Approvers and the day of the scan.
        """
        self.about = tuple(held for held in wide if held.record.decision in ABOUT_OTHERS)
        self._policy = policy
        deciding = [held for held in wide if held.record.decision not in ABOUT_OTHERS]
        alike: dict[Hashable, list[int]] = {}
        for place, held in enumerate(deciding):
            alike.setdefault(shape_key(held), []).append(place)
        self._members = tuple(
            (
                Shape.of(deciding[same[0]], policy),
                tuple(alone_of(deciding[place], policy) for place in same),
            )
            for same in alike.values()
        )
        # Looks come shape by shape, and are told in the order of the decisions.
        told = {place: number for number, place in enumerate(chain(*alike.values()))}
        self._order = tuple(told[place] for place in range(len(deciding)))
        shapes = (shape for shape, _ in self._members)
        every = (*shapes, *(Shape.of(held, policy) for held in self.about))
        self._parts = tuple({part for each in every for part in each.parts})
        self._talents = tuple(dict.fromkeys(name for each in every for name in each.talents))
        self._of: dict[Hashable, WideLooks] = {}
        self._looks: dict[Hashable, tuple[Look, ...]] = {}
        self._kept = 0

    def of(self, use: Use) -> WideLooks:
        """What they do for a use.

        Args:
            use: Of any asset.
        """
        parts = parts_of(use)
        performers = self._performers(use) if self._talents else (0, frozenset())
        key = (*(parts[each] for each in self._parts), performers)
        known = self._of.get(key)
        if known is None:
            if (len(self._of) + 1) * len(self._order) > MAX_REFERENCES:
                self._of.clear()
            if self._kept > MAX_LOOKS:
                self._looks.clear()
                self._kept = 0
            alone = self._looked_at(use, parts, performers)
            changes = Changes.of(self.about, use, self._policy)
            known = WideLooks(alone, changes, self.under(changes, alone, use))
            self._of[key] = known
        return known

    def under(self, changes: Changes, alone: tuple[Look, ...], use: Use) -> Group:
        """The same decisions in view of other records.

        Args:
            changes: What all records of an asset say of one another.
            alone: What each of these decisions does, other records left aside.
            use: The use.
        """
        looks = alone
        if changes.met or changes.unmet:
            looks = tuple(
                changes.look(each.held, use, self._policy) if changes.touch(each.held) else each
                for each in alone
            )
        return Group(looks, changes, use)

    def _performers(self, use: Use) -> tuple[int, frozenset[tuple[str, str]]]:
        """How many talents a use has, and which of them these decisions name, in which form."""
        talents = use.known(each.name for each in use.disclosure.talent)
        forms = ((name, use.veiled.get(name, name)) for name in self._talents)
        return len(talents), frozenset(each for each in forms if each[1] in talents)

    def _looked_at(
        self, use: Use, parts: Parts, performers: tuple[int, frozenset[tuple[str, str]]]
    ) -> tuple[Look, ...]:
        count, named = performers
        found: list[Look] = []
        for number, (shape, members) in enumerate(self._members):
            mine: Hashable = ()
            if shape.talents:
                mine = count, frozenset(each for each in named if each[0] in shape.talents)
            key = (number, shape.asked(parts), mine)
            looks = self._looks.get(key)
            if looks is None:
                fact = Fact.of(shape.held, use, self._policy)
                looks = self._looks[key] = tuple(map(fact.look, members))
                self._kept += len(looks)
            found += looks
        return tuple(map(found.__getitem__, self._order))


@last_answer
def wide_looking(wide: tuple[HeldApproval, ...], policy: Policy) -> Wide:
    """Decisions that name no asset, made ready for the uses of a production.

    Args:
        wide: The decisions; the same object for every asset.
        policy: Approvers and the day of the scan.
    """
    return Wide(wide, policy)
