"""Compound files: the file system in a file in which AAF keeps its objects. Read by name only.

[MS-CFB] 2.2 to 2.6, which the AAF low-level container specification 1.0.1 adopts. Nothing is read
but the header, the directory and the streams that are asked for; the allocation table is read
sector by sector as chains are followed, so that embedded media cost nothing.
"""

import struct
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from provenance.errors import DamagedFileError
from provenance.formats.base import Source
from provenance.frozen import dataclass

MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
MAX_DIRECTORY: Final = 64 << 20
"""Bytes of directory, 128 an entry: half a million, where a feature has some hundred thousand."""
MAX_MINI: Final = 256 << 20
"""Bytes that all short streams (under 4 KiB each) may have together."""
MAX_READ: Final = 128 << 20
"""Bytes read of streams by name: objects of a feature come to some tens of MiB. Many entries may
name the same sectors, so that the file's size is no limit."""
MAX_CHAIN: Final = 1 << 20
"""Sectors of one stream that are followed: 4 GiB of 4 KiB each, a second's work."""
MAX_STEPS: Final = 4 * MAX_CHAIN
"""Sectors that are followed of all streams together, for many may be the same ones."""
_KEPT: Final = 256
"""Sectors of tables that are kept in memory: one MiB at most."""
_SIZES: Final = {3: 9, 4: 12}
"""Sector sizes by major version, as powers of two ([MS-CFB] 2.2)."""
_MINI: Final = 6
_CUTOFF: Final = 4096
"""Bytes from which a stream has sectors of its own; no other number is allowed."""
_LAST: Final = 0xFFFFFFFA
"""Highest number of a sector; above stand the marks for chain ends and free sectors."""
_NONE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_IN_HEADER: Final = 109
"""Sectors of the allocation table that the header names itself."""
_ENTRY: Final = struct.Struct("<64sHBBIII16s20xIQ")
_NUMBER: Final = struct.Struct("<I")
_STORAGE, _STREAM = 1, 2


Sectors: TypeAlias = "array[int]"
"""Numbers of sectors, four bytes each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One storage or stream.

    Attributes:
        number: Its place in the directory.
        name: Its name, unique among those of one storage.
        stream: Whether it is a stream.
        kind: Identifier of its class, 16 bytes; zeros where it has none.
        start: First sector of a stream.
        size: Bytes of a stream.
    """

    number: int
    name: str
    stream: bool
    kind: bytes
    start: int
    size: int


