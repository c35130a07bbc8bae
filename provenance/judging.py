"""judge: Evidence + Policy -> findings, verdicts, the report. Pure: no file, clock or network.

Severity, stage and waivers are applied here and nowhere else.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from provenance import rules as catalogue
from provenance.errors import PolicyError
from provenance.model.approval import Waiver
from provenance.model.evidence import Coverage, Evidence
from provenance.model.finding import Finding, Problem, Severity, Verdict
from provenance.model.policy import Policy
from provenance.model.report import FindingView, PolicyView, Report, Result, ToolView, count
from provenance.model.routing import destinations_of
from provenance.model.scoping import matches
from provenance.model.standing import narrowed
from provenance.model.summary import WEIGHT, next_steps, one_line, sentence, used_waivers, worst
from provenance.model.views import asset_fields, asset_view, clean
from provenance.model.vocabulary import Effort
from provenance.rules import Rule

__all__ = ["asset_view", "build_report", "judge", "result", "verdict"]

_ID_DIGITS: Final = 16
"""Hexadecimal digits of a finding's id: collisions are out of sight below a billion findings."""


def judge(
    evidence: Evidence, policy: Policy, rules: Sequence[Rule] | None = None
) -> tuple[Finding, ...]:
    """What the rules of a policy find in one asset, heaviest first.

    Args:
        evidence: All that is known of the asset.
        policy: Which rules count, how much, and what is waived. Its ``as_of`` must be set.
        rules: The rules to apply; all that are installed by default. One that the policy does
            not list, or has turned off, is not run.

    Raises:
        PolicyError: The policy does not say which day it is.
    """
    if policy.as_of is None:
        raise PolicyError(
            f"policy {policy.name}: as_of: the day of the scan is not set",
            hint="Pass as_of to load_policy; judging itself looks at no clock.",
        )
    evidence = narrowed(evidence, policy)
    outlets = destinations_of(evidence, policy)
    findings: list[Finding] = []
    known: dict[str, int] = {}
    for rule in catalogue.load() if rules is None else rules:
        severity = policy.severity(rule.name, rule.severity, outlets)
        if severity is Severity.OFF or (evidence.sidecar_of and not rule.of_sidecars):
            continue
        for problem in _problems(rule, evidence, policy):
            weight = problem.at_most if severity.at_least(problem.at_most) else severity
            identity = _identity(rule.name, evidence, problem.key)
            known[identity] = known.get(identity, 0) + 1
            if known[identity] > 1:
                again = f"{problem.key}\x00{known[identity]}"
                identity = _identity(rule.name, evidence, again)
            findings.append(
                Finding(
                    id=identity,
                    rule=rule.name,
                    severity=weight,
                    message=one_line(problem.message),
                    advice=one_line(problem.advice or rule.advice),
                    signals=problem.signals,
                    undetermined=problem.undetermined,
                    waived_by=_waiver(rule.name, evidence, policy),
                )
            )
    findings.sort(key=lambda each: WEIGHT[each.severity])
    return tuple(findings)


