"""A bar that shows how far things are: files, bytes, rate and the time that is left."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from provenance.reporters.escaping import clip, escape_control

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_THOUSAND = 1000


@contextmanager
def meter(label: str, *, sized: bool) -> Iterator["Meter"]:
    """A bar on stderr, gone when it is done.

    Args:
        label: What is being done ("scanning").
        sized: Whether bytes are counted.
    """
    with Progress(
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        *((_Bytes(),) if sized else ()),
        TimeRemainingColumn(),
        TextColumn("{task.fields[path]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        yield Meter(bar, label)


class Meter:
    """Moves a bar."""

    def __init__(self, bar: Progress, label: str) -> None:
        """Adds a task to a bar."""
        self._bar = bar
        self._task = bar.add_task(label, total=None, path="", bytes=0, all=0)

    def __call__(self, done: int, total: int, path: str) -> None:
        """So many files are done, this one last."""
        shown = clip(escape_control(path), 40)
        self._bar.update(self._task, completed=done, total=total, path=shown)

    def weigh(self, done: int, total: int) -> None:
        """So many bytes are done, and of how many."""
        self._bar.update(self._task, bytes=done, all=total)


class _Bytes(ProgressColumn):
    """Bytes done, in all, and a second."""

    def render(self, task: Task) -> Text:
        done, total = task.fields["bytes"], task.fields["all"]
        if not total:
            return Text("")
        rate = f" {size(int(done / task.elapsed))}/s" if task.elapsed and done else ""
        return Text(f"{size(done)}/{size(total)}{rate}")


def size(count: int) -> str:
    """Bytes in a unit in which they have few digits: ``1.5 GB``."""
    value, unit = float(count), 0
    while value >= _THOUSAND and unit < len(_UNITS) - 1:
        value, unit = value / _THOUSAND, unit + 1
    digits = 0 if unit == 0 or value >= 100 else 1  # noqa: PLR2004 - three digits are enough
    return f"{value:.{digits}f} {_UNITS[unit]}"
