"""XMP sidecars: where the packet of a file lies that cannot or must not carry it."""

import stat
from pathlib import Path
from typing import Final

from provenance.errors import UnreadableFileError
from provenance.formats.sources import source_of

MAX_PACKET: Final = 4 << 20
"""Bytes of a sidecar that are read; real packets stay far below (Adobe's limit is 1 MiB)."""


def xmp_sidecar_name(path: Path) -> Path:
    """Where we write: ``shot.mov.xmp``, so that ``shot.mov`` and ``shot.wav`` do not collide."""
    return path.with_name(path.name + ".xmp")


def xmp_sidecars(path: Path) -> tuple[Path, ...]:
    """Existing sidecars of a file under both habits: ``shot.mov.xmp``, then ``shot.xmp``."""
    ours = xmp_sidecar_name(path), path.with_suffix(".xmp")
    loud = (each.with_suffix(".XMP") for each in ours)
    habits = dict.fromkeys((*ours, *loud))
    # Where letter case does not count, two spellings are one file.
    found = {_identity(each): each for each in reversed(habits) if each != path}
    return tuple(each for each in habits if each in found.values() and _identity(each))


def read_packet(path: Path) -> bytes:
    """The bytes of a sidecar.

    Raises:
        UnreadableFileError: It cannot be read, or is larger than ``MAX_PACKET``.
    """
    with source_of(path) as source:
        if source.size > MAX_PACKET:
            raise UnreadableFileError(f"{path.name}: XMP sidecar larger than {MAX_PACKET} bytes")
        return source.pread(0, source.size)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells one file from another; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # also where the file's name leaves no room for another ending
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None
