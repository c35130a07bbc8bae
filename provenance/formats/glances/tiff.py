"""TIFF of one picture in one look; ``walkers.tiff`` says what is found where, by which source."""

import struct
from functools import lru_cache
from typing import Final

from provenance.formats.base import HEAD, read_at
from provenance.formats.glances.base import MAX_PLAIN, Glance, Seen, taken
from provenance.formats.rasters import MAX_SAMPLES, tiff_raster
from provenance.formats.table import by_name
from provenance.formats.tiffs import SIZES
from provenance.model.picture import Picture

_TIFF: Final = by_name("tiff")
_ROWS: Final = {order: struct.Struct(order + "HHII") for order in "<>"}
_COUNTS: Final = {order: struct.Struct(order + "H").unpack_from for order in "<>"}
_MAX_ROWS: Final = 256
_PHOTOMETRIC: Final = 0x0106
_STRIPS, _STRIP_BYTES, _TILES, _TILE_BYTES = 273, 279, 324, 325
_WIDTH, _BITS = 256, 258
_ONE_BIT: Final = {"<": b"\1\0", ">": b"\0\1"}
_PLACES: Final = frozenset({_STRIPS, _STRIP_BYTES, _TILES, _TILE_BYTES})
_ELSEWHERE: Final = frozenset(
    {700, 33723, 34377, 0xCD41, 0x8769, 0x014A, 0xC612}
    | {0x9286, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F}
)
"""Tags that are for the walker: XMP, IPTC, Photoshop, a manifest store, Exif, children, DNG; and
those whose texts may be in UTF-16."""
_BULKY: Final = frozenset(
    {0x8825, 0xA005, 288, 289, 320, 330, 347, 513, 514, 519, 520, 521}
    | {34675, 37724, 50740, 50784, 50821, 51008, 51009}
)
"""Tags whose values the walker leaves where they are."""
_FILTER_ARRAY: Final = 32803
_TEXTUAL: Final = frozenset({1, 2, 7})
_NUMBERS: Final = {3: "H", 4: "I"}
_MAX_NUMBERS: Final = 1 << 16


def tiff(descriptor: int, head: bytes, size: int) -> Seen:  # noqa: C901, PLR0911, PLR0912 - one look: a call takes longer than a step
    """A TIFF with one directory of plain tags, and its pixels where it says."""
    order = "<" if head[:4] == b"II*\0" else ">" if head[:4] == b"MM\0*" else ""
    if not order or len(head) < 16 or head[8:10] == b"CR":  # noqa: PLR2004
        return None
    at = int.from_bytes(head[4:8], "little" if order == "<" else "big")
    if 0 < at <= len(head) - 2:
        page, base = head, at
    else:
        page, base = read_at(descriptor, HEAD, at), 0
        if len(page) < 2 or not at:  # noqa: PLR2004
            return None
    (count,) = _COUNTS[order](page, base)
    if not 0 < count <= _MAX_ROWS:
        return None
    table = page[base + 2 : base + 6 + 12 * count]
    if len(table) < 12 * count + 4:
        table = read_at(descriptor, 12 * count + 4, at + 2)
        if len(table) < 12 * count + 4:
            return None
    if table[-4:] != b"\0\0\0\0":  # further pictures
        return None
    texts: tuple[bytes, ...] = ()
    places: dict[int, tuple[int, int, int, int]] = {}
    raster = b""
    last, place = -1, at + 10
    for tag, kind, number, value in _ROWS[order].iter_unpack(table[:-4]):
        if tag <= last or tag in _ELSEWHERE:
            return None
        last = tag
        if tag in _PLACES:
            places[tag] = kind, number, value, place
        elif tag == _WIDTH:
            raster = table[place - at - 10 :][:36]
        elif tag == _PHOTOMETRIC:
            if kind != 3 or number != 1:  # noqa: PLR2004
                return None
            if (value if order == "<" else value >> 16) & 0xFFFF == _FILTER_ARRAY:
                return None
        elif kind in _TEXTUAL and number and tag not in _BULKY:
            if number > MAX_PLAIN:
                return None
            start = value if number > 4 else place  # noqa: PLR2004
            texts += (taken(descriptor, head, start, number),)
        place += 12
    for starts, counts in ((_STRIPS, _STRIP_BYTES), (_TILES, _TILE_BYTES)):
        if starts in places or counts in places:
            if starts not in places or counts not in places:
                return None
            first = _numbers(descriptor, head, order, places[starts])
            bytes_ = _numbers(descriptor, head, order, places[counts])
            if not first or len(first) != len(bytes_):
                return None
            # Only of the last one it matters where it ends; that none can reach so far is told
            # sooner.
            if max(first) + max(bytes_) > size and sum(max(zip(first, bytes_, strict=True))) > size:
                return None
    return Glance(_TIFF, (), texts, _picture(descriptor, head, order, raster))


def _picture(descriptor: int, head: bytes, order: str, rows: bytes) -> Picture | None:
    """What the directory says of the picture, if in the usual kinds of numbers.

    Args:
        descriptor: Of the open file.
        head: Its first page.
        order: Of its bytes.
        rows: Three rows of the directory, from that of the width on.
    """
    stated = _stated(order, rows)
    if stated is None:
        return None
    width, height, bits, start, count = stated
    return _told(order, width, height, bits or taken(descriptor, head, start, 2 * count))


@lru_cache(1024)
def _stated(order: str, rows: bytes) -> tuple[int, int, bytes, int, int] | None:
    """Width, height, and the depths of the samples or where they stand; None where more is asked.

    Of half a million frames the rows are alike, so that they are read once.
    """
    numbers: list[int] = []
    for tag, kind, number, value in _ROWS[order].iter_unpack(rows[: len(rows) // 12 * 12]):
        if tag == _WIDTH + len(numbers) and tag != _BITS:
            if number != 1 or kind not in _NUMBERS:
                return None
            short = value & 0xFFFF if order == "<" else value >> 16
            numbers.append(short if kind == 3 else value)  # noqa: PLR2004
        elif tag == _BITS and len(numbers) == 2:  # noqa: PLR2004
            if kind != 3 or not number:  # noqa: PLR2004
                return None
            count = min(number, MAX_SAMPLES)
            inline = rows[32 : 32 + 2 * count] if number <= 2 else b""  # noqa: PLR2004
            return numbers[0], numbers[1], inline, value, count
    if len(numbers) != 2:  # noqa: PLR2004
        return None
    return numbers[0], numbers[1], _ONE_BIT[order], 0, 0


@lru_cache(1024)
def _told(order: str, width: int, height: int, bits: bytes) -> Picture | None:
    return tiff_raster(width, height, struct.unpack(f"{order}{len(bits) // 2}H", bits))


def _numbers(
    descriptor: int, head: bytes, order: str, entry: tuple[int, int, int, int]
) -> tuple[int, ...]:
    """The whole numbers of an entry; () where they are of another kind or not all there."""
    kind, number, value, place = entry
    code = _NUMBERS.get(kind)
    if code is None or not 0 < number <= _MAX_NUMBERS:
        return ()
    width = SIZES[kind]
    if number == 1 and width == 4:  # noqa: PLR2004
        return (value,)
    start = value if number * width > 4 else place  # noqa: PLR2004
    raw = taken(descriptor, head, start, number * width)
    return struct.unpack(f"{order}{number}{code}", raw)
