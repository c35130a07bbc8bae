"""AIFF, AIFF-C and Core Audio Format.

Apple AIFF 1.3 and AIFF-C; Apple Core Audio Format specification; XMP part 3 section 1.2.1.
"""

from typing import Final

from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_TEXT, Collector, tag_name
from provenance.formats.walkers import id3

_TEXTS: Final = frozenset({b"NAME", b"AUTH", b"(c) ", b"ANNO", b"COMT"})
_XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_TO_THE_END: Final = (1 << 64) - 1
"""Size of a CAF data chunk that was still being written (-1)."""
_MAX_STRINGS: Final = 1024
"""Pairs of one CAF ``info`` chunk; the specification names twenty keys."""


def walk(found: Collector) -> None:
    """The chunks of an AIFF or AIFF-C file."""
    source, at = found.source, 12
    end = 8 + int.from_bytes(found.need(4, 4, "its header"), "big")
    while at + 8 <= source.size:
        found.step()
        header = source.pread(at, 8)
        kind, size = header[:4], int.from_bytes(header[4:], "big")
        if not (kind.isascii() and all(32 <= each < 127 for each in kind)):  # noqa: PLR2004
            if at < end:
                found.problem(f"{found.format.name}: no chunk at byte {at}")
            elif source.pread(at, 64).strip(b"\0"):
                found.add(BlockKind.TRAILER, "after the AIFF", at, source.size - at)
            return
        if not found.complete(at + 8, size, f"chunk {tag_name(kind)}"):
            size = source.size - at - 8
        _chunk(found, kind, at + 8, size)
        at += 8 + size + (size & 1)


def _chunk(found: Collector, kind: bytes, body: int, size: int) -> None:
    if kind in _TEXTS:
        found.add(BlockKind.RIFF, "AIFF", body, size, key=tag_name(kind))
    elif kind == b"APPL":
        name = found.source.pread(body, 4)
        if name == b"XMP ":
            found.add(BlockKind.XMP, "AIFF APPL", body + 4, max(size - 4, 0), key="XMP")
        elif size > 4:  # noqa: PLR2004
            found.add(BlockKind.RIFF, "AIFF APPL", body + 4, size - 4, key=tag_name(name))
    elif kind in (b"ID3 ", b"id3 "):
        id3.tag(found, body, where="AIFF ID3", end=body + size)


def walk_caf(found: Collector) -> None:
    """The chunks of a Core Audio Format file."""
    source, at = found.source, 8
    while at + 12 <= source.size:
        found.step()
        header = source.pread(at, 12)
        kind, size, body = header[:4], int.from_bytes(header[4:], "big"), at + 12
        if size == _TO_THE_END:
            return
        if not found.complete(body, size, f"chunk {tag_name(kind)!a}"):
            size = source.size - body
        if kind == b"info":
            _strings(found, body, size)
        elif kind == b"uuid" and source.pread(body, 16) == _XMP_UUID:
            found.add(BlockKind.XMP, "CAF uuid", body + 16, max(size - 16, 0), key="XMP")
        at = body + size


def _strings(found: Collector, body: int, size: int) -> None:
    raw = found.source.pread(body, min(size, MAX_TEXT))
    parts = raw[4:].split(b"\0")
    at = body + 4
    for number in range(0, min(len(parts) - 1, 2 * _MAX_STRINGS) - 1, 2):
        key, value = parts[number], parts[number + 1]
        name = key[:200].decode("utf-8", "replace")
        found.add(BlockKind.TEXT, "CAF info", at, len(key) + len(value) + 2, key=name, data=value)
        at += len(key) + len(value) + 2
