"""Reports that are rendered, and where they go. Files are put into place whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from provenance.errors import ConfigError, StampError

from .words import forget_stdout, say


@dataclass(frozen=True, slots=True)
class Rendered:
    """One report.

    Attributes:
        name: Of its format.
        file: Where it goes; None for stdout.
        content: All of it; of a file also in pieces, each read once.
        colour: Whether stdout takes colours; None to let the terminal say it.
    """

    name: str
    file: Path | None
    content: str | bytes | Iterator[bytes]
    colour: bool | None = None

    def whole(self) -> "Rendered":
        """The same with all of its content at hand, for whoever reads it twice."""
        return self if isinstance(self.content, str) else replace(self, content=self.raw)

    @property
    def raw(self) -> bytes:
        """The content as bytes."""
        return b"".join(self.pieces)

    @property
    def pieces(self) -> Iterable[bytes]:
        """The content in pieces of bytes."""
        if isinstance(self.content, str):
            return (self.content.encode(),)
        return (self.content,) if isinstance(self.content, bytes) else self.content


def put(reports: Iterable[Rendered], *, quiet: bool) -> None:
    """Write every report, files first: whoever reads stdout may leave early.

    Raises:
        ConfigError: A file cannot be written.
    """
    for each in sorted(reports, key=lambda each: each.file is None):
        if each.file is None:
            text = each.content
            _to_stdout((text,) if isinstance(text, str) else each.pieces, colour=each.colour)
        else:
            _to_file(each.file, each.pieces)
            if not quiet:
                say(f"{each.name} report: {each.file}")


def _to_stdout(pieces: Iterable[str | bytes], *, colour: bool | None) -> None:
    try:
        for piece in pieces:
            click.echo(piece, nl=False, color=colour)
    except BrokenPipeError:
        forget_stdout()  # the exit code still tells the verdict


def _to_file(file: Path, pieces: Iterable[bytes]) -> None:
    from provenance.replacing import replacing, write_error  # noqa: PLC0415 - files only

    try:
        with replacing() as files:
            temporary = files.beside(file)
            try:
                with temporary.open("wb") as out:
                    out.writelines(pieces)
            except OSError as error:
                raise write_error(file, error) from error
            files.commit()
    except StampError as error:
        raise ConfigError(f"report {error}", hint="Name another place with -o.") from error
