r"""Which names of one folder are the frames of a sequence.

The number of a frame is the last run of digits of a name that is no version (``v002``), no size
(``2048x1152``, ``4k``, ``1080p``) and no depth (``16bit``); where that one stands still, an earlier
one. Memory: eight bytes a frame, whatever the name's length.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from provenance.model.frames import Frames, Run
from provenance.model.picture import FRAMES, STILLS, numbers_in

ENDINGS: Final = FRAMES | STILLS
"""Endings of the formats in which frames are handed over; what a file is, its content says."""
LEAST: Final = 2
"""Frames that make a sequence of cinema formats; one numbered picture is a still."""
LEAST_STILLS: Final = 8
"""The same for PNG and JPEG: a few numbered posters or stills are not moving pictures."""
LEAST_DENSITY: Final = 0.5
"""Share of the numbers between first and last that must be there in PNG and JPEG."""
MAX_SINGLES: Final = 10_000
"""Names of single pictures that are kept for comparison with sequences."""

_PLAIN: Final = re.compile(r"(?<![0-9])([0-9]{1,10})$")
_VERSION_IN: Final = re.compile(r"(?:^|[^A-Za-z])[vV]([0-9]{1,4})(?![0-9])")


_Key: TypeAlias = tuple[str, str]
Numbers: TypeAlias = "array[int]"
"""Frame numbers, eight bytes each."""


@dataclass(slots=True)
class _ByWidth:
    """The numbers of one pattern by how many digits they are written with."""

    by_width: dict[int, Numbers] = field(default_factory=dict)

    def add(self, digits: str) -> None:
        width = len(digits)
        if width not in self.by_width:
            self.by_width[width] = array("Q")
        self.by_width[width].append(int(digits))


@dataclass(frozen=True, slots=True)
class Named:
    """What the names of a folder show.

    Attributes:
        sequences: By pattern.
        singles: Names of pictures that belong to none, at most ``MAX_SINGLES``.
        count: How many singles there are.
    """

    sequences: tuple[Frames, ...]
    singles: tuple[str, ...]
    count: int


def ending(name: str) -> str:
    """A name's ending in lower case, with the dot."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def version_of(name: str) -> str:
    """The version in a name (``v002``), or ""."""
    found = _VERSION_IN.search(name)
    return f"v{found[1]}" if found else ""


def group(names: Iterable[str], folder: str) -> Named:
    """The sequences among names of pictures.

    Args:
        names: File names of one folder with an ending of ``ENDINGS``, in any order.
        folder: That folder as seen from the scanned root.
    """
    groups: dict[_Key, str | _ByWidth] = {}
    loose: list[str] = []
    for name in names:
        where = _number(name)
        if where is None:
            loose.append(name)
            continue
        start, end = where
        key, digits = (name[:start], name[end:]), name[start:end]
        held = groups.get(key)
        if held is None:
            groups[key] = digits
        elif isinstance(held, str):
            groups[key] = numbers = _ByWidth()
            numbers.add(held)
            numbers.add(digits)
        else:
            held.add(digits)
    sequences: list[Frames] = []
    singles: list[str] = []
    for key, held in groups.items():
        if isinstance(held, str):
            singles.append(key[0] + held + key[1])
            continue
        for frames in _frames(folder, key, held):
            if _is_sequence(frames):
                sequences.append(frames)
            else:
                loose += (frames.name(*each) for each in frames.numbers())
    more, rest = _earlier(singles, folder)
    loose += rest
    sequences += more
    sequences.sort(key=lambda each: (each.prefix, each.suffix, each.runs[0].padding))
    return Named(tuple(sequences), tuple(sorted(loose)[:MAX_SINGLES]), len(loose))


def numbered(names: Iterable[str], folder: str, prefix: str, suffix: str) -> tuple[Frames, ...]:
    """The frames of one pattern, however few; several where one number has two paddings.

    Args:
        names: Each with digits and nothing else between ``prefix`` and ``suffix``.
        folder: Theirs, as seen from the scanned root.
        prefix: What stands before the number.
        suffix: What stands after it.
    """
    numbers = _ByWidth()
    for name in names:
        numbers.add(name[len(prefix) : len(name) - len(suffix)])
    return tuple(_frames(folder, (prefix, suffix), numbers)) if numbers.by_width else ()


