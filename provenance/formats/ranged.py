"""A source that lies in object storage: read in ranges, of the one state that was listed."""

import os
from pathlib import Path

from provenance.errors import FileChangedError, UnreadableFileError
from provenance.formats.base import HEAD, Source
from provenance.storage.active import following
from provenance.storage.addresses import Address
from provenance.storage.backends import unchanged
from provenance.storage.heads import HEADS
from provenance.storage.ranges import Ranges


class RangedSource(Source):
    """An object, read at positions. Asks its store, and never the place holder on disk.

    The base class's small reads go through its page; blocks are kept below that, by ``Ranges``.
    """

    __slots__ = ("_ranges",)

    def __init__(self, path: Path | str, address: Address) -> None:
        """Asks for the beginning.

        Args:
            path: Of the file that stands for it.
            address: Where it lies.

        Raises:
            UnreadableFileError: It cannot be had; why, in a line.
        """
        if address.problem:
            raise UnreadableFileError(f"{address.shown}: {address.problem}")
        self.descriptor = -1  # none: what reads by it fails, and looks elsewhere
        self._place = os.fspath(path)
        first = HEADS.first(address, lambda count: following(self._place, count))
        self._ranges = Ranges(address, first)
        self.size = address.size
        self.memo = {}
        self._page, self._page_at = b"", 0
        self.head = self._read(0, HEAD)

    def glance(self, offset: int, count: int) -> bytes:
        """As ``pread``: in a store a look ahead costs nothing."""
        return self._read(offset, count)

    def changed(self) -> bool:
        """Whether the object is no longer the one that was listed, as far as its store tells."""
        try:
            return not unchanged(self._ranges.address)
        except (UnreadableFileError, FileChangedError):
            return True

    def _read(self, offset: int, count: int) -> bytes:
        return self._ranges.pread(offset, count)
