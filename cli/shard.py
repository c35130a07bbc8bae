"""``scan --shard``: one part of a delivery is read, and nothing is judged."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

import provenance
from provenance.model.finding import Severity
from provenance.model.vocabulary import Effort, Stage
from provenance.storage import in_storage

from . import means
from .exits import Exit
from .progress import progress
from .words import say
from .written import Rendered, put

if TYPE_CHECKING:
    from provenance.caching import Cache

FORMAT: Final = "shard"
_OF_MERGE: Final = {
    "approvals": "--approvals",
    "consents": "--consents",
    "destinations": "--destination",
    "register_place": "--register",
    "as_json": "--json",
    "scheduler": "--scheduler",
    "allow_incomplete": "--allow-incomplete",
}
"""What a shard has no use for: nothing is judged, and it runs where it was started."""


def read_part(given: Mapping[str, Any], paths: Sequence[Path], cache: "Cache | None") -> int:
    """Read a part, and write it down.

    Raises:
        click.UsageError: What is given is for who merges.
    """
    for name, option in _OF_MERGE.items():
        if given[name]:
            raise click.UsageError(f"{option} is not for a shard: give it to `provenance merge`")
    if in_storage(paths):
        raise click.UsageError(
            "--shard reads files of this machine: mount the bucket or use --jobs"
        )
    share = provenance.share_of(given["shard"])
    name, _, file = (given["values"] or (FORMAT,))[0].partition("=")
    if len(given["values"]) > 1 or name != FORMAT:
        raise click.UsageError("a shard is written by -o shard=FILE, and by nothing else")
    house = means.production_apart(paths, given["config"], quiet=given["quiet"])
    bar = not (given["no_progress"] or given["quiet"])
    with progress("scanning", wanted=bar, sized=True) as moved:
        part = provenance.scan_shard(
            paths,
            share,
            given["policy"],
            stage=Stage(given["stage"]) if given["stage"] else None,
            fail_on=Severity(given["fail_on"]) if given["fail_on"] else None,
            trust=given["trust"],
            production=house,
            effort=Effort(given["effort"]),
            timeout=given["timeout"],
            exclude=given["exclude"],
            hidden=given["hidden"],
            ignore_file=given["ignore_file"],
            jobs=given["jobs"],
            progress=moved,
            cache=cache,
            digests=given["digests"],
            facts=given["facts"],
        )
    put([Rendered(FORMAT, Path(file) if file else None, part.text)], quiet=True)
    if not given["quiet"]:
        say(f"shard {given['shard']}: {part.files} of {part.units} files read, nothing judged")
    return Exit.PASS if part.units else Exit.NOTHING
