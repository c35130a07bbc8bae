"""The terminal report: what needs a person first, then counts, verdict, next steps, limits."""

from collections.abc import Iterator, Sequence
from typing import Final

from provenance.model.finding import Severity, Verdict
from provenance.model.report import (
    AssetView,
    FindingView,
    Report,
    Result,
    SignalView,
    WaiverView,
)
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.escaping import clip, escape_control
from provenance.reporters.layout import KEEP, Page
from provenance.reporters.packages_told import MAX_PACKAGES, packages_told
from provenance.reporters.words import (
    DIGESTS,
    SEVERITIES,
    VERDICT_ORDER,
    VERDICTS,
    Tone,
    by_verdict,
    facts,
    kind_words,
    noted,
    of_delivery,
    ordered,
    plural,
    sentence,
    shorten_types,
)

WIDTH: Final = 100
VALUE_LIMIT: Final = 160
"""Characters shown of a value; the JSON document holds it whole."""
SENTENCE_LIMIT: Final = 1000
"""Characters shown of a message, of advice, of a path."""
EVIDENCE_SHOWN: Final = 2
"""Pieces of evidence shown for a finding unless all are asked for; JSON holds every one."""


def _facts_line(asset: AssetView) -> str:
    every = (f"{fact.name}: {fact.word.text}" for fact in facts(asset))
    return escape_control(" · ".join(fact.replace(" ", KEEP) for fact in every))


def _about(asset: AssetView) -> str:
    named = f" (the name says {asset.name_contradicts})" if asset.name_contradicts else ""
    kind, *size = kind_words(asset)
    return escape_control(" · ".join((f"{kind}{named}", *size)))


def _finding(
    page: Page, finding: FindingView, signals: Sequence[SignalView], *, verbose: bool
) -> Iterator[str]:
    word = SEVERITIES[finding.severity]
    tone = Tone.PLAIN if finding.waived_by else word.tone
    marks = " undetermined" if finding.undetermined else ""
    if finding.waived_by:
        marks += f" waived by {clip(finding.waived_by, VALUE_LIMIT)}"
    rule = page.strong(clip(finding.rule, VALUE_LIMIT))
    identity = page.faint(f"[{escape_control(finding.id)}]")
    yield f"  {page.paint(word.text, tone)}  {rule} {identity}{marks}"
    yield from page.block("", clip(shorten_types(finding.message), SENTENCE_LIMIT), 4)
    seen_by = [signals[index] for index in finding.signals if index < len(signals)]
    shown = seen_by if verbose else seen_by[:EVIDENCE_SHOWN]
    for signal in shown:
        place = f"{clip(signal.reader, VALUE_LIMIT)}, {clip(signal.where, VALUE_LIMIT)}"
        value = clip(shorten_types(signal.value), VALUE_LIMIT)
        seen = f'{place}: "{value}" ({signal.strength})'
        yield from page.block("evidence:", seen, 4)
    if len(shown) < len(seen_by):
        yield from page.block("", f"and {len(seen_by) - len(shown)} more pieces of evidence", 4)
    for note in finding.notes:
        yield from page.block("note:", clip(note, SENTENCE_LIMIT), 4)
    # Information asks for nothing by itself; who wants to act on it asks for more words.
    if finding.advice and (verbose or finding.severity is not Severity.INFO):
        yield from page.block("do:", clip(finding.advice, SENTENCE_LIMIT), 4)


def _result(page: Page, result: Result, *, verbose: bool) -> Iterator[str]:
    word = VERDICTS[result.verdict]
    verdict = page.paint(word.text.upper(), word.tone)
    yield f"{verdict}  {page.strong(clip(result.path, SENTENCE_LIMIT))}"
    yield from page.block("", _about(result), 2)
    yield from page.block("", _facts_line(result), 2)
    for failure in result.failures:
        said = f"{clip(failure.reader, VALUE_LIMIT)}: {clip(failure.reason, VALUE_LIMIT)}"
        yield from page.block("not read:", said, 2)
    for finding in ordered(result.findings):
        yield from _finding(page, finding, result.signals, verbose=verbose)
    yield ""


def _whole(page: Page, report: Report) -> Iterator[str]:
    """What concerns the delivery as a whole; nothing where there is nothing to say."""
    verdict = of_delivery(report)
    if verdict is None:
        return
    word = VERDICTS[verdict]
    yield f"{page.strong('The delivery as a whole')}: {page.paint(word.text.upper(), word.tone)}"
    for finding in ordered(report.findings):
        yield from _finding(page, finding, (), verbose=False)
        if finding.path:
            yield from page.block("about:", clip(finding.path, SENTENCE_LIMIT), 4)
    yield ""


