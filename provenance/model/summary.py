"""What a report says in words: its sentence, the waivers that were used, what to do next. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from provenance.model.approval import Waiver
from provenance.model.evidence import HeldWaiver
from provenance.model.finding import Severity, Verdict
from provenance.model.policy import Policy
from provenance.model.report import (
    Counts,
    FindingView,
    Group,
    Report,
    Result,
    WaiverView,
    alone,
    count,
)
from provenance.model.values import LIMITS, clean
from provenance.model.vocabulary import Stage

WEIGHT: Final = {severity: index for index, severity in enumerate(Severity)}
"""Order of severities, heaviest first."""

_WORST_FIRST: Final = (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.WARN, Verdict.PASS)
_APPROVALS: Final = "approval-"
"""How rules about approvals begin."""
_STEPS: Final = 8
"""Next steps that a report names; more is no help."""


def one_line(text: str) -> str:
    """Text as one line that no terminal takes for a command."""
    if not text.isprintable():  # a printable text holds no blank but the space, no half pair
        text = "".join(each if each.isprintable() else " " for each in text)
    elif "  " not in text and text == text.strip():
        return text
    return clean(" ".join(text.split()))


class Named(Protocol):
    """What the sentence tells of a policy."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def stage(self) -> Stage:
        """The stage of the scan."""


@dataclass(frozen=True, slots=True)
class _Under:
    name: str
    stage: Stage


def sentence(
    ends: Verdict,
    counts: Counts,
    policy: Named,
    problems: int,
    findings: Iterable[FindingView] = (),
) -> str:
    """The verdict of a delivery in one sentence.

    Args:
        ends: The verdict.
        counts: How many files ended how.
        policy: Its name and stage are told.
        problems: How many records could not be read.
        findings: About the delivery as a whole.
    """
    if not counts.files:
        return "Undetermined: nothing was scanned."
    under = f"under {policy.name} at stage {policy.stage}"
    parts = [
        f"{number} {words}"
        for number, words in (
            (counts.failed, "failed"),
            (counts.undetermined, "could not be judged"),
            (counts.warned, "with warnings"),
        )
        if number
    ]
    if problems:
        parts.append(f"{problems} record{'s' if problems > 1 else ''} could not be read")
    whole = sum(_matters(each) for each in findings)
    if whole:
        parts.append(f"{whole} finding{'s' if whole > 1 else ''} about the delivery as a whole")
    files = f"{counts.files} file{'s' if counts.files > 1 else ''}"
    if ends is Verdict.PASS:
        return f"Pass: {files} {under}, nothing to object."
    if ends is Verdict.FAIL and not counts.failed:
        rest = f"; {', '.join(parts)}" if parts else ""
        return (
            f"Fail: the delivery of {files} failed as a whole {under}{rest}; no single file failed."
        )
    if ends is Verdict.FAIL:
        rest = f"; {', '.join(parts[1:])}" if parts[1:] else ""
        return f"Fail: {counts.failed} of {files} failed {under}{rest}."
    word = "Undetermined" if ends is Verdict.UNDETERMINED else "Warn"
    return f"{word}: of {files} {under}, {', '.join(parts)}; none failed."


def disagreement(report: Report) -> str:
    """Where a report that was read from a file does not add up; "" where it does.

    A saved report is text that anybody can edit. Its verdict and counts follow from its results,
    so a hand that changed only what stands at the top is seen; one that changed everything is not.
    """
    if report.counts != count(alone(report.results), report.findings):
        return "counts: they are not those of its results"
    for each in report.results:
        heavy = any(
            finding.severity.at_least(report.policy.fail_on)
            for finding in each.findings
            if not finding.waived_by
        )
        if heavy is not (each.verdict is Verdict.FAIL):
            return f"results: {one_line(each.path)}: its verdict does not follow from its findings"
        open_ = any(each.undetermined for each in each.findings if not each.waived_by)
        if open_ and each.verdict in {Verdict.PASS, Verdict.WARN}:
            return f"results: {one_line(each.path)}: undetermined, and its verdict hides it"
    follows = overall(report.results, report.findings, len(report.problems), report.policy.fail_on)
    if report.verdict is not follows:
        return "verdict: it does not follow from its results"
    return ""


def retold(report: Report) -> Report:
    """A saved report with its words made anew from its results: only what adds up is shown."""
    return report.model_copy(
        update={
            "sentence": sentence(
                report.verdict,
                report.counts,
                _Under(report.policy.name, report.stage),
                len(report.problems),
                report.findings,
            ),
            "next_steps": next_steps(alone(report.results), len(report.problems), report.findings),
            "limits": LIMITS,
        }
    )


