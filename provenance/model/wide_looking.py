"""Decisions that name no asset, looked at once for every use that they cannot tell apart. Pure.

A decision without digest, id and pattern speaks of every asset of a title. What it does depends
on what was disclosed and where it goes, never on which file it is; so ten thousand files of a few
uses need a few looks at it.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from provenance.model.evidence import HeldApproval
from provenance.model.looking import Alone, Look
from provenance.model.policy import Policy
from provenance.model.remembering import last_answer
from provenance.model.scoping import Use
from provenance.model.settling import ABOUT_OTHERS, Changes, Group
from provenance.model.shapes import Fact, Parts, Shape, parts_of, shape_key

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
        deciding = (held for held in wide if held.record.decision not in ABOUT_OTHERS)
        self._alone = tuple(Alone.of(held, policy) for held in deciding)
        self._policy = policy
        shapes: dict[Hashable, Shape] = {}
        for each in wide:
            shapes.setdefault(shape_key(each), Shape.of(len(shapes), each, policy))
        self._shapes = tuple(shapes.values())
        self._shape_of = tuple(shapes[shape_key(each.held)].number for each in self._alone)
        self._talents = tuple(dict.fromkeys(n for each in self._shapes for n in each.talents))
        self._asked = frozenset(part for each in self._shapes for part in each.parts)
        self._of: dict[Hashable, WideLooks] = {}
        self._facts: dict[Hashable, Fact] = {}
        self._looks: dict[tuple[int, int], Look] = {}

    def of(self, use: Use) -> WideLooks:
        """What they do for a use.

        Args:
            use: Of any asset.
        """
        parts = parts_of(use)
        performers = self._performers(use) if self._talents else (0, frozenset())
        key = (*(parts[each] for each in self._asked), performers)
        known = self._of.get(key)
        if known is None:
            if (len(self._of) + 1) * len(self._alone) > MAX_REFERENCES:
                self._of.clear()
            if len(self._looks) > MAX_LOOKS or len(self._facts) > MAX_LOOKS:
                self._facts.clear()
                self._looks.clear()
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
        facts = []
        for shape in self._shapes:
            mine: Hashable = ()
            if shape.talents:
                mine = count, frozenset(each for each in named if each[0] in shape.talents)
            key = (shape.number, shape.asked(parts), mine)
            fact = self._facts.get(key)
            if fact is None:
                fact = self._facts[key] = Fact.of(shape.held, use, self._policy)
            facts.append((fact, id(fact)))
        found = []
        for place, (alone, shape_number) in enumerate(
            zip(self._alone, self._shape_of, strict=True)
        ):
            fact, number = facts[shape_number]
            seen = self._looks.get((place, number))
            if seen is None:
                seen = self._looks[place, number] = fact.look(alone)
            found.append(seen)
        return tuple(found)


@last_answer
def wide_looking(wide: tuple[HeldApproval, ...], policy: Policy) -> Wide:
    """Decisions that name no asset, made ready for the uses of a production.

    Args:
        wide: The decisions; the same object for every asset.
        policy: Approvers and the day of the scan.
    """
    return Wide(wide, policy)
