"""What a walker works with: one source, the blocks it found so far, and the limits.

Every limit is stated here with its reason. Meeting one is told as a problem, so that the file
is called "partly read" and never clean.
"""

import zlib
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import Block, BlockKind, Container, Format, Source

MAX_ELEMENTS: Final = 1 << 18
"""Chunks, boxes or frames visited in one file. A 2 GiB PNG in the usual 8 KiB IDAT chunks has as
many; more is a file made to keep a reader busy."""
MAX_BLOCKS: Final = 4096
"""Blocks kept of one file. Real files have tens; the richest tag sets a few hundred."""
MAX_KEPT: Final = 64 << 20
"""Bytes kept of one file, all blocks together: bounds memory whatever the file's size."""
MAX_TEXT: Final = 4 << 20
"""Bytes of one text or EXIF block, after decompression. The largest node graph seen in a real
picture is under 1 MiB; 4 MiB also bounds what a small zlib bomb can unfold to."""
MAX_XMP: Final = 16 << 20
"""Bytes of one XMP packet. Histories and paths written by editors reach some MiB."""
MAX_UNFOLDED: Final = 256 << 20
"""Bytes decompressed of one file, kept or not: half a second's work."""
MAX_TRAILER: Final = 64 << 10
"""Bytes of what follows a container's end: enough for the phone makers' directories."""
MAX_DEPTH: Final = 12
"""Levels of nesting followed. Containers that nest (BMFF, Matroska, TIFF) need six."""
MAX_PROBLEMS: Final = 16
"""Problems told of one file; the first ones say why, the rest repeat it."""

_LIMITS: Final = {BlockKind.XMP: MAX_XMP, BlockKind.TRAILER: MAX_TRAILER, BlockKind.C2PA: 0}

_MAGIC: Final = (b"PK\3\4", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"%PDF-")
"""How the files begin that are hidden behind others."""

C2PA_SUPERBOX: Final = bytes.fromhex("6332706100110010800000aa00389b71")
"""Type of the JUMBF superbox that is a manifest store (C2PA 2.2 section 11.1.4.2)."""


