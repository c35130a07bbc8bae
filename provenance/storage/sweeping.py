"""Folders of killed runs: each run holds a lock in its own, and the next removes the rest.

The system lets go of a lock when the last process that holds it ends, however it ends. So a folder
whose lock can be had is nobody's, and one whose lock is held is never touched. Where locks cannot
be told (Windows, some network folders), and where there is none, nothing is removed.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from typing import Final

PREFIX: Final = "provenance-storage-"
NO_LOCK: Final = -1
"""In place of a descriptor where the system has no locks."""
_LOCK: Final = "held"
_TRIES: Final = 8


def made() -> tuple[str, int]:
    """A new folder for this user alone, and the open lock that says that it is in use.

    Returns:
        Its absolute path, without links, and the descriptor or ``NO_LOCK``.

    Raises:
        OSError: There is no place for it.
    """
    for _ in range(_TRIES):
        base = os.path.realpath(tempfile.mkdtemp(prefix=PREFIX))
        try:
            os.close(os.open(f"{base}/{_LOCK}", os.O_CREAT | os.O_WRONLY, 0o600))
            return base, hold(base)
        except (BlockingIOError, FileNotFoundError):
            unmake(base, NO_LOCK)  # another run took it for left behind
        except OSError:  # a full disk, or no more open files, which rmtree would need
            for remove, path in ((os.unlink, f"{base}/{_LOCK}"), (os.rmdir, base)):
                with suppress(OSError):
                    remove(path)
            raise
    raise FileNotFoundError(f"{tempfile.gettempdir()}: other runs remove what is made there")


def unmake(base: str, held: int) -> None:
    """Remove a folder, and let go of its lock.

    Args:
        base: The folder.
        held: The open lock, or ``NO_LOCK``.
    """
    shutil.rmtree(base, ignore_errors=True)
    if held != NO_LOCK:
        os.close(held)


def hold(base: str) -> int:
    """Say that a folder is in use, as long as the descriptor is open.

    Args:
        base: The folder.

    Raises:
        BlockingIOError: It is being removed.
        FileNotFoundError: It was removed.
    """
    return _locked(base, alone=False)


def sweep() -> None:
    """Remove what runs that were killed left in the folder for temporary files."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and _ours(entry):
                _remove_if_free(entry.path)


def _remove_if_free(base: str) -> None:
    try:
        held = _locked(base, alone=True)
    except OSError:  # in use, being removed by another run, or never locked
        return
    if held != NO_LOCK:
        unmake(base, held)


def _locked(base: str, *, alone: bool) -> int:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        return NO_LOCK
    held = os.open(f"{base}/{_LOCK}", os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(held, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise
    except OSError:  # no locks on this file system
        os.close(held)
        return NO_LOCK
    if not os.fstat(held).st_nlink:  # whoever had it before has removed it
        os.close(held)
        raise FileNotFoundError(base)
    return held


def _ours(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a folder of this user, and no link to one."""
    with suppress(OSError):
        if hasattr(os, "getuid") and entry.is_dir(follow_symlinks=False):
            return entry.stat(follow_symlinks=False).st_uid == os.getuid()
    return False