class Compound:
    """A compound file, opened."""

    def __init__(self, source: Source) -> None:
        """Reads header and directory.

        Raises:
            DamagedFileError: It is no compound file, or its directory cannot be followed.
        """
        self._source = source
        head = source.pread(0, 512)
        if len(head) < 512 or not head.startswith(MAGIC):  # noqa: PLR2004
            raise DamagedFileError("no header of a compound file")
        major, _, shift = struct.unpack_from("<HHH", head, 26)
        if _SIZES.get(major) != shift or head[28:30] != b"\xfe\xff":
            raise DamagedFileError("the header of the compound file is damaged")
        self._shift, self._sector = shift, 1 << shift
        first, cutoff, mini, minis, difat, difats = struct.unpack_from("<I4xIIIII", head, 48)
        if cutoff != _CUTOFF:
            raise DamagedFileError("the header of the compound file is damaged")
        self._held = -1, b""
        self._left, self._steps = MAX_READ, MAX_STEPS
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._tables = self._fat(head, difat, difats)
        self._directory = self._read(self._chain(first, MAX_DIRECTORY), None)
        if len(self._directory) < _ENTRY.size:
            raise DamagedFileError("the compound file has no directory")
        self._count = len(self._directory) // _ENTRY.size
        self._seen = bytearray(self._count)
        self._seen[0] = 1
        self.root = self._entry(0)
        self._minis = self._chain(mini, MAX_MINI // 16)[:minis]
        self._pool = self._chain(self.root.start, MAX_MINI, self.root.size)

    def _fat(self, head: bytes, at: int, count: int) -> list[int]:
        """The sectors of the allocation table, in order."""
        found = list(struct.unpack_from(f"<{_IN_HEADER}I", head, 76))
        per = self._sector // 4 - 1
        most = self._source.size >> self._shift
        for _ in range(min(count, most)):
            if at > _LAST:
                break
            *more, at = struct.unpack(f"<{per + 1}I", self._whole(at))
            found += more
        while found and found[-1] > _LAST:
            found.pop()
        return found

    def _whole(self, sector: int) -> bytes:
        data = self._source.pread((sector + 1) << self._shift, self._sector)
        return data.ljust(self._sector, b"\xff")

    def _next(self, sector: int) -> int:
        """The sector that follows another in its chain."""
        at, place = divmod(sector, self._sector // 4)
        if at >= len(self._tables) or self._tables[at] > _LAST:
            raise DamagedFileError(f"a chain of sectors is broken at sector {sector}")
        return self._place(at, self._tables[at], place)

    def _place(self, key: int, sector: int, place: int) -> int:
        """One number of a table, whose sector is kept for the next one."""
        table = self._kept.get(key)
        if table is None:
            if len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)
            table = self._kept[key] = self._whole(sector)
        (number,) = _NUMBER.unpack_from(table, 4 * place)
        return int(number)

    def _chain(self, first: int, limit: int, size: int | None = None) -> Sectors:
        """The sectors of a chain; as many as ``size`` bytes need, if that is known.

        Raises:
            DamagedFileError: It runs in a circle, breaks, or is longer than ``limit`` bytes.
        """
        found: Sectors = array("I")
        whole = (self._source.size >> self._shift) + 1
        most = min(whole, MAX_CHAIN, -(-limit >> self._shift))
        wanted = whole + 1 if size is None else -(-size >> self._shift)
        while first <= _LAST and len(found) < wanted:
            if len(found) >= most:
                raise DamagedFileError("a stream that is longer than the file or than is read")
            found.append(first)
            first = self._next(first)
        self._steps -= len(found)
        if self._steps < 0:
            raise DamagedFileError(f"streams of more than {MAX_STEPS} sectors; not all were read")
        if size is not None and len(found) < wanted:
            raise DamagedFileError("a stream is shorter than the directory says")
        return found

    def _read(self, sectors: Sectors, size: int | None) -> bytes:
        """The bytes of sectors, neighbours in one go."""
        parts: list[bytes] = []
        at = 0
        while at < len(sectors):
            run = 1
            while at + run < len(sectors) and sectors[at + run] == sectors[at] + run:
                run += 1
            parts.append(self._source.pread((sectors[at] + 1) << self._shift, run << self._shift))
            at += run
        data = b"".join(parts)
        return data if size is None else data[:size]

    def _entry(self, number: int) -> Entry:
        name, length, kind, _, _, _, _, class_, start, size = self._raw(number)
        if self._shift == _SIZES[3]:  # in version 3 the upper half may hold anything
            size &= 0xFFFFFFFF
        told = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
        return Entry(number, told, kind == _STREAM, class_, start, size)

    def _raw(self, number: int) -> tuple[bytes, int, int, int, int, int, int, bytes, int, int]:
        return _ENTRY.unpack_from(self._directory, number * _ENTRY.size)

    def children(self, of: Entry) -> Iterator[Entry]:
        """The entries of a storage, in the order of their names. Each storage is asked once.

        Raises:
            DamagedFileError: The directory leads in a circle, or out of itself.
        """
        above: list[int] = []
        number = self._raw(of.number)[6]
        while above or number != _NONE:
            while number != _NONE:
                if number >= self._count or self._seen[number]:
                    raise DamagedFileError("the directory leads in a circle, or out of itself")
                self._seen[number] = 1
                above.append(number)
                number = self._raw(number)[4]
            number = above.pop()
            raw = self._raw(number)
            if raw[2] in (_STORAGE, _STREAM):
                yield self._entry(number)
            number = raw[5]

    def read(self, stream: Entry, limit: int) -> bytes:
        """The first bytes of a stream; fewer where the file ends inside it.

        Raises:
            DamagedFileError: Its chain is broken, or more was read already than ``MAX_READ``.
        """
        size = min(stream.size, limit)
        self._left -= size
        if self._left < 0:
            raise DamagedFileError(f"streams of more than {MAX_READ} bytes; the rest was not read")
        if stream.size < _CUTOFF:
            return self._short(stream.start, size)
        return self._read(self._chain(stream.start, size + self._sector, size), size)

    def opened(self, stream: Entry) -> Callable[[int, int], bytes]:
        """Reads a stream by position and count of bytes.

        Raises:
            DamagedFileError: Its chain is broken, or too long to follow.
        """
        whole = stream.size
        if whole < _CUTOFF:
            data = self._short(stream.start, whole)
            return lambda at, count: data[at : at + count]
        chain, shift = self._chain(stream.start, whole + self._sector, whole), self._shift

        def pread(at: int, count: int) -> bytes:
            end = min(at + count, whole)
            first = at >> shift
            held = self._read(chain[first : -(-end >> shift)], None)
            return held[at - (first << shift) : end - (first << shift)]

        return pread

    def _short(self, first: int, size: int) -> bytes:
        """The bytes of a stream that lies with others in the pool of short streams."""
        parts: list[bytes] = []
        per = self._shift - _MINI
        for _ in range(-(-size >> _MINI)):
            if first > _LAST:
                break
            if first >> per >= len(self._pool):
                raise DamagedFileError("a short stream lies outside its pool")
            place = (self._pool[first >> per] + 1) << self._shift
            inside = (first & ((1 << per) - 1)) << _MINI
            parts.append(self._page(place)[inside : inside + (1 << _MINI)])
            first = self._next_short(first)
        return b"".join(parts)[:size]

    def _page(self, place: int) -> bytes:
        """A sector of the pool; neighbours of a short stream mostly lie in the one before."""
        if self._held[0] != place:
            self._held = place, self._source.pread(place, self._sector)
        return self._held[1]

    def _next_short(self, number: int) -> int:
        at, place = divmod(number, self._sector // 4)
        if at >= len(self._minis):
            raise DamagedFileError("a chain of short sectors is broken")
        return self._place(-1 - at, self._minis[at], place)
