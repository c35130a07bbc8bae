"""Matroska and WebM: titles, writing programs and tags; clusters are stepped over.

RFC 8794 (EBML) and RFC 9559 (Matroska).
"""

from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_DEPTH, Collector

_HEADER, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_INFO, _TAGS, _ATTACHMENTS = 0x1549A966, 0x1254C367, 0x1941A469
_TRACKS, _CUES, _CHAPTERS, _SEEK, _VOID = 0x1654AE6B, 0x1C53BB6B, 0x1043A770, 0x114D9B74, 0xEC
_LEVEL_ONE: Final = frozenset(
    {_CLUSTER, _INFO, _TAGS, _ATTACHMENTS, _TRACKS, _CUES, _CHAPTERS, _SEEK, _VOID}
)
_TAG, _SIMPLE, _NAME, _STRING, _BINARY = 0x7373, 0x67C8, 0x45A3, 0x4487, 0x4485
_ATTACHED, _FILE_NAME, _FILE_TYPE, _FILE_DATA = 0x61A7, 0x466E, 0x4660, 0x465C
_TEXTS: Final = {0x7BA9: "Title", 0x4D80: "MuxingApp", 0x5741: "WritingApp"}
_XMP_TYPES: Final = (b"application/rdf+xml", b"application/xmp+xml")
_STORE_TYPES: Final = (b"application/c2pa", b"application/x-c2pa-manifest-store")


def walk(found: Collector) -> None:
    """The elements of the first level of each segment."""
    source, at, segments = found.source, 0, 0
    while at < source.size:
        found.step()
        element = _element(found, at)
        if element is None:
            if segments:
                break
            raise DamagedFileError(f"{found.format.name}: no element at byte {at}")
        kind, body, size = element
        end = source.size if size is None else body + size
        if kind == _SEGMENT:
            segments += 1
            _segment(found, body, end)
        elif end > source.size:
            found.complete(body, end - body, f"element {kind:X}")
        at = end
    if not segments:
        found.problem(f"{found.format.name} ends before a segment at byte {source.size}")


def _element(found: Collector, at: int) -> tuple[int, int, int | None] | None:
    """Identity, start of the body and size (None = unknown) of an element; None if it is none."""
    raw = found.source.pread(at, 12)
    if not raw or raw[0] < 0x10:  # noqa: PLR2004 - an identity has at most four bytes
        return None
    wide = 9 - raw[0].bit_length()
    rest = raw[wide:]
    if not rest or rest[0] == 0:
        return None
    width = 9 - rest[0].bit_length()
    if len(rest) < width:
        return None
    value = int.from_bytes(rest[:width], "big") & (1 << 7 * width) - 1
    size = None if value == (1 << 7 * width) - 1 else value
    return int.from_bytes(raw[:wide], "big"), at + wide + width, size


def _segment(found: Collector, at: int, end: int) -> None:
    name, source = found.format.name, found.source
    live = False  # inside a cluster of unknown size, whose children stand where level one does
    while at < min(end, source.size):
        found.step()
        element = _element(found, at)
        if element is None:
            found.problem(f"{name}: no element at byte {at}")
            return
        kind, body, size = element
        if kind == _CLUSTER and size is None:
            live, at = True, body
            continue
        if size is None:
            found.problem(f"{name}: element {kind:X} of unknown size at byte {at}")
            return
        if not live and kind not in _LEVEL_ONE and kind > 0xFFFFFF:  # noqa: PLR2004
            return  # another segment or header follows
        if body + size > source.size:
            found.problem(f"{name} ends inside element {kind:X} at byte {source.size}")
            return
        if kind == _INFO:
            _info(found, body, body + size)
        elif kind in (_TAGS, _ATTACHMENTS):
            _tags(found, body, body + size, 0, "")
        at = body + size
    if end > source.size:
        found.problem(f"{name} ends inside its segment at byte {source.size}")


def _info(found: Collector, at: int, end: int) -> None:
    for kind, body, size in _children(found, at, end):
        if kind in _TEXTS:
            found.add(BlockKind.MATROSKA, "Matroska Info", body, size, key=_TEXTS[kind])


def _children(found: Collector, at: int, end: int) -> list[tuple[int, int, int]]:
    rows: list[tuple[int, int, int]] = []
    while at < end:
        found.step()
        element = _element(found, at)
        if element is None or element[2] is None or element[1] + element[2] > end:
            found.problem(f"{found.format.name}: broken element at byte {at}")
            break
        rows.append((element[0], element[1], element[2]))
        at = element[1] + element[2]
    return rows


def _tags(found: Collector, at: int, end: int, depth: int, above: str) -> None:
    rows = _children(found, at, end)
    read = found.source.pread
    parts = {kind: (body, size) for kind, body, size in rows}
    if _NAME in parts:
        name = read(parts[_NAME][0], min(parts[_NAME][1], 200)).decode("utf-8", "replace")
        above = f"{above}/{name}" if above else name
        for kind in (_STRING, _BINARY):
            if kind in parts:
                found.add(BlockKind.MATROSKA, "Matroska SimpleTag", *parts[kind], key=above)
    if depth >= MAX_DEPTH:
        found.problem(f"{found.format.name}: tags nested deeper than {MAX_DEPTH}")
        return
    for kind, body, size in rows:
        if kind in (_TAG, _SIMPLE):
            _tags(found, body, body + size, depth + 1, above)
        elif kind == _ATTACHED:
            _attached(found, body, body + size)


def _attached(found: Collector, at: int, end: int) -> None:
    parts = {kind: (body, size) for kind, body, size in _children(found, at, end)}
    if _FILE_DATA not in parts or _FILE_TYPE not in parts:
        return
    place, length = parts[_FILE_TYPE]
    media_type = found.source.pread(place, min(length, 100)).rstrip(b"\0")
    name = b""
    if _FILE_NAME in parts:
        name = found.source.pread(parts[_FILE_NAME][0], min(parts[_FILE_NAME][1], 200))
    key = name.decode("utf-8", "replace")
    if media_type in _XMP_TYPES:
        found.add(BlockKind.XMP, "Matroska attachment", *parts[_FILE_DATA], key=key)
    elif media_type in _STORE_TYPES:
        found.add(BlockKind.C2PA, "Matroska attachment", *parts[_FILE_DATA], key=key)
