"""TIFF, BigTIFF, DNG and camera raw built on TIFF.

TIFF 6.0; XMP part 3 section 1.1.8 (tag 700); C2PA 2.2 annex A.3.3 (tag 0xCD41); IPTC-IIM in tag
33723; Photoshop resources in tag 34377; Exif 3.0 section 4.6.
"""

import struct
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_DEPTH, MAX_TEXT, Collector
from provenance.formats.tiffs import Entry, Layout, directory, first_directory, integers, layout
from provenance.formats.walkers import jpeg
from provenance.formats.walkers.photoshop import resources

XMP, IPTC, PHOTOSHOP, STORE, EXIF_DIRECTORY, CHILDREN = 700, 33723, 34377, 0xCD41, 0x8769, 0x014A
MAX_DIRECTORIES: Final = 256
"""Directories visited in one file. A scanned document has a page each; damaged links would loop."""
MAX_PICTURES: Final = 8
"""Directories whose lists of strips are compared with the file's size."""
MAX_VALUE: Final = 1 << 20
"""Bytes of one value carried over into the EXIF block: node graphs sit in text tags."""
_BULKY: Final = frozenset(
    {XMP, IPTC, PHOTOSHOP, STORE, CHILDREN, EXIF_DIRECTORY, 0x8825, 0xA005}  # other blocks, places
    | {273, 279, 288, 289, 320, 324, 325, 330, 347, 513, 514, 519, 520, 521}  # pixels and tables
    | {34675, 37724, 50740, 50784, 50821, 51008, 51009}  # profiles, layers, correction tables
)
_TEXTUAL: Final = frozenset({1, 2, 7})
"""Types that texts are written in: BYTE, ASCII, UNDEFINED. Numbers are no evidence."""
_PLACES: Final = ((273, 279), (324, 325))
"""Tags of where strips or tiles are, and how long."""


def walk(found: Collector) -> None:
    """The directories of a TIFF structure."""
    form = layout(found.source.head)
    if form is None:
        raise DamagedFileError(f"{found.format.name} ends inside its header")
    pread = found.source.pread
    pending: list[tuple[int, int, str]] = [(form.first, 0, "IFD0")]
    seen: set[int] = set()
    while pending:
        at, depth, name = pending.pop()
        if at in seen:
            continue
        seen.add(at)
        found.step()
        if len(seen) > MAX_DIRECTORIES:
            raise DamagedFileError(
                f"more than {MAX_DIRECTORIES} directories; the rest was not read"
            )
        entries, following, whole = (
            first_directory(found.source, form) if at == form.first else directory(pread, form, at)
        )
        if not whole:
            found.problem(f"{found.format.name}: {name} at byte {at} cannot be read whole")
        _blocks(found, entries, name)
        if name.startswith("IFD"):
            _exif(found, form, entries, at, name)
            if len(seen) <= MAX_PICTURES:
                _pixels(found, form, entries, name)
            if following:
                pending.append((following, depth, f"IFD{len(seen)}"))
        if CHILDREN in entries and depth < MAX_DEPTH:
            children = integers(pread, form, entries.get(CHILDREN), 16)
            pending.extend((child, depth + 1, "SubIFD") for child in children)


def walk_fuji(found: Collector) -> None:
    """The JPEG inside a RAF file, which holds its EXIF and XMP; the header names its place."""
    place = found.need(84, 8, "the header")
    start, size = struct.unpack(">II", place)
    found.complete(start, size, "its JPEG")
    if found.source.pread(start, 2) != b"\xff\xd8":
        raise DamagedFileError(f"raf: no JPEG at byte {start}")
    jpeg.walk(found, start, min(start + size, found.source.size))


