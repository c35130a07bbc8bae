"""The files of an image sequence: a pattern and ranges, however many frames. Pure values."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

MAX_GAPS_SHOWN: Final = 8
"""Gaps that a frame range names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Run:
    """Frames without a gap.

    Attributes:
        first: Its first number.
        last: Its last number.
        padding: Digits that a number is filled to with zeros; 1 for none.
    """

    first: int
    last: int
    padding: int


@dataclass(frozen=True, slots=True)
class Frames:
    """The files of an image sequence: a pattern and ranges, not one value a frame.

    Attributes:
        folder: As seen from the scanned root, "" for the root itself.
        prefix: The name before the number.
        suffix: The name after it, with the ending.
        runs: In ascending order; at least one.
        step: From one frame to the next.
    """

    folder: str
    prefix: str
    suffix: str
    runs: tuple[Run, ...]
    step: int = 1

    @property
    def count(self) -> int:
        """How many frames there are."""
        return sum((run.last - run.first) // self.step + 1 for run in self.runs)

    @property
    def first(self) -> int:
        """The first number."""
        return self.runs[0].first

    @property
    def last(self) -> int:
        """The last number."""
        return self.runs[-1].last

    @property
    def paddings(self) -> tuple[int, ...]:
        """Every padding in use; more than one is a fault."""
        return tuple(sorted({run.padding for run in self.runs}))

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """First and last number of what is missing between the first and the last frame."""
        pairs = pairwise(self.runs)
        return tuple(
            (before.last + self.step, after.first - self.step)
            for before, after in pairs
            if after.first - before.last > self.step
        )

    @property
    def missing(self) -> int:
        """How many frames are missing between the first and the last."""
        return sum((last - first) // self.step + 1 for first, last in self.gaps)

    @property
    def pattern(self) -> str:
        """The name with the number as C writes it: ``shot.%04d.exr``."""
        padding = self.runs[0].padding
        number = f"%0{padding}d" if padding > 1 else "%d"
        return f"{self.prefix}{number}{self.suffix}"

    @property
    def text(self) -> str:
        """The range in a few words: ``1001-1100x1 (gap 1050)``."""
        told = f"{self.first}-{self.last}x{self.step}"
        if not self.gaps:
            return told
        named = [f"{a}" if a == b else f"{a}-{b}" for a, b in self.gaps[:MAX_GAPS_SHOWN]]
        more = len(self.gaps) - len(named)
        rest = f" and {more} more" if more else ""
        return f"{told} ({'gap' if len(self.gaps) == 1 else 'gaps'} {', '.join(named)}{rest})"

    def name(self, number: int, padding: int) -> str:
        """The file name of one frame."""
        return f"{self.prefix}{number:0{padding}d}{self.suffix}"

    def numbers(self) -> Iterator[tuple[int, int]]:
        """Each frame's number and padding, in order."""
        for run in self.runs:
            for number in range(run.first, run.last + 1, self.step):
                yield number, run.padding

    def paths(self) -> Iterator[str]:
        """Each frame's path as seen from the scanned root, in order."""
        lead = f"{self.folder}/" if self.folder else ""
        for number, padding in self.numbers():
            yield lead + self.name(number, padding)
