"""RIFF, RF64, BW64 and Sony Wave64: WAV, AVI and WebP.

Microsoft RIFF MCI; EBU Tech 3285 and 3306; ITU-R BS.2088; XMP part 3 (``_PMX``); C2PA 2.2 annex
A.3.4 (chunk ``C2PA``); WebP container specification (``XMP ``, ``EXIF``).
"""

from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_DEPTH, Collector, tag_name
from provenance.formats.walkers import id3
from provenance.frozen import dataclass

_TEXTS: Final = frozenset({b"bext", b"iXML", b"axml", b"AIGC", b"cart", b"IDIT", b"aXML", b"chna"})
_XMP: Final = frozenset({b"_PMX", b"XMP "})
_UNKNOWN: Final = 0xFFFFFFFF
"""Size of a chunk that was still being written, or whose size RF64 keeps in ``ds64``."""
_WINDOW: Final = 64 << 10
_WAVE64_TAIL: Final = bytes.fromhex("f3acd3118cd100c04f8edb8a")


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    body: int
    size: int


class _Sizes:
    """What stands for a chunk size of 0xFFFFFFFF.

    Attributes:
        streamed: Whether the file as a whole was written to a pipe, so that sizes stayed open.
        wide: Sizes that ``ds64`` states, by chunk name.
    """

    __slots__ = ("streamed", "wide")

    def __init__(self, *, streamed: bool) -> None:
        self.streamed = streamed
        self.wide: dict[bytes, int] = {}

    def of(self, kind: bytes, rest: int) -> int:
        """The size of a chunk that states 0xFFFFFFFF."""
        return self.wide.get(kind, rest if self.streamed else _UNKNOWN)


def walk(found: Collector) -> None:
    """The chunks of a RIFF, RF64 or BW64 file, also in the further parts of a long AVI."""
    at, parts = 0, 0
    source = found.source
    while at + 12 <= source.size:
        found.step()
        header = source.pread(at, 12)
        if header[:4] not in (b"RIFF", b"RF64", b"BW64") and parts:
            _after(found, at)
            return
        parts += 1
        size = int.from_bytes(header[4:8], "little")
        open_ended = size in (0, _UNKNOWN)
        end = source.size if open_ended else min(at + 8 + size, source.size)
        reached = _chunks(found, at + 12, end, _Sizes(streamed=open_ended), depth=0)
        if open_ended:
            return
        at = max(end + (size & 1), reached)
    if not parts:
        raise DamagedFileError(f"{found.format.name} ends inside its header")
    if at < source.size:
        _after(found, at)


def walk_wave64(found: Collector) -> None:
    """The chunks of a Sony Wave64 file: 16 byte names, sizes that include the 24 byte header."""
    source, at = found.source, 40
    while at + 24 <= source.size:
        found.step()
        header = source.pread(at, 24)
        size = int.from_bytes(header[16:24], "little")
        if size < 24:  # noqa: PLR2004
            raise DamagedFileError(f"w64: broken chunk at byte {at}")
        kind = header[:4] if header[4:16] == _WAVE64_TAIL else header[:4].lower()
        if not found.complete(at, size, f"chunk {tag_name(kind)!a}"):
            size = source.size - at
        _keep(found, _Chunk(kind, at + 24, size - 24), "W64")
        at += size + -size % 8


def _after(found: Collector, at: int) -> None:
    """What follows the last part: chunks that a tool appended without counting them, or waste."""
    source = found.source
    header = source.pread(at, 8)
    size = int.from_bytes(header[4:8], "little")
    if header[4:] and _printable(header[:4]) and at + 8 + size <= source.size:
        _chunks(found, at, source.size, _Sizes(streamed=False), depth=0)
    elif source.pread(at, 64).strip(b"\0"):
        found.add(BlockKind.TRAILER, f"after the {_title(found)}", at, source.size - at)


