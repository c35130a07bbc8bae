"""JPEG: marker segments up to the first scan, and whether the picture has its end.

ITU-T T.81 annex B; XMP part 3 section 1.1.3; C2PA 2.2 annex A.3.1; Exif 3.0 section 4.5.
"""

import struct
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_TRAILER, MAX_XMP, Collector, is_manifest_store
from provenance.formats.walkers.photoshop import resources

_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_FILL: Final = 0xFF
_BARE: Final = frozenset({0x01, _FILL, *range(0xD0, 0xD9)})
"""Markers without a length, and the fill byte that may precede a marker."""
_UNMEASURED: Final = _BARE | {_END}
_TABLES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD})
"""Frames, Huffman and quantisation tables, restart intervals: what every picture has."""
_LEAD: Final = struct.Struct(">BBH")
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED: Final = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP: Final = b"Photoshop 3.0\0"
_EXIF: Final = b"Exif\0"
MAX_WASTE: Final = 4096
"""Bytes stepped over between two segments: cameras and filters leave some, decoders accept it."""
_INSIDE_SCAN: Final = frozenset(
    {0x00, 0xFF, 0xC4, 0xDA, 0xDB, 0xDC, 0xDD, 0xFE, *range(0xD0, 0xD8)}
)
"""What may follow 0xFF between the first scan and the end of the picture."""


class _Pieces:
    """What one JPEG spreads over several segments."""

    __slots__ = ("extended", "held", "photoshop", "store")

    def __init__(self) -> None:
        self.extended: dict[bytes, list[tuple[int, int, int, bytes]]] = {}
        self.photoshop: list[tuple[int, bytes]] = []
        self.store: dict[bytes, list[tuple[int, int]]] = {}
        self.held = 0

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.store or self.extended or self.photoshop)

    def take(self, found: Collector, size: int) -> None:
        """Counts bytes that are held until the last segment is seen.

        Raises:
            DamagedFileError: They are more than ``MAX_XMP``.
        """
        self.held += size
        if self.held > MAX_XMP:
            raise DamagedFileError(
                f"{found.format.name}: over {MAX_XMP} bytes of metadata in pieces; stopped"
            )


def walk(found: Collector, start: int = 0, end: int | None = None) -> None:
    """The segments of a JPEG.

    Args:
        found: Where to keep them.
        start: Where the picture begins; raw files hold one inside.
        end: Where it ends, if not at the end of the file; its ending is then not judged.
    """
    pieces = _Pieces()
    stop = found.source.size if end is None else end
    at = start + 2
    try:
        scan = _segments(found, pieces, at, stop)
    finally:
        if pieces.any:
            _assemble(found, pieces)
    if end is None:
        _ending(found, scan)


def _segments(found: Collector, pieces: _Pieces, at: int, stop: int) -> int:
    """Visits every segment; returns where the entropy-coded data begins."""
    while True:
        at, marker, length = _following(found, at, stop)
        if marker == _SCAN:
            return at + 2 + length
        if 0xE0 <= marker <= 0xEF or marker == _COMMENT:  # noqa: PLR2004
            _segment(found, pieces, marker, at + 4, length - 2)
        if at + 2 + length > stop:
            raise DamagedFileError(
                f"{found.format.name} ends inside JPEG segment {marker:02X} at byte {stop}"
            )
        at += 2 + length


def _following(found: Collector, at: int, stop: int) -> tuple[int, int, int]:
    """Where the next segment begins that is not a table, its marker and its length."""
    head = found.source.head
    last = min(len(head), stop) - 4
    while at <= last:  # on the first page, where most of them are
        fill, marker, length = _LEAD.unpack_from(head, at)
        if fill != _FILL or length < 2 or marker in _UNMEASURED:  # noqa: PLR2004
            break
        if marker not in _TABLES or at + 2 + length > stop:
            return at, marker, length
        at += 2 + length
    at, lead = _marker(found, at, stop)
    length = int.from_bytes(lead[2:], "big")
    if len(lead) < 4 or length < 2:  # noqa: PLR2004
        raise DamagedFileError(f"{found.format.name}: broken JPEG segment at byte {at}")
    return at, lead[1], length


def _marker(found: Collector, at: int, stop: int) -> tuple[int, bytes]:
    """The next marker that has a length, with that length, behind fill bytes and waste."""
    while True:
        found.step()
        if at + 2 > stop:
            raise DamagedFileError(f"{found.format.name}: JPEG ends before a scan at byte {stop}")
        lead = found.source.pread(at, 4)
        if lead[0] != _FILL:
            waste = found.source.pread(at, MAX_WASTE).find(b"\xff")
            if waste < 0:
                raise DamagedFileError(f"{found.format.name}: no JPEG marker at byte {at}")
            at += waste
        elif lead[1] == _END:
            raise DamagedFileError(f"{found.format.name}: JPEG without a picture")
        elif lead[1] in _BARE:
            at += 1 if lead[1] == _FILL else 2
        else:
            return at, lead


