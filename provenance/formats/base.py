"""The contract of this folder: formats, blocks, containers and bounded reading of one file.

Walkers read by name: first the 4 KiB that recognition already took, then only the segments
that the container itself points at. Nothing here reads media data, maps a file or searches it.
"""

import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from provenance.errors import UnreadableFileError
from provenance.frozen import dataclass
from provenance.model.asset import Family

HEAD: Final = 4096
"""Bytes of the first read: one page. Larger first reads cost cold storage eight times the data
and find no more, because containers say where the rest is."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    Attributes:
        name: Short unique name ("png").
        media_type: Our own table's type; the host's table is never asked.
        family: What kind of thing it holds.
        extensions: With the dot, lower case; the first is the usual one.
        engine_type: Media type under which the C2PA engine embeds a manifest store in this
            format; "" where it cannot or is known to break the file, so that a sidecar is used.
        raw: Camera raw: an original that is never written into.
    """

    name: str
    media_type: str
    family: Family
    extensions: tuple[str, ...]
    engine_type: str = ""
    raw: bool = False


class BlockKind(StrEnum):
    """What a block of metadata is."""

    C2PA = "c2pa"
    """A C2PA manifest store; only its place is told, the engine reads it."""
    XMP = "xmp"
    """An XMP packet."""
    EXIF = "exif"
    """A TIFF structure that begins with its byte order mark ("II*" or "MM")."""
    IPTC = "iptc"
    """IPTC-IIM records, from the first 0x1C on."""
    TEXT = "text"
    """Keyed text of the container (PNG chunks, QuickTime user data, PDF info)."""
    COMMENT = "comment"
    """Text without a key (JPEG COM, GIF comment)."""
    ID3 = "id3"
    """One ID3v2 frame body, the frame's name as key."""
    RIFF = "riff"
    """One RIFF or IFF chunk body (INFO entries, bext, iXML), the chunk's name as key."""
    VORBIS = "vorbis"
    """One Vorbis comment's value, its name as key."""
    ILST = "ilst"
    """One item of a BMFF item list, its name as key."""
    MATROSKA = "matroska"
    """One Matroska SimpleTag's value, or a header string, its name as key."""
    HEADER = "header"
    """One text field of a fixed or attribute header (EXR, DPX, MXF)."""
    TRAILER = "trailer"
    """The beginning of bytes that follow the end of the container."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of metadata and where it sits.

    Attributes:
        kind: What it is.
        where: The place in the container's words ("PNG iTXt").
        key: Its name inside that place ("XML:com.adobe.xmp"); "" where there is none.
        data: The bytes, decompressed and unwrapped, cut at the limit for the kind. Empty for a
            manifest store.
        offset: Byte position in the file of the (first) piece.
        size: Bytes in the file, all pieces together. A PDF's manifest store is only known by the
            mark that attaches it, so that is what offset and size tell.
        cut: Whether ``data`` is not all of it.
    """

    kind: BlockKind
    where: str
    key: str
    data: bytes
    offset: int
    size: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Container:
    """What a walk found.

    Attributes:
        format: The format walked.
        blocks: The metadata, in file order as far as the container allows.
        problems: What could not be read and why, a line each; any makes the file "partly read".
    """

    format: Format
    blocks: tuple[Block, ...]
    problems: tuple[str, ...] = ()


_FLAGS: Final = os.O_RDONLY | sum(
    # Non-blocking, so that opening a pipe cannot hang.
    getattr(os, name, 0)
    for name in ("O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY", "O_BINARY")
)
_KIND: Final = 0o170000
"""The bits of a file's mode that tell what kind of thing it is."""
_CAN_ADVISE: Final = hasattr(os, "posix_fadvise")


