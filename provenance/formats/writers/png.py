"""XMP in PNG: one uncompressed iTXt chunk (Adobe XMP Specification Part 3, 1.1.5; PNG 11.3.4.5)."""

import zlib
from collections.abc import Iterator
from typing import Final

from provenance.formats.base import Source
from provenance.formats.edits import Edit, damaged, exactly, unsupported

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEYWORD: Final = b"XML:com.adobe.xmp\0"
_TEXTS: Final = frozenset({b"iTXt", b"tEXt", b"zTXt"})
"""Only the first is right for a packet; generators of pictures write the second too."""

_MAX_CHUNKS: Final = 1_000_000
_MAX_LENGTH: Final = (1 << 31) - 1
"""A chunk's length, PNG 5.3."""


def plan(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet in, before the first image data.

    Raises:
        UnsupportedFormatError: The packet is too long for a chunk.
        DamagedFileError: The chunks are broken.
    """
    if exactly(source, 0, 8, "the signature") != _SIGNATURE:
        raise damaged(source, "does not begin with the PNG signature")
    body = _KEYWORD + b"\0\0\0\0" + packet  # uncompressed, method 0, no language, no translation
    if len(body) > _MAX_LENGTH:
        raise unsupported(source, "the packet is too long for a chunk")
    chunk = len(body).to_bytes(4, "big") + b"iTXt" + body
    chunk += zlib.crc32(chunk[4:]).to_bytes(4, "big")
    edits: list[Edit] = []
    written = False
    for kind, at, end in chunks(source):
        if kind == b"IDAT" and not written:
            edits.append(Edit(at, 0, chunk))
            written = True
        elif kind in _TEXTS and source.pread(at + 8, len(_KEYWORD)) == _KEYWORD:
            edits.append(Edit(at, end - at, b""))
    if not written:
        raise damaged(source, "holds no image data")
    return edits


def chunks(source: Source) -> Iterator[tuple[bytes, int, int]]:
    """Type, first and last byte of each chunk up to IEND."""
    at = 8
    for number in range(_MAX_CHUNKS):
        head = exactly(source, at, 8, "a chunk")
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        end = at + 12 + size
        if number == 0 and kind != b"IHDR":
            raise damaged(source, "does not begin with an IHDR chunk")
        if size > _MAX_LENGTH or end > source.size:
            raise damaged(source, f"ends inside the chunk at byte {at}")
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end
    raise damaged(source, f"more than {_MAX_CHUNKS} chunks")
