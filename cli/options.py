"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from provenance.model.finding import Severity
from provenance.model.vocabulary import Effort, Stage, StoryRelevance
from provenance.storage import is_url

if TYPE_CHECKING:
    pass

_F = TypeVar("_F", bound=Callable[..., Any])


class PathType(click.Path):
    """A path that may be missing: what is wrong with it is a result, told by the library."""

    def __init__(self, *, storage: bool = False) -> None:
        super().__init__(path_type=Path)
        self._storage = storage

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """A path; a URL stays the text that it is, where the command reads object storage."""
        if not is_url(value):
            return super().convert(value, param, ctx)
        if not self._storage:
            from provenance.storage.addresses import shown_url  # noqa: PLC0415 - an error's way

            told = f"{shown_url(value)}: object storage is only read, by `read`, `scan`, `packages`"
            self.fail(f"{told}: download it first", param, ctx)
        return value


def _together(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    def decorate(function: _F) -> _F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


config = click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="provenance.toml to use; else the nearest one, walking up.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")
trust = click.option(
    "--trust",
    type=PathType(),
    multiple=True,
    metavar="PEM",
    help="Certificate whose signatures count; repeatable.",
)
stage = click.option(
    "--stage",
    type=click.Choice([each.value for each in Stage]),
    help="How far towards the audience it goes.",
)
story = click.option(
    "--story",
    "story_relevance",
    type=click.Choice([each.value for each in StoryRelevance]),
    metavar="WORD",
    help=f"How much the story depends on it: {', '.join(StoryRelevance)}.",
)
human_contribution = click.option(
    "--human-contribution",
    metavar="TEXT",
    help="What people do or did to it: composited, repainted, graded ...",
)
colour = click.option(
    "--color",
    "colour",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour on the terminal; NO_COLOR and FORCE_COLOR count too.",
)
register = click.option(
    "--register",
    "register_place",
    metavar="PATH|URL",
    help="Register to ask; the production's by default.",
)
reading = _together(
    click.option(
        "--effort",
        type=click.Choice([each.value for each in Effort]),
        default=Effort.NORMAL.value,
        show_default=True,
        help="How much to read: fast looks at metadata only and validates nothing, deep also looks "
        "into the pixels of stills.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0.1),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="Longest time for one file of ordinary size.",
    ),
)
listing = _together(
    click.option(
        "--files-from",
        type=click.File("rb"),
        help="Read paths from FILE, one a line; - for standard input.",
    ),
    click.option("-0", "null", is_flag=True, help="Paths in --files-from end with NUL."),
)

ignore_file = click.option(
    "--ignore-file",
    type=PathType(),
    metavar="FILE",
    help="What it names is left out and told, by the rules of gitignore; the production's "
    ".provenanceignore by default, never one in a delivery.",
)
policy = click.option(
    "--policy",
    metavar="NAME|FILE",
    help="Profile or TOML file; the production's, else netflix, by default.",
)
fail_on = click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity if each is not Severity.OFF]),
    help="Lightest severity that fails the scan; the policy's by default.",
)
judging = _together(
    policy,
    stage,
    fail_on,
    trust,
    click.option(
        "--approvals",
        type=PathType(),
        multiple=True,
        metavar="PATH",
        help="Approval file or folder of them, beside those inside the delivery; repeatable.",
    ),
    click.option(
        "--consents",
        type=PathType(),
        multiple=True,
        metavar="PATH",
        help="Consent file or folder of them: they do not lie in a delivery; repeatable.",
    ),
    click.option(
        "--destination",
        "destinations",
        multiple=True,
        metavar="NAME",
        help="Where this version goes, as the policy knows it; repeatable.",
    ),
    register,
    config,
)
reports = click.option(
    "-o",
    "--output",
    "values",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="text, json, html, csv, cue-sheet or awards; repeatable.",
)
allow_incomplete = click.option(
    "--allow-incomplete", is_flag=True, help="Exit 0 although something was not read."
)
verbose = click.option("-v", "--verbose", is_flag=True, help="Show files that pass, too.")
quiet = click.option("-q", "--quiet", is_flag=True, help="Print no words; the exit code says it.")
no_progress = click.option("--no-progress", is_flag=True, help="No progress bar.")
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that read files.",
)
spreading = _together(
    jobs,
    click.option(
        "--executor",
        type=click.Choice(["processes", "dask"]),
        default="processes",
        show_default=True,
        help="Where files are read: on this machine, or by the workers of a Dask cluster (needs "
        "the extra farm).",
    ),
    click.option(
        "--scheduler", metavar="ADDRESS", help="Of the Dask cluster, as in tcp://farm:8786."
    ),
    click.option(
        "--shard",
        metavar="I/N",
        help="Read only the I-th of N parts and judge nothing: -o shard=FILE is for `merge`.",
    ),
)
caching = _together(
    click.option("--no-cache", is_flag=True, help="Read every file anew, and keep nothing."),
    click.option(
        "--cache",
        type=PathType(),
        metavar="DIR",
        help="Where to keep what was read, so that unchanged files are not read again; the "
        "user's cache folder by default.",
    ),
)
