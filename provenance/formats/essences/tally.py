"""A SHA-256 over named parts, so that no two lists of parts give one digest by accident."""

import hashlib
from typing import Final

from provenance.formats.base import Source
from provenance.formats.edits import CHUNK, damaged

_LENGTH: Final = 8


class Tally:
    """Collects parts; each is preceded by its length.

    Attributes:
        method: How the essence was reached; the digest's prefix.
    """

    __slots__ = ("_state", "method")

    def __init__(self, method: str) -> None:
        self.method = method
        self._state = hashlib.sha256()

    def add(self, *parts: bytes | str | int) -> None:
        """Takes parts as they are; texts and numbers by their spelling."""
        for part in parts:
            data = part if isinstance(part, bytes) else str(part).encode()
            self._state.update(len(data).to_bytes(_LENGTH, "big"))
            self._state.update(data)

    def raw(self, data: bytes) -> None:
        """Takes a slice of one long part, whose length the caller has added."""
        self._state.update(data)

    def stream(self, source: Source, offset: int, size: int) -> None:
        """Takes a run of a file's bytes as one part, a chunk at a time.

        Raises:
            DamagedFileError: The file ends before.
        """
        if offset + size > source.size:
            raise damaged(source, f"ends inside its media data at byte {offset}")
        self._state.update(size.to_bytes(_LENGTH, "big"))
        while size:
            data = source.pread(offset, min(CHUNK, size))
            if not data:
                raise damaged(source, f"ends {size} bytes before the end of its media data")
            self._state.update(data)
            offset += len(data)
            size -= len(data)

    def digest(self) -> str:
        """``method:`` and 64 hexadecimal digits."""
        return f"{self.method}:{self._state.hexdigest()}"
