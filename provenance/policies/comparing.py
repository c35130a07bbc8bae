"""What differs between two policies, in what they ask for. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from provenance.model.policy import Policy
from provenance.model.vocabulary import Stage
from provenance.policies.place import Known

NOT_RUN: Final = "not run"
"""What a rule weighs that a policy does not list."""
_WORDS: Final = ("stage", "fail_on", "time_zone")
_LISTS: Final = (("approvers", "name"), ("tools", "name"), ("destinations", "name"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which two policies differ.

    Attributes:
        part: ``settings``, ``rules``, ``parameters``, ``approvers``, ``tools``, ``destinations``
            or ``waivers``.
        name: Of the rule, approver, tool, destination or waiver.
        key: Which of its values: a stage, a stage at a destination, a parameter, a field; "" for
            the whole of it.
        one: What the first says; None where it says nothing.
        other: What the second says; None where it says nothing.
    """

    part: str
    name: str
    key: str
    one: Any
    other: Any


def differences(one: Policy, other: Policy, rules: Mapping[str, Known]) -> tuple[Difference, ...]:
    """What differs, in the order of the rules; empty where both ask for the same.

    Name, version, title, source and kind say whose a policy is, not what it asks for, and are not
    compared. Of a rule the severity that holds is compared, whether a file says it or the rule
    itself.

    Args:
        one: The first policy.
        other: The second.
        rules: Every rule that exists, by name.
    """
    return tuple(_differences(one, other, rules))


def _differences(one: Policy, other: Policy, rules: Mapping[str, Known]) -> Iterator[Difference]:
    for name in _WORDS:
        left, right = (str(getattr(each, name)) for each in (one, other))
        if left != right:
            yield Difference("settings", name, "", left, right)
    for name, rule in rules.items():
        yield from _weights(name, rule, one, other)
    for name, rule in rules.items():
        if name in one.rules and name in other.rules:
            yield from _parameters(name, rule, one, other)
    for part, by in _LISTS:
        yield from _listed(part, by, getattr(one, part), getattr(other, part))
    yield from _listed("waivers", "id", one.waivers, other.waivers)


def _parameters(name: str, rule: Known, one: Policy, other: Policy) -> Iterator[Difference]:
    for parameter, default in rule.parameters.items():
        left, right = (_plain(each.parameter(name, parameter, default)) for each in (one, other))
        if left != right:
            yield Difference("parameters", name, parameter, left, right)


def _weights(name: str, rule: Known, one: Policy, other: Policy) -> Iterator[Difference]:
    outlets = {
        outlet: None
        for each in (one, other)
        if name in each.rules
        for outlet in each.rules[name].destinations
    }
    for stage in Stage:
        general = tuple(_weight(each, name, rule, stage) for each in (one, other))
        if general[0] != general[1]:
            yield Difference("rules", name, stage.value, *general)
        for outlet in outlets:
            left, right = (_weight(each, name, rule, stage, outlet) for each in (one, other))
            if left != right and (left, right) != general:
                yield Difference("rules", name, f"{stage.value} for {outlet}", left, right)


def _weight(policy: Policy, name: str, rule: Known, stage: Stage, *outlets: str) -> str:
    if name not in policy.rules:
        return NOT_RUN
    applied = policy.model_copy(update={"stage": stage})
    return applied.severity(name, rule.severity, outlets).value


def _listed(
    part: str, by: str, one: Sequence[BaseModel], other: Sequence[BaseModel]
) -> Iterator[Difference]:
    left, right = _by_name(one, by), _by_name(other, by)
    for name in dict.fromkeys((*left, *right)):
        mine, theirs = left.get(name), right.get(name)
        if mine is None or theirs is None or len(mine) != 1 or len(theirs) != 1:
            if mine != theirs:
                yield Difference(part, name, "", mine, theirs)
            continue
        for key in mine[0]:
            if mine[0][key] != theirs[0][key]:
                yield Difference(part, name, key, mine[0][key], theirs[0][key])


def _by_name(items: Sequence[BaseModel], by: str) -> dict[str, list[dict[str, Any]]]:
    """Entries by their name; several may have one."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        tree = item.model_dump(mode="json", by_alias=True, exclude={"created_at"})
        found.setdefault(str(tree[by]), []).append(tree)
    return found


def _plain(value: object) -> Any:
    """A parameter as JSON has it: a default may be a tuple where a file has a list."""
    return json.loads(json.dumps(value, default=list))
