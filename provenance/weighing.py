"""weigh: what a rule found becomes a finding, with severity, id and waiver. Pure.

Severity, stage and waivers are applied here and nowhere else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from provenance import rules as catalogue
from provenance.model.delivery import DeliveryEvidence
from provenance.model.evidence import Evidence, HeldWaiver
from provenance.model.finding import Finding, Problem, Severity, identity, numbered
from provenance.model.policy import Policy
from provenance.model.summary import one_line
from provenance.rules import Rule
from provenance.standings.remembering import last_answer
from provenance.standings.routing import destinations_of
from provenance.standings.waiving import Matter, waived_by

Weights: TypeAlias = tuple[tuple[Rule, Severity], ...]
"""Rules that count, and how much."""
MAX_ROUTES: Final = 256
"""Sets of destinations for which the severities of all rules are kept."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a problem speaks of: one file; of a delivery, whatever the problem names.

    Attributes:
        path: Of the file, or "".
        size: Bytes of the file; -1 for a delivery.
        digests: By which the file is known.
        assets: The evidence of what it speaks of: one file, or the whole delivery.
        waivers: Signed waivers that may speak of it.
    """

    path: str
    size: int
    digests: frozenset[str]
    assets: tuple[Evidence, ...] = ()
    waivers: tuple[HeldWaiver, ...] = ()

    @classmethod
    def of(cls, evidence: Evidence) -> "Subject":
        """One file."""
        asset = evidence.asset
        names = frozenset(evidence.digests)
        return cls(asset.path, asset.size, names, (evidence,), evidence.waivers)

    @classmethod
    def about(cls, problem: Problem, delivery: DeliveryEvidence) -> "Subject":
        """What a problem of the delivery as a whole names."""
        names = frozenset({problem.digest} - {""})
        return cls(problem.path, -1, names, delivery.assets, delivery.waivers)


def usual_weights(policy: Policy, rules: Sequence[Rule] | None) -> Weights | None:
    """The rules that count for any asset, with their severities.

    Args:
        policy: Gives the severities.
        rules: Those to choose from; all that are installed by default.

    Returns:
        None where it depends on where an asset goes.
    """
    usual, by_outlets = _known_weights(catalogue.load() if rules is None else rules, policy)
    return usual if by_outlets is None else None


def weights_for(evidence: Evidence, policy: Policy, rules: Sequence[Rule] | None) -> Weights:
    """The rules that count for an asset, with their severities.

    Args:
        evidence: Says where it goes, if anybody does.
        policy: Gives the severities.
        rules: Those to choose from; all that are installed by default.
    """
    usual = usual_weights(policy, rules)
    if usual is not None:
        return usual
    return weights_of(rules, policy, destinations_of(evidence, policy))


def weights_of(rules: Sequence[Rule] | None, policy: Policy, outlets: Sequence[str]) -> Weights:
    """The rules that count for what goes to these outlets, with their severities."""
    known = catalogue.load() if rules is None else rules
    usual, by_outlets = _known_weights(known, policy)
    if by_outlets is None:
        return usual
    bound_for = tuple(outlets)
    if bound_for not in by_outlets:
        if len(by_outlets) >= MAX_ROUTES:
            by_outlets.clear()
        by_outlets[bound_for] = _with_severities(known, policy, bound_for)
    return by_outlets[bound_for]


@last_answer
def _known_weights(
    rules: Sequence[Rule], policy: Policy
) -> tuple[Weights, dict[tuple[str, ...], Weights] | None]:
    """Those of what goes nowhere in particular; by outlets, where the policy tells them apart."""
    special = any(setting.destinations for setting in policy.rules.values())
    return _with_severities(rules, policy, ()), {} if special else None


def _with_severities(rules: Sequence[Rule], policy: Policy, outlets: Sequence[str]) -> Weights:
    every = ((each, policy.severity(each.name, each.severity, outlets)) for each in rules)
    return tuple((rule, severity) for rule, severity in every if severity is not Severity.OFF)


def weighed(
    rule: Rule, severity: Severity, problems: Iterable[tuple[Problem, Subject]], policy: Policy
) -> Iterator[Finding]:
    """What a rule found, with its weight, its id and the waiver that lets it pass.

    Args:
        rule: The rule.
        severity: What the policy gives it here.
        problems: What it found, each with what it speaks of.
        policy: Waivers and the day of the scan.
    """
    known: dict[tuple[str, int, str], int] = {}
    for problem, subject in problems:
        place = subject.path, subject.size, problem.key
        number = known[place] = known.get(place, 0) + 1
        weight = problem.at_most if severity.at_least(problem.at_most) else severity
        waiver, notes = _waiver(rule, weight, problem, subject, policy)
        yield Finding(
            id=identity(rule.name, subject.path, subject.size, numbered(problem.key, number)),
            rule=rule.name,
            severity=weight,
            message=one_line(problem.message),
            advice=one_line(problem.advice or rule.advice),
            signals=problem.signals,
            undetermined=problem.undetermined,
            waived_by=one_line(waiver),
            path=one_line(problem.path),
            notes=tuple(map(one_line, notes)),
        )


def problems_of(
    rule: Rule, evidence: Evidence | DeliveryEvidence, policy: Policy
) -> tuple[Problem, ...]:
    """What a rule finds; that it failed is a problem too, which leaves it undetermined."""
    found: list[Problem] = []
    try:
        for each in rule.check(evidence, policy):
            found.append(each)  # noqa: PERF402 - what was found before it failed is kept
    except Exception as error:  # noqa: BLE001 - a rule may be anybody's; a scan must not end by it
        what = "delivery" if rule.of_delivery else "file"
        failure = Problem(
            f"the rule could not be applied: {type(error).__name__}: {error}",
            advice=f"Report this to whoever wrote the rule; the {what} was not judged by it.",
            undetermined=True,
            key="failed",
        )
        found.append(failure)
    return tuple(found)


def _waiver(
    rule: Rule, severity: Severity, problem: Problem, subject: Subject, policy: Policy
) -> tuple[str, tuple[str, ...]]:
    """Id of the waiver that lets a finding pass, or "" and why those that lie there do not."""
    if not policy.waivers and not subject.waivers:
        return "", ()
    matter = Matter(
        rule.name, severity, problem.incidental, subject.path, subject.digests, subject.assets
    )
    return waived_by(matter, policy, subject.waivers)
