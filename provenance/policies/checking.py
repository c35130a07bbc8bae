"""One policy file, checked key by key before anything is merged."""

import difflib
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from provenance.errors import PolicyError
from provenance.locating import toml_line
from provenance.model.finding import Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import Stage

Tree = dict[str, Any]

_KEYS: Final = frozenset({*Policy.model_fields, "extends"}) - {"digest", "as_of"}
"""What a file may say at its top level; the rest is the loader's and the scan's to set."""
_SETTING: Final = ("severity", "parameters")


class Known(Protocol):
    """What must be known of a rule to check a policy against it."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Every parameter with its default."""
        ...

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        """Allowed words for the parameters that take only certain ones."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A policy file, for errors that name the line.

    Attributes:
        shown: Path or name of the file.
        text: Its text.
    """

    shown: str
    text: str

    def error(self, key: Sequence[str | int], what: str, *, hint: str = "") -> PolicyError:
        """An error that names file, line and key."""
        dotted = ""
        for part in key:
            dotted += f"[{part}]" if isinstance(part, int) else f".{part}" if dotted else part
        line = toml_line(self.text, key)
        where = f"{self.shown}:{line}" if line else self.shown
        message = f"{where}: {dotted}: {what}" if dotted else f"{where}: {what}"
        return PolicyError(" ".join(message.split()), hint=hint)


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
            raise place.error((key,), f"unknown key{_meant(key, _KEYS)}")
    whole = dict(tree)
    whole["rules"] = _rules(tree.get("rules", {}), place, rules)
    whole["waivers"] = [
        _named(waiver) if isinstance(waiver, dict) else waiver
        for waiver in _list(tree, "waivers", place)
    ]
    _list(tree, "approvers", place)
    trial = {key: value for key, value in whole.items() if key != "extends"}
    # A file that only changes what it extends may lack these; the merged policy may not.
    trial["rules"] = whole["rules"] or {"none": {}}
    trial.setdefault("name", place.shown)
    try:
        policy = Policy.model_validate(trial)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise place.error(first["loc"], _plain(first["msg"])) from error
    if policy.fail_on is Severity.OFF:
        raise place.error(("fail_on",), "off is not a severity that a finding can have")
    try:
        ZoneInfo(policy.time_zone)
    except (KeyError, ValueError, OSError) as error:
        if policy.time_zone != "UTC":
            what = f"no time zone {policy.time_zone!r} is known here"
            raise place.error(("time_zone",), what) from error
    _people(policy, place, rules)
    return whole


def _people(policy: Policy, place: Place, rules: Mapping[str, Known]) -> None:
    """Who may approve, and what a named person waives."""
    for index, approver in enumerate(policy.approvers):
        if not approver.certificate.startswith("sha256:") and not approver.trust_list:
            what = "a name alone can be copied: give the sha256: fingerprint, or trust_list as well"
            raise place.error(("approvers", index, "certificate"), what)
    for index, waiver in enumerate(policy.waivers):
        for key in waiver.unknown_keys():
            raise place.error(("waivers", index, key), "unknown key")
        if waiver.rule not in rules:
            what = f"no rule is called {waiver.rule!r}{_meant(waiver.rule, rules)}"
            raise place.error(("waivers", index, "rule"), what)


def merged(below: Tree, above: Tree) -> Tree:
    """One checked tree over another.

    A rule's severities are laid over stage by stage, its parameters one by one. Approvers replace
    those below; waivers add to them. Name and version are never inherited.
    """
    whole = {key: value for key, value in below.items() if key not in {"name", "version"}}
    whole |= {key: value for key, value in above.items() if key not in {"rules", "waivers"}}
    whole["waivers"] = [*below.get("waivers", []), *above.get("waivers", [])]
    settings = {name: dict(setting) for name, setting in below.get("rules", {}).items()}
    for name, setting in above.get("rules", {}).items():
        old = settings.setdefault(name, {})
        if "severity" in setting:
            new = setting["severity"]
            if isinstance(new, dict):
                known = old.get("severity", {})
                base = known if isinstance(known, dict) else {stage.value: known for stage in Stage}
                new = {**base, **new}
            old["severity"] = new
        old["parameters"] = {**old.get("parameters", {}), **setting.get("parameters", {})}
    whole["rules"] = settings
    return whole


def _rules(tree: object, place: Place, rules: Mapping[str, Known]) -> Tree:
    if not isinstance(tree, dict):
        raise place.error(("rules",), "must be a table")
    whole: Tree = {}
    for name, written in tree.items():
        key = ("rules", name)
        if name not in rules:
            raise place.error(key, f"no rule is called {name!r}{_meant(name, rules)}")
        setting = {"severity": written} if isinstance(written, str) else written
        if not isinstance(setting, dict):
            raise place.error(key, "must be a severity or a table")
        for part in setting:
            if part not in _SETTING:
                raise place.error((*key, part), f"unknown key{_meant(part, _SETTING)}")
        if "severity" in setting:
            path = key if isinstance(written, str) else (*key, "severity")
            _severity(setting["severity"], place, path)
        _parameters(setting.get("parameters", {}), place, key, rules[name])
        whole[name] = setting
    return whole


def _severity(value: object, place: Place, key: tuple[str, ...]) -> None:
    if isinstance(value, dict):
        for stage, word in value.items():
            if stage not in set(Stage):
                raise place.error(
                    (*key, stage), f"no stage is called {stage!r}{_list_of(tuple(Stage))}"
                )
            _word(word, place, (*key, stage))
    else:
        _word(value, place, key)


def _word(value: object, place: Place, key: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in set(Severity):
        raise place.error(key, f"{value!r} is no severity{_list_of(tuple(Severity))}")


def _parameters(value: object, place: Place, key: tuple[str, ...], rule: Known) -> None:
    here = (*key, "parameters")
    if not isinstance(value, dict):
        raise place.error(here, "must be a table")
    for name, given in value.items():
        if name not in rule.parameters:
            what = f"the rule has no parameter {name!r}{_meant(name, rule.parameters)}"
            raise place.error((*here, name), what)
        for problem in _misfit(given, rule.parameters[name], rule.choices.get(name)):
            raise place.error((*here, name), problem)


def _misfit(given: object, default: object, choices: frozenset[str] | None) -> Iterator[str]:
    """Why a parameter's value does not fit its default's kind."""
    if isinstance(default, list | tuple):
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            yield "must be a list of texts"
            return
        words: Sequence[str] = given
    elif isinstance(default, bool) or isinstance(given, bool):
        if type(given) is not type(default):
            yield f"must be {_kind(default)}"
        return
    elif isinstance(default, float) and isinstance(given, int):
        return
    elif type(given) is not type(default):
        yield f"must be {_kind(default)}"
        return
    else:
        words = [given] if isinstance(given, str) else []
    for word in words:
        if choices is not None and word not in choices:
            yield f"{word!r} is not among the words that it takes{_meant(word, choices)}"


def _kind(default: object) -> str:
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}.get(
        type(default), f"of the kind {type(default).__name__}"
    )


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


def _meant(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _list_of(words: Collection[str]) -> str:
    return f"; it is one of {', '.join(words)}"
