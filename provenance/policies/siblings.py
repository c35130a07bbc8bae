"""Two policies that one file extends together: what holds where they differ (docs/adr/0014).

Whatever passes under the composition passes under each of its parts: the heavier severity holds,
and the stricter threshold. Where no side is the stricter one, nothing is chosen: the file that
composes them has to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from provenance.model.finding import Severity
from provenance.policies.layers import OWN, Key, Layer, Told
from provenance.policies.place import Agreement, Known

HEAVIER: Final = "the heavier of two"
STRICTER: Final = "the stricter of two"
BOTH: Final = "what both say"
_ORDER: Final = [each.value for each in Severity]
_COMPOSED_KIND: Final = "house"
"""A composition is the work of the house that composes, whatever its parts are."""


def beside(one: Layer, other: Layer, rules: Mapping[str, Known]) -> Layer:
    """Two complete policies as one.

    Args:
        one: The first; its words come first where both are kept.
        other: The second.
        rules: How two agree on a parameter.
    """
    whole: Layer = {key: told for key, told in one.items() if key[0] not in OWN}
    for key, told in other.items():
        if key[0] in OWN:
            continue
        if key not in whole:
            whole[key] = told
        elif key[0] == "rules":
            whole[key] = _of_rule(key, whole[key], told, rules)
        else:
            whole[key] = _at_top(key, whole[key], told)
    for key, told in _for_destinations(one, other):
        whole[key] = told
    return whole


def _of_rule(key: Key, one: Told, other: Told, rules: Mapping[str, Known]) -> Told:
    if len(key) == 2:  # noqa: PLR2004 - ("rules", NAME): both list it
        return _joined(one, other)
    if key[2] != "parameters":
        return _heavier(one, other)
    known = _settled(one, other)
    if known:
        return known
    agreement = rules[key[1]].agreements.get(key[3])
    if agreement is None:
        return replace(one, against=other)
    return _agreed(one, other, agreement)


def _at_top(key: Key, one: Told, other: Told) -> Told:
    known = _settled(one, other)
    if known:
        return known
    if key[0] in {"title", "source"}:
        return _chosen(f"{one.value}; {other.value}", BOTH, one, other, both=True)
    if key[0] == "kind":
        return _chosen(_COMPOSED_KIND, "a composition", one, other, both=True)
    if key[0] == "fail_on":
        lighter = max(one.value, other.value, key=_ORDER.index)
        return _chosen(lighter, STRICTER, one, other)
    return replace(one, against=other)


def _for_destinations(one: Layer, other: Layer) -> Iterator[tuple[Key, Told]]:
    """Where one side alone has a word for a destination, the other's word for all counts too."""
    for mine, theirs in ((one, other), (other, one)):
        for key, told in mine.items():
            if len(key) == 5 and key[2] == "destinations" and key not in theirs:  # noqa: PLR2004
                weight = ("rules", key[1], "severity", key[4])
                general, own = theirs.get(weight), mine.get(weight)
                if general and not (own and _same(own, general)):  # else it was chosen over that
                    yield key, replace(_heavier(told, general), implicit=False)


def _heavier(one: Told, other: Told) -> Told:
    known = _settled(one, other)
    if known:
        return known
    heavy = min(one.value, other.value, key=_ORDER.index)
    return _chosen(heavy, HEAVIER, one, other)


def _settled(one: Told, other: Told) -> Told | None:
    """The one that holds without a choice: they agree, or one was laid over the other."""
    if _same(one, other) or _was_over(one, other):
        return one
    if _was_over(other, one):
        return other
    same = one.value == other.value and not one.against and not other.against
    return _joined(one, other) if same else None


def _was_over(one: Told, other: Told) -> bool:
    """Whether a file that both rest on said the other, and one changed it."""
    return any(_same(each, other) for each in one.over)


def _same(one: Told, other: Told) -> bool:
    return one is other or (one.value == other.value and one.origins == other.origins)


def _joined(one: Told, other: Told) -> Told:
    if one.implicit is not other.implicit:
        return other if one.implicit else one
    origins = tuple(dict.fromkeys((*one.origins, *other.origins)))
    return replace(one, origins=origins, over=(one, other, *one.over, *other.over))


def _chosen(value: Any, note: str, one: Told, other: Told, *, both: bool = False) -> Told:
    """A value out of two.

    Args:
        value: That of one of them, or made of both.
        note: How.
        one: The first.
        other: The second.
        both: Whether both are in it.
    """
    first, second = (one, other) if one.value == value else (other, one)
    return Told(
        value,
        (*one.origins, *other.origins) if both else first.origins,
        note,
        over=(first, second, *first.over, *second.over),
    )


def _agreed(one: Told, other: Told, agreement: Agreement) -> Told:
    if agreement == "all":
        words = list(dict.fromkeys((*one.value, *other.value)))
        return _chosen(words, BOTH, one, other, both=True)
    if agreement == "common":
        words = [word for word in one.value if word in other.value]
        return _chosen(words, BOTH, one, other, both=True)
    pick = min if agreement == "least" else max
    return _chosen(pick(one.value, other.value), STRICTER, one, other)
