"""What a report says in words: its sentence, the waivers that were used, what to do next. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from provenance.model.finding import Severity, Verdict
from provenance.model.policy import Policy
from provenance.model.report import Counts, Report, Result, WaiverView, count
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
    if not text.isprintable():
        text = "".join(each if each.isprintable() else " " for each in text)
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


def sentence(worst: Verdict, counts: Counts, policy: Named, problems: int) -> str:
    """The verdict of a delivery in one sentence.

    Args:
        worst: The verdict.
        counts: How many files ended how.
        policy: Its name and stage are told.
        problems: How many records could not be read.
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
    files = f"{counts.files} file{'s' if counts.files > 1 else ''}"
    if worst is Verdict.PASS:
        return f"Pass: {files} {under}, nothing to object."
    if worst is Verdict.FAIL:
        rest = f"; {', '.join(parts[1:])}" if parts[1:] else ""
        return f"Fail: {counts.failed} of {files} failed {under}{rest}."
    word = "Undetermined" if worst is Verdict.UNDETERMINED else "Warn"
    return f"{word}: of {files} {under}, {', '.join(parts)}; none failed."


def disagreement(report: Report) -> str:
    """Where a report that was read from a file does not add up; "" where it does.

    A saved report is text that anybody can edit. Its verdict and counts follow from its results,
    so a hand that changed only what stands at the top is seen; one that changed everything is not.
    """
    if report.counts != count(report.results):
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
    verdicts = {each.verdict for each in report.results} or {Verdict.UNDETERMINED}
    if report.problems:
        verdicts.add(Verdict.WARN)
    if report.verdict is not worst(verdicts):
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
            ),
            "next_steps": next_steps(report.results, len(report.problems)),
            "limits": LIMITS,
        }
    )


def worst(verdicts: Collection[Verdict]) -> Verdict:
    """The verdict of a delivery out of those of its files."""
    return next(each for each in _WORST_FIRST if each in verdicts)


def used_waivers(results: Iterable[Result], policy: Policy) -> tuple[WaiverView, ...]:
    """The waivers of a policy that let something pass."""
    ids = {finding.waived_by for each in results for finding in each.findings}
    return tuple(
        WaiverView(
            id=each.id,
            rule=each.rule,
            reason=one_line(each.reason),
            owner=one_line(each.owner),
            expires=each.expires.isoformat(),
        )
        for each in policy.waivers
        if each.id in ids
    )


def next_steps(results: Iterable[Result], problems: int) -> tuple[str, ...]:
    """What to do, each thing once: heaviest first, then what concerns most files.

    At equal weight, approvals come last: what is decided about a file that is not rightly
    disclosed and signed has to be decided again.
    """
    paths: dict[tuple[str, str], set[str]] = {}
    weight: dict[tuple[str, str], int] = {}
    for each in results:
        for finding in each.findings:
            if finding.waived_by or finding.severity is Severity.INFO:
                continue
            step = (finding.rule, finding.advice)
            paths.setdefault(step, set()).add(each.path)
            weight[step] = min(WEIGHT[finding.severity], weight.get(step, len(WEIGHT)))
    order = sorted(
        paths,
        key=lambda step: (
            weight[step],
            step[0].startswith(_APPROVALS),
            -len(paths[step]),
            step,
        ),
    )
    steps = [
        f"{rule} ({len(paths[rule, advice])} file{'s' if len(paths[rule, advice]) > 1 else ''}): "
        f"{advice}"
        for rule, advice in order
    ]
    if problems:
        steps.insert(0, f"Mend or replace the records that could not be read: {problems}.")
    return tuple(steps[:_STEPS])