def _problems(rule: Rule, evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    try:
        yield from rule.check(evidence, policy)
    except Exception as error:  # noqa: BLE001 - a rule may be anybody's; a scan must not end by it
        yield Problem(
            f"the rule could not be applied: {type(error).__name__}: {error}",
            advice="Report this to whoever wrote the rule; the file was not judged by it.",
            undetermined=True,
            key="failed",
        )


def _identity(rule: str, evidence: Evidence, key: str) -> str:
    parts = (rule, evidence.asset.path, evidence.asset.digest or "", key)
    text = "\x00".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha256(text).hexdigest()[:_ID_DIGITS]


def _waiver(rule: str, evidence: Evidence, policy: Policy) -> str:
    """Id of the waiver that lets a finding pass, or ""."""
    for waiver in policy.waivers:
        if waiver.rule == rule and _in_force(waiver, policy) and _speaks_of(waiver, evidence):
            return waiver.id
    return ""


def _in_force(waiver: Waiver, policy: Policy) -> bool:
    return policy.as_of is not None and waiver.expires >= policy.as_of


def _speaks_of(waiver: Waiver, evidence: Evidence) -> bool:
    if not waiver.patterns and not waiver.digests:
        return True
    digests = {evidence.asset.digest}
    for entry in evidence.entries:
        digests |= {entry.as_made, entry.as_stamped}
    return not digests.isdisjoint(waiver.digests) or matches(waiver.patterns, evidence.asset.path)


def verdict(evidence: Evidence, findings: Sequence[Finding], policy: Policy) -> Verdict:
    """The verdict of one file.

    A waiver lets a finding pass and never makes a file clean that could not be judged: what was
    undetermined and waived ends as a warning.
    """
    open_ = [each for each in findings if not each.waived_by]
    if any(each.severity.at_least(policy.fail_on) for each in open_):
        return Verdict.FAIL
    let_pass = any(each.undetermined for each in findings if each.waived_by)
    not_read = evidence.coverage is not Coverage.READ and not any(
        each.rule == "unreadable" and each.waived_by for each in findings
    )
    if not_read or any(each.undetermined for each in open_):
        return Verdict.UNDETERMINED
    if let_pass or any(each.severity.at_least(Severity.WARNING) for each in open_):
        return Verdict.WARN
    return Verdict.PASS


def result(evidence: Evidence, policy: Policy, rules: Sequence[Rule] | None = None) -> Result:
    """One file of a report: what is known of it, its verdict and its findings.

    Raises:
        PolicyError: The policy does not say which day it is.
    """
    evidence = narrowed(evidence, policy)
    findings = judge(evidence, policy, rules)
    return Result(
        **asset_fields(evidence, policy),
        verdict=verdict(evidence, findings, policy),
        findings=tuple(
            FindingView(
                id=each.id,
                rule=each.rule,
                severity=each.severity,
                message=each.message,
                advice=each.advice,
                signals=each.signals,
                undetermined=each.undetermined,
                waived_by=each.waived_by or None,
            )
            for each in findings
        ),
    )


def build_report(
    evidence: Iterable[Evidence],
    policy: Policy,
    *,
    tool: ToolView,
    generated_at: datetime,
    effort: Effort = Effort.NORMAL,
    roots: Sequence[str] = (),
    trust_lists: Sequence[str] = (),
    problems: Sequence[str] = (),
    left_out: Sequence[str] = (),
    rules: Sequence[Rule] | None = None,
) -> Report:
    """Judge every file and say what comes of it.

    Args:
        evidence: Of every file; the report lists them by path.
        policy: With ``as_of`` and ``stage`` set.
        tool: Who made the report.
        generated_at: When.
        effort: How much was read.
        roots: Last path components of what was scanned.
        trust_lists: Names of the lists that signers were checked against.
        problems: Records that could not be read; with any, the delivery is never a clean pass.
        left_out: What was not looked at, in words.
        rules: The rules to apply; all that are installed by default.

    Raises:
        PolicyError: The policy does not say which day it is.
    """
    results = sorted((result(each, policy, rules) for each in evidence), key=lambda one: one.path)
    counts = count(results)
    verdicts = {each.verdict for each in results} or {Verdict.UNDETERMINED}
    if problems:
        verdicts.add(Verdict.WARN)
    ends = worst(verdicts)
    return Report(
        tool=tool,
        generated_at=generated_at,
        verdict=ends,
        sentence=sentence(ends, counts, policy, len(problems)),
        policy=PolicyView(
            name=policy.name,
            version=policy.version,
            digest=policy.digest,
            title=policy.title,
            source=policy.source,
            fail_on=policy.fail_on,
        ),
        stage=policy.stage,
        effort=effort,
        roots=tuple(map(clean, roots)),
        trust_lists=tuple(map(clean, trust_lists)),
        counts=counts,
        results=tuple(results),
        waivers=used_waivers(results, policy),
        next_steps=next_steps(results, len(problems)),
        problems=tuple(map(one_line, problems)),
        left_out=tuple(map(one_line, left_out)),
    )
