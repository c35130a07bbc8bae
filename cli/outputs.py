"""``-o FORMAT[=FILE]``: where reports go. Files are put into place whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from provenance import reporters
from provenance.model.report import Report
from provenance.replacing import replacing, write_error
from provenance.reporters import Reporter, Thumbnails
from provenance.reporters.text import render as render_text

from .words import colour_wanted, say


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
        StampError: A file cannot be written.
    """
    for output in outputs:
        if output.file is not None:
            _to_file(output.file, output.reporter.encode(report, thumbnails))
            if not quiet:
                say(f"{output.reporter.name} report: {output.file}")
        elif output.reporter.name == "text":
            if not quiet:
                coloured = colour_wanted(colour)
                page = render_text(report, colour=coloured, verbose=verbose)
                click.echo(page, nl=False, color=coloured)
        else:
            click.echo(output.reporter.encode(report, thumbnails), nl=False)


def pictures_wanted(outputs: Sequence[Output]) -> bool:
    """Whether any output shows thumbnails."""
    return any(output.reporter.name == "html" for output in outputs)


def _to_file(file: Path, content: bytes) -> None:
    with replacing() as files:
        temporary = files.beside(file)
        try:
            temporary.write_bytes(content)
        except OSError as error:
            raise write_error(file, error) from error
        files.commit()
