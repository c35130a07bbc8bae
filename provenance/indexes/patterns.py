"""Shell patterns, asked for many paths: found by how they begin, each compiled once."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from typing import Final, Generic, TypeVar

V = TypeVar("V")

_WILD: Final = re.compile(r"[*?\[]")


class Patterns(Generic[V]):
    """What stands under shell patterns. A path fits as ``scoping.matches`` says (case counts).

    A delivery of ten thousand files may meet as many approvals with a pattern each; all that begin
    otherwise than the path are passed over without a look.
    """

    def __init__(self, entries: Iterable[tuple[str, V]] = ()) -> None:
        """Compiles the patterns.

        Args:
            entries: Pattern and what stands under it; one pattern may come often.
        """
        values: dict[str, list[V]] = {}
        for pattern, value in entries:
            values.setdefault(pattern, []).append(value)
        self._by_start: dict[str, list[tuple[re.Pattern[str], list[V]]]] = {}
        for pattern, found in values.items():
            start = _WILD.split(pattern, maxsplit=1)[0]
            compiled = re.compile(translate(pattern))
            self._by_start.setdefault(start, []).append((compiled, found))
        self._lengths = sorted({len(start) for start in self._by_start})

    def matching(self, path: str) -> Iterator[V]:
        """What stands under the patterns that the path, or its last component, fits.

        Something that stands under two such patterns comes twice.
        """
        for text in dict.fromkeys((path, path.rsplit("/", 1)[-1])):
            for length in self._lengths:
                if length > len(text):
                    break
                for pattern, values in self._by_start.get(text[:length], ()):
                    if pattern.match(text):
                        yield from values