class Collector:
    """The blocks and problems of one walk.

    Attributes:
        source: The file.
        format: What it was recognised as.
    """

    __slots__ = ("_blocks", "_elements", "_kept", "_problems", "_unfolded", "format", "source")

    def __init__(self, source: Source, format: Format) -> None:  # noqa: A002
        self.source = source
        self.format = format
        self._blocks: list[Block] = []
        self._problems: list[str] = []
        self._elements = 0
        self._kept = 0
        self._unfolded = 0

    def add(
        self,
        kind: BlockKind,
        where: str,
        offset: int,
        size: int,
        *,
        key: str = "",
        data: bytes | None = None,
        cut: bool = False,
    ) -> None:
        """Keeps a block.

        Args:
            kind: What it is.
            where: The place, in the container's words.
            offset: Byte position in the file.
            size: Bytes in the file.
            key: Its name inside the place.
            data: The unwrapped bytes, or None to read them from ``offset``.
            cut: Whether the caller already cut ``data``.

        Raises:
            DamagedFileError: The file holds more blocks or bytes than the limits allow.
        """
        if len(self._blocks) >= MAX_BLOCKS:
            raise DamagedFileError(f"more than {MAX_BLOCKS} metadata blocks; the rest was not read")
        limit = _LIMITS.get(kind, MAX_TEXT)
        if data is None:
            data = self.source.pread(offset, min(size, limit))
            held = size
        else:
            held = len(data)
        if self._kept + (min(limit, held)) > MAX_KEPT:
            name = _named(where, key)
            raise DamagedFileError(f"more than {MAX_KEPT} bytes of metadata; stopped at {name}")
        if held > limit:
            data = data[:limit]
            if kind not in (BlockKind.C2PA, BlockKind.TRAILER):
                name = _named(where, key)
                self.problem(f"{name}: {held} bytes, only the first {limit} were read")
        if cut:
            self.problem(f"{_named(where, key)}: not all of it could be read")
        if kind is BlockKind.TRAILER and self._is_padding(where, data):
            return
        self._kept += len(data)
        short = kind is not BlockKind.C2PA and len(data) < held
        if offset + size > self.source.size:
            name = _named(where, key)
            self.problem(f"{name}: the file ends inside it at byte {self.source.size}")
            short = True
        self._blocks.append(Block(kind, where, key, data, offset, size, cut or short))

    def _is_padding(self, where: str, data: bytes) -> bool:
        """Whether what follows a container's end is nothing; notes what hides there."""
        if not data.strip(b"\0"):
            return True
        if self.format.name != "jpg" and _begins_file(data):
            # Cameras append pictures and films to a JPEG as a habit; to others, somebody did.
            self.problem(f"{where}: another file is appended, which was not read")
        return False

    def problem(self, text: str) -> None:
        """Notes what could not be read and why, one line."""
        if len(self._problems) < MAX_PROBLEMS and text not in self._problems:
            self._problems.append(text)

    def step(self, count: int = 1) -> None:
        """Counts elements of the container.

        Raises:
            DamagedFileError: There are more than ``MAX_ELEMENTS``.
        """
        self._elements += count
        if self._elements > MAX_ELEMENTS:
            raise DamagedFileError(f"more than {MAX_ELEMENTS} elements; the rest was not read")

    def need(self, offset: int, count: int, what: str) -> bytes:
        """Exactly ``count`` bytes from ``offset``.

        Raises:
            DamagedFileError: The file ends before.
        """
        data = self.source.pread(offset, count)
        if len(data) < count:
            raise DamagedFileError(self._ends(what))
        return data

    def complete(self, offset: int, size: int, what: str) -> bool:
        """Whether the file holds ``size`` bytes at ``offset``; a problem where not."""
        if offset + size <= self.source.size:
            return True
        self.problem(self._ends(what))
        return False

    def inflate(self, data: bytes, what: str) -> tuple[bytes, bool]:
        """Decompresses zlib data to at most ``MAX_TEXT`` bytes.

        Args:
            data: A zlib stream.
            what: Where it sits, for the problem line.

        Returns:
            The bytes, and whether they are not all; what was readable of a broken stream.

        Raises:
            DamagedFileError: The file's streams unfold to more than ``MAX_UNFOLDED`` together.
        """
        if self._unfolded > MAX_UNFOLDED:
            raise DamagedFileError(f"unfolds to more than {MAX_UNFOLDED} bytes; stopped at {what}")
        machine = zlib.decompressobj()
        out = bytearray()
        try:
            for start in range(0, len(data), 4096):  # in pieces, to keep what precedes damage
                out += machine.decompress(
                    machine.unconsumed_tail + data[start : start + 4096], MAX_TEXT + 1 - len(out)
                )
                if machine.eof or len(out) > MAX_TEXT:
                    break
        except zlib.error:
            self.problem(f"{what}: its compressed data is damaged")
            return bytes(out), True
        finally:
            self._unfolded += len(out)
        if len(out) > MAX_TEXT:
            self.problem(f"{what}: unfolds to more than {MAX_TEXT} bytes; the rest was not read")
            return bytes(out[:MAX_TEXT]), True
        if not machine.eof:
            self.problem(f"{what}: its compressed data ends too soon")
            return bytes(out), True
        return bytes(out), False

    def container(self) -> Container:
        """What was found so far."""
        return Container(self.format, tuple(self._blocks), tuple(self._problems))

    def _ends(self, what: str) -> str:
        return f"{self.format.name} ends inside {what} at byte {self.source.size}"


def _begins_file(data: bytes) -> bool:
    return data.lstrip(b"\0").startswith(_MAGIC) or data[4:8] in (b"ftyp", b"jumb")


def _named(where: str, key: str) -> str:
    return f"{where} {shown(key)}".rstrip()


def shown(text: str) -> str:
    """A name out of a file, on one line, without control characters, at most 60 characters."""
    return text[:60].encode("unicode_escape").decode("ascii")


def tag_name(raw: bytes) -> str:
    """A four-character code as text; Latin-1, as both Apple and Microsoft write it."""
    return raw.decode("latin-1")


def is_manifest_store(head: bytes) -> bool:
    """Whether a JUMBF box that begins with these bytes is a C2PA manifest store.

    Args:
        head: At least the first 32 bytes of the ``jumb`` box.
    """
    start = 16 if head[:4] == b"\0\0\0\1" else 8
    return (
        head[4:8] == b"jumb"
        and head[start + 4 : start + 8] == b"jumd"
        and head[start + 8 : start + 24] == C2PA_SUPERBOX
    )
