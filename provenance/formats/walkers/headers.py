"""Containers with a header of fixed fields or named attributes: OpenEXR, DPX, BMP, JPEG 2000.

OpenEXR file layout (https://openexr.com/en/latest/OpenEXRFileLayout.html); SMPTE ST 268;
ITU-T T.800 annex A.
"""

import struct
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import HEAD, BlockKind
from provenance.formats.collecting import MAX_TEXT, Collector, shown

_LONGEST_LEAD: Final = 600
"""Bytes that hold the name, the type and the size of an attribute; names have 255 at most."""
_TEXTS: Final = frozenset({b"string", b"stringvector"})
_NUMBERS: Final = frozenset({b"dataWindow", b"compression", b"chunkCount"})
_SIZE: Final = struct.Struct("<i")
_MULTIPART: Final = 0x1000
_TILED: Final = 0x0200
_DEEP: Final = 0x0800
MAX_PARTS: Final = 256
"""Parts of one OpenEXR file; renders with a part per light reach some tens."""
_ROWS: Final = (1, 1, 1, 16, 32, 16, 32, 32, 32, 256)
"""Rows of one chunk by compression: none, RLE, ZIPS, ZIP, PIZ, PXR24, B44, B44A, DWAA, DWAB."""

_DPX_TEXTS: Final = (
    ("FileName", 36, 100), ("CreationDate", 136, 24), ("Creator", 160, 100),
    ("Project", 260, 200), ("Copyright", 460, 200), ("SourceImageFileName", 1432, 100),
    ("SourceImageDate", 1532, 24), ("InputDeviceName", 1556, 32), ("InputDeviceSerial", 1588, 32),
    ("FilmFormat", 1680, 32), ("FrameId", 1732, 32), ("SlateInfo", 1764, 100),
)  # fmt: skip
_UNDEFINED: Final = 0xFFFFFFFF


def walk_exr(found: Collector) -> None:
    """The text attributes of every part, and whether the last row or tile is there."""
    flags = int.from_bytes(found.need(4, 4, "its header"), "little")
    at, parts = 8, 0
    chunks: list[int] = []
    while True:
        if found.need(at, 1, "its header") == b"\0":
            at += 1
            if parts or not flags & _MULTIPART:
                break
        parts += 1
        if parts > MAX_PARTS:
            raise DamagedFileError(f"more than {MAX_PARTS} parts; the rest was not read")
        at, count = _attributes(found, at, parts - 1 if flags & _MULTIPART else None)
        chunks.append(count)
        if not flags & _MULTIPART:
            break
    if len(chunks) == 1 and chunks[0] and not flags & (_TILED | _DEEP):
        _chunks(found, at, chunks[0])


def _attributes(found: Collector, at: int, part: int | None) -> tuple[int, int]:
    """Keeps one header's texts; returns where it ends and how many chunks it promises."""
    where = "EXR header" if part is None else f"EXR header of part {part}"
    numbers: dict[bytes, bytes] = {}
    source = found.source
    page, shift, start = source.head, 0, at  # of a page of the header, and where in it we are
    while True:
        found.step()
        if start + _LONGEST_LEAD > len(page) and shift + len(page) < source.size:
            shift += start
            page, start = source.pread(shift, HEAD), 0
        first = page[start : start + 1]
        if first == b"\0":
            return shift + start + 1, _promised(numbers)
        if not first:
            found.need(shift + start, 1, "its header")
        stop = page.find(b"\0", start)
        end = page.find(b"\0", stop + 1, start + _LONGEST_LEAD - 4) if stop > 0 else -1
        if end < 0 or end + 5 > len(page):
            raise DamagedFileError(f"exr: no attribute at byte {shift + start}")
        name, kind, body = page[start:stop], page[stop + 1 : end], shift + end + 5
        (size,) = _SIZE.unpack_from(page, end + 1)
        if size < 0:
            raise DamagedFileError(f"exr: broken attribute at byte {shift + start}")
        if kind in _TEXTS:
            key = name.decode("utf-8", "replace")
            found.add(BlockKind.HEADER, where, body, size, key=key)
        elif name in _NUMBERS:
            numbers[name] = source.pread(body, min(size, 16))
        if body + size > source.size:
            found.complete(body, size, f"attribute {shown(name.decode('latin-1'))}")
            raise DamagedFileError(f"exr ends inside its header at byte {source.size}")
        start = end + 5 + size


def _promised(numbers: dict[bytes, bytes]) -> int:
    stated = numbers.get(b"chunkCount", b"")
    if len(stated) == 4:  # noqa: PLR2004
        return int.from_bytes(stated, "little")
    window, packing = numbers.get(b"dataWindow", b""), numbers.get(b"compression", b"")
    if len(window) != 16 or not packing or packing[0] >= len(_ROWS):  # noqa: PLR2004
        return 0
    _, top, _, bottom = struct.unpack("<4i", window)
    rows = _ROWS[packing[0]]
    return max(int(bottom) - int(top) + rows, 0) // rows


def _chunks(found: Collector, at: int, count: int) -> None:
    """Compares the table of offsets with the file: zeros mark rows that were never written."""
    if count > MAX_TEXT // 8:
        return
    table = found.source.pread(at, count * 8)
    if len(table) < count * 8:
        found.problem(f"exr ends inside its offset table at byte {found.source.size}")
        return
    offsets = struct.unpack(f"<{count}Q", table)
    if 0 in offsets:
        found.problem(f"exr: {offsets.count(0)} of {count} chunks were never written")
    last = max(offsets)
    header = found.source.pread(last, 8)
    size = int.from_bytes(header[4:], "little") if len(header) == 8 else 1  # noqa: PLR2004
    found.complete(last + 8, size, "its last chunk")


def walk_dpx(found: Collector) -> None:
    """The text fields of a DPX header and its user data."""
    order = ">" if found.source.head[:4] == b"SDPX" else "<"
    head = found.need(0, 2048, "its header")
    pixels, promised = struct.unpack_from(order + "I8xI", head, 4)
    for key, at, size in _DPX_TEXTS:
        text = head[at : at + size].partition(b"\0")[0].rstrip(b"\xff ")
        if text:
            found.add(BlockKind.HEADER, "DPX header", at, size, key=key, data=text)
    (users,) = struct.unpack_from(order + "I", head, 32)
    if 0 < users < _UNDEFINED and 2048 + users <= max(pixels, 2048):
        found.add(BlockKind.HEADER, "DPX user data", 2048, users, key="UserData")
    if promised != _UNDEFINED:
        found.complete(0, promised, "its picture")
    elif pixels != _UNDEFINED:
        found.complete(pixels, 1, "its picture")


def walk_bmp(found: Collector) -> None:
    """A BMP holds no metadata; only whether its pixels begin inside the file is looked at."""
    pixels = int.from_bytes(found.need(10, 4, "its header"), "little")
    found.complete(pixels, 1, "its picture")


def walk_j2k(found: Collector) -> None:
    """The comments in the main header of a JPEG 2000 codestream."""
    at = 2
    while True:
        found.step()
        header = found.need(at, 4, "its main header")
        size = int.from_bytes(header[2:], "big")
        if header[0] != 0xFF or size < 2:  # noqa: PLR2004
            raise DamagedFileError(f"j2k: no marker at byte {at}")
        if header[1] in (0x90, 0xD9):  # start of tile, end of codestream
            break
        if header[1] == 0x64 and size > 4:  # noqa: PLR2004 - COM, registration, text
            found.add(BlockKind.COMMENT, "J2K COM", at + 6, size - 4)
        at += 2 + size
