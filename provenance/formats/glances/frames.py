"""OpenEXR and DPX in one look; ``walkers.headers`` says what is found where, by which source."""

import struct
from typing import Final

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
_ASKED: Final = frozenset(
    {b"dataWindow", b"displayWindow", b"channels", b"compression", b"chunkCount"}
)
"""Attributes of an OpenEXR header that are looked at, texts aside."""
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


def exr(descriptor: int, head: bytes, size: int) -> Seen:  # noqa: C901, PLR0911, PLR0912 - one look: a call takes longer than a step
    """A scan line EXR of one part whose header lies on the first page."""
    if int.from_bytes(head[4:8], "little") & _OTHER_LAYOUTS:
        return None
    texts: list[bytes] = []
    origin: tuple[bytes, ...] = ()
    held: dict[bytes, bytes] = {}
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
        name = head[at:stop]
        if head.startswith(b"string", stop + 1):
            value = head[body:following]
            texts += (name, value)
            if not head[stop + 7] and is_origin(name):
                origin += (name, value)
        elif name in _ASKED:
            held[name] = head[body:following]
        at = following
    else:
        return None
    window, packing = held.get(b"dataWindow", b""), held.get(b"compression", b"")
    if len(window) != 16 or len(packing) != 1 or packing[0] >= len(_ROWS):  # noqa: PLR2004
        return None
    if b"chunkCount" in held:  # as a rule nobody states it
        return None
    _, top, _, bottom = _WINDOW(window)
    rows = _ROWS[packing[0]]
    count = (bottom - top + rows) // rows
    if not 0 < count <= _MAX_CHUNKS:
        return None
    table = taken(descriptor, head, at + 1, 8 * count)
    if len(table) < 8 * count:
        return None
    # Sorted: of an ordinary file they are already, which takes a tenth of two searches.
    offsets = sorted(struct.unpack(f"<{count}Q", table))
    last = offsets[-1]
    if not offsets[0] or last >= size:
        return None
    header = read_at(descriptor, 8, last)
    if len(header) < 8 or last + 8 + int.from_bytes(header[4:], "little") > size:  # noqa: PLR2004
        return None
    shape = held.get(b"displayWindow", b""), held.get(b"channels", b"")
    return Glance(_EXR, (), tuple(texts), exr_raster(*shape, origin))


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
