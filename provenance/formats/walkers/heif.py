"""Items of HEIF and AVIF: XMP packets and EXIF, wherever the item location box says they are.

ISO 14496-12 section 8.11 (``iinf``, ``iloc``, ``idat``); ISO 23008-12 annex A.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_TEXT, MAX_XMP, Collector
from provenance.formats.walkers.boxes import Box, boxes

MAX_LOCATIONS: Final = 4 << 20
"""Bytes read of the location box; a picture of 10 000 tiles needs 160 kB."""
MAX_ITEMS: Final = 64
"""Metadata items of one file; a burst has one for each of its pictures."""
_XMP: Final = b"application/rdf+xml"


@dataclass(slots=True)
class _Item:
    """One item that holds metadata: kind, encoding, and its extents in the file."""

    kind: BlockKind
    encoding: bytes = b""
    method: int = 0
    extents: list[tuple[int, int]] = field(default_factory=list)


def items(found: Collector, children: Sequence[Box]) -> None:
    """Keeps the XMP and EXIF items.

    Args:
        found: Where to keep them.
        children: The boxes of the file's ``meta`` box.
    """
    by_kind = {child.kind: child for child in children}
    wanted: dict[int, _Item] = {}
    if b"iinf" in by_kind:
        _information(found, by_kind[b"iinf"], wanted)
    if not wanted:
        return
    _locations(found, by_kind[b"iloc"], wanted)
    inside = by_kind.get(b"idat")
    for item in wanted.values():
        _keep(found, item, inside)


def _information(found: Collector, box: Box, wanted: dict[int, _Item]) -> None:
    version = found.source.pread(box.body, 1)
    start = box.body + (6 if version == b"\0" else 8)
    for entry in boxes(found, start, box.end):
        if entry.kind != b"infe":
            continue
        raw = found.source.pread(entry.body, min(entry.end - entry.body, 512))
        wide = 4 if raw[:1] == b"\3" else 2
        if raw[:1] not in (b"\2", b"\3") or len(raw) < wide + 10:
            continue
        number = int.from_bytes(raw[4 : 4 + wide], "big")
        kind = raw[6 + wide : 10 + wide]
        rest = raw[10 + wide :].split(b"\0")
        if len(wanted) == MAX_ITEMS:
            found.problem(f"{found.format.name}: more than {MAX_ITEMS} metadata items")
            return
        if kind == b"Exif":
            wanted[number] = _Item(BlockKind.EXIF)
        elif kind == b"mime" and len(rest) > 1 and rest[1] == _XMP:
            wanted[number] = _Item(BlockKind.XMP, rest[2] if len(rest) > 2 else b"")  # noqa: PLR2004


class _Numbers:
    """Big-endian numbers of stated widths, one after the other; zeros behind the end."""

    def __init__(self, raw: bytes, at: int) -> None:
        self.raw, self.at = raw, at

    def take(self, width: int) -> int:
        """The next number of ``width`` bytes."""
        value = int.from_bytes(self.raw[self.at : self.at + width], "big")
        self.at += width
        return value


def _locations(found: Collector, box: Box, wanted: dict[int, _Item]) -> None:
    raw = found.source.pread(box.body, min(box.end - box.body, MAX_LOCATIONS))
    version = raw[0] if raw else 0
    numbers = _Numbers(raw, 4)
    sizes = numbers.take(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2  # noqa: PLR2004
    for _ in range(numbers.take(wide)):
        if numbers.at >= len(raw):
            found.problem(f"{found.format.name} iloc: ends too soon")
            return
        found.step()
        item = wanted.get(numbers.take(wide))
        method = numbers.take(2) & 15 if version in (1, 2) else 0
        numbers.take(2)
        base = numbers.take(base_size)
        count = numbers.take(2)
        if item is None:
            numbers.at += count * (index_size + offset_size + length_size)
            continue
        item.method = method
        for _ in range(count):
            if numbers.at >= len(raw):
                break
            numbers.take(index_size)
            at = base + numbers.take(offset_size)
            item.extents.append((at, numbers.take(length_size)))


def _keep(found: Collector, item: _Item, inside: Box | None) -> None:
    where = f"{found.format.name.upper()} item"
    key = "XMP" if item.kind is BlockKind.XMP else "Exif"
    if item.method == 1 and inside:
        item.extents = [(inside.body + at, size) for at, size in item.extents]
    elif item.method:
        found.problem(f"{where} {key}: built from other items; not read")
        return
    if not item.extents:
        found.problem(f"{where} {key}: has no place in the file")
        return
    if item.encoding:
        found.problem(f"{where} {key}: its content encoding is not read")
        return
    limit = MAX_XMP if item.kind is BlockKind.XMP else MAX_TEXT
    size = sum(extent for _, extent in item.extents)
    parts: list[bytes] = []
    for at, extent in item.extents:
        found.complete(at, extent, f"item {key}")
        parts.append(found.source.pread(at, min(extent, limit)))
        limit -= len(parts[-1])
    data = b"".join(parts)
    short = len(data) < size
    if item.kind is BlockKind.EXIF:  # the offset of the TIFF header stands first
        data = data[4 + int.from_bytes(data[:4], "big") :]
    found.add(
        item.kind,
        where,
        item.extents[0][0],
        min(size, found.source.size),
        key=key,
        data=data,
        cut=short,
    )
