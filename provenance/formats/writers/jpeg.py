"""XMP in JPEG: one APP1 segment (Adobe XMP Specification Part 3, 1.1.3; ISO/IEC 10918-1 B.1)."""

import re
from collections.abc import Iterator
from typing import Final

from provenance.formats.base import Source
from provenance.formats.edits import Edit, damaged, exactly, unsupported

_SIGNATURE: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED: Final = b"http://ns.adobe.com/xmp/extension/\0"
_LONGEST: Final = 0xFFFF - 2 - len(_SIGNATURE)
_SOS, _EOI, _APP0, _APP1, _APP2 = 0xDA, 0xD9, 0xE0, 0xE1, 0xE2
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length: TEM and the restarts."""
_NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xff]")
_MAX_STRAY: Final = 1024
"""Bytes between segments that are put up with."""


def plan(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet in.

    The segment stands where the old one stood, else behind the last JFIF and EXIF segment.

    Raises:
        UnsupportedFormatError: The packet is too long for one segment, the file has extended
            XMP, or offsets of a multi-picture file would move.
        DamagedFileError: The segments are broken.
    """
    if len(packet) > _LONGEST:
        raise unsupported(source, f"the packet is over {_LONGEST} bytes")
    old: list[Edit] = []
    place, pictures = 2, -1
    for marker, at, end in segments(source):
        head = source.pread(at + 4, min(end - at - 4, len(_EXTENDED)))
        if marker == _APP1 and head.startswith(_EXTENDED):
            raise unsupported(source, "it holds extended XMP, which spreads over many segments")
        if marker == _APP1 and head.startswith(_SIGNATURE):
            old.append(Edit(at, end - at, b""))
        elif marker == _APP0 or (marker == _APP1 and head.startswith(b"Exif\0")):
            place = end
        elif marker == _APP2 and head.startswith(b"MPF\0"):
            pictures = at
    if old:
        place = old[0].offset
    if pictures >= 0 and max(place, *(edit.offset for edit in old), 0) > pictures:
        # MPF offsets count from its own header: nothing behind it may move (CIPA DC-007, 5.2.3.3).
        raise unsupported(source, "its multi-picture index stands before the place of the XMP")
    body = _SIGNATURE + packet
    segment = b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    return [*old, Edit(place, 0, segment)]


def segments(source: Source) -> Iterator[tuple[int, int, int]]:
    """Marker, first and last byte of each segment before the first scan."""
    if exactly(source, 0, 3, "the first marker") != b"\xff\xd8\xff":
        raise damaged(source, "does not begin with a JPEG marker")
    at = 2
    while True:
        at, marker = _marker(source, at)
        if marker in {_SOS, _EOI}:
            return
        end = at + 2
        if marker not in _ALONE:
            size = int.from_bytes(exactly(source, end, 2, "a segment's length"), "big")
            end += size
            if size < 2 or end > source.size:  # noqa: PLR2004 (the length counts itself)
                raise damaged(source, f"ends inside the segment at byte {at}")
            yield marker, at, end
        at = end


def _marker(source: Source, at: int) -> tuple[int, int]:
    """Where the next marker stands and its code; fill bytes and a few stray ones are skipped."""
    head = exactly(source, at, 2, "a marker")
    if head[0] == 0xFF and head[1] not in {0, 0xFF}:  # noqa: PLR2004 (every marker's first byte)
        return at, head[1]
    # Decoders resynchronise where a length was written short, so files like that are about.
    found = _NEXT_MARKER.search(source.pread(at, _MAX_STRAY))
    if found is None:
        raise damaged(source, f"no JPEG marker at byte {at}")
    return at + found.start(), found[0][1]
