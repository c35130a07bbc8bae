"""One policy file, checked key by key before anything is merged."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from provenance.model.finding import Severity
from provenance.model.policy import Policy
from provenance.policies.checking_rules import checked_rules
from provenance.policies.place import Known, Place, Tree, meant
from provenance.standings.cataloguing import catalogue_flaws
from provenance.standings.territories import territory_flaw

_OURS: Final = frozenset({"digest", "as_of", "bound_for"})
"""Fields of a policy that the loader and the scan set."""
_APART: Final = frozenset({"extends", "cases"})
"""What a file may say besides; it is no part of the policy that comes of it."""
_KEYS: Final = frozenset(Policy.model_fields) - _OURS | _APART
_EVERY_RULE: Final = "*"


def checked(tree: Tree, place: Place, rules: Mapping[str, Known]) -> Tree:
    """A file's tree with its rules in the long form, everything in it checked.

    Args:
        tree: As ``tomllib`` read it.
        place: The file, for errors.
        rules: Every rule that exists, by name.

    Raises:
        PolicyError: A key, rule, parameter, severity or value that does not exist or fit.
    """
    for key in tree:
        if key not in _KEYS:
            raise place.error((key,), f"unknown key{meant(key, _KEYS)}")
    whole = dict(tree)
    whole["rules"] = checked_rules(tree.get("rules", {}), place, rules)
    whole["waivers"] = [
        _named(waiver) if isinstance(waiver, dict) else waiver
        for waiver in _list(tree, "waivers", place)
    ]
    for key in ("approvers", "tools", "destinations", "cases"):
        _list(tree, key, place)
    policy = _trial(whole, place)
    if policy.fail_on is Severity.OFF:
        raise place.error(("fail_on",), "off is not a severity that a finding can have")
    try:
        ZoneInfo(policy.time_zone)
    except (KeyError, ValueError, OSError) as error:
        if policy.time_zone != "UTC":
            what = f"no time zone {policy.time_zone!r} is known here"
            raise place.error(("time_zone",), what) from error
    _approvers(policy, place, rules)
    _waivers(policy, place, rules)
    _tools(policy, place)
    _destinations(policy, place)
    return whole


def _trial(whole: Tree, place: Place) -> Policy:
    """The file as a policy by itself, which shows what pydantic has to say of it."""
    trial = {key: value for key, value in whole.items() if key not in _APART}
    # A file that only changes what it extends may lack these; the merged policy may not.
    trial["rules"] = whole["rules"] or {"none": {}}
    trial.setdefault("name", place.shown)
    try:
        return Policy.model_validate(trial)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        known = _fields(first["loc"])
        word = str(first["loc"][-1])
        more = meant(word, known) if first["type"] == "extra_forbidden" else ""
        raise place.error(first["loc"], _plain(first["msg"]) + more) from error


def _fields(location: Sequence[str | int]) -> tuple[str, ...]:
    """Keys that a table of a list at the top level may have."""
    field = Policy.model_fields.get(str(location[0]))
    (part, *_) = getattr(field.annotation if field else None, "__args__", None) or (None,)
    return tuple(getattr(part, "model_fields", ()))


def _approvers(policy: Policy, place: Place, rules: Mapping[str, Known]) -> None:
    for index, approver in enumerate(policy.approvers):
        here = ("approvers", index)
        if not approver.certificate.startswith("sha256:") and not approver.trust_list:
            what = "a name alone can be copied: give the sha256: fingerprint, or trust_list as well"
            raise place.error((*here, "certificate"), what)
        for name in approver.waives:
            if name != _EVERY_RULE and name not in rules:
                what = f"no rule is called {name!r}{meant(name, rules)}"
                raise place.error((*here, "waives"), what)
        _territories(approver.territories, place, (*here, "territories"))


def _waivers(policy: Policy, place: Place, rules: Mapping[str, Known]) -> None:
    for index, waiver in enumerate(policy.waivers):
        for key in waiver.unknown_keys():
            raise place.error(("waivers", index, key), "unknown key")
        if waiver.rule not in rules:
            what = f"no rule is called {waiver.rule!r}{meant(waiver.rule, rules)}"
            raise place.error(("waivers", index, "rule"), what)
        if waiver.id in {each.id for each in policy.waivers[:index]}:
            raise place.error(("waivers", index, "id"), f"two waivers are called {waiver.id!r}")


def _tools(policy: Policy, place: Place) -> None:
    for index, key, what in catalogue_flaws(policy.tools):
        raise place.error(("tools", index, key), what)


def _destinations(policy: Policy, place: Place) -> None:
    names = [each.name for each in policy.destinations]
    for index, outlet in enumerate(policy.destinations):
        if outlet.name in names[:index]:
            what = f"two destinations are called {outlet.name!r}"
            raise place.error(("destinations", index, "name"), what)
        _territories(outlet.territories, place, ("destinations", index, "territories"))


def _territories(codes: Sequence[str], place: Place, key: tuple[str | int, ...]) -> None:
    for code in codes:
        what = territory_flaw(code)
        if what:
            raise place.error(key, what)


def _list(tree: Tree, key: str, place: Place) -> list[Any]:
    value = tree.get(key, [])
    if not isinstance(value, list):
        raise place.error((key,), f"must be a list of tables: [[{key}]]")
    return value


def _named(waiver: Tree) -> Tree:
    """A waiver with an id: its own, else one that stays the same while its text does."""
    if "id" in waiver:
        return waiver
    text = json.dumps(waiver, sort_keys=True, default=str)
    return {**waiver, "id": f"waiver-{hashlib.sha256(text.encode()).hexdigest()[:12]}"}


def _plain(message: str) -> str:
    """Pydantic's words for what people get wrong most, in ours."""
    return {
        "Extra inputs are not permitted": "unknown key",
        "Field required": "is missing",
    }.get(message, message.replace("Input should", "should"))
