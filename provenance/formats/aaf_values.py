"""The values of one object of an AAF: a table of identifiers and bytes, little endian or big.

AAF stored format specification 1.0.1 (properties), and object specification 1.1 for
the types: texts are UTF-16, rational numbers two of four bytes, an indirect value names its type.
"""

import struct
from math import gcd
from typing import Final
from uuid import UUID

_TEXT: Final = UUID("01100200-0000-0000-060e-2b3401040101").bytes_le
"""Type of a text, as it stands before an indirect value."""


class Values(dict[int, bytes]):
    """The values of one object by the identifiers of its properties."""

    def __init__(self, data: bytes) -> None:
        """Takes a stream ``properties`` apart; what does not fit is left out."""
        super().__init__()
        self.order = ">" if data[:1] == b"B" else "<"
        if len(data) < 4:  # noqa: PLR2004
            return
        (count,) = struct.unpack_from(self.order + "H", data, 2)
        at, body = 4, 4 + 6 * count
        for _ in range(count):
            if at + 6 > len(data):
                return
            pid, _, size = struct.unpack_from(self.order + "HHH", data, at)
            self[int(pid)] = data[body : body + size]
            at, body = at + 6, body + size

    def text(self, pid: int) -> str:
        """A text, or ""."""
        return _decoded(self.get(pid, b""), self.order)

    def indirect(self, pid: int) -> str:
        """A text that stands behind the name of its type, or "" where it is a number."""
        data = self.get(pid, b"")
        order = ">" if data[:1] == b"B" else "<"
        kind = data[1:17] if order == "<" else UUID(bytes=data[1:17].ljust(16)).bytes_le
        return _decoded(data[17:], order) if kind == _TEXT else ""

    def number(self, pid: int) -> int | None:
        """A whole number of eight bytes."""
        data = self.get(pid, b"")
        byteorder = "big" if self.order == ">" else "little"
        return int.from_bytes(data, byteorder, signed=True) if len(data) == 8 else None  # type: ignore[arg-type]  # noqa: PLR2004

    def rate(self, pid: int) -> str:
        """Two numbers as a fraction in lowest terms, or ""."""
        data = self.get(pid, b"")
        if len(data) != 8:  # noqa: PLR2004
            return ""
        above, below = struct.unpack(self.order + "ii", data)
        if above <= 0 or below <= 0:
            return ""
        common = gcd(above, below)
        return f"{above // common}/{below // common}"


def _decoded(data: bytes, order: str) -> str:
    name = "utf-16-be" if order == ">" else "utf-16-le"
    return data.decode(name, "replace").partition("\0")[0]