def _blocks(found: Collector, entries: dict[int, Entry], name: str) -> None:
    for tag, kind in ((STORE, BlockKind.C2PA), (XMP, BlockKind.XMP), (IPTC, BlockKind.IPTC)):
        entry = entries.get(tag)
        if entry and entry.size:
            found.add(kind, f"TIFF {name}", entry.offset, entry.size, key=str(tag))
    entry = entries.get(PHOTOSHOP)
    if entry and entry.size:
        resources(
            found, found.source.pread, entry.offset, entry.size, where=f"TIFF {name} Photoshop"
        )


def _pixels(found: Collector, form: Layout, entries: dict[int, Entry], name: str) -> None:
    """Notes a picture whose last strip or tile begins behind the end of the file."""
    pread, size = found.source.pread, found.source.size
    for places, lengths in _PLACES:
        if places not in entries:
            continue
        starts = integers(pread, form, entries.get(places), 1 << 18)
        counts = integers(pread, form, entries.get(lengths), 1 << 18)
        if starts and len(starts) == len(counts):
            last, count = max(zip(starts, counts, strict=True))
            if last + count > size:
                found.problem(
                    f"{found.format.name} ends inside the picture of {name} at byte {size}, "
                    f"{last + count - size} bytes too soon"
                )


def _exif(found: Collector, form: Layout, entries: dict[int, Entry], at: int, name: str) -> None:
    """Keeps a directory and its Exif directory as one small TIFF structure of their own.

    So a reader of EXIF sees the same kind of block whether it came out of a JPEG, a PNG or a
    BigTIFF whose pixels lie between its tags.
    """
    kept = _values(found, entries)
    where = integers(found.source.pread, form, entries.get(EXIF_DIRECTORY), 1)
    inner: list[tuple[int, Entry, bytes]] = []
    if where:
        below, _, whole = directory(found.source.pread, form, where[0])
        inner = _values(found, below)
        if not whole:
            found.problem(f"{found.format.name}: the Exif directory cannot be read whole")
    if not kept and not inner:
        return
    data = _packed(form.order, kept, inner)
    size = max(0, min(len(entries) * 12 + 6, found.source.size - at))
    found.add(BlockKind.EXIF, f"TIFF {name}", at, size, data=data)


def _values(found: Collector, entries: dict[int, Entry]) -> list[tuple[int, Entry, bytes]]:
    texts = [each for each in entries.items() if each[1].type in _TEXTUAL and each[0] not in _BULKY]
    kept, room = [], MAX_TEXT
    for tag, entry in sorted(texts):
        if not 0 < entry.size <= min(MAX_VALUE, room):
            continue
        value = found.source.pread(entry.offset, entry.size)
        room -= len(value)
        if len(value) == entry.size:
            kept.append((tag, entry, value))
    return kept


def _packed(
    order: str,
    outer: list[tuple[int, Entry, bytes]],
    inner: list[tuple[int, Entry, bytes]],
) -> bytes:
    """A classic TIFF structure with one directory and, where there is one, its Exif directory."""
    mark = {"<": b"II", ">": b"MM"}[order]
    count = len(outer) + bool(inner)
    first = 8
    below = first + 2 + count * 12 + 4
    heap_at = below + (2 + len(inner) * 12 + 4 if inner else 0)
    heap = bytearray()

    def table(rows: list[tuple[int, Entry, bytes]]) -> bytearray:
        lines = bytearray()
        for tag, entry, value in rows:
            lines += struct.pack(order + "HHI", tag, entry.type, entry.number)
            if len(value) <= 4:  # noqa: PLR2004
                lines += value.ljust(4, b"\0")
            else:
                lines += struct.pack(order + "I", heap_at + len(heap))
                heap.extend(value + b"\0" * (len(value) % 2))
        return lines

    lines = table(outer)
    if inner:
        lines += struct.pack(order + "HHII", EXIF_DIRECTORY, 4, 1, below)
    out = mark + struct.pack(order + "HIH", 42, first, count) + lines + bytes(4)
    if inner:
        out += struct.pack(order + "H", len(inner)) + table(inner) + bytes(4)
    return bytes(out + heap)
