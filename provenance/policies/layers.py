"""A policy as single values, each with the place that it was written at (docs/adr/0014).

Severities are kept stage by stage, so that one file can be laid over another, and two that are
extended together can be compared, value by value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from provenance.model.vocabulary import Stage
from provenance.policies.place import Known, Place, Tree
from provenance.standings.cataloguing import folded

Key: TypeAlias = tuple[str, ...]
"""``("rules", RULE, "severity", STAGE)``, ``("rules", RULE, "destinations", NAME, STAGE)``,
``("rules", RULE, "parameters", NAME)``, ``("rules", RULE)`` for being listed, ``("tools", NAME)``,
``("destinations", NAME)``, ``("waivers", ID)``, ``("approvers",)`` and single words at the top."""

OWN: Final = ("name", "version")
"""Words at the top that a file never takes from what it extends."""
WORDS: Final = ("title", "source", "kind", "stage", "fail_on", "time_zone")
"""Words at the top that it does."""
RULE_ITSELF: Final = "as the rule itself weighs"
_LISTED: Final = 2
"""Length of the key that says that a rule is listed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a value.

    Attributes:
        place: The file.
        key: Where in it; also list indices.
    """

    place: Place
    key: tuple[str | int, ...]

    def __str__(self) -> str:
        """File and line: ``netflix.toml:16``."""
        line = self.place.line(self.key)
        return f"{self.place.shown}:{line}" if line else self.place.shown


@dataclass(frozen=True, slots=True)
class Told:
    """A value, who says so, and what it was chosen over.

    Attributes:
        value: A word, a number, a list or a table.
        origins: Where it was written; two places where two files agree.
        note: How it was chosen, where it was not simply written; "" otherwise.
        implicit: Whether no file says it: the rule is listed and its own severity holds.
        over: What it was chosen over, nearest first.
        against: What another file that is extended beside it says, as long as nobody decides.
    """

    value: Any
    origins: tuple[Origin, ...]
    note: str = ""
    implicit: bool = False
    over: tuple["Told", ...] = ()
    against: "Told | None" = None

    def __str__(self) -> str:
        """Every place: ``netflix.toml:16 and own.toml:3``."""
        return " and ".join(dict.fromkeys(map(str, self.origins)))

    @property
    def lost(self) -> "tuple[Told, ...]":
        """What said otherwise."""
        found: list[Told] = []
        for each in self.over:
            if each.value != self.value and all(
                (each.value, each.origins) != (one.value, one.origins) for one in found
            ):
                found.append(each)
        return tuple(found)


Layer: TypeAlias = dict[Key, Told]


def written(tree: Tree, place: Place) -> Layer:
    """What one file says, value by value.

    Args:
        tree: Checked, rules in the long form.
        place: The file.
    """
    layer: Layer = {}

    def say(key: Key, value: Any, *at: str | int) -> None:
        layer[key] = Told(value, (Origin(place, at or key),))

    for name in (*OWN, *WORDS):
        if name in tree:
            say((name,), tree[name])
    if "approvers" in tree:
        say(("approvers",), tree["approvers"], "approvers", *range(min(1, len(tree["approvers"]))))
    for name, setting in tree["rules"].items():
        say(("rules", name), None)
        for key, value, at in _weights(name, setting):
            say(key, value, *at)
        for parameter, value in setting.get("parameters", {}).items():
            say(("rules", name, "parameters", parameter), value)
    for kind, by in (("destinations", "name"), ("waivers", "id")):
        for index, each in enumerate(tree.get(kind, ())):
            say((kind, each[by]), each, kind, index)
    return layer | _tools(tree.get("tools", ()), place)


def _tools(tools: Sequence[Tree], place: Place) -> Layer:
    """Entries by the name of the tool: several may speak of its versions and accounts."""
    layer: Layer = {}
    for index, tool in enumerate(tools):
        key = ("tools", folded(tool["name"]))
        before = layer.get(key, Told([], ()))
        origin = Origin(place, ("tools", index))
        layer[key] = Told([*before.value, tool], (*before.origins, origin))
    return layer


def _weights(name: str, setting: Tree) -> Iterator[tuple[Key, str, tuple[str, ...]]]:
    """Every severity of a setting by its stage, with the key that the file has for it."""
    here = ("rules", name)
    places: list[tuple[Key, Any]] = []
    if "severity" in setting:
        places.append(((*here, "severity"), setting["severity"]))
    for outlet, value in setting.get("destinations", {}).items():
        places.append(((*here, "destinations", outlet), value))
    for key, value in places:
        if isinstance(value, str):
            yield from (((*key, stage.value), value, key) for stage in Stage)
        else:
            for stage, word in value.items():
                yield (*key, stage), word, (*key, stage)


def laid_over(below: Layer, above: Layer, rules: Mapping[str, Known]) -> Layer:
    """One file over what it extends: what it says holds, the rest stays."""
    whole = {key: told for key, told in below.items() if key[0] not in OWN}
    for key, told in above.items():
        before = whole.get(key)
        if before is None:
            whole[key] = told
        elif len(key) != _LISTED or key[0] != "rules":  # listed again is no news
            lost = (before.against,) if before.against else ()
            whole[key] = replace(told, over=(before, *lost, *before.over))
    for key, told in tuple(whole.items()):
        if len(key) == _LISTED and key[0] == "rules":
            for stage in Stage:
                default = rules[key[1]].severity[stage].value
                implicit = Told(default, told.origins, RULE_ITSELF, implicit=True)
                whole.setdefault((*key, "severity", stage.value), implicit)
    return whole


def undecided(layer: Layer) -> tuple[tuple[Key, Told], ...]:
    """Values on which two files that are extended together contradict each other."""
    return tuple((key, told) for key, told in layer.items() if told.against)


def tree_of(layer: Layer) -> Tree:
    """The policy as its model reads it."""
    tree: Tree = {"rules": {}, "tools": [], "destinations": [], "waivers": []}
    for key, told in layer.items():
        if key[0] == "rules":
            _set(tree["rules"], key[1:], told)
        elif key[0] == "tools":
            tree["tools"] += told.value
        elif key[0] in {"destinations", "waivers"}:
            tree[key[0]].append(told.value)
        else:
            tree[key[0]] = told.value
    for setting in tree["rules"].values():
        if "severity" in setting:
            setting["severity"] = _short(setting["severity"])
        for name, value in setting.get("destinations", {}).items():
            setting["destinations"][name] = _short(value)
    return tree


def _set(rules: Tree, key: Sequence[str], told: Told) -> None:
    place = rules.setdefault(key[0], {})
    if len(key) == 1 or told.implicit:
        return
    for part in key[1:-1]:
        place = place.setdefault(part, {})
    place[key[-1]] = told.value


def _short(value: dict[str, str]) -> str | dict[str, str]:
    """One word where every stage has the same."""
    words = set(value.values())
    return words.pop() if len(value) == len(Stage) and len(words) == 1 else value
