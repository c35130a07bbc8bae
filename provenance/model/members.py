"""Files that were alike and are told as one: frames of a sequence. Pure values."""

from collections.abc import Iterator
from typing import Final

from provenance.frozen import dataclass
from provenance.model.asset import Digest

_BYTES: Final = 32
"""Of a SHA-256."""


@dataclass(frozen=True, slots=True)
class Members:
    """The files behind one asset, some sixty bytes each.

    Attributes:
        path: What they are called together: the pattern of the sequence, or of some of its frames.
        frames: Their numbers in words (``1001-1100x1``).
        paths: Each file as seen from the scanned root, in order.
        sizes: Bytes of each, in the same order.
        digests: SHA-256 of each, one after the other; empty where the effort made none.
        size: Bytes of all.
        digest: Of all together (``hashlist.content_digest``); None where the effort made none.
    """

    path: str
    frames: str
    paths: tuple[str, ...]
    sizes: tuple[int, ...]
    digests: bytes
    size: int
    digest: Digest | None

    def each(self) -> Iterator[tuple[str, int, Digest | None]]:
        """Path, size and digest of every file."""
        for number, (path, size) in enumerate(zip(self.paths, self.sizes, strict=True)):
            taken = self.digests[number * _BYTES : (number + 1) * _BYTES]
            yield path, size, f"sha256:{taken.hex()}" if taken else None
