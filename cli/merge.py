"""``provenance merge``: one report out of the shards of a scan."""

from typing import Any

import click

import provenance

from . import means, options, outputs


@click.command()
@click.argument("shards", nargs=-1, required=True, type=options.PathType())
@click.option(
    "--delivery",
    "paths",
    type=options.PathType(),
    multiple=True,
    metavar="PATH",
    help="Where the delivery lies here, if not where the shards read it; repeatable.",
)
@options.judging
@options.reports
@options.as_json
@options.allow_incomplete
@options.colour
@options.verbose
@options.quiet
def merge(**given: Any) -> int:
    """Judge a delivery that was read in shards.

    SHARDS are the files that `provenance scan --shard` wrote. The report is that of a scan which
    nobody divided. The delivery is listed again, and its records are read; files that no shard
    read, or that were changed since, are told as not scanned. No media is read: a page in HTML
    has no thumbnails, and technical facts where the shards were read with --facts.

    \b
    Exit codes: as of scan.
    """
    wanted = outputs.parse(given["values"], as_json=given["as_json"])
    house = means.production_apart(given["paths"], given["config"], quiet=given["quiet"])
    report = provenance.merge(
        given["shards"],
        paths=given["paths"],
        production=house,
        **means.judged(given),
    )
    outputs.write(
        report,
        wanted,
        {},
        colour=given["colour"],
        verbose=given["verbose"],
        quiet=given["quiet"],
    )
    return outputs.of_report(report, allow_incomplete=given["allow_incomplete"])
