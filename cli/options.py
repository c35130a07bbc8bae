"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from provenance.model.finding import Severity
from provenance.model.vocabulary import Effort, Stage

_F = TypeVar("_F", bound=Callable[..., Any])


class PathType(click.Path):
    """A path that may be missing: what is wrong with it is a result, told by the library."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)


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
fail_on = click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity if each is not Severity.OFF]),
    help="Lightest severity that fails the scan; the policy's by default.",
)


def listed(files_from: Any, *, null: bool) -> tuple[Path, ...]:
    """Paths from ``--files-from``; bytes that are no UTF-8 survive."""
    if files_from is None:
        return ()
    names = files_from.read().split(b"\0" if null else b"\n")
    return tuple(
        Path((name if null else name.rstrip(b"\r")).decode("utf-8", "surrogateescape"))
        for name in names
        if name.strip()
    )
