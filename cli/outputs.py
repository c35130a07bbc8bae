"""``-o FORMAT[=FILE]``: which reports are rendered, and where they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from provenance import reporters
from provenance.model.finding import Verdict
from provenance.model.report import Report
from provenance.model.rows import Draft
from provenance.reporters import Reporter, Thumbnails, json
from provenance.reporters.text import render as render_text

from .exits import Exit
from .words import colour_wanted
from .written import Rendered, put


@dataclass(frozen=True, slots=True)
class Output:
    """One ``-o``.

    Attributes:
        reporter: Who renders.
        file: Where to; None for stdout.
    """

    reporter: Reporter
    file: Path | None


def parse(values: Sequence[str], *, as_json: bool) -> tuple[Output, ...]:
    """``-o`` values; a terminal report where none is given.

    Raises:
        ConfigError: No such format.
        click.UsageError: Two reports for stdout.
    """
    outputs = [Output(reporters.by_name("json"), None)] if as_json else []
    for value in values:
        name, _, file = value.partition("=")
        guessed = None if file else reporters.by_extension(Path(name))
        if guessed is not None:
            outputs.append(Output(guessed, Path(name)))
        else:
            outputs.append(Output(reporters.by_name(name), Path(file) if file else None))
    if sum(output.file is None for output in outputs) > 1:
        raise click.UsageError("only one report can go to stdout; name files for the others")
    return tuple(outputs) or (Output(reporters.by_name("text"), None),)


def write(
    report: Report,
    outputs: Sequence[Output],
    thumbnails: Thumbnails,
    *,
    colour: str,
    verbose: bool,
    quiet: bool,
) -> None:
    """Render and write every output.

    Raises:
        ConfigError: A file cannot be written.
    """
    given = {"colour": colour, "verbose": verbose, "quiet": quiet}
    put(every(outputs, thumbnails, given, report), quiet=quiet)


def every(
    outputs: Sequence[Output],
    thumbnails: Thumbnails,
    given: Mapping[str, Any],
    report: Report | Draft,
) -> tuple[Rendered, ...]:
    """Every output of a report, rendered; a page for the terminal only where nobody is quiet.

    Args:
        outputs: What was asked for.
        thumbnails: Small pictures, by path.
        given: ``colour``, ``verbose`` and ``quiet``, as they were given.
        report: What was found. Of a draft, results are made where an output needs them.
    """
    return tuple(
        _rendered(report, each, thumbnails, given)
        for each in outputs
        if not (given["quiet"] and each.file is None and each.reporter.name == "text")
    )


def _rendered(
    report: Report | Draft, output: Output, thumbnails: Thumbnails, given: Mapping[str, Any]
) -> Rendered:
    reporter = output.reporter
    if isinstance(report, Draft):
        if reporter is json.REPORTER:
            return Rendered(reporter.name, output.file, map(str.encode, json.pieces(report)))
        report = report.report
    if output.file is None and reporter.name == "text":
        coloured = colour_wanted(given["colour"])
        page = render_text(report, colour=coloured, verbose=given["verbose"])
        return Rendered(reporter.name, None, page, coloured)
    return Rendered(reporter.name, output.file, reporter.encode(report, thumbnails))


def of_report(report: Report, *, allow_incomplete: bool = False) -> Exit:
    """The exit code of a scan. 1 wins over 4; nothing scanned is never a pass."""
    if report.counts.files == 0:
        return Exit.NOTHING
    if report.verdict is Verdict.FAIL:
        return Exit.FINDINGS
    if report.verdict is Verdict.UNDETERMINED and not allow_incomplete:
        return Exit.INCOMPLETE
    return Exit.PASS


def digests_wanted(outputs: Sequence[Output]) -> bool:
    """Whether any output names each file by its digest."""
    return any(output.reporter.name == "cue-sheet" for output in outputs)


def pictures_wanted(outputs: Sequence[Output]) -> bool:
    """Whether any output shows thumbnails."""
    return any(output.reporter.name == "html" for output in outputs)
