"""``-o FORMAT[=FILE]``: where reports go. Files are put into place whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from provenance import reporters
from provenance.errors import ConfigError, StampError
from provenance.model.finding import Verdict
from provenance.model.report import Report
from provenance.replacing import replacing, write_error
from provenance.reporters import Reporter, Thumbnails
from provenance.reporters.text import render as render_text

from .exits import Exit
from .words import colour_wanted, forget_stdout, say


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
    # Files first: whoever reads stdout may leave early.
    for output in sorted(outputs, key=lambda each: each.file is None):
        if output.file is not None:
            _to_file(output.file, output.reporter.encode(report, thumbnails))
            if not quiet:
                say(f"{output.reporter.name} report: {output.file}")
        elif output.reporter.name == "text":
            if not quiet:
                coloured = colour_wanted(colour)
                page = render_text(report, colour=coloured, verbose=verbose)
                _to_stdout(page, colour=coloured)
        else:
            _to_stdout(output.reporter.encode(report, thumbnails))


def of_report(report: Report, *, allow_incomplete: bool = False) -> Exit:
    """The exit code of a scan. 1 wins over 4; nothing scanned is never a pass."""
    if report.counts.files == 0:
        return Exit.NOTHING
    if report.verdict is Verdict.FAIL:
        return Exit.FINDINGS
    if report.verdict is Verdict.UNDETERMINED and not allow_incomplete:
        return Exit.INCOMPLETE
    return Exit.PASS


def pictures_wanted(outputs: Sequence[Output]) -> bool:
    """Whether any output shows thumbnails."""
    return any(output.reporter.name == "html" for output in outputs)


def _to_stdout(content: str | bytes, *, colour: bool | None = None) -> None:
    try:
        click.echo(content, nl=False, color=colour)
    except BrokenPipeError:
        forget_stdout()  # the exit code still tells the verdict


def _to_file(file: Path, content: bytes) -> None:
    try:
        with replacing() as files:
            temporary = files.beside(file)
            try:
                temporary.write_bytes(content)
            except OSError as error:
                raise write_error(file, error) from error
            files.commit()
    except StampError as error:
        raise ConfigError(f"report {error}", hint="Name another place with -o.") from error
