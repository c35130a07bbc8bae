"""Where a register lies: found by walking up, and never on a share that SQLite cannot lock."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from provenance.errors import RegisterError

REGISTER_FOLDER: Final = ".provenance"
REGISTER_FILE: Final = "register.db"

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
"""Prompts and the production's salt stand in the register: for its owner, until they share it."""

SHARED_FILE_SYSTEMS: Final = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "ncp", "coda",
        "ceph", "glusterfs", "lustre", "gpfs", "beegfs", "pvfs2", "panfs", "orangefs", "davfs",
        "9p", "vboxsf",
    }
)  # fmt: skip
"""Types in ``/proc/mounts`` that another machine may write to at the same time.

SQLite's write-ahead log lives in memory that all writers share, so they must be on one machine
<https://www.sqlite.org/wal.html> ("WAL does not work over a network filesystem").
"""

_SHARED_FUSE: Final = (
    "sshfs", "s3fs", "rclone", "davfs", "ceph", "glusterfs", "smb", "nfs", "vmhgfs", "gvfsd",
    "goofys", "gcsfuse", "beegfs", "cifs",
)  # fmt: skip

_MOUNTS: Final = Path("/proc/mounts")
_MOUNTS_LIMIT: Final = 4 << 20  # bytes; a render host with thousands of mounts has 1 MB


def find_register(start: Path) -> Path | None:
    """The register of the production that a path belongs to.

    Args:
        start: A file or a folder; need not exist.

    Returns:
        The nearest ``.provenance/register.db`` in the folder itself or above it, or None.
    """
    try:
        folder = start.resolve()
        for each in (folder, *folder.parents):
            candidate = each / REGISTER_FOLDER / REGISTER_FILE
            if candidate.is_file():
                return candidate
    except (OSError, RuntimeError, ValueError):  # a folder we may not enter, a loop, a NUL
        return None
    return None


def shared_file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """The type of the network file system that a path lies on; "" for none, or where unknown.

    Args:
        path: Need not exist.
        mounts: The table of mounts; there is none but on Linux.
    """
    try:
        place = path.resolve()
        with mounts.open("rb") as table:
            lines = os.fsdecode(table.read(_MOUNTS_LIMIT)).splitlines()
    except (OSError, RuntimeError, ValueError):
        return ""
    longest, kind = -1, ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:  # noqa: PLR2004  # device, mount point, type
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), parts[1]))
        # Of two mounts on one point the later covers the earlier.
        if len(point.parts) >= longest and place.is_relative_to(point):
            longest, kind = len(point.parts), parts[2]
    fuse = kind.startswith("fuse.") and any(name in kind for name in _SHARED_FUSE)
    return kind if fuse or kind in SHARED_FILE_SYSTEMS else ""


def refuse_shared(path: Path) -> None:
    """Refuse a place where two machines would ruin each other's writes.

    Raises:
        RegisterError: The path lies on a network file system.
    """
    kind = shared_file_system(path)
    if kind:
        raise RegisterError(
            f"{path}: a register on a network file system ({kind}) would be damaged by two writers",
            hint="Put it on a local disk, or give a facility's PostgreSQL URL (postgresql://...).",
        )


def prepare_folder(path: Path) -> None:
    """Make the folder of a register that is to be created, for its owner alone.

    Raises:
        RegisterError: It cannot be made, or everybody on this machine may write into it.
    """
    folder = path.parent
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        open_to_all = os.name == "posix" and folder.stat().st_mode & 0o002
    except (OSError, ValueError) as error:
        raise RegisterError(
            f"{folder}: the folder for the register cannot be made: {error}",
            hint="Choose a folder that you may write to.",
        ) from error
    if open_to_all:
        raise RegisterError(
            f"{folder}: everybody may write into the folder of the register",
            hint=f"Run `chmod o-w {folder}`, or choose another folder.",
        )


@contextmanager
def new_file(path: Path) -> Iterator[None]:
    """An empty file for the time of the block; it goes again if it was made and stays empty.

    Raises:
        RegisterError: The file cannot be made.
    """
    prepare_folder(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
        made = True
    except FileExistsError:
        made = False  # left by a creation that was killed, or a register: SQLite will tell
    except (OSError, ValueError) as error:
        raise RegisterError(
            f"{path}: the register cannot be made: {error}",
            hint="Choose a folder that you may write to, on a disk with free space.",
        ) from error
    check_file(path)
    try:
        yield
    finally:
        with suppress(OSError):
            if made and not path.stat().st_size:
                path.unlink()


def check_file(path: Path) -> None:
    """Refuse what cannot be a register before a database engine touches it.

    Raises:
        RegisterError: There is no file, or it is a folder or a device.
    """
    try:
        path.stat()
    except FileNotFoundError:
        raise RegisterError(
            f"{path}: there is no register here",
            hint="Run `provenance register create` to make one.",
        ) from None
    except (OSError, ValueError) as error:
        raise RegisterError(
            f"{path}: the register cannot be opened: {error}",
            hint="Check that you may read the file and enter its folder.",
        ) from error
    if not path.is_file():
        raise RegisterError(
            f"{path}: this is not a file, and therefore no register",
            hint=f"Name the file, usually {REGISTER_FOLDER}/{REGISTER_FILE}.",
        )


def writable(path: Path) -> bool:
    """Whether this user may write a register's file and, as SQLite has to, beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
