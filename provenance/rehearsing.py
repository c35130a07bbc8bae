"""rehearse: judge a policy's own test cases, and say which expectation does not hold."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from provenance import rules as catalogue
from provenance.errors import PolicyError
from provenance.judging import build_report, result
from provenance.model.finding import Severity, Verdict
from provenance.model.flaws import first_flaw
from provenance.model.policy import Policy
from provenance.model.report import FindingView, ToolView
from provenance.policies.cases import WAIVED, Case, cases_of
from provenance.policies.loading import Composed, compose
from provenance.rules.deliveries import delivery_of
from provenance.rules.examples import evidence_of

_ORDER: Final = [*(each.value for each in Severity), WAIVED]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A case, and what came of it.

    Attributes:
        case: The case.
        verdict: The verdict under the policy.
        failures: A line for each expectation that does not hold; empty where all do.
    """

    case: Case
    verdict: Verdict
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A policy and its test cases.

    Attributes:
        composed: The policy, with the place of each of its values.
        cases: Every case, in the order of the files.
    """

    composed: Composed
    cases: tuple[Rehearsed, ...]

    @property
    def failed(self) -> tuple[Rehearsed, ...]:
        """Cases of which an expectation does not hold."""
        return tuple(each for each in self.cases if each.failures)


def rehearse(name_or_path: str | Path) -> Rehearsal:
    """Load a policy and judge its test cases.

    A case expects exactly the findings that it names, and no others.

    Args:
        name_or_path: Name of a profile, or path of a TOML file.

    Raises:
        PolicyError: The policy or a case cannot be used; with file, line and key.
    """
    known = {each.name: each for each in catalogue.load()}
    composed = compose(name_or_path, known)
    cases = tuple(_rehearsed(each, composed.policy) for each in cases_of(composed, known))
    return Rehearsal(composed, cases)


def _rehearsed(case: Case, policy: Policy) -> Rehearsed:
    applied = policy.model_copy(
        update={
            "stage": case.stage or policy.stage,
            "as_of": case.as_of,
            "bound_for": case.destinations,
        }
    )
    findings, verdict = _judged(case, applied)
    found: dict[str, list[str]] = {}
    for each in findings:
        weight = WAIVED if each.waived_by else each.severity.value
        found.setdefault(each.rule, []).append(weight)
    failures = [
        _differs(rule, case.findings.get(rule, ()), found.get(rule, ()), findings)
        for rule in dict.fromkeys((*case.findings, *found))
        if sorted(found.get(rule, ())) != list(case.findings.get(rule, ()))
    ]
    if case.verdict not in {None, verdict}:
        failures.append(f"expected the verdict {case.verdict}, it is {verdict}")
    return Rehearsed(case, verdict, tuple(failures))


def _judged(case: Case, policy: Policy) -> tuple[tuple[FindingView, ...], Verdict]:
    try:
        if "assets" not in case.asset:
            evidence = evidence_of(deepcopy(case.asset))
            judged = result(evidence, policy)
            return judged.findings, judged.verdict
        delivery = delivery_of(deepcopy(case.asset))
    except PolicyError as error:
        raise case.place.error(case.key, str(error).removeprefix("example: ")) from error
    except ValidationError as error:
        steps, flaw = first_flaw(error)
        what = flaw.replace("Field required", "is missing")
        raise case.place.error((*case.key, *steps), what) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # a table for a list
        what = f"describes no asset: {type(error).__name__}: {error}"
        raise case.place.error(case.key, what) from error
    report = build_report(
        delivery.assets,
        policy,
        tool=ToolView(name="case", version="", engines={}),
        generated_at=datetime.combine(case.as_of, time(), UTC),
        delivery=replace(delivery, assets=()),
    )
    of_files = (finding for each in report.results for finding in each.findings)
    return (*report.findings, *of_files), report.verdict


def _differs(
    rule: str, expected: Iterable[str], found: Iterable[str], findings: Iterable[FindingView]
) -> str:
    said = "; ".join(each.message for each in findings if each.rule == rule)
    told = f" ({said})" if said else ""
    return f"{rule}: expected {_words(expected)}, found {_words(found)}{told}"


def _words(words: Iterable[str]) -> str:
    return " and ".join(sorted(words, key=_ORDER.index)) or "nothing"
