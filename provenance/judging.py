"""judge: Evidence + Policy -> findings, verdicts, the report. Pure: no file, clock or network.

Severity, stage and waivers are applied in ``weighing`` and nowhere else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from provenance.errors import PolicyError
from provenance.likening import found, learn, told_alike, told_by_kind
from provenance.model.delivered_views import package_rows, seal_view
from provenance.model.delivery import DeliveryEvidence
from provenance.model.disclosed import use_values
from provenance.model.evidence import Coverage, Evidence, HeldWaiver
from provenance.model.finding import Finding, Verdict
from provenance.model.policy import Policy
from provenance.model.report import (
    DeliveryFindingView,
    FindingView,
    PolicyView,
    Report,
    Result,
    ToolView,
    count,
)
from provenance.model.rows import Draft, Row, Sample, grouped
from provenance.model.summary import (
    WEIGHT,
    next_steps,
    one_line,
    overall,
    sentence,
    used_waivers,
    verdict_of,
)
from provenance.model.values import clean
from provenance.model.vocabulary import Effort
from provenance.rules import Rule
from provenance.standings.standing import disclosure_standing, narrowed
from provenance.viewing import asset_fields
from provenance.weighing import (
    Subject,
    Weights,
    problems_of,
    usual_weights,
    weighed,
    weights_for,
    weights_of,
)


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
    _know_the_day(policy)
    evidence = narrowed(evidence, policy)
    subject = Subject.of(evidence)
    findings: list[Finding] = []
    weights = weights_for(evidence, policy, rules)
    for rule, severity, problems in found(weights, evidence, policy):
        findings += weighed(rule, severity, ((each, subject) for each in problems), policy)
    findings.sort(key=lambda each: WEIGHT[each.severity])
    return tuple(findings)


def judge_delivery(
    delivery: DeliveryEvidence, policy: Policy, rules: Sequence[Rule] | None = None
) -> tuple[Finding, ...]:
    """What the rules of a policy find in a delivery as a whole, heaviest first.

    Args:
        delivery: All that is known of it.
        policy: As of ``judge``. What it sets for destinations counts where it is told which they
            are (``bound_for``).
        rules: The rules to apply; all that are installed by default.

    Raises:
        PolicyError: The policy does not say which day it is.
    """
    _know_the_day(policy)
    findings: list[Finding] = []
    for rule, severity in weights_of(rules, policy, policy.bound_for):
        if rule.of_delivery:
            problems = problems_of(rule, delivery, policy)
            about = ((each, Subject.about(each, delivery)) for each in problems)
            findings += weighed(rule, severity, about, policy)
    findings.sort(key=lambda each: WEIGHT[each.severity])
    return tuple(findings)


def _know_the_day(policy: Policy) -> None:
    if policy.as_of is None:
        raise PolicyError(
            f"policy {policy.name}: as_of: the day of the scan is not set",
            hint="Pass as_of to load_policy; judging itself looks at no clock.",
        )


def verdict(evidence: Evidence, findings: Sequence[Finding], policy: Policy) -> Verdict:
    """The verdict of one file: the worst of its findings that fail, or what was not read.

    A waiver lets a finding pass and never makes a file clean that could not be judged: what was
    undetermined and waived ends as a warning.
    """
    ends = verdict_of(findings, policy.fail_on)
    not_read = evidence.coverage is not Coverage.READ and not any(
        each.rule == "unreadable" and each.waived_by for each in findings
    )
    return Verdict.UNDETERMINED if not_read and ends is not Verdict.FAIL else ends


def result(evidence: Evidence, policy: Policy, rules: Sequence[Rule] | None = None) -> Result:
    """One file of a report: what is known of it, its verdict and its findings.

    Raises:
        PolicyError: The policy does not say which day it is.
    """
    return row(evidence, policy, rules).result()


def row(evidence: Evidence, policy: Policy, rules: Sequence[Rule] | None = None) -> Row:
    """As ``result``, without a model of its own where the file is like one that was judged.

    Raises:
        PolicyError: The policy does not say which day it is.
    """
    (only,) = _rows((evidence,), policy, rules)
    return only


def _rows(
    assets: Iterable[Evidence], policy: Policy, rules: Sequence[Rule] | None
) -> Iterator[Row]:
    _know_the_day(policy)
    usual = usual_weights(policy, rules)
    for evidence in assets:
        weights = usual or weights_for(evidence, policy, rules)
        known = told_by_kind(weights, evidence, policy)
        if known is not None:
            yield Row(clean(evidence.asset.path), known, evidence.asset)
        else:
            made = _judged(weights, evidence, policy, rules)
            yield Row(made.path, Sample(made))


def _judged(
    weights: Weights, evidence: Evidence, policy: Policy, rules: Sequence[Rule] | None
) -> Result:
    findings = judge(evidence, policy, rules)
    ends = verdict(evidence, findings, policy)
    views = tuple([FindingView(**_fields(each)) for each in findings])
    alike = told_alike(evidence, policy, verdict=ends, findings=views)
    if alike is not None:
        learn(weights, evidence, policy, alike)
        return alike
    evidence = narrowed(evidence, policy)
    return Result(
        **asset_fields(evidence, policy),
        verdict=ends,
        findings=views,
        uses=[use_values(held.record) for held in disclosure_standing(evidence, policy).counting],
    )


def _digests(assets: Iterable[Evidence], effort: Effort) -> Literal["all", "needed", "none"]:
    if effort is Effort.FAST:
        return "none"
    return "needed" if any(each.asset.needless for each in assets) else "all"


def held_waivers(assets: Iterable[Evidence], delivery: DeliveryEvidence) -> tuple[HeldWaiver, ...]:
    """Every signed waiver that a finding may have met, each once."""
    every = (*delivery.waivers, *(held for each in assets for held in each.waivers))
    texts = {
        id(held): held.record.to_json() for held in {id(held): held for held in every}.values()
    }
    return tuple({texts[id(held)]: held for held in reversed(every)}.values())


def _fields(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "advice": finding.advice,
        "signals": finding.signals,
        "undetermined": finding.undetermined,
        "waived_by": finding.waived_by or None,
        "notes": finding.notes,
    }


def build_report(evidence: Iterable[Evidence], policy: Policy, **about: Any) -> Report:
    """Judge every file and the delivery as a whole; as ``draft_report``, with every result made."""
    return draft_report(evidence, policy, **about).report


def draft_report(
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
    delivery: DeliveryEvidence | None = None,
    rules: Sequence[Rule] | None = None,
) -> Draft:
    """Judge every file and the delivery as a whole, and say what comes of it.

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
        delivery: What else is known of the delivery; its assets are those of ``evidence``.
        rules: The rules to apply; all that are installed by default.

    Raises:
        PolicyError: The policy does not say which day it is.
    """
    assets = tuple(evidence)
    whole = replace(delivery or DeliveryEvidence(), assets=assets)
    rows = sorted(_rows(assets, policy, rules), key=attrgetter("path"))
    groups = grouped(rows)
    kinds = [each for each, _ in groups]
    findings = tuple(
        DeliveryFindingView(**_fields(each), path=each.path)
        for each in judge_delivery(whole, policy, rules)
    )
    counts = count(groups, findings)
    ends = overall(kinds, findings, len(problems), policy.fail_on)
    head = Report(
        tool=tool,
        generated_at=generated_at,
        verdict=ends,
        sentence=sentence(ends, counts, policy, len(problems), findings),
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
        digests=_digests(assets, effort),
        roots=tuple(map(clean, roots)),
        trust_lists=tuple(map(clean, trust_lists)),
        counts=counts,
        results=(),
        waivers=used_waivers(kinds, policy, findings, held_waivers(assets, whole)),
        next_steps=next_steps(groups, len(problems), findings),
        problems=tuple(map(one_line, problems)),
        left_out=tuple(map(one_line, left_out)),
        findings=findings,
        packages=package_rows(whole.packages, groups),
        seals=tuple(map(seal_view, whole.seals)),
    )
    return Draft(head, tuple(rows))