class Judged(Protocol):
    """What a verdict needs of a finding, be it fresh or read from a report."""

    @property
    def severity(self) -> Severity:
        """At the stage of the scan."""

    @property
    def undetermined(self) -> bool:
        """Whether the rule could not decide."""

    @property
    def waived_by(self) -> str | None:
        """The waiver that lets it pass, if any."""


def verdict_of(findings: Iterable[Judged], fail_on: Severity) -> Verdict:
    """What findings alone come to: of a file that was read, or of a delivery as a whole."""
    every = tuple(findings)
    open_ = [each for each in every if not each.waived_by]
    if any(each.severity.at_least(fail_on) for each in open_):
        return Verdict.FAIL
    if any(each.undetermined for each in open_):
        return Verdict.UNDETERMINED
    let_pass = any(each.undetermined for each in every if each.waived_by)
    if let_pass or any(each.severity.at_least(Severity.WARNING) for each in open_):
        return Verdict.WARN
    return Verdict.PASS


def overall(
    results: Iterable[Result], findings: Iterable[Judged], problems: int, fail_on: Severity
) -> Verdict:
    """The verdict of a delivery: the worst of its files and of what is found in it as a whole.

    Args:
        results: Of every file; without any, nothing was scanned.
        findings: About the delivery as a whole.
        problems: How many records could not be read.
        fail_on: Lightest severity that fails.
    """
    verdicts = {each.verdict for each in results} or {Verdict.UNDETERMINED}
    verdicts.add(verdict_of(findings, fail_on))
    if problems:
        verdicts.add(Verdict.WARN)
    return next(each for each in _WORST_FIRST if each in verdicts)


def _matters(finding: FindingView) -> bool:
    """Whether a finding keeps from a clean pass."""
    heavy = finding.undetermined or finding.severity is not Severity.INFO
    return heavy and not finding.waived_by


def used_waivers(
    results: Iterable[Result],
    policy: Policy,
    findings: Iterable[FindingView] = (),
    held: Iterable[HeldWaiver] = (),
) -> tuple[WaiverView, ...]:
    """The waivers that let something pass, in a file or in the delivery as a whole.

    Args:
        results: Of every file.
        policy: Its own waivers come first.
        findings: About the delivery as a whole.
        held: Signed waivers.
    """
    ids = {finding.waived_by for each in results for finding in each.findings}
    ids |= {finding.waived_by for finding in findings}
    own = [_waiver_view(each) for each in policy.waivers if one_line(each.id) in ids]
    taken = {one_line(each.id) for each in policy.waivers}
    for each in held:
        if one_line(each.record.id) in ids - taken:
            vouched = each.attestation
            own.append(
                _waiver_view(each.record).model_copy(
                    update={
                        "signer": one_line(vouched.signature.name if vouched.signature else ""),
                        "source": one_line(vouched.source.rpartition("/")[2]),
                    }
                )
            )
    return tuple(own)


def _waiver_view(waiver: Waiver) -> WaiverView:
    return WaiverView(
        id=one_line(waiver.id),
        rule=waiver.rule,
        reason=one_line(waiver.reason),
        owner=one_line(waiver.owner),
        expires=waiver.expires.isoformat(),
    )


def next_steps(
    groups: Iterable[Group], problems: int, findings: Iterable[FindingView] = ()
) -> tuple[str, ...]:
    """What to do, each thing once: heaviest first, then what concerns most files.

    At equal weight, approvals come last: what is decided about a file that is not rightly
    disclosed and signed has to be decided again.
    """
    places: dict[tuple[str, str], set[str]] = {}
    weight: dict[tuple[str, str], int] = {}
    of_files = ((finding, paths) for each, paths in groups for finding in each.findings)
    for finding, paths in (*of_files, *((each, ("",)) for each in findings)):
        if finding.waived_by or finding.severity is Severity.INFO:
            continue
        step = (finding.rule, finding.advice)
        places.setdefault(step, set()).update(paths)
        weight[step] = min(WEIGHT[finding.severity], weight.get(step, len(WEIGHT)))
    order = sorted(
        places,
        key=lambda step: (
            weight[step],
            step[0].startswith(_APPROVALS),
            -len(places[step]),
            step,
        ),
    )
    steps = [f"{rule} ({_extent(places[rule, advice])}): {advice}" for rule, advice in order]
    if problems:
        steps.insert(0, f"Mend or replace the records that could not be read: {problems}.")
    return tuple(steps[:_STEPS])


def _extent(places: Collection[str]) -> str:
    if "" in places:
        return "the delivery"
    return f"{len(places)} file{'s' if len(places) > 1 else ''}"
