"""Put finished files into place at once, and leave nothing behind otherwise."""

import contextlib
import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from provenance.errors import StampError

MARK: Final = ".provenance-"
"""Temporary files are hidden, so that a scan that runs at the same time does not count them."""
_OURS: Final = re.compile(rf"{re.escape(MARK)}[0-9a-f]{{16}}(\.[^./]{{1,15}})?")
_LONGEST_SUFFIX: Final = 16
"""Characters of an ending that a temporary file keeps: a name may have 255 bytes in all."""


class Replacement:
    """Files that are being written, each beside the place that it will take."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self._pending: list[tuple[Path, Path]] = []
        self._locks: dict[Path, int] = {}

    def beside(self, target: Path) -> Path:
        """An empty temporary file in the target's folder, with the target's ending.

        Raises:
            StampError: The folder cannot be written.
        """
        try:
            path, lock = _new_file(target)
        except OSError as error:
            raise write_error(target, error) from error
        self._pending.append((path, target))
        if lock is not None:
            self._locks[path] = lock
        return path

    def drop(self, path: Path) -> None:
        """Remove a temporary file that is no longer wanted."""
        self._pending = [pair for pair in self._pending if pair[0] != path]
        path.unlink(missing_ok=True)
        self._let_go(path)

    def commit(self) -> None:
        """Flush every file to disk and rename it into place, in the order they were asked for.

        A file that replaces another takes over its permissions.

        Raises:
            StampError: A file could not be flushed or renamed; those not yet renamed are removed.
        """
        for path, target in self._pending:
            try:
                if target.exists():
                    shutil.copymode(target, path)
                _flush(path)
            except OSError as error:
                raise write_error(target, error) from error
        while self._pending:
            path, target = self._pending[0]
            try:
                path.replace(target)
            except OSError as error:
                raise write_error(target, error) from error
            self._pending.pop(0)
            self._let_go(path)
            with contextlib.suppress(OSError):  # not every file system lets a folder be flushed
                _flush(target.absolute().parent)

    def discard(self) -> None:
        """Remove whatever was not put into place."""
        for path, _ in self._pending:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        self._pending = []
        for path in tuple(self._locks):
            self._let_go(path)

    def _let_go(self, path: Path) -> None:
        if path in self._locks:
            os.close(self._locks.pop(path))


@contextlib.contextmanager
def replacing() -> Iterator[Replacement]:
    """Files that are put into place by ``commit`` or, on any exception, not at all."""
    files = Replacement()
    try:
        yield files
    finally:
        files.discard()


def sweep(folder: Path) -> None:
    """Remove what processes that were killed left in a folder.

    A temporary file is locked for as long as its process lives, so that one that can be locked
    is nobody's. Where files cannot be locked, nothing is removed.
    """
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _remove_if_stale(Path(entry.path))


def _remove_if_stale(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if _lock(handle):
            path.unlink()
    finally:
        os.close(handle)


def _new_file(target: Path) -> tuple[Path, int | None]:
    """A new empty file in the target's folder, and the handle that holds its lock."""
    suffix = target.suffix if len(os.fsencode(target.suffix)) <= _LONGEST_SUFFIX else ""
    while True:
        path = target.absolute().with_name(f"{MARK}{secrets.token_hex(8)}{suffix}")
        # Not mkstemp: a new file gets the permissions that the user's umask gives.
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        if not _lock(handle):
            os.close(handle)
            return path, None
        if os.path.lexists(path):
            return path, handle
        os.close(handle)  # swept away between its making and its locking


def _lock(handle: int) -> bool:
    """Lock a file until the handle is closed; False where that cannot be, or another has it."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def write_error(target: Path, error: OSError) -> StampError:
    """One line for a failed write: what, where, why, what to do."""
    hints = {
        errno.ENOSPC: "Free space on that disk; a stamp needs as much as the file is large.",
        errno.EDQUOT: "Free space in your quota, then stamp again.",
        errno.EFBIG: "Raise the limit on the size of files (`ulimit -f`), then stamp again.",
        errno.ENAMETOOLONG: "Shorten the file's name: a sidecar's is five bytes longer.",
        errno.ENOENT: "Make the folder first.",
        errno.EACCES: "Ask for permission to write in that folder, or use --output.",
        errno.EPERM: "Ask for permission to write in that folder, or use --output.",
        errno.EROFS: "That disk is read-only; use --output.",
    }
    hint = hints.get(error.errno or 0, "")
    return StampError(f"{target.name}: cannot be written: {error.strerror or error}", hint=hint)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
