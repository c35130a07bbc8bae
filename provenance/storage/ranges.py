"""Reading one object at positions: neighbouring reads share a request, and little is kept.

Small reads go through blocks of ``BLOCK`` bytes. Whoever goes on behind the last block gets twice
as many at once, up to ``MAX_AHEAD``; whoever steps elsewhere begins with one again. Large reads (a
digest, the engine hashing) go through one piece of ``PIECE`` bytes, where they go on. So a file
costs few requests and never more than ``KEPT`` blocks and one piece in memory, whatever its size.
"""

from collections import OrderedDict
from typing import Final

from provenance.storage.addresses import Address
from provenance.storage.backends import fetch

BLOCK: Final = 64 << 10
"""Bytes of the least request: a store takes as long for it as for one byte."""
MAX_AHEAD: Final = 16
"""Blocks of one request at most: 1 MiB."""
KEPT: Final = 64
"""Blocks that are kept: 4 MiB."""
LARGE: Final = 256 << 10
"""Bytes from which a read goes by the blocks."""
PIECE: Final = 8 << 20
"""Bytes of one request of a reading from end to end."""


class Ranges:
    """Reads one object. Not for use by two threads at once.

    Attributes:
        address: Where it lies, and in which state it is read.
    """

    def __init__(self, address: Address, first: bytes | None = None) -> None:
        """Asks for nothing yet.

        Args:
            address: Where it lies.
            first: Its first block, where that is known.
        """
        self.address = address
        self._blocks: OrderedDict[int, bytes] = OrderedDict()
        if first:
            self._blocks[0] = first
        self._ahead = 1
        self._next = 1 if first else -1  # the block behind those that were fetched last
        self._piece, self._piece_at = b"", 0
        self._large_end = -1

    def pread(self, offset: int, count: int) -> bytes:
        """Up to ``count`` bytes from ``offset``; fewer only where the object ends.

        Raises:
            UnreadableFileError: They cannot be had; why, in a line.
            FileChangedError: The object is no longer the one that was listed.
        """
        end = min(offset + count, self.address.size)
        if offset < 0 or end <= offset:
            return b""
        place = offset - self._piece_at
        if place >= 0 and end - self._piece_at <= len(self._piece):
            return self._piece[place : place + end - offset]
        if end - offset >= LARGE:
            return self._large(offset, end)
        first, last = offset // BLOCK, (end - 1) // BLOCK
        parts = [self._block(number, last) for number in range(first, last + 1)]
        data = parts[0] if len(parts) == 1 else b"".join(parts)
        begin = offset - first * BLOCK
        return data[begin : begin + end - offset]

    def _large(self, offset: int, end: int) -> bytes:
        """A large read; going on from the last one, it takes more than it is asked for."""
        goes_on = offset == self._large_end
        self._large_end = end
        place = offset - self._piece_at
        kept = self._piece[place:] if 0 <= place < len(self._piece) else b""
        start = offset + len(kept)
        until = max(end, min(start + PIECE, self.address.size)) if goes_on else end
        fetched = fetch(self.address, start, until)
        data = kept + fetched[: end - start]
        if until > end:
            self._piece, self._piece_at = fetched, start
        return data

    def _block(self, number: int, last: int) -> bytes:
        """One block; fetched with those up to ``last`` that are missing, and perhaps more."""
        known = self._blocks.get(number)
        if known is not None:
            self._blocks.move_to_end(number)
            return known
        self._ahead = min(self._ahead * 2, MAX_AHEAD) if number == self._next else 1
        blocks = max(self._ahead, last - number + 1)
        start, size = number * BLOCK, self.address.size
        end = min(start + blocks * BLOCK, size)
        data = fetch(self.address, start, end)
        for index in range(-(-len(data) // BLOCK)):
            self._blocks[number + index] = data[index * BLOCK : (index + 1) * BLOCK]
        self._next = number - (-len(data) // BLOCK)
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        return data[:BLOCK]
