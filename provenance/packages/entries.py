"""What every hash list comes down to: one entry a file, read as a stream."""

from dataclasses import dataclass
from typing import Final

from provenance.model.package import ListedHash

MAX_ENTRIES: Final = 5_000_000
"""Entries of one hash list; the largest deliveries have half a million frames."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a hash list.

    Attributes:
        path: As stated, relative to the list's root.
        size: Bytes as stated, or None.
        hashes: As stated.
        failed: Whether whoever wrote the list found that the file had changed.
        was: The path that it had before, where it was renamed; else "".
    """

    path: str
    size: int | None = None
    hashes: tuple[ListedHash, ...] = ()
    failed: bool = False
    was: str = ""
