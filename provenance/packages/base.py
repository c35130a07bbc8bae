"""What the modules of this folder share: limits, and problems that cannot grow without end.

Each kind of package has one module that reads its own documents and one that makes a
``provenance.model.package.Package`` of them. All of them only read; whatever a document says, they
return a package with problems and never raise for it.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from provenance.model.package import ListedHash, Problem, ProblemCode
from provenance.model.picture import Picture

MAX_MEMBERS: Final = 10_000
"""Members of one package that are kept as values. An IMP or a DCP has some hundreds; what a hash
list names beyond is checked all the same and only counted."""
MAX_PROBLEMS: Final = 100
"""Problems of one kind that a package lists one by one; the rest is counted."""
MAX_DOCUMENT: Final = 32 << 20
"""Bytes of an asset map, packing list or composition. Compositions with the essence descriptors
of a long feature stay under 4 MiB."""
MAX_LIST: Final = 1 << 30
"""Bytes of a hash list, which is read as a stream: an ASC MHL needs some 320 bytes a file."""


Look = Callable[[Path], tuple[Picture, int]]
"""Reads the header of one picture, and tells the bytes of the file; raises ``ProvenanceError``
where it cannot."""

Check = Callable[[Path, tuple[ListedHash, ...]], tuple[ListedHash, ...]]
"""Compares what lists state of a file with the file; raises ``UnreadableFileError`` where it
cannot."""


class Problems:
    """Collects problems; past ``MAX_PROBLEMS`` of one kind they are only counted."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._counts: Counter[ProblemCode] = Counter()

    def add(self, code: ProblemCode, message: str, path: str = "") -> None:
        """One more."""
        self._counts[code] += 1
        if self._counts[code] <= MAX_PROBLEMS:
            self._kept.append(Problem(code, message, path))

    def __len__(self) -> int:
        return self._counts.total()

    def all(self) -> tuple[Problem, ...]:
        """All, with one line for those of a kind that were only counted."""
        more = (
            Problem(code, f"{count - MAX_PROBLEMS} more of this kind")
            for code, count in self._counts.items()
            if count > MAX_PROBLEMS
        )
        return (*self._kept, *more)


def one_line(text: str | None) -> str:
    """A text of a document on one line, at most 500 characters of it."""
    return " ".join((text or "").split())[:500]