def _chunks(found: Collector, at: int, end: int, sizes: _Sizes, *, depth: int) -> int:
    source = found.source
    while at + 8 <= end:
        found.step()
        header = source.pread(at, 8)
        kind, size = header[:4], int.from_bytes(header[4:8], "little")
        if len(header) < 8 or not _printable(kind):  # noqa: PLR2004
            behind = _behind_zeros(found, at, end)
            if behind == at:
                found.problem(f"{found.format.name}: no chunk at byte {at}")
                return end
            at = behind
            continue
        if kind == b"ds64":
            sizes.wide[b"data"] = int.from_bytes(source.pread(at + 16, 8), "little")
        if size == _UNKNOWN:
            size = sizes.of(kind, end - at - 8)
        if kind == b"data" and size == 0 and not _printable(source.pread(at + 8, 4)):
            size = end - at - 8  # written to a pipe, so that the size was never filled in
        if at + 8 + size > end and not _overrun(found, kind, at, size, end):
            size = end - at - 8
        if kind == b"LIST":
            _list(found, at + 8, size, sizes, depth=depth)
        else:
            _keep(found, _Chunk(kind, at + 8, size), _title(found))
        at += 8 + size + (size & 1)
        if size & 1 and at + 3 <= end and _unpadded(found, at):
            at -= 1
    return at


def _behind_zeros(found: Collector, at: int, end: int) -> int:
    """Where the next chunk may begin behind padding.

    Zeros are chunks without name and content, eight bytes each; readers step over them, and so
    find what follows.
    """
    start = at
    while at < end:
        found.step()
        window = found.source.pread(at, min(end - at, _WINDOW))
        rest = window.lstrip(b"\0")
        if rest:
            used = len(window) - len(rest)
            return at + used - (at + used - start) % 8
        at += len(window)
    return end


def _overrun(found: Collector, kind: bytes, at: int, size: int, end: int) -> bool:
    """Notes a chunk that leaves its parent; True where the file nevertheless holds it."""
    if at + 8 + size <= found.source.size:
        return True
    found.problem(
        f"{found.format.name} ends inside chunk {tag_name(kind)} at byte {end}, "
        f"{at + 8 + size - end} bytes too soon"
    )
    return False


def _unpadded(found: Collector, at: int) -> bool:
    """Whether a writer forgot the pad byte, so that the next name starts one byte earlier."""
    early, proper = found.source.pread(at - 1, 4), found.source.pread(at, 4)
    return early[:1] != b"\0" and _printable(early) and not _printable(proper)


def _printable(kind: bytes) -> bool:
    return kind.isascii() and all(32 <= each < 127 for each in kind)  # noqa: PLR2004


def _list(found: Collector, body: int, size: int, sizes: _Sizes, *, depth: int) -> None:
    kind = found.source.pread(body, 4)
    if kind == b"INFO":
        _info(found, body + 4, body + size)
    elif kind != b"movi" and depth < MAX_DEPTH and kind in (b"hdrl", b"exif", b"adtl"):
        _chunks(found, body + 4, min(body + size, found.source.size), sizes, depth=depth + 1)


def _info(found: Collector, at: int, end: int) -> None:
    end = min(end, found.source.size)
    while at + 8 <= end:
        found.step()
        header = found.source.pread(at, 8)
        kind, size = header[:4], int.from_bytes(header[4:8], "little")
        if not _printable(kind):
            return
        if at + 8 + size > end:
            found.problem(f"{found.format.name} LIST INFO: {tag_name(kind)} is cut")
            size = end - at - 8
        found.add(BlockKind.RIFF, f"{_title(found)} INFO", at + 8, size, key=tag_name(kind))
        at += 8 + size + (size & 1)


def _keep(found: Collector, chunk: _Chunk, title: str) -> None:
    kind, where = chunk.kind, f"{title} {tag_name(chunk.kind)}".rstrip()
    if kind == b"C2PA":
        found.add(BlockKind.C2PA, where, chunk.body - 8, chunk.size + 8)
    elif kind in _XMP:
        found.add(BlockKind.XMP, where, chunk.body, chunk.size)
    elif kind == b"EXIF":
        skip = 6 if found.source.pread(chunk.body, 6) == b"Exif\0\0" else 0
        found.add(BlockKind.EXIF, where, chunk.body + skip, max(chunk.size - skip, 0))
    elif kind in _TEXTS:
        found.add(BlockKind.RIFF, title, chunk.body, chunk.size, key=tag_name(kind))
    elif kind.lower() == b"id3 ":
        id3.tag(found, chunk.body, where=f"{title} id3", end=chunk.body + chunk.size)


def _title(found: Collector) -> str:
    return {"webp": "WebP", "bwf": "WAV"}.get(found.format.name, found.format.name.upper())
