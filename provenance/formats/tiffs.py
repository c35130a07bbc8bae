"""Reading of TIFF directories, shared by recognition and by the walkers of TIFF and camera raw.

TIFF 6.0 section 2; BigTIFF as described at https://www.awaresystems.be/imaging/tiff/bigtiff.html.
"""

import struct
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from provenance.formats.base import Source
from provenance.frozen import dataclass

MAX_ENTRIES: Final = 4096
"""Entries of one directory. TIFF counts to 65535; real ones have fewer than 200."""
MAX_VALUES: Final = 1 << 20
"""Bytes read of one list of offsets: a 100 000 row picture with one row per strip fits."""

SIZES: Final = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4,
    16: 8, 17: 8, 18: 8,
}  # fmt: skip
"""Bytes of one value of each TIFF type."""
_ORDERS: Final = {b"II": "<", b"MM": ">"}
_ENDIANS: Final[dict[str, Literal["little", "big"]]] = {"<": "little", ">": "big"}
_ROWS: Final = {
    (order, big): struct.Struct(order + ("HHQQ" if big else "HHII"))
    for order in "<>"
    for big in (False, True)
}
"""One entry of a directory: tag, type, number of values, the value or its place."""
_INTEGERS: Final = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}


class Entry(NamedTuple):  # made by the dozen for each file: a frozen dataclass takes thrice as long
    """One directory entry: TIFF type, number of values, and where they are.

    Attributes:
        type: TIFF type number.
        number: Of its values.
        offset: Byte position of the values in the file, also where they are inline.
        size: Bytes of all values.
    """

    type: int
    number: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How numbers are written in one TIFF structure.

    Attributes:
        order: ``<`` or ``>``.
        big: Whether it is BigTIFF.
        first: Byte position of the first directory.
    """

    order: str
    big: bool
    first: int


Pread = Callable[[int, int], bytes]


def layout(head: bytes) -> Layout | None:
    """The layout that a TIFF header states, or None where it is no TIFF header.

    The magic numbers of Olympus ("RO", "RS") and Panasonic (0x55) raw files count as TIFF.
    """
    order = _ORDERS.get(head[:2])
    if order is None or len(head) < 16:  # noqa: PLR2004 - the longer of the two headers
        return None
    endian = _ENDIANS[order]
    magic = int.from_bytes(head[2:4], endian)
    if magic in (42, 0x4F52, 0x5352, 0x55):
        return Layout(order, False, int.from_bytes(head[4:8], endian))  # noqa: FBT003 - hot
    if magic == 43 and head[4:8] == struct.pack(order + "HH", 8, 0):  # noqa: PLR2004
        return Layout(order, big=True, first=int.from_bytes(head[8:16], endian))
    return None


def directory(pread: Pread, form: Layout, at: int) -> tuple[dict[int, Entry], int, bool]:
    """One directory.

    Args:
        pread: Reads ``count`` bytes at an offset of the TIFF structure.
        form: The layout.
        at: Where the directory begins.

    Returns:
        The entries by tag, the offset of the next directory (0 = none), and whether the whole
        directory could be read.
    """
    lead, width = (8, 20) if form.big else (2, 12)
    raw = pread(at, lead)
    if at <= 0 or len(raw) < lead:
        return {}, 0, False
    endian = _ENDIANS[form.order]
    count = int.from_bytes(raw, endian)
    whole = count <= MAX_ENTRIES
    count = min(count, MAX_ENTRIES)
    link = 8 if form.big else 4
    table = pread(at + lead, count * width + link)
    entries: dict[int, Entry] = {}
    inline, field = (8, 12) if form.big else (4, 8)
    there = min(count, len(table) // width) * width
    place = at + lead + field
    for tag, kind, number, offset in _ROWS[form.order, form.big].iter_unpack(table[:there]):
        size = SIZES.get(kind, 0) * number
        if tag not in entries:
            entries[tag] = Entry(kind, number, offset if size > inline else place, size)
        place += width
    if len(table) < count * width:
        return entries, 0, False
    if not whole or len(table) < count * width + link:
        return entries, 0, whole
    following = table[count * width : count * width + link]
    return entries, int.from_bytes(following, endian), True


def first_directory(source: Source, form: Layout) -> tuple[dict[int, Entry], int, bool]:
    """The directory that the header points at, as ``directory`` gives it; parsed once for a file.

    Args:
        source: The file, which begins with the TIFF structure.
        form: Its layout.
    """
    known: tuple[dict[int, Entry], int, bool] | None = source.memo.get("directory")
    if known is None:
        known = source.memo["directory"] = directory(source.pread, form, form.first)
    return known


def integers(pread: Pread, form: Layout, entry: Entry | None, limit: int) -> tuple[int, ...]:
    """Up to ``limit`` whole numbers of an entry; () where it holds none."""
    if entry is None:
        return ()
    code = _INTEGERS.get(entry.type)
    if code is None:
        return ()
    width = SIZES[entry.type]
    raw = pread(entry.offset, min(entry.number, limit, MAX_VALUES // width) * width)
    number = len(raw) // width
    if number == 1:  # as a rule
        return (int.from_bytes(raw[:width], _ENDIANS[form.order]),)
    return struct.unpack(f"{form.order}{number}{code}", raw[: number * width])
