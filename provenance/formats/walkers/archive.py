"""ZIP packages: whether the directory lists a manifest store, and media that nobody looked into.

PKWARE APPNOTE 6.3.10 sections 4.3 and 4.5; C2PA 2.2 annex A.3.7.
"""

from pathlib import PurePosixPath
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import Collector
from provenance.formats.table import by_extension
from provenance.model.asset import Family

_STORE: Final = b"META-INF/content_credential.c2pa"
_TAIL: Final = 22 + 65535
"""The end record and its longest comment."""
_ELSEWHERE: Final = 0xFFFFFFFF
"""Stands for a number that only the ZIP64 record can hold."""
_PREVIEWS: Final = (b"docProps/thumbnail.", b"Thumbnails/thumbnail.")
"""What office programs write for file managers (ISO 29500-2 annex A.4, OpenDocument 1.3 3.8)."""
_MEDIA: Final = frozenset({Family.IMAGE, Family.AUDIO, Family.VIDEO, Family.DOCUMENT})
MAX_DIRECTORY: Final = 32 << 20
"""Bytes of directory looked through: some 300 000 entries."""


def walk(found: Collector) -> None:
    """The central directory of a ZIP."""
    source = found.source
    base = max(0, source.size - _TAIL)
    tail = source.pread(base, _TAIL)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:  # noqa: PLR2004
        raise DamagedFileError(
            f"{found.format.name} ends before its directory at byte {source.size}"
        )
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    at = int.from_bytes(tail[end + 16 : end + 20], "little")
    if _ELSEWHERE in (size, at):
        size, at = _wide(found, base + end)
    comment = int.from_bytes(tail[end + 20 : end + 22], "little")
    if comment:
        found.add(BlockKind.COMMENT, "ZIP comment", base + end + 22, comment)
    if base + end + 22 + comment != source.size:
        found.problem(f"{found.format.name}: its end record is not where the file ends")
    if not found.complete(at, size, "its directory"):
        return
    _entries(found, at, size, base + end)


def _wide(found: Collector, end: int) -> tuple[int, int]:
    """Size and place of the directory of a ZIP64, by the locator before the end record."""
    locator = found.need(max(end - 20, 0), 20, "its locator")
    if locator[:4] != b"PK\x06\x07":
        raise DamagedFileError("zip: no ZIP64 locator")
    record = found.need(int.from_bytes(locator[8:16], "little"), 56, "its ZIP64 record")
    if record[:4] != b"PK\x06\x06":
        raise DamagedFileError("zip: no ZIP64 record")
    return int.from_bytes(record[40:48], "little"), int.from_bytes(record[48:56], "little")


def _entries(found: Collector, at: int, size: int, end: int) -> None:
    """Entries for as long as they follow one another.

    Some readers let the stated size end the directory, others the stated number.
    """
    if size > MAX_DIRECTORY:
        found.problem(f"{found.format.name}: directory over {MAX_DIRECTORY} bytes; not all read")
    table = found.source.pread(at, min(max(size, end - at), MAX_DIRECTORY))
    place = inside = 0
    while place + 46 <= len(table):
        found.step()
        if table[place : place + 4] != b"PK\x01\x02":
            if place < size:
                found.problem(f"{found.format.name}: no directory entry at byte {at + place}")
            break
        name, extra, comment = (
            int.from_bytes(table[place + start : place + start + 2], "little")
            for start in (28, 30, 32)
        )
        if table[place + 46 : place + 46 + name] == _STORE:
            packed = int.from_bytes(table[place + 20 : place + 24], "little")
            local = int.from_bytes(table[place + 42 : place + 46], "little")
            found.add(BlockKind.C2PA, "ZIP entry", local, packed, key=_STORE.decode())
        else:
            inside += _is_unread(table[place + 46 : place + 46 + name])
        place += 46 + name + extra + comment
    if inside:
        found.problem(f"{found.format.name}: {inside} media files inside were not looked into")


def _is_unread(name: bytes) -> bool:
    """Whether an entry is, by its name, media or another package: what a scan is there for."""
    if name.endswith(b"/") or name.startswith(_PREVIEWS):
        return False
    inner = by_extension(PurePosixPath(name.decode("utf-8", "replace")))
    return inner is not None and inner.family in _MEDIA
