"""SHA-256 over whole files, in constant memory."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from provenance.errors import UnreadableFileError
from provenance.formats.base import Source
from provenance.formats.sources import source_of
from provenance.model.asset import Digest
from provenance.rawio import page_buffer

CHUNK: Final = 1 << 20
"""Bytes per read: large enough to hide the call, small enough to stay in the cache."""
_fill: Final = getattr(os, "preadv", None)


def file_digest(source: Source) -> Digest:
    """SHA-256 of an open file.

    Raises:
        UnreadableFileError: The storage fails.
    """
    state = hashlib.sha256()
    feed(source, state.update)
    return f"sha256:{state.hexdigest()}"


def feed(source: Source, update: Callable[[bytes | memoryview], object]) -> None:
    """Hand on all bytes of an open file, piece by piece.

    Raises:
        UnreadableFileError: The storage fails.
    """
    offset = 0
    if source.descriptor < 0 or _fill is None:
        while chunk := source.pread(offset, CHUNK):
            update(chunk)
            offset += len(chunk)
        return
    # One buffer for all: a new one for each block costs a third more, for the pages of memory.
    with page_buffer(CHUNK) as buffer:
        try:
            while count := _fill(source.descriptor, [buffer[: source.size - offset]], offset):
                update(buffer[:count])
                offset += count
        except OSError as error:
            raise UnreadableFileError(f"{source.path}: cannot be read: {error.strerror}") from error


def digest_of(path: Path) -> Digest:
    """SHA-256 of a file.

    Raises:
        UnreadableFileError: It cannot be opened or read.
    """
    with source_of(path) as source:
        return file_digest(source)
