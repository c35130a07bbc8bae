"""An object as an open file, for whoever wants a file: the engine, decoders, hash lists."""

import errno
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any, Final
from urllib.parse import unquote

from provenance.errors import ProvenanceError
from provenance.rawio import Positioned
from provenance.storage.addresses import Address
from provenance.storage.ranges import Ranges

AT_ONCE: Final = 8 << 20
"""Bytes of one read at most, whatever the buffer: short reads are allowed."""


class RangeStream(Positioned):
    """An object, read only. A failure is raised where it happens, and again on leaving the block.

    Native code may swallow an exception of a stream and say that the content is wrong; leaving the
    block says what was the matter.
    """

    def __init__(self, address: Address) -> None:
        """Asks for nothing yet.

        Raises:
            OSError: The object cannot be read at all.
        """
        super().__init__(address.size)
        if address.problem:
            raise OSError(errno.EIO, address.problem)
        self._ranges = Ranges(address)
        self._failed = ""

    @property
    def name(self) -> str:
        """What the object is called, without its folder."""
        return PurePosixPath(unquote(self._ranges.address.shown)).name

    def readinto(self, buffer: Any) -> int:
        """Fill the beginning of a buffer.

        Raises:
            OSError: The store does not give it.
        """
        with memoryview(buffer).cast("B") as view:
            try:
                data = self._ranges.pread(self.position, min(len(view), AT_ONCE))
            except ProvenanceError as error:
                self._failed = self._failed or str(error)
                raise OSError(errno.EIO, str(error)) from error
            view[: len(data)] = data
        self.position += len(data)
        return len(data)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        if self._failed:
            raise OSError(errno.EIO, self._failed) from error
