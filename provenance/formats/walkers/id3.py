"""ID3v2 tags, wherever they stand: before MP3, AAC and FLAC, in WAV, AIFF and MP4.

ID3v2.2, 2.3 and 2.4 (id3.org); C2PA 2.2 annex A.3.6 (``GEOB``); XMP part 3 (``PRIV`` ``XMP``).
"""

from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_TEXT, Collector, shown, tag_name
from provenance.formats.sniffing_audio import after_id3, id3_size
from provenance.frozen import dataclass

_STORE_TYPES: Final = (b"application/c2pa\0", b"application/x-c2pa-manifest-store\0")
_PICTURES: Final = frozenset({b"APIC", b"PIC"})
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40
MAX_REWOUND: Final = 16 << 20
"""Bytes of a tag that must be read as a whole because its zero bytes were doubled."""
_LEGACY: Final = 128
"""Bytes of an ID3v1 tag at the end of the file."""


@dataclass(frozen=True, slots=True)
class _Tag:
    """One tag: version, place and the reader of its bytes (positions count from its start)."""

    version: int
    at: int
    size: int
    where: str
    body: bytes | None


def walk(found: Collector) -> None:
    """The tags around MPEG audio and ADTS."""
    source, at = found.source, 0
    end = after_id3(source)
    while at < end:
        at += tag(found, at, where="ID3")
    if end > source.size:
        return
    if not source.pread(end, 4).strip(b"\0"):
        found.problem(f"{found.format.name}: no audio follows its tags at byte {end}")
    last = source.pread(source.size - _LEGACY, _LEGACY)
    if last[:3] == b"TAG":
        found.add(BlockKind.ID3, "ID3v1", source.size - _LEGACY, _LEGACY, key="TAG")


def tag(found: Collector, at: int, *, where: str, end: int | None = None) -> int:
    """The frames of the tag at a position.

    Args:
        found: Where to keep them.
        at: Where "ID3" stands.
        where: The place, in the container's words.
        end: Where the chunk around it ends, if it is in one.

    Returns:
        Bytes of the tag.
    """
    header = found.source.pread(at, 10)
    size = id3_size(header)
    if not size:
        found.problem(f"{where}: no tag at byte {at}")
        return found.source.size
    version, flags = header[3], header[5]
    found.complete(at, size, f"the {where} tag")
    size = min(size, (found.source.size if end is None else end) - at)
    body = None
    if flags & _UNSYNCHRONISED and version < 4:  # noqa: PLR2004 - 2.4 marks each frame
        raw = found.source.pread(at, min(size, MAX_REWOUND))
        if len(raw) < size:
            found.problem(f"{where}: {size} bytes, only the first {MAX_REWOUND} were read")
        body = raw[:10] + raw[10:].replace(b"\xff\0", b"\xff")
    start = 10
    if flags & _EXTENDED and version > 2:  # noqa: PLR2004
        field = found.source.pread(at + 10, 4)
        start += _plain(field) if version == 4 else int.from_bytes(field, "big") + 4  # noqa: PLR2004
    try:
        _frames(found, _Tag(version, at, len(body) if body else size, where, body), start)
    except DamagedFileError as error:
        found.problem(str(error))
    return id3_size(header)


def _plain(field: bytes) -> int:
    value = 0
    for byte in field:
        value = value << 7 | byte & 0x7F
    return value


def _frames(found: Collector, this: _Tag, start: int) -> None:
    short = this.version == 2  # noqa: PLR2004
    lead, width = (6, 3) if short else (10, 4)
    while start + lead <= this.size:
        found.step()
        header = _read(found, this, start, lead)
        name = header[:width]
        if not name.strip(b"\0"):  # padding
            return
        if len(header) < lead or not name.isalnum():
            raise DamagedFileError(f"{this.where}: no frame at byte {this.at + start}")
        if short:
            size, flags = int.from_bytes(header[3:6], "big"), 0
        else:
            flags = header[9]
            size = _size(found, this, start, header)
        if start + lead + size > this.size:
            found.problem(f"{this.where}: frame {tag_name(name)} runs over the end of the tag")
            size = this.size - start - lead
        if name not in _PICTURES:
            _frame(found, this, name, flags, (start + lead, size))
        start += lead + size


def _size(found: Collector, this: _Tag, start: int, header: bytes) -> int:
    """Bytes of a frame. Version 2.4 asks for 7-bit bytes, but some writers ignore that."""
    straight = int.from_bytes(header[4:8], "big")
    if this.version < 4 or straight < 128:  # noqa: PLR2004
        return straight
    safe = _plain(header[4:8])
    if any(byte & 0x80 for byte in header[4:8]):
        return straight
    if _frame_or_end(found, this, start + 10 + safe):
        return safe
    return straight if _frame_or_end(found, this, start + 10 + straight) else safe


def _frame_or_end(found: Collector, this: _Tag, at: int) -> bool:
    name = _read(found, this, at, 4)
    return at == this.size or (at < this.size and (not name.strip(b"\0") or name.isalnum()))


def _read(found: Collector, this: _Tag, start: int, count: int) -> bytes:
    if this.body is not None:
        return this.body[start : start + count]
    return found.source.pread(this.at + start, min(count, max(this.size - start, 0)))


def _frame(found: Collector, this: _Tag, name: bytes, flags: int, place: tuple[int, int]) -> None:
    start, size = place
    where, key = this.where, tag_name(name)
    lead = _read(found, this, start, min(size, 40))
    at = this.at + start
    if name in (b"GEOB", b"GEO") and lead[1:].startswith(_STORE_TYPES):
        found.add(BlockKind.C2PA, f"{where} GEOB", at, size, key=shown(_mime(lead)))
        return
    data = _read(found, this, start, min(size, MAX_TEXT))
    cut = len(data) < size
    if flags:
        unwrapped = _unwrapped(found, this, flags, data, key)
        if unwrapped is None:
            return
        data, broken = unwrapped
        cut = cut or broken
    if name == b"PRIV" and data.startswith(b"XMP\0"):
        found.add(BlockKind.XMP, f"{where} PRIV", at, size, key="XMP", data=data[4:], cut=cut)
        return
    found.add(BlockKind.ID3, where, at, size, key=key, data=data, cut=cut)


def _mime(lead: bytes) -> str:
    return lead[1:].partition(b"\0")[0].decode("latin-1")


def _unwrapped(
    found: Collector, this: _Tag, flags: int, data: bytes, key: str
) -> tuple[bytes, bool] | None:
    """A frame's content without encryption, compression and doubled zeros; None if encrypted."""
    newer = this.version == 4  # noqa: PLR2004
    packed, secret, grouped = (0x08, 0x04, 0x40) if newer else (0x80, 0x40, 0x20)
    if flags & secret:
        found.problem(f"{this.where} {key}: encrypted")
        return None
    if newer:
        data = data[1 if flags & grouped else 0 :]
        data = data[4 if flags & 0x01 else 0 :]
        if flags & 0x02:
            data = data.replace(b"\xff\0", b"\xff")
    else:
        data = data[(4 if flags & packed else 0) + (1 if flags & grouped else 0) :]
    if flags & packed:
        return found.inflate(data, f"{this.where} {key}")
    return data, False
