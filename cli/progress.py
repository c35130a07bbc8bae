"""A bar on a terminal; nothing anywhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from provenance.reporters.escaping import clip, escape_control


@contextmanager
def progress(label: str, *, wanted: bool = True) -> Iterator[Callable[[int, int, str], None]]:
    """A callback that shows how far things are.

    Args:
        label: What is being done ("scanning").
        wanted: False for ``--quiet`` and ``--no-progress``.
    """
    if not (wanted and sys.stderr.isatty()):
        yield lambda _done, _total, _path: None
        return
    console = Console(stderr=True)
    with Progress(
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[path]}", markup=False),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None, path="")

        def move(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total, path=clip(escape_control(path), 40))

        yield move
