"""The rules that a policy file lists: severities by stage and destination, parameters."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.policies.place import Known, Place, Tree, list_of, meant

_SETTING: Final = ("severity", "destinations", "parameters")


def checked_rules(tree: object, place: Place, rules: Mapping[str, Known]) -> Tree:
    """The rules of a file in the long form, each word of them checked.

    Raises:
        PolicyError: A rule, key, stage, severity or parameter that does not exist or fit.
    """
    if not isinstance(tree, dict):
        raise place.error(("rules",), "must be a table")
    whole: Tree = {}
    for name, written in tree.items():
        key = ("rules", name)
        if name not in rules:
            raise place.error(key, f"no rule is called {name!r}{meant(name, rules)}")
        setting = {"severity": written} if isinstance(written, str) else written
        if not isinstance(setting, dict):
            raise place.error(key, "must be a severity or a table")
        for part in setting:
            if part not in _SETTING:
                raise place.error((*key, part), f"unknown key{meant(part, _SETTING)}")
        if "severity" in setting:
            path = key if isinstance(written, str) else (*key, "severity")
            _severity(setting["severity"], place, path)
        _destinations(setting.get("destinations", {}), place, (*key, "destinations"))
        _parameters(setting.get("parameters", {}), place, key, rules[name])
        whole[name] = setting
    return whole


def _severity(value: object, place: Place, key: tuple[str, ...]) -> None:
    if isinstance(value, dict):
        for stage, word in value.items():
            if stage not in set(Stage):
                raise place.error(
                    (*key, stage), f"no stage is called {stage!r}{list_of(tuple(Stage))}"
                )
            _word(word, place, (*key, stage))
    else:
        _word(value, place, key)


def _destinations(value: object, place: Place, key: tuple[str, ...]) -> None:
    if not isinstance(value, dict):
        raise place.error(key, "must be a table of severities by the name of a destination")
    for name, severity in value.items():
        _severity(severity, place, (*key, name))


def _word(value: object, place: Place, key: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in set(Severity):
        raise place.error(key, f"{value!r} is no severity{list_of(tuple(Severity))}")


def _parameters(value: object, place: Place, key: tuple[str, ...], rule: Known) -> None:
    here = (*key, "parameters")
    if not isinstance(value, dict):
        raise place.error(here, "must be a table")
    for name, given in value.items():
        if name not in rule.parameters:
            what = f"the rule has no parameter {name!r}{meant(name, rule.parameters)}"
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
            yield f"{word!r} is not among the words that it takes{meant(word, choices)}"


def _kind(default: object) -> str:
    return {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}.get(
        type(default), f"of the kind {type(default).__name__}"
    )
