"""The kinds of pictures of one sequence, and which frames are of which: eight bytes a frame.

What is not of the most common kind is odd, and told.
"""

from array import array
from typing import Final

from provenance.model.frames import Frames
from provenance.model.package import ProblemCode
from provenance.model.picture import Picture
from provenance.packages.base import Problems
from provenance.packages.naming import Numbers

MAX_KINDS: Final = 16
"""Kinds of pictures in one sequence that are told apart; beyond, a frame is only "another"."""
_MOST_RUNS: Final = 8
_OTHER: Final = Picture("other pictures")


class Kinds:
    """The kinds of pictures of one sequence, and which frames are of which."""

    def __init__(self) -> None:
        """Of no frame yet."""
        self._frames: dict[Picture, Numbers] = {}

    def add(self, number: int, picture: Picture) -> None:
        """One more frame.

        Args:
            number: Its number.
            picture: What its header says.
        """
        numbers = self._frames.get(picture)
        if numbers is None:
            if len(self._frames) >= MAX_KINDS:
                picture = _OTHER
            numbers = self._frames.setdefault(picture, array("Q"))
        numbers.append(number)

    @property
    def usual(self) -> Picture | None:
        """What most frames are that are pictures, else what most are; None of no frame."""

        def weight(each: Picture) -> tuple[bool, int]:
            return each.width > 0, len(self._frames[each])

        return max(self._frames, key=weight, default=None)

    def tell(self, frames: Frames, problems: Problems) -> None:
        """Adds a problem for each kind that is not the usual one.

        Args:
            frames: The sequence.
            problems: Of it.
        """
        usual = self.usual
        for picture, numbers in self._frames.items():
            if usual is not None and picture is not usual:
                told = f"{_told(frames, numbers)}: {picture.beside(usual)}"
                problems.add(ProblemCode.ODD_FRAME, told)


def _told(frames: Frames, numbers: Numbers) -> str:
    """Frame numbers in a few words."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + frames.step:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:_MOST_RUNS]]
    more = f" and {len(runs) - _MOST_RUNS} more" if len(runs) > len(told) else ""
    return f"frame{'s' if len(numbers) > 1 else ''} {', '.join(told)}{more}"
