"""weigh: what a rule found becomes a finding, with severity, id and waiver. Pure.

Severity, stage and waivers are applied here and nowhere else.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from provenance.model.delivery import DeliveryEvidence
from provenance.model.evidence import Evidence, HeldWaiver
from provenance.model.finding import Finding, Problem, Severity
from provenance.model.policy import Policy
from provenance.model.summary import one_line
from provenance.rules import Rule
from provenance.standings.waiving import Matter, waived_by

_ID_DIGITS: Final = 16
"""Hexadecimal digits of a finding's id: collisions are out of sight below a billion findings."""


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


def identity(rule: str, path: str, size: int, key: str) -> str:
    """The id of a finding.

    Not by the digest: of the same bytes one is made in one scan and none in another.

    Args:
        rule: Name of the rule.
        path: Of what it speaks of.
        size: Its bytes.
        key: What tells it from others of that rule there, as ``numbered`` gives it.
    """
    text = f"{rule}\x00{path}\x00{size}\x00{key}"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_ID_DIGITS]


def numbered(key: str, number: int) -> str:
    """The key of a problem, told from those before it with the same key.

    Args:
        key: Its own.
        number: 1 for the first.
    """
    return key if number == 1 else f"{key}\x00{number}"


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
