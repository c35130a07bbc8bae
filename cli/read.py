"""``provenance read``: what do these files say?"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

import provenance
from provenance.model.vocabulary import Effort
from provenance.storage import reached

from . import means, options
from .exits import Exit
from .words import colour_wanted


@click.command()
@click.argument("paths", nargs=-1, type=options.PathType(storage=True))
@options.trust
@options.register
@options.config
@options.as_json
@options.reading
@options.listing
@options.colour
def read(**given: Any) -> int:
    """Show what files say of how they were made.

    Format, technical facts, the whole manifest tree with actions and source types, integrity and
    trust apart, every signal with its place and strength. Nothing is judged. A path may be a URL of
    object storage, as in s3://bucket/shot.mov (extra s3).

    Exit code 4 where a file could not be read.
    """
    paths = (*given["paths"], *means.listed(given["files_from"], null=given["null"]))
    if not paths:
        raise click.UsageError("name files or folders to read, or use --files-from")
    with reached(paths) as places:
        return _read(given, places)


def _read(given: Mapping[str, Any], paths: Sequence[Path]) -> Exit:
    told: dict[str, Any] = {
        "production": means.production_near(paths, given["config"], quiet=False),
        "trust": given["trust"],
        "register": given["register_place"],
        "effort": Effort(given["effort"]),
        "timeout": given["timeout"],
    }
    if given["as_json"]:
        stream = provenance.EvidenceStream(paths, **told)
        for piece in stream:
            click.echo(piece, nl=False, color=True)  # JSON spells ESC: nothing to be searched for
        return _code(stream.files, stream.unread)
    from provenance.reporters import render_evidence  # noqa: PLC0415 - JSON needs no report

    document = provenance.read(paths, **told)
    coloured = colour_wanted(given["colour"])
    click.echo(render_evidence(document, colour=coloured), nl=False, color=coloured)
    unread = {"unreadable", "missing"}
    return _code(len(document.assets), sum(each.coverage in unread for each in document.assets))


def _code(files: int, unread: int) -> Exit:
    if not files:
        return Exit.NOTHING
    return Exit.INCOMPLETE if unread else Exit.PASS
