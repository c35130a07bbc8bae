"""A large film as the engine may read it, its media withheld, and as we hash it.

What this is for and when it holds: ``film_binding``. Layout: ISO/IEC 14496-12 section 4.2 (boxes);
C2PA 2.2 annex A.5 (C2PA's box). All that is not plain is None: no film for us.
"""

import errno
import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from typing import Any, Final

from provenance.rawio import Positioned, page_buffer

MIN_MEDIA: Final = 32 << 20
"""Bytes of media from which on it is worth it. Up to this size the engine's buffers cost nothing,
since the C library keeps them (``mallopt``, glibc), and it reads by the system's own calls."""
MAX_BOXES: Final = 10_000
"""Top-level boxes. A fragmented film of three hours has some thousands."""
MAX_STORE: Final = 64 << 20
"""Bytes of the box that holds the manifest store."""

C2PA_UUID: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
UUID_AT: Final = 8
_HEADER: Final = 8
_LARGE_HEADER: Final = 16
_PURPOSE: Final = b"manifest\0"
_PURPOSE_AT: Final = 28  # behind header, UUID, version and flags
_STORE_AT: Final = _PURPOSE_AT + len(_PURPOSE) + 8  # behind the offset of Merkle boxes
STRUCTURE: Final = 64 << 10
"""Bytes of a read up to which the engine parses and hashes nothing that is worth a word."""
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Box:
    """A top-level box: what it is called, where it begins and ends, whether it is C2PA's."""

    kind: bytes
    start: int
    end: int
    ours: bool


@dataclass(frozen=True, slots=True)
class Film:
    """A file of boxes that was found to be plain.

    Attributes:
        descriptor: The open file.
        boxes: All of it.
        state: Size, times and place when it was looked at.
        store: The manifest store, as it lies in C2PA's box.
    """

    descriptor: int
    boxes: tuple[Box, ...]
    state: tuple[int, ...]
    store: bytes

    def is_media(self, start: int, end: int) -> bool:
        """Whether any of these bytes belongs to the media."""
        return any(
            each.kind == b"mdat" and each.start < end and start < each.end for each in self.boxes
        )

    def unchanged(self) -> bool:
        """Whether the file still has the size and the times that it had."""
        return _state(self.descriptor) == self.state

    def digest(self, algorithm: str, left_out: frozenset[bytes]) -> bytes:
        """The hash over all boxes but C2PA's and those of some kinds, in constant memory.

        Of each box its offset in the file as eight bytes, big-endian, then all its bytes
        (C2PA 2.2 section 18.7, version 2 and later).

        Args:
            algorithm: ``sha256``, ``sha384`` or ``sha512``.
            left_out: Kinds of boxes.

        Raises:
            OSError: It cannot be read, or ends too soon.
        """
        state = hashlib.new(algorithm)
        with page_buffer(_CHUNK) as buffer:
            for box in self.boxes:
                if box.ours or box.kind in left_out:
                    continue
                state.update(box.start.to_bytes(8, "big"))
                at = box.start
                while at < box.end:
                    # To the next multiple of a chunk: see ``page_buffer``.
                    room = min(box.end - at, _CHUNK - at % _CHUNK)
                    count = _read(self.descriptor, buffer[:room], at)
                    if not count:
                        raise OSError(errno.EIO, "the file ends too soon")
                    state.update(buffer[:count])
                    at += count
        return state.digest()


class FilmStream(Positioned):
    """A film as the engine may read it: its structure and its store, and none of its media.

    A large read that touches the media fails, before any memory is filled. Small ones are served,
    wherever they lie, since they are parsing.
    """

    def __init__(self, film: Film) -> None:
        """At the beginning of the film, whose file stays open."""
        super().__init__(film.state[0])
        self.film = film
        self.withheld = 0
        """How many reads were refused."""

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer.

        Raises:
            OSError: It asks for media, or the file cannot be read.
        """
        if len(buffer) > STRUCTURE and self.film.is_media(
            self.position, self.position + len(buffer)
        ):
            self.withheld += 1
            raise OSError(errno.EACCES, "media are not for parsing")
        count = _read(self.film.descriptor, buffer, self.position)
        self.position += count
        return count


def film_of(descriptor: int) -> Film | None:
    """A file that is worth hashing here and plain enough to be; None for any other.

    Args:
        descriptor: The open file.

    Raises:
        OSError: It cannot be read.
    """
    if not hasattr(os, "preadv") or not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return None
    state = _state(descriptor)
    boxes: list[Box] = []
    position, size = 0, state[0]
    while size >= MIN_MEDIA and position < size:
        box = _box(os.pread(descriptor, UUID_AT + 16, position), position, size)
        if box is None or len(boxes) >= MAX_BOXES:
            return None
        boxes.append(box)
        position = box.end
    own = [each for each in boxes if each.ours]
    media = sum(each.end - each.start for each in boxes if each.kind == b"mdat")
    if media < MIN_MEDIA or boxes[0].kind != b"ftyp" or len(own) != 1:
        return None
    store = _store(descriptor, own[0])
    return Film(descriptor, tuple(boxes), state, store) if store else None


def _box(header: bytes, start: int, limit: int) -> Box | None:
    """The box at a position, if it is plain and ends where the file does or before."""
    if len(header) < _HEADER:
        return None
    size, kind, lead = int.from_bytes(header[:4], "big"), header[4:8], _HEADER
    if size == 1:
        size, lead = int.from_bytes(header[8:16], "big"), _LARGE_HEADER
    if size < lead or start + size > limit or not kind.isalnum():
        return None
    if kind != b"uuid":
        return Box(kind, start, start + size, ours=False)
    # Elsewhere than exclusions and the engine look for its UUID.
    if lead != _HEADER or size < _PURPOSE_AT:
        return None
    return Box(kind, start, start + size, ours=header[UUID_AT:] == C2PA_UUID)


def _store(descriptor: int, box: Box) -> bytes:
    """The manifest store in C2PA's box; nothing, where it is there for anything else."""
    if box.end - box.start > MAX_STORE:
        return b""
    data = os.pread(descriptor, box.end - box.start, box.start)
    return data[_STORE_AT:] if data[_PURPOSE_AT:].startswith(_PURPOSE) else b""


def _read(descriptor: int, buffer: Any, at: int) -> int:
    if sys.platform == "win32":  # never asked there
        return 0
    return os.preadv(descriptor, [buffer], at)


def _state(descriptor: int) -> tuple[int, ...]:
    status = os.fstat(descriptor)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev
