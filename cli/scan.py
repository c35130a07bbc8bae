"""``provenance scan``: the gate."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import provenance
from provenance.model.vocabulary import Effort
from provenance.storage import reached

from . import again, means, options
from .written import put

if TYPE_CHECKING:
    from provenance.caching import Cache
    from provenance.repeating import Scan


@click.command()
@click.argument("paths", nargs=-1, type=options.PathType(storage=True))
@options.judging
@options.reports
@options.as_json
@options.reading
@options.listing
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave paths out; repeatable.")
@options.ignore_file
@click.option("--hidden", is_flag=True, help="Names that begin with a dot count too.")
@click.option(
    "--digests",
    is_flag=True,
    help="Make the SHA-256 of every file, also where nothing at hand could name it by that.",
)
@click.option(
    "--facts",
    is_flag=True,
    help="Read technical facts, too (duration, raster, codec), which a page in HTML has anyway; "
    "that of `merge`, only then.",
)
@options.spreading
@options.caching
@options.allow_incomplete
@options.colour
@options.no_progress
@options.verbose
@options.quiet
def scan(**given: Any) -> int:
    """Check deliverables before handoff.

    For every file: what in it was generated, was that disclosed, was that use approved? Failures
    come first, then the verdict in a sentence and what to do next. A path may be a URL of object
    storage, as in s3://bucket/delivery (extra s3); ranges of it are read.

    \b
    Exit codes: 0 pass, 1 findings at or over --fail-on, 2 usage or policy error,
                3 nothing scanned, 4 incomplete: something could not be read or decided.
    """
    paths = (*given["paths"], *means.listed(given["files_from"], null=given["null"]))
    if not paths:
        raise click.UsageError("name files or folders to scan, or use --files-from")
    with (
        reached(paths) as places,
        means.cache_of(given["cache"], off=given["no_cache"]) as cache,
    ):
        if given["shard"]:
            from .shard import read_part  # noqa: PLC0415 - most scans are whole

            return read_part(given, places, cache)
        asked = again.asked(given, places)
        done = again.written_again(asked, cache, quiet=given["quiet"]) if cache else None
        return _scanned(given, places, asked, cache) if done is None else done


def _scanned(
    given: Mapping[str, Any], paths: Sequence[Path], asked: "Scan", cache: "Cache | None"
) -> int:
    from provenance.opening import ignoring_of  # noqa: PLC0415 - as below
    from provenance.scanning import Request, examine  # noqa: PLC0415 - takes long to load

    from . import outputs  # noqa: PLC0415 - as above
    from .progress import progress  # noqa: PLC0415 - as above

    wanted = outputs.parse(given["values"], as_json=given["as_json"])
    house = means.production_apart(paths, given["config"], quiet=given["quiet"])
    ignoring = ignoring_of(house, given["ignore_file"])
    watch = again.Watch.of(asked, given, house) if cache else None
    bar = not (given["no_progress"] or given["quiet"])
    with (
        means.executor_of(given["executor"], given["scheduler"]) as executor,
        progress("scanning", wanted=bar, sized=True) as moved,
    ):
        done = examine(
            Request(
                paths=paths,
                production=house,
                **means.judged(given),
                effort=Effort(given["effort"]),
                timeout=given["timeout"],
                exclude=given["exclude"],
                hidden=given["hidden"],
                ignore_file=ignoring,
                jobs=given["jobs"],
                executor=executor,
                progress=moved,
                cache=cache,
                digests=given["digests"] or outputs.digests_wanted(wanted),
                facts=given["facts"] or outputs.pictures_wanted(wanted),
            )
        )
    report = done.draft.head
    thumbnails = (
        provenance.thumbnails(
            done.report, paths, exclude=given["exclude"], hidden=given["hidden"], ignoring=ignoring
        )
        if outputs.pictures_wanted(wanted)
        else {}
    )
    every = partial(outputs.every, wanted, thumbnails, given)
    keeping = watch if watch and cache and cache.whole else None
    reports = tuple(each.whole() if keeping else each for each in every(done.draft))
    put(reports, quiet=given["quiet"])
    code = outputs.of_report(report, allow_incomplete=given["allow_incomplete"])
    if keeping and cache:
        keeping.keep(
            cache,
            report=report,
            policy=done.policy,
            reports=reports,
            other=every(again.at_another_time(done.draft)),
            code=code,
        )
    return code
