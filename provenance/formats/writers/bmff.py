"""XMP in ISO base media files and QuickTime: a top-level ``uuid`` box.

Sources: Adobe XMP Specification Part 3, 1.3 (MPEG-4) and 2.3 (QuickTime); ISO/IEC 14496-12 4.2.
Chunk offsets count from the beginning of the file, so nothing that stands there ever moves: an
old packet is overwritten where it stands, or becomes a ``free`` box and the new one goes to the
end of the file.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from provenance.formats.base import Source
from provenance.formats.edits import Edit, damaged, exactly, unsupported

_XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_MAX_BOXES: Final = 1_000_000
"""Two boxes a fragment: an hour in fragments of 10 ms."""

_MAX_OLD_PACKET: Final = 16 << 20
_TO_THE_END: Final = 0
_LARGE: Final = 1


class Box(NamedTuple):
    """One box.

    Attributes:
        kind: Its type.
        at: Its first byte.
        size: Bytes, header included.
        header: Bytes of the header.
        open_ended: Whether it says no size, so runs to the end of the file.
    """

    kind: bytes
    at: int
    size: int
    header: int
    open_ended: bool = False

    @property
    def end(self) -> int:
        """The next box's position."""
        return self.at + self.size


def plan(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet in.

    QuickTime keeps it in user data (``moov/udta/XMP_``): one that stands there is overwritten in
    a QuickTime file if the new one fits, else it becomes free space, so that no reader meets two
    that differ.

    Raises:
        UnsupportedFormatError: The last box runs to the end of the file, so nothing can follow,
            or an old packet is beyond the limit.
        DamagedFileError: The boxes are broken.
    """
    old, end = _survey(source)
    quicktime = source.pread(4, 4) != b"ftyp" or source.pread(8, 4) == b"qt  "
    edits: list[Edit] = []
    placed = False
    for box, prefix in old:
        room = box.size - box.header - prefix
        if box.size > _MAX_OLD_PACKET:
            raise unsupported(source, f"its old packet is over {_MAX_OLD_PACKET} bytes")
        if placed or len(packet) > room or not (prefix or quicktime):
            edits.append(_freed(source, box))
        else:
            edits.append(Edit(box.end - room, room, _filled(packet, room)))
            placed = True
    if not placed:
        size = 8 + len(_XMP_UUID) + len(packet)
        edits.append(Edit(end, 0, size.to_bytes(4, "big") + b"uuid" + _XMP_UUID + packet))
    return edits


def _survey(source: Source) -> tuple[list[tuple[Box, int]], int]:
    """Old packets, each with the bytes before it in its box, and where a new one can go."""
    old: list[tuple[Box, int]] = []
    end, movie = source.size, False
    for box in boxes(source, 0, source.size):
        movie = movie or box.kind in {b"moov", b"moof"}
        if box.open_ended:
            raise unsupported(source, "its last box runs to the end of the file")
        if box.kind == b"uuid" and _is_packet(source, box):
            old.append((box, len(_XMP_UUID)))
        elif box.kind == b"moov":
            old.extend((each, 0) for each in _packets_within(source, box))
        elif box.kind == b"mfra" and box.end == source.size:
            end = box.at  # its last field says where it begins, counted from the file's end
    if not movie:
        raise damaged(source, "holds no movie")
    return old, end


def boxes(source: Source, start: int, end: int, *, top: bool = True) -> Iterator[Box]:
    """The boxes of a stretch, one behind the other.

    Args:
        source: The file.
        start: First byte.
        end: Where the last box ends.
        top: Whether this is the file's own level, where the last box may be open-ended.

    Raises:
        DamagedFileError: A box breaks out of the stretch.
    """
    at = start
    for _ in range(_MAX_BOXES):
        if at == end:
            return
        if not top and end - at < 8:  # noqa: PLR2004 (QuickTime ends user data with a zero word)
            return
        head = exactly(source, at, 8, "a box")
        size, header = int.from_bytes(head[:4], "big"), 8
        if size == _LARGE:
            size, header = int.from_bytes(exactly(source, at + 8, 8, "a box"), "big"), 16
        elif size == _TO_THE_END and top:
            yield Box(head[4:], at, end - at, header, open_ended=True)
            return
        if size < header or at + size > end:
            raise damaged(source, f"the box at byte {at} says {size} bytes")
        yield Box(head[4:], at, size, header)
        at += size
    raise damaged(source, f"more than {_MAX_BOXES} boxes")


def _is_packet(source: Source, box: Box) -> bool:
    return source.pread(box.at + box.header, len(_XMP_UUID)) == _XMP_UUID


def _freed(source: Source, box: Box) -> Edit:
    """The box as free space: same size, its old content overwritten."""
    header = source.pread(box.at, box.header)
    return Edit(box.at, box.size, header[:4] + b"free" + header[8:] + bytes(box.size - box.header))


def _packets_within(source: Source, moov: Box) -> Iterator[Box]:
    for box in boxes(source, moov.at + moov.header, moov.end, top=False):
        if box.kind == b"udta":
            for each in boxes(source, box.at + box.header, box.end, top=False):
                if each.kind == b"XMP_":
                    yield each


def _filled(packet: bytes, room: int) -> bytes:
    """The packet with white space before its trailer, which is where XMP has its padding."""
    trailer = packet.rfind(b"<?xpacket end=")
    cut = trailer if trailer >= 0 else len(packet)
    return packet[:cut] + b" " * (room - len(packet)) + packet[cut:]
