"""XMP in MP3: a PRIV frame in the ID3v2 tag (Adobe XMP Specification Part 3, 1.1.4.2).

Sources: https://id3.org/id3v2.3.0 and https://id3.org/id3v2.4.0-structure. The tag keeps its
version; other frames are kept byte for byte.
"""

from typing import Final

from provenance.formats.base import Source
from provenance.formats.edits import Edit, damaged, exactly, unsupported

_OWNER: Final = b"XMP\0"
_MAX_TAG: Final = 64 << 20
"""Bytes of a tag that is rewritten; covers of films stay far below."""

_LIMIT: Final = 1 << 28
"""Sizes are four times seven bits."""

_PADDING: Final = 64
"""Zero bytes behind the last frame: readers that want a terminating frame find one."""

_V23, _V24 = 3, 4
_UNSYNCHRONISED: Final = 0x80
_EXTENDED: Final = 0x40
_FOOTER: Final = 0x10


def plan(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet in; a file without a tag gets one of version 2.4.

    Raises:
        UnsupportedFormatError: The tag is version 2.2, or has an extended header, a footer or
            unsynchronised bytes, or is too large.
        DamagedFileError: The tag is broken.
    """
    head = source.pread(0, 10)
    if head[:3] != b"ID3":
        frame = _frame(packet, _V24) + bytes(_PADDING)
        return [Edit(0, 0, b"ID3\x04\0\0" + _syncsafe(source, len(frame)) + frame)]
    head = exactly(source, 0, 10, "the ID3 header")
    version, flags = head[3], head[5]
    if version not in {_V23, _V24}:
        raise unsupported(source, f"its ID3 tag has version 2.{version}")
    if flags & (_EXTENDED | _FOOTER):
        raise unsupported(source, "its ID3 tag has an extended header or a footer")
    size = from_syncsafe(head[6:10])
    if size < 0:
        raise damaged(source, "its ID3 header gives a size that is no size")
    if size > _MAX_TAG:
        raise unsupported(source, f"its ID3 tag is over {_MAX_TAG} bytes")
    body = exactly(source, 10, size, "the ID3 tag")
    if flags & _UNSYNCHRONISED and version == _V23 and b"\xff\0" in body:
        raise unsupported(source, "its ID3 tag is unsynchronised")
    frames = _frames(source, body, version)
    used = sum(len(each) for each in frames)
    kept = [each for each in frames if not (each[:4] == b"PRIV" and each[10:].startswith(_OWNER))]
    new = b"".join(kept) + _frame(packet, version)
    # Padding stays as long as it lasts, so that many tags keep their size.
    new += bytes(max(_PADDING, size - used - max(0, len(new) - used)))
    return [Edit(6, 4 + size, _syncsafe(source, len(new)) + new)]


def _frames(source: Source, body: bytes, version: int) -> list[bytes]:
    """The tag's frames, raw.

    Some programs write plain numbers where 2.4 wants seven bits a byte; the reading under which
    the frames follow one another to the end is the right one.
    """
    readings = (from_syncsafe, _plain) if version == _V24 else (_plain,)
    for reading in readings:
        frames: list[bytes] = []
        at = 0
        while at + 10 <= len(body) and body[at] != 0:
            size = reading(body[at + 4 : at + 8])
            if size < 0 or at + 10 + size > len(body) or not _is_name(body[at : at + 4]):
                break
            frames.append(body[at : at + 10 + size])
            at += 10 + size
        if not body[at:].strip(b"\0"):
            return frames
    raise damaged(source, "the frames of its ID3 tag do not follow one another")


def _is_name(name: bytes) -> bool:
    return all(0x30 <= each <= 0x39 or 0x41 <= each <= 0x5A for each in name)  # noqa: PLR2004 0-9 A-Z


def _frame(packet: bytes, version: int) -> bytes:
    body = _OWNER + packet
    if version == _V23:
        # No FF may stand in the size: it would need a byte more in an unsynchronised tag.
        while b"\xff" in len(body).to_bytes(4, "big"):
            body += b" " * (1 << 8 * (3 - len(body).to_bytes(4, "big").index(0xFF)))
        return b"PRIV" + len(body).to_bytes(4, "big") + b"\0\0" + body
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"PRIV" + size + b"\0\0" + body


def _syncsafe(source: Source, size: int) -> bytes:
    if size >= _LIMIT:
        raise unsupported(source, "the ID3 tag would pass 256 MiB")
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def from_syncsafe(data: bytes) -> int:
    """The number in four times seven bits, or -1 where a high bit is set."""
    if any(each & 0x80 for each in data):
        return -1
    return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]


def _plain(data: bytes) -> int:
    return int.from_bytes(data, "big")
