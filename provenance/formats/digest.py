"""SHA-256 over whole files, in constant memory."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from provenance.formats.base import Source
from provenance.formats.sources import source_of
from provenance.model.asset import Digest

CHUNK: Final = 1 << 20
"""Bytes per read: large enough to hide the call, small enough to stay in the cache."""


def file_digest(source: Source) -> Digest:
    """SHA-256 of an open file.

    Raises:
        UnreadableFileError: The storage fails.
    """
    state = hashlib.sha256()
    feed(source, state.update)
    return f"sha256:{state.hexdigest()}"


def feed(source: Source, update: Callable[[bytes], object]) -> None:
    """Hand on all bytes of an open file, piece by piece.

    Raises:
        UnreadableFileError: The storage fails.
    """
    offset = 0
    while chunk := source.pread(offset, CHUNK):
        update(chunk)
        offset += len(chunk)


def digest_of(path: Path) -> Digest:
    """SHA-256 of a file.

    Raises:
        UnreadableFileError: It cannot be opened or read.
    """
    with source_of(path) as source:
        return file_digest(source)
