"""What the commands share that write a signed record: its options, its places, its words."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar

import click

import provenance
from provenance.config import Production
from provenance.errors import ConfigError
from provenance.model.record import now

from . import options
from .words import near, say, warn

_F = TypeVar("_F", bound=Callable[..., Any])
_TRAVELS: Final = "Both must travel with the delivery: in it, or apart for `scan --approvals`."
REGISTER_ONLY: Final = "unsigned: it counts through this register only, and not for the receiver"
NOON: Final = time(12)
"""A moment of a day that falls on the same day nearly everywhere."""

unsigned = click.option("--unsigned", is_flag=True, help="Counts only through the register.")


def folder_option(what: str = "records") -> Callable[[_F], _F]:
    """Where they are written."""
    told = f"Where {what} lie; the production's by default."
    return click.option("--folder", type=options.PathType(), help=told)


class Day(click.ParamType[date]):
    """``YYYY-MM-DD``, the whole day included."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Parse, or say how a date is written."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date like 2026-12-31", param, ctx)


class Moment(click.ParamType[datetime]):
    """A day, or a time with its zone."""

    name = "date"

    def __init__(self, of_day: time) -> None:
        self._of_day = of_day
        """What a day alone stands for, in UTC."""

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Parse, or say how it is written."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date like 2026-12-31 or 2026-12-31T10:00+01:00", param, ctx)
        if len(str(value)) <= len("2026-12-31"):
            return datetime.combine(moment.date(), self._of_day, UTC)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone; write it like 2026-12-31T10:00Z", param, ctx)
        return moment


def register_of(house: Production) -> Any:
    """The register of a production, or None."""
    return provenance.open_register(house.register) if house.root else nullcontext()


def folder_of(given: Path | None, usual: Sequence[Path], what: str) -> Path:
    """The folder to write a record into: the one that was named, else the production's first.

    Raises:
        ConfigError: There is neither.
    """
    if given is not None:
        return given
    if not usual:
        raise ConfigError(f"no folder for {what}", hint="Name one with --folder.")
    return usual[0]


def tell_written(
    path: Path, done: str, *, signed: bool, unsigned: str = REGISTER_ONLY, last: date | None = None
) -> None:
    """Say where a record lies that is to travel with the delivery.

    Args:
        path: Of the record.
        done: What it does ("approved").
        signed: Whether it is signed.
        unsigned: What to say where it is not.
        last: Last day on which it holds.
    """
    say(f"{done}: {near(path)}")
    if last and last < now().date():
        warn(f"its last day was {last}: it counts for nothing any more")
    if not signed:
        say(unsigned)
        return
    say(f"signature: {near(path)}.c2pa")
    say(_TRAVELS)
