"""Where a manifest store lies beside its file."""

import stat
from pathlib import Path

SIDECAR_SUFFIX = ".c2pa"


def sidecar_name(path: Path) -> Path:
    """The sidecar that we write: ``shot.mov`` has ``shot.mov.c2pa``.

    The other habit, ``shot.c2pa``, cannot tell ``shot.mov`` from ``shot.wav``.
    """
    return path.with_name(path.name + SIDECAR_SUFFIX)


def store_sidecars(path: Path) -> tuple[Path, ...]:
    """The sidecars that exist, ``shot.mov.c2pa`` before ``shot.c2pa``.

    A sidecar has none itself.
    """
    if path.suffix.lower() == SIDECAR_SUFFIX:
        return ()
    ours = sidecar_name(path), path.with_suffix(SIDECAR_SUFFIX)
    loud = (each.with_suffix(SIDECAR_SUFFIX.upper()) for each in ours)
    names = dict.fromkeys((*ours, *loud))
    # Where letter case does not count, two spellings are one file.
    found = {_identity(name): name for name in reversed(names) if name != path}
    return tuple(name for name in names if name in found.values() and _identity(name))


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells one file from another; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # also where the file's name leaves no room for another ending
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
