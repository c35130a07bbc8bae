"""witness: the state of files and folders, as listing and ``stat`` alone show it."""

import hashlib
import marshal
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.identifying import fresh_since, packed

_LISTED_AS: Final = 2
"""Version of ``marshal`` that writes equal values alike: later ones mark shared objects."""


@dataclass(frozen=True, slots=True)
class State:
    """Of files and folders, all that tells it from another without reading a file.

    Attributes:
        digest: Of names, identities and kinds.
        newest: Nanoseconds since 1970 of the last change in it.
    """

    digest: bytes
    newest: int

    @property
    def fresh(self) -> bool:
        """Whether something was changed so lately that the next change might not show."""
        return self.newest > fresh_since()


def state_of(paths: Iterable[Path], others: Iterable[Path] = ()) -> State:
    """The state of what is scanned, folders entered, and of what else is looked at.

    Args:
        paths: Files and folders. Of a file the whole folder counts: sidecars lie beside it.
        others: Files and folders; one that does not exist is a state too.
    """
    state = hashlib.blake2b(digest_size=24)
    newest = 0
    folders: dict[str, None] = {}
    for path in paths:
        place = os.fspath(path)
        status = _status(place)
        if status is not None and stat.S_ISDIR(status.st_mode):
            newest = max(newest, _walk(place, state))
        else:
            folders[os.path.dirname(place)] = None  # noqa: PTH120 - text
    for folder in folders:
        newest = max(newest, _listed(folder or ".", state, []))
    for path in others:
        place = os.fspath(path)
        status = _status(place)
        if status is not None and not status.st_size and place.endswith("-wal"):
            status = None  # of a database that somebody looks at: as good as none
        state.update(os.fsencode(place) + (packed(status) if status else b"-"))
        if status is not None:
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            if stat.S_ISDIR(status.st_mode):
                newest = max(newest, _walk(place, state))
    return State(state.digest(), newest)


def _status(place: str) -> os.stat_result | None:
    try:
        return os.stat(place)  # noqa: PTH116 - text
    except (OSError, ValueError):
        return None


def _walk(root: str, state: "hashlib.blake2b") -> int:
    newest, pending = 0, [root]
    while pending:
        newest = max(newest, _listed(pending.pop(), state, pending))
    return newest


def _listed(folder: str, state: "hashlib.blake2b", pending: list[str]) -> int:
    """Adds all entries of a folder to a digest, and its folders to a list; its newest change."""
    newest = 0
    rows: list[tuple[str | int, ...]] = []
    try:
        with _entries(folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                mode, changed, altered = status.st_mode, status.st_mtime_ns, status.st_ctime_ns
                # No max(): this is asked of every file of a delivery, and nothing else is.
                if changed > newest:  # noqa: PLR1730
                    newest = changed
                if altered > newest:  # noqa: PLR1730
                    newest = altered
                inode, size = status.st_ino, status.st_size
                rows.append((entry.name, inode, status.st_dev, size, changed, altered, mode))
                if stat.S_ISREG(mode):
                    continue
                if stat.S_ISDIR(mode):
                    pending.append(os.path.join(folder, entry.name))  # noqa: PTH118 - text
                elif stat.S_ISLNK(mode):
                    target = _status(os.path.join(folder, entry.name))  # noqa: PTH118 - text
                    rows.append((packed(target).hex() if target else "",))
    except OSError as error:
        rows.append((error.errno or 0,))
    state.update(marshal.dumps((folder, rows), _LISTED_AS))
    return newest


@contextmanager
def _entries(folder: str) -> Iterator["Iterator[os.DirEntry[str]]"]:
    """What a folder holds, its path looked up once and not for each of its files."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(opened) as entries:
            yield entries
    finally:
        os.close(opened)