def _segment(found: Collector, pieces: _Pieces, marker: int, at: int, size: int) -> None:
    pread = found.source.pread
    if marker == _COMMENT:
        found.add(BlockKind.COMMENT, "JPEG COM", at, size)
        return
    lead = pread(at, min(size, 40))
    number = marker - 0xE0
    if lead.startswith(_EXIF) and number == 1:
        skip = 6 if lead[5:6] in (b"\0", b"") else 5
        found.add(BlockKind.EXIF, "JPEG APP1 Exif", at + skip, max(size - skip, 0))
    elif lead.startswith(_XMP):
        skip = len(_XMP)
        found.add(BlockKind.XMP, f"JPEG APP{number} XMP", at + skip, size - skip)
    elif lead.startswith(_EXTENDED):
        _extension(found, pieces, at + len(_EXTENDED), size - len(_EXTENDED))
    elif lead.startswith(_PHOTOSHOP):
        skip = len(_PHOTOSHOP)
        pieces.take(found, size)
        pieces.photoshop.append((at + skip, pread(at + skip, size - skip)))
    elif lead.startswith(b"AIGC"):  # a label by GB 45438 written without any wrapping
        found.add(BlockKind.TEXT, f"JPEG APP{number}", at + 4, size - 4, key="AIGC")
    elif number == 11:  # noqa: PLR2004 - with or without "JP": the engine does not ask for it
        pieces.store.setdefault(lead[2:4], []).append((at, size))


def _extension(found: Collector, pieces: _Pieces, at: int, size: int) -> None:
    header = found.source.pread(at, 40)
    if size < 40 or len(header) < 40:  # noqa: PLR2004 - identity, whole length, offset
        found.problem("JPEG APP1 extended XMP: a piece is too short")
        return
    whole, place = int.from_bytes(header[32:36], "big"), int.from_bytes(header[36:40], "big")
    parts = pieces.extended.setdefault(header[:32], [])
    pieces.take(found, size)
    parts.append((place, whole, at + 40, found.source.pread(at + 40, size - 40)))


def _assemble(found: Collector, pieces: _Pieces) -> None:
    for number, segments in pieces.store.items():
        # Other boxes may share the instance; readers tell them apart by their content.
        for first, (at, _) in enumerate(segments):
            # APP11: "JP", instance, sequence, then the box (ISO 19566-5 annex D).
            if not is_manifest_store(found.source.pread(at + 8, 48)):
                continue
            size = segments[-1][0] + segments[-1][1] - at
            # Every segment repeats 16 bytes: identity, instance, sequence and the box's header.
            held = sum(length - 16 for _, length in segments[first:]) + 8
            if int.from_bytes(found.source.pread(at + 8, 4), "big") > held:
                found.problem("JPEG APP11 JUMBF: the manifest store is not whole")
            found.add(BlockKind.C2PA, "JPEG APP11 JUMBF", at, size, key=number.hex())
    for identity, parts in pieces.extended.items():
        _extended(found, identity.decode("latin-1"), sorted(parts))
    if pieces.photoshop:
        first = pieces.photoshop[0][0]
        data = b"".join(part for _, part in pieces.photoshop)
        resources(
            found,
            lambda at, count: data[at : at + count],
            0,
            len(data),
            where="JPEG APP13",
            shift=first,
        )


def _extended(found: Collector, identity: str, parts: list[tuple[int, int, int, bytes]]) -> None:
    packet, wanted = bytearray(), parts[0][1] if parts else 0
    for place, whole, _, data in parts:
        if place > len(packet) or whole != wanted:
            break
        packet[place : place + len(data)] = data
    if not parts:
        return
    whole = len(packet) >= wanted
    if not whole:
        found.problem("JPEG APP1 extended XMP: pieces are missing")
    found.add(
        BlockKind.XMP,
        "JPEG APP1 extended XMP",
        min(part[2] for part in parts),
        sum(len(part[3]) for part in parts),
        key=identity,
        data=bytes(packet),
        cut=not whole,
    )


def _ending(found: Collector, scan: int) -> None:
    """Judges the end of the file without reading the picture.

    Cameras and phones append thumbnails, films and directories, so only what is surely
    entropy-coded data without an end marker is called truncated.
    """
    source = found.source
    if source.pread(source.size - 2, 2) == b"\xff\xd9":
        return
    start = max(scan, source.size - MAX_TRAILER)
    tail = source.pread(start, source.size - start)
    end = tail.rfind(b"\xff\xd9")
    if end >= 0:
        after = start + end + 2
        if tail[end + 2 :].strip(b"\0\r\n "):
            found.add(BlockKind.TRAILER, "after the JPEG", after, source.size - after)
        return
    marks = {part[0] for part in tail.split(b"\xff")[1:] if part}
    only_here = start == scan
    if (marks and marks <= _INSIDE_SCAN) or (only_here and not marks):
        found.problem(f"{found.format.name} ends inside the JPEG scan at byte {source.size}")
