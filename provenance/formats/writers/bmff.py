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
_HEADER: Final = 8 + len(_XMP_UUID)
_MAX_BOXES: Final = 1_000_000
"""Two boxes a fragment: an hour in fragments of 10 ms."""

_MAX_OLD_PACKET: Final = 16 << 20
_TO_THE_END: Final = 0
_LARGE: Final = 1


class _Box(NamedTuple):
    kind: bytes
    at: int
    size: int
    header: int

    @property
    def end(self) -> int:
        """The next box's position."""
        return self.at + self.size


def plan(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet in.

    A packet in QuickTime user data (``moov/udta/XMP_``) is overwritten where it stands if the
    new one fits, else freed, so that no reader meets two that differ.

    Raises:
        UnsupportedFormatError: The last box runs to the end of the file, so nothing can follow,
            or an old packet is beyond the limit.
        DamagedFileError: The boxes are broken.
    """
    edits: list[Edit] = []
    placed = False
    end = source.size
    for box in _boxes(source, 0, source.size):
        if box.kind == b"uuid" and _is_packet(source, box):
            fits = None if placed else _in_place(source, box, packet)
            edits.append(fits or _freed(source, box))
            placed = placed or fits is not None
        elif box.kind == b"moov":
            for old in _user_data_packets(source, box):
                edits.append(_user_data(source, old, packet))
        elif box.kind == b"mfra" and box.end == source.size:
            end = box.at  # its last field says where it begins, counted from the file's end
    if not placed:
        size = _HEADER + len(packet)
        edits.append(Edit(end, 0, size.to_bytes(4, "big") + b"uuid" + _XMP_UUID + packet))
    return edits


def _boxes(source: Source, start: int, end: int, *, top: bool = True) -> Iterator[_Box]:
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
            raise unsupported(source, "its last box runs to the end of the file")
        if size < header or at + size > end:
            raise damaged(source, f"the box at byte {at} says {size} bytes")
        yield _Box(head[4:], at, size, header)
        at += size
    raise damaged(source, f"more than {_MAX_BOXES} boxes")


def _is_packet(source: Source, box: _Box) -> bool:
    return source.pread(box.at + box.header, len(_XMP_UUID)) == _XMP_UUID


def _in_place(source: Source, box: _Box, packet: bytes) -> Edit | None:
    """The new packet where the old one stands, filled up with white space, if it fits."""
    room = box.size - box.header - len(_XMP_UUID)
    _check_old(source, room)
    if len(packet) > room:
        return None
    return Edit(box.end - room, room, _filled(packet, room))


def _freed(source: Source, box: _Box) -> Edit:
    """The box as free space: same size, its old content overwritten."""
    _check_old(source, box.size)
    header = source.pread(box.at, box.header)
    return Edit(box.at, box.size, header[:4] + b"free" + header[8:] + bytes(box.size - box.header))


def _user_data_packets(source: Source, moov: _Box) -> Iterator[_Box]:
    for box in _boxes(source, moov.at + moov.header, moov.end, top=False):
        if box.kind == b"udta":
            for each in _boxes(source, box.at + box.header, box.end, top=False):
                if each.kind == b"XMP_":
                    yield each


def _user_data(source: Source, box: _Box, packet: bytes) -> Edit:
    room = box.size - box.header
    _check_old(source, room)
    if len(packet) > room:
        return _freed(source, box)
    return Edit(box.end - room, room, _filled(packet, room))


def _filled(packet: bytes, room: int) -> bytes:
    """The packet with white space before its trailer, which is where XMP has its padding."""
    trailer = packet.rfind(b"<?xpacket end=")
    cut = trailer if trailer >= 0 else len(packet)
    return packet[:cut] + b" " * (room - len(packet)) + packet[cut:]


def _check_old(source: Source, size: int) -> None:
    if size > _MAX_OLD_PACKET:
        raise unsupported(source, f"its old packet is over {_MAX_OLD_PACKET} bytes")