class Source:
    """One open file, read at positions and never as a whole.

    Small reads go through one page of look-ahead, so that walking neighbouring headers does not
    cost a system call each. Not for use by two threads at once.

    Attributes:
        size: Bytes at opening.
        head: The first ``HEAD`` bytes.
        memo: What recognition found and the walk wants too; filled by them.
        descriptor: The system's number of the open file; -1 once it is closed.
    """

    __slots__ = ("_page", "_page_at", "_place", "_seen", "descriptor", "head", "memo", "size")

    def __init__(self, path: Path | str) -> None:
        """Opens the file.

        Raises:
            UnreadableFileError: It is missing, not a regular file, or may not be read.
        """
        self.descriptor = -1
        self._place = os.fspath(path)
        try:
            self.descriptor = os.open(self._place, _FLAGS)
            status = os.fstat(self.descriptor)
        except (OSError, ValueError) as error:
            self.close()
            raise _unreadable(self.path, error) from error
        if status.st_mode & _KIND != stat.S_IFREG:
            self.close()
            raise UnreadableFileError(
                f"{_shown(self.path)}: {_kind_of(status.st_mode)}, not a file",
                hint="Name a regular file; a folder is scanned with `provenance scan`.",
            )
        self._seen = status
        self.size = size = status.st_size
        self.memo: dict[str, Any] = {}
        self._page, self._page_at = b"", 0
        try:
            if _CAN_ADVISE and size > HEAD:  # no read-ahead: it doubles what cold storage delivers
                os.posix_fadvise(self.descriptor, 0, 0, os.POSIX_FADV_RANDOM)
            head = read_at(self.descriptor, HEAD, 0)
            self.head = head if len(head) == min(size, HEAD) else self._read(0, HEAD)
        except OSError as error:
            self.close()
            raise _unreadable(self.path, error) from error
        except UnreadableFileError:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """The path as given."""
        return Path(self._place)  # made where it is asked for: most files only have to be opened

    def pread(self, offset: int, count: int) -> bytes:
        """Up to ``count`` bytes from ``offset``; fewer only where the file ends.

        Raises:
            UnreadableFileError: The storage fails.
        """
        end = offset + count
        if 0 <= offset < end <= len(self.head):  # as a rule
            return self.head[offset:end]
        if offset < 0 or count <= 0 or offset >= self.size:
            return b""
        place = offset - self._page_at
        if place >= 0 and place + count <= len(self._page):
            return self._page[place : place + count]
        if count >= HEAD:
            return self._read(offset, count)
        self._page, self._page_at = self._read(offset, HEAD), offset
        return self._page[:count]

    def glance(self, offset: int, count: int) -> bytes:
        """As ``pread``, without look-ahead: for a few bytes in front of what is stepped over.

        Raises:
            UnreadableFileError: The storage fails.
        """
        try:
            return read_at(self.descriptor, count, offset)
        except (OSError, OverflowError) as error:
            raise _unreadable(self.path, error) from error

    def changed(self) -> bool:
        """Whether the file, or what stands at its path, is no longer what was opened."""
        try:
            # Device and inode are compared too, so this is the open file or the answer is yes.
            there = os.stat(self._place)  # noqa: PTH116 - asked of each file of a tree
        except (OSError, ValueError):
            return True
        seen = self._seen
        return (
            there.st_mtime_ns != seen.st_mtime_ns
            or there.st_size != seen.st_size
            or there.st_ino != seen.st_ino
            or there.st_dev != seen.st_dev
        )

    def close(self) -> None:
        """Closes the file; a second call does nothing."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, offset: int, count: int) -> bytes:
        count = min(count, self.size - offset)
        try:
            first = read_at(self.descriptor, count, offset) if count > 0 else b""
            if len(first) == count:  # as a rule
                return first
            parts: list[bytes] = []
            while count > 0:
                part = read_at(self.descriptor, count, offset)
                if not part:
                    break
                parts.append(part)
                offset += len(part)
                count -= len(part)
        except (OSError, OverflowError) as error:
            raise _unreadable(self.path, error) from error
        return parts[0] if len(parts) == 1 else b"".join(parts)


def _seek_and_read(descriptor: int, count: int, offset: int) -> bytes:
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, count)


read_at: Final = getattr(os, "pread", _seek_and_read)
"""Reads from a descriptor so many bytes at an offset, or fewer, as ``os.pread`` does."""


def _kind_of(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a device, pipe or socket"


def _shown(path: Path) -> str:
    """The path on one line whatever its name holds."""
    return str(path).encode("unicode_escape", "backslashreplace").decode("ascii", "replace")


def _unreadable(path: Path, error: Exception) -> UnreadableFileError:
    reason = getattr(error, "strerror", None) or str(error)
    return UnreadableFileError(f"{_shown(path)}: cannot be read: {reason}")