def _packages(page: Page, report: Report) -> Iterator[str]:
    """The packages, each as one asset with members."""
    told = packages_told(report)
    if not told:
        return
    yield page.strong("Packages")
    for each in told[:MAX_PACKAGES]:
        title = f": {clip(each.title, VALUE_LIMIT)}" if each.title else ""
        word = page.paint(each.word.text.upper(), each.word.tone)
        yield f"  {word}  {each.kind}  {page.strong(clip(each.path, SENTENCE_LIMIT))}{title}"
        if each.facts:
            every = (f"{fact.name}: {fact.word.text}".replace(" ", KEEP) for fact in each.facts)
            yield from page.block("", " · ".join(every), 4)
        for label, text in each.lines:
            yield from page.block(label, clip(text, SENTENCE_LIMIT), 4)
    if len(told) > MAX_PACKAGES:
        yield f"  and {len(told) - MAX_PACKAGES:,} more packages; the JSON document holds all"
    yield ""


def _waiver(page: Page, waiver: WaiverView) -> Iterator[str]:
    signed = f" (signed by {waiver.signer}, {waiver.source})" if waiver.signer else ""
    said = f"{waiver.rule}, until {waiver.expires}, {waiver.owner}{signed}: {waiver.reason}"
    yield from page.block(f"{waiver.id}:", said, 2)


def _counts(report: Report) -> str:
    counts = report.counts
    parts = [
        f"{counts.failed:,} failed",
        f"{counts.undetermined:,} undetermined",
        f"{counts.warned:,} warned",
        f"{counts.passed:,} passed",
    ]
    if notes := noted(report):
        parts[-1] += f", {notes:,} of them with notes"
    more = [f"{counts.unreadable:,} unreadable"] if counts.unreadable else []
    more += [f"{plural(counts.waived, 'finding')} waived"] if counts.waived else []
    return f"{plural(counts.files, 'file')}: " + " · ".join([", ".join(parts), *more])


def _head(page: Page, report: Report) -> Iterator[str]:
    policy = report.policy
    applied = f"policy {policy.name} {policy.version} · stage {report.stage} · "
    applied += f"effort {report.effort} · fails on {policy.fail_on}"
    lists = ", ".join(report.trust_lists) or "none, so no signer is trusted"
    versions = [f"{name} {version}" for name, version in report.tool.engines.items()]
    tool = ", ".join([f"{report.tool.name} {report.tool.version}", *versions])
    for label, text in (
        ("scanned:", ", ".join(report.roots)),
        ("skipped:", ", ".join(report.left_out)),
        ("under:", applied),
        ("digests:", DIGESTS.get(report.digests, "")),
        ("trust:", lists),
        ("by:", f"{tool}, {report.generated_at:%Y-%m-%d %H:%M} UTC"),
    ):
        if text:
            yield from page.block(label, text, 0, 9)
    yield ""


def _close(page: Page, report: Report) -> Iterator[str]:
    yield page.rule()
    if report.problems:
        yield "Records that could not be read"
        for problem in report.problems:
            yield from page.block("-", problem, 2)
        yield ""
    if report.waivers:
        yield "Waivers used"
        for waiver in report.waivers:
            yield from _waiver(page, waiver)
        yield ""
    yield from page.block("", _counts(report), 0)
    word = VERDICTS[report.verdict]
    verdict = f"{word.text.upper()}: {sentence(report)}"
    yield from page.block("", verdict, tone=word.tone)
    if report.next_steps:
        yield from ("", "Next steps")
        for number, step in enumerate(report.next_steps, 1):
            yield from page.block(f"{number}.", step, 2)
    yield ""
    yield from page.block("Limits:", report.limits, 0)


def render(
    report: Report,
    thumbnails: Thumbnails | None = None,
    *,
    colour: bool = False,
    width: int = WIDTH,
    verbose: bool = False,
) -> str:
    """The report as text, ending with a newline.

    Args:
        report: What to render.
        thumbnails: Not used.
        colour: Whether to write ANSI colour; no meaning rests on it.
        width: Columns of the terminal.
        verbose: Whether to show the files that pass, which are else only counted, and every piece
            of evidence.
    """
    del thumbnails
    page = Page(colour, width)
    lines = list(_head(page, report))
    lines += _whole(page, report)
    lines += _packages(page, report)
    groups = by_verdict(report)
    for verdict in VERDICT_ORDER:
        if verdict is not Verdict.PASS or verbose:
            for result in groups[verdict]:
                lines += _result(page, result, verbose=verbose)
    lines += _close(page, report)
    return "\n".join(lines) + "\n"


REPORTER = Reporter("text", ".txt", render, "for the terminal: what needs a person first")
