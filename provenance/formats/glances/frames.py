"""OpenEXR and DPX in one look; ``walkers.headers`` says what is found where, by which source."""

import struct
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from provenance.formats.base import read_at
from provenance.formats.glances.base import MAX_PLAIN, MAX_STEPS, Glance, Seen, taken
from provenance.formats.rasters import dpx_raster, exr_raster, is_origin
from provenance.formats.table import by_name

_EXR: Final = by_name("exr")
_DPX: Final = by_name("dpx")
_SIZE: Final = struct.Struct("<i").unpack_from
_WINDOW: Final = struct.Struct("<4i").unpack
_OTHER_LAYOUTS: Final = 0x1A00
"""Flags of tiles, deep data, several parts."""
_ASKED: Final = (b"dataWindow", b"compression", b"displayWindow", b"channels")
"""Attributes of an OpenEXR header that are looked at, texts aside."""
_KEPT: Final = 64 << 10
"""Bytes of a table of offsets of which the ends are kept."""
_MET: "Final[deque[_Layout]]" = deque(maxlen=4)
"""Layouts that were met last: a sequence has one, and looking at each attribute takes ten times as
long as comparing what stands between the values."""
_LONGEST: Final = 256
_ROWS: Final = (1, 1, 1, 16, 32, 16, 32, 32, 32, 256)
_MAX_CHUNKS: Final = 1 << 16
_DPX_TEXTS: Final = (
    (36, 136), (136, 160), (160, 260), (260, 460), (460, 660), (1432, 1532), (1532, 1556),
    (1556, 1588), (1588, 1620), (1680, 1712), (1732, 1764), (1764, 1864),
)  # fmt: skip
_DPX_HEADER: Final = 2048
_DPX_NUMBERS: Final = {b"SDPX": struct.Struct(">I8xI12xI"), b"XPDS": struct.Struct("<I8xI12xI")}
_UNDEFINED: Final = 0xFFFFFFFF


class _Layout(NamedTuple):
    """Where everything stands in the headers that one program writes at one size.

    Attributes:
        structure: Takes the names, types and sizes of attributes, and the end, out of a header.
        stands: What that must give.
        values: Takes the values of ``_ASKED`` out of it, in that order, and those of its strings.
        strings: The strings' names; of those that are an origin, True.
        end: Where the table of offsets begins.
    """

    structure: Callable[[bytes], tuple[bytes, ...]]
    stands: tuple[bytes, ...]
    values: Callable[[bytes], tuple[bytes, ...]]
    strings: tuple[tuple[bytes, bool], ...]
    end: int


def exr(descriptor: int, head: bytes, size: int) -> Seen:  # noqa: C901 - one look: a call takes longer than a step
    """A scan line EXR of one part whose header lies on the first page."""
    if int.from_bytes(head[4:8], "little") & _OTHER_LAYOUTS:
        return None
    for layout in tuple(_MET):  # another thread may add to it meanwhile
        if layout.structure(head) == layout.stands:
            break
    else:
        new = _layout(head)
        if new is None:
            return None
        _MET.appendleft(layout := new)
    window, packing, display, channels, *told = layout.values(head)
    if len(window) != 16 or len(packing) != 1 or packing[0] >= len(_ROWS):  # noqa: PLR2004
        return None
    _, top, _, bottom = _WINDOW(window)
    rows = _ROWS[packing[0]]
    count = (bottom - top + rows) // rows
    if not 0 < count <= _MAX_CHUNKS:
        return None
    table = taken(descriptor, head, layout.end, 8 * count)
    first, last = _first_and_last(table) if len(table) < _KEPT else _ends(table)
    if not first or last >= size:
        return None
    header = read_at(descriptor, 8, last)
    if len(header) < 8 or last + 8 + int.from_bytes(header[4:], "little") > size:  # noqa: PLR2004
        return None
    texts: list[bytes] = []
    origin: tuple[bytes, ...] = ()
    for (name, is_one), value in zip(layout.strings, told, strict=True):
        texts += (name, value)
        if is_one:
            origin += (name, value)
    return Glance(_EXR, (), tuple(texts), exr_raster(display, channels, origin))


def _layout(head: bytes) -> _Layout | None:
    """The layout of a header; None where it does not lie on the page, or states more than rows."""
    held = dict.fromkeys(_ASKED, slice(0, 0))
    structure: list[slice] = []
    strings: list[tuple[bytes, bool]] = []
    values: list[slice] = []
    at, find = 8, head.find
    for _ in range(MAX_STEPS):
        stop = find(b"\0", at, at + _LONGEST)
        if stop <= at:
            if stop < 0:
                return None
            break
        end = find(b"\0", stop + 1, stop + _LONGEST)
        body = end + 5
        if end < 0 or body > len(head):
            return None
        (length,) = _SIZE(head, end + 1)
        following = body + length
        if length < 0 or following > len(head):
            return None
        structure.append(slice(at, body))
        name = head[at:stop]
        if name == b"chunkCount":
            return None
        if head.startswith(b"string", stop + 1):
            strings.append((name, not head[stop + 7] and is_origin(name)))
            values.append(slice(body, following))
        elif name in held:
            held[name] = slice(body, following)
        at = following
    else:
        return None
    structure += (slice(4, 8), slice(at, at + 1))
    take = itemgetter(*structure)
    return _Layout(take, take(head), itemgetter(*held.values(), *values), tuple(strings), at + 1)


def _ends(table: bytes) -> tuple[int, int]:
    """The smallest and the largest of 64-bit offsets."""
    # Sorted: of an ordinary file they are already, which takes a tenth of two searches.
    offsets = sorted(struct.unpack(f"<{len(table) // 8}Q", table))
    return offsets[0], offsets[-1]


_first_and_last = lru_cache(maxsize=16)(_ends)
"""Frames without compression have the same table from the first to the last."""


def dpx(descriptor: int, head: bytes, size: int) -> Seen:
    """A DPX with the texts of its header and its user data."""
    if len(head) < _DPX_HEADER:
        return None
    pixels, promised, users = _DPX_NUMBERS[head[:4]].unpack_from(head, 4)
    if (promised if promised != _UNDEFINED else 0) > size:
        return None
    if promised == _UNDEFINED and pixels != _UNDEFINED and pixels >= size:
        return None
    texts: list[bytes] = []
    for start, stop in _DPX_TEXTS:
        if head[start]:  # most are empty
            texts.append(head[start:stop].partition(b"\0")[0].rstrip(b"\xff "))
    if 0 < users < _UNDEFINED and _DPX_HEADER + users <= pixels:
        if users > MAX_PLAIN:
            return None
        texts.append(taken(descriptor, head, _DPX_HEADER, users))
    picture = dpx_raster(head[:4], head[260:460], head[772:780], head[800:804])
    return Glance(_DPX, (), tuple(texts), picture)
