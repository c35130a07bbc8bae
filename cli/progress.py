"""A bar on a terminal; nothing anywhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(
    label: str, *, wanted: bool = True, sized: bool = False
) -> Iterator[Callable[[int, int, str], None]]:
    """A callback that shows how far things are: files, bytes, rate and the time that is left.

    Args:
        label: What is being done ("scanning").
        wanted: False for ``--quiet`` and ``--no-progress``.
        sized: Whether bytes are counted: the callback then has a method ``weigh``.
    """
    if not (wanted and sys.stderr.isatty()):
        yield lambda _done, _total, _path: None
        return
    from .meter import meter  # noqa: PLC0415 - takes long to load, and nobody looks as a rule

    with meter(label, sized=sized) as bar:
        yield bar
