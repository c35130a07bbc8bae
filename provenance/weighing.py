"""weigh: what a rule found becomes a finding, with severity, id and waiver. Pure.

Severity, stage and waivers are applied here and nowhere else.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from provenance.model.approval import Waiver
from provenance.model.delivery import DeliveryEvidence
from provenance.model.evidence import Evidence
from provenance.model.finding import Finding, Problem, Severity
from provenance.model.policy import Policy
from provenance.model.scoping import matches
from provenance.model.summary import one_line
from provenance.rules import Rule

_ID_DIGITS: Final = 16
"""Hexadecimal digits of a finding's id: collisions are out of sight below a billion findings."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a problem speaks of: one file; of a delivery, whatever the problem names.

    Attributes:
        path: Of the file, or "".
        digest: Of the file, or "".
        digests: By which the file is known.
    """

    path: str
    digest: str
    digests: frozenset[str]

    @classmethod
    def of(cls, evidence: Evidence) -> "Subject":
        """One file."""
        digest = evidence.asset.digest or ""
        known = {each for one in evidence.entries for each in (one.as_made, one.as_stamped)}
        return cls(evidence.asset.path, digest, frozenset(known | {digest} - {""}))

    @classmethod
    def about(cls, problem: Problem) -> "Subject":
        """What a problem of the delivery as a whole names."""
        return cls(problem.path, problem.digest, frozenset({problem.digest} - {""}))


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
    known: dict[str, int] = {}
    for problem, subject in problems:
        identity = _identity(rule.name, subject, problem.key)
        known[identity] = known.get(identity, 0) + 1
        if known[identity] > 1:
            identity = _identity(rule.name, subject, f"{problem.key}\x00{known[identity]}")
        yield Finding(
            id=identity,
            rule=rule.name,
            severity=problem.at_most if severity.at_least(problem.at_most) else severity,
            message=one_line(problem.message),
            advice=one_line(problem.advice or rule.advice),
            signals=problem.signals,
            undetermined=problem.undetermined,
            waived_by=_waiver(rule.name, subject, policy),
            path=one_line(problem.path),
        )


def problems_of(
    rule: Rule, evidence: Evidence | DeliveryEvidence, policy: Policy
) -> Iterator[Problem]:
    """What a rule finds; that it failed is a problem too, which leaves it undetermined."""
    try:
        yield from rule.check(evidence, policy)
    except Exception as error:  # noqa: BLE001 - a rule may be anybody's; a scan must not end by it
        what = "delivery" if rule.of_delivery else "file"
        yield Problem(
            f"the rule could not be applied: {type(error).__name__}: {error}",
            advice=f"Report this to whoever wrote the rule; the {what} was not judged by it.",
            undetermined=True,
            key="failed",
        )


def _identity(rule: str, subject: Subject, key: str) -> str:
    text = f"{rule}\x00{subject.path}\x00{subject.digest}\x00{key}"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_ID_DIGITS]


def _waiver(rule: str, subject: Subject, policy: Policy) -> str:
    """Id of the waiver that lets a finding pass, or ""."""
    for waiver in policy.waivers:
        if waiver.rule == rule and _in_force(waiver, policy) and _speaks_of(waiver, subject):
            return waiver.id
    return ""


def _in_force(waiver: Waiver, policy: Policy) -> bool:
    return policy.as_of is not None and waiver.expires >= policy.as_of


def _speaks_of(waiver: Waiver, subject: Subject) -> bool:
    if not waiver.patterns and not waiver.digests:
        return True
    return not subject.digests.isdisjoint(waiver.digests) or matches(waiver.patterns, subject.path)