def _number(name: str) -> tuple[int, int] | None:
    """Where the last run of digits that may be a frame's number stands."""
    dot = name.rfind(".")
    found = _PLAIN.search(name, 0, dot)
    if found is not None and found.start() and name[found.start() - 1] not in "vVxX":
        return found.span()  # nine names of ten
    return next(numbers_in(name), None)


def _earlier(names: list[str], folder: str) -> tuple[list[Frames], list[str]]:
    """Sequences whose number is not the last one, and what is then left."""
    groups: dict[_Key, list[str]] = {}
    for name in names:
        for start, end in list(numbers_in(name))[1:3]:
            groups.setdefault((name[:start], name[end:]), []).append(name)
    taken: set[str] = set()
    found: list[Frames] = []
    for key, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        free = [name for name in members if name not in taken]
        if len(free) < LEAST:
            continue
        numbers = _ByWidth()
        for name in free:
            numbers.add(name[len(key[0]) : len(name) - len(key[1])])
        for frames in _frames(folder, key, numbers):
            if _is_sequence(frames):
                found.append(frames)
                taken.update(frames.name(*each) for each in frames.numbers())
    return found, [name for name in names if name not in taken]


def _is_sequence(frames: Frames) -> bool:
    count = frames.count
    if ending(f"x{frames.suffix}") not in STILLS:
        return count >= LEAST
    span = (frames.last - frames.first) // frames.step + 1
    return count >= LEAST_STILLS and count >= LEAST_DENSITY * span


def _frames(folder: str, key: _Key, numbers: _ByWidth) -> Iterator[Frames]:
    """One sequence of a pattern; several where one number is there in two paddings."""
    by_padding = _paddings(numbers.by_width)
    runs = sorted(
        (run for padding, held in by_padding.items() for run in _runs(held, 1, padding)),
        key=lambda run: run.first,
    )
    overlap = any(after.first <= before.last for before, after in pairwise(runs))
    if overlap:
        for padding, held in sorted(by_padding.items()):
            yield _one(folder, key, {padding: held})
    else:
        yield _one(folder, key, by_padding)


def _one(folder: str, key: _Key, by_padding: dict[int, Numbers]) -> Frames:
    numbers = array("Q", sorted(n for held in by_padding.values() for n in held))
    step = _step(numbers)
    runs = [run for padding, held in by_padding.items() for run in _runs(held, step, padding)]
    return Frames(folder, *key, tuple(sorted(runs, key=lambda run: run.first)), step)


def _paddings(by_width: dict[int, Numbers]) -> dict[int, Numbers]:
    """Numbers by padding: what overflows a padding (10000 after 9999) belongs to it."""
    filled = {
        width
        for width, held in by_width.items()
        if any(number < 10 ** (width - 1) for number in held) and width > 1
    }
    if not filled:  # never a leading zero: as wide as the narrowest, or plain
        narrowest = min(by_width)
        padding = narrowest if len(by_width) == 1 else 1
        return {padding: array("Q", sorted(n for held in by_width.values() for n in held))}
    found: dict[int, Numbers] = {}
    for width in sorted(by_width):
        narrower = [each for each in filled if each <= width]
        padding = width if width in filled else max(narrower, default=width)
        found.setdefault(padding, array("Q")).extend(by_width[width])
    return {padding: array("Q", sorted(held)) for padding, held in found.items()}


def _step(numbers: Numbers) -> int:
    """The step from one frame to the next: 1 unless every distance is a multiple of another."""
    if len(numbers) < 3:  # noqa: PLR2004 - two frames are a first and a last
        return 1
    distances = {b - a for a, b in pairwise(numbers)} - {0}
    least = min(distances, default=1)
    return least if all(each % least == 0 for each in distances) else 1


def _runs(numbers: Numbers, step: int, padding: int) -> Iterator[Run]:
    if not numbers:
        return
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + step:
            yield Run(first, last, padding)
            first = number
        last = number
    yield Run(first, last, padding)
