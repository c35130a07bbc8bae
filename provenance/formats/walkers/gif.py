"""GIF: extensions between and behind the pictures.

GIF89a specification; XMP part 3 section 1.1.2; C2PA 2.2 annex A.3.5 (application ``C2PA_GIF``).
"""

from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import HEAD, BlockKind
from provenance.formats.collecting import MAX_TEXT, MAX_XMP, Collector

_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_MAGIC_TRAILER: Final = 257
"""Bytes 01 FF FE ... 00 that let a reader skip an XMP packet as if it were sub-blocks; the 258th
is the block terminator."""
_WINDOW: Final = 64 << 10
"""Bytes looked through at once for the length of each sub-block; a step of the walk."""


def walk(found: Collector) -> None:
    """The blocks of a GIF."""
    screen = found.need(6, 7, "the screen descriptor")
    at = 13 + _table(screen[4])
    while True:
        found.step()
        mark = found.need(at, 1, "its blocks (no trailer)")[0]
        if mark == _END:
            if found.source.size - at > 1:
                found.add(BlockKind.TRAILER, "after the GIF", at + 1, found.source.size - at - 1)
            return
        if mark == _IMAGE:
            fields = found.need(at + 1, 9, "an image descriptor")
            at = _skip(found, at + 11 + _table(fields[8]))
        elif mark == _EXTENSION:
            at = _extension(found, at)
        else:
            raise DamagedFileError(f"gif: no block at byte {at}")


def _table(packed: int) -> int:
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _extension(found: Collector, at: int) -> int:
    lead = found.need(at + 1, 2, "an extension")
    body = at + 2
    if lead[0] == _APPLICATION and lead[1] == 11:  # noqa: PLR2004 - identifier and code
        name = found.need(at + 3, 11, "an application extension")
        after = at + 14
        end = _skip(found, after)
        if name == b"XMP DataXMP":
            size = max(end - after - 1 - _MAGIC_TRAILER, 0)
            data = found.source.pread(after, min(size, MAX_XMP))
            found.add(BlockKind.XMP, "GIF XMP", after, size, data=data, cut=len(data) < size)
        elif name.startswith(b"C2PA_GIF"):
            found.add(BlockKind.C2PA, "GIF C2PA_GIF", at, end - at)
        return end
    end = _skip(found, body)
    if lead[0] == _COMMENT:
        data = _joined(found.source.pread(body, min(end - body, MAX_TEXT)))
        found.add(BlockKind.COMMENT, "GIF comment", at, end - at, data=data)
    return end


def _joined(raw: bytes) -> bytes:
    parts, at = [], 0
    while at < len(raw) and raw[at]:
        parts.append(raw[at + 1 : at + 1 + raw[at]])
        at += 1 + raw[at]
    return b"".join(parts)


def _skip(found: Collector, at: int) -> int:
    """Where the block after these sub-blocks begins."""
    source, count = found.source, HEAD - 1
    while True:
        found.step()
        window = source.pread(at, count)
        place, end = 0, len(window)
        if not end:
            raise DamagedFileError(f"gif ends inside a block at byte {source.size}")
        while place < end:
            size = window[place]
            place += 1 + size
            if not size:
                return at + place
        at, count = at + place, _WINDOW
