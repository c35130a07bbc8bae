"""A policy's own test cases: an asset described in TOML, and the findings that are expected.

They stand in the policy file as ``[[cases]]``, or in a file beside it whose name ends in
``.cases.toml``. They are no part of the policy: neither its digest nor a scan knows of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from provenance.model.finding import Severity, Verdict
from provenance.model.vocabulary import Stage
from provenance.policies.files import cases_beside, parsed
from provenance.policies.loading import Composed
from provenance.policies.place import Place, Tree, list_of, meant

WAIVED: Final = "waived"
"""What a finding weighs that a waiver lets pass."""
MAX_CASES: Final = 1000
"""Cases of one policy."""
_WEIGHTS: Final = (*(each.value for each in Severity if each is not Severity.OFF), WAIVED)
_DAY: Final = date(2026, 11, 22)
"""Day on which a case is judged that names none; the day of all examples."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Attributes:
        name: What it shows.
        place: The file.
        key: Where in it.
        findings: What each rule is expected to find, by severity; every rule left out finds
            nothing.
        verdict: The expected verdict; None where the case leaves it open.
        stage: To judge for; None for the policy's own.
        destinations: Where the asset is bound for; empty for what its disclosures say.
        as_of: The day.
        asset: The asset as it is described; or a delivery, where it has ``assets``.
    """

    name: str
    place: Place
    key: tuple[str | int, ...]
    findings: Mapping[str, tuple[str, ...]]
    verdict: Verdict | None
    stage: Stage | None
    destinations: tuple[str, ...]
    as_of: date
    asset: Tree

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.place.shown}:{self.place.line(self.key)}"


def cases_of(composed: Composed, rules: Mapping[str, Any]) -> tuple[Case, ...]:
    """The cases of a policy, in its file and beside it.

    Args:
        composed: The policy.
        rules: Every rule that exists, by name.

    Raises:
        PolicyError: A case expects what cannot be, or says a thing twice.
    """
    found = list(_cases(composed.cases, composed.file.place, rules))
    place = cases_beside(composed.file)
    if place is not None:
        tree = parsed(place)
        for key in tree:
            if key != "cases":
                raise place.error((key,), f"unknown key{meant(key, ('cases',))}")
        listed = tree.get("cases", [])
        if not isinstance(listed, list):
            raise place.error(("cases",), "must be a list of tables: [[cases]]")
        found += _cases(listed, place, rules)
    if len(found) > MAX_CASES:
        raise composed.file.place.error(("cases",), f"more than {MAX_CASES} cases")
    return tuple(found)


def _cases(listed: Any, place: Place, rules: Mapping[str, Any]) -> Iterator[Case]:
    for index, written in enumerate(listed):
        key = ("cases", index)
        if not isinstance(written, dict):
            raise place.error(key, "must be a table")
        tree = dict(written)
        if "policy" in tree:
            raise place.error((*key, "policy"), "a case is judged under the policy that it is of")
        yield Case(
            name=_name(tree.pop("name", ""), place, key),
            place=place,
            key=key,
            findings=_findings(tree.pop("findings", None), place, (*key, "findings"), rules),
            verdict=_word(tree.pop("verdict", None), Verdict, place, (*key, "verdict")),
            stage=_word(tree.pop("stage", None), Stage, place, (*key, "stage")),
            destinations=_names(tree.pop("destinations", []), place, (*key, "destinations")),
            as_of=_day(tree.pop("as_of", _DAY), place, (*key, "as_of")),
            asset=tree,
        )


def _name(value: object, place: Place, key: tuple[str | int, ...]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.error((*key, "name"), "is missing: what does the case show?")
    return value


def _findings(
    value: object, place: Place, key: tuple[str | int, ...], rules: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        what = "must be a table of severities by rule; {} where nothing is to be found"
        raise place.error(key, "is missing: it " + what if value is None else what)
    expected: dict[str, tuple[str, ...]] = {}
    for rule, written in value.items():
        if rule not in rules:
            raise place.error((*key, rule), f"no rule is called {rule!r}{meant(rule, rules)}")
        words = written if isinstance(written, list) else [written]
        for word in words:
            if word not in _WEIGHTS:
                raise place.error((*key, rule), f"{word!r} is no severity{list_of(_WEIGHTS)}")
        expected[rule] = tuple(sorted(words))
    return {rule: words for rule, words in expected.items() if words}


def _word(value: object, kind: Any, place: Place, key: tuple[str | int, ...]) -> Any:
    if value is None:
        return None
    words = tuple(each.value for each in kind)
    if value not in words:
        raise place.error(key, f"{value!r} is not known{list_of(words)}")
    return kind(value)


def _names(value: object, place: Place, key: tuple[str | int, ...]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise place.error(key, "must be a list of names")
    return tuple(value)


def _day(value: object, place: Place, key: tuple[str | int, ...]) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise place.error(key, "must be a day: 2026-12-31")
    return value
