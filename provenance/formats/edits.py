"""A new file described as edits of another: which bytes go, and which of ours come there.

A container editor only decides on the edits; the one function here that writes copies all else
without looking at it, so memory stays constant whatever the file's size.
"""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.errors import (
    DamagedFileError,
    FileChangedError,
    StampError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from provenance.formats.base import Source

CHUNK: Final = 1 << 20
"""Bytes copied at a time."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One place where the new file differs.

    Attributes:
        offset: Position in the source.
        size: Bytes of the source that are left out from there on; 0 for an insertion.
        data: What stands there instead.
    """

    offset: int
    size: int
    data: bytes


def damaged(source: Source, why: str) -> DamagedFileError:
    """The error for a file that breaks its container's rules."""
    return DamagedFileError(f"{source.path.name!a}: {why}")


def unsupported(source: Source, why: str) -> UnsupportedFormatError:
    """The error for a sound file that this program does not edit; a sidecar does instead."""
    return UnsupportedFormatError(
        f"{source.path.name!a}: XMP is not written into it: {why}",
        hint="A sidecar holds the metadata instead.",
    )


def exactly(source: Source, offset: int, count: int, what: str) -> bytes:
    """All of ``count`` bytes from ``offset``.

    Raises:
        DamagedFileError: The file ends before.
    """
    data = source.pread(offset, count) if count else b""
    if len(data) != count:
        raise damaged(source, f"ends inside {what} at byte {offset}")
    return data


def write_edited(source: Source, target: Path, edits: Iterable[Edit]) -> None:
    """Writes a complete new file; an existing target is replaced, a failed one removed.

    Args:
        source: The file to copy.
        target: The new file; never the source itself.
        edits: In any order; they do not overlap.

    Raises:
        StampError: The target cannot be written (full disk, permissions), or is the source.
        FileChangedError: The source changed meanwhile.
    """
    if _same_file(source.path, target):
        raise StampError(f"{target.name!a}: the target is the source; originals are never written")
    try:
        _write(source, target, sorted(edits, key=lambda each: (each.offset, each.size)))
    except BaseException as error:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise StampError(f"{target.name!a}: cannot be written: {reason}") from error
        raise
    if source.changed():
        target.unlink(missing_ok=True)
        raise FileChangedError(f"{source.path.name!a}: changed while it was being copied")


def _write(source: Source, target: Path, edits: list[Edit]) -> None:
    at = 0
    with target.open("wb", buffering=0) as out, source.path.open("rb", buffering=0) as data:
        for edit in edits:
            _copy(data.fileno(), out.fileno(), at, edit.offset - at)
            _put(out.fileno(), edit.data)
            at = edit.offset + edit.size
        _copy(data.fileno(), out.fileno(), at, source.size - at)


def _put(target: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(target, view) :]


def _same_file(source: Path, target: Path) -> bool:
    try:
        return source.samefile(target)
    except OSError:
        return False


def _copy(source: int, target: int, offset: int, left: int) -> None:
    """Copies in the kernel where the platform can, else through memory a chunk at a time."""
    in_kernel = hasattr(os, "copy_file_range")
    os.lseek(source, offset, os.SEEK_SET)
    while left > 0:
        if in_kernel:
            try:
                done = os.copy_file_range(source, target, min(left, 1 << 30))
            except OSError:
                done = 0
            if not done:  # another file system, or one that cannot: copy by hand
                in_kernel = False
                continue
        else:
            data = os.read(source, min(CHUNK, left))
            _put(target, data)
            done = len(data)
        if not done:
            raise UnreadableFileError(f"the source ends {left} bytes before its size")
        left -= done
