"""Image sequences: what names group, and what the pictures' headers say about the group.

A sequence is one package whatever its length. Its frames are a pattern with ranges.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from provenance.errors import ProvenanceError
from provenance.model.frames import Frames
from provenance.model.package import Package, PackageKind, ProblemCode
from provenance.packages.base import Look, Problems
from provenance.packages.kinds import Kinds
from provenance.packages.naming import Named, ending, version_of

_SEPARATORS: Final = "._- "


def packages(named: Named, folder: Path, shown: str, look: Look | None) -> tuple[Package, ...]:
    """One package for each sequence of a folder.

    Args:
        named: What the names show.
        folder: Where the files are.
        shown: The folder as seen from the scanned root.
        look: Reads a frame's header; None goes by the names alone.
    """
    made = [_package(frames, folder, look) for frames in named.sequences]
    strangers = _strangers(named)
    return tuple(
        _with_company(package, named, strangers.get(index, ()), shown)
        for index, package in enumerate(made)
    )


def _package(frames: Frames, folder: Path, look: Look | None) -> Package:
    problems = Problems()
    if frames.gaps:
        missing = f"{frames.missing} frame{'s' if frames.missing > 1 else ''} missing"
        problems.add(ProblemCode.GAP, f"{missing} in {frames.text}")
    if len(frames.paddings) > 1:
        told = " and ".join(map(str, frames.paddings))
        problems.add(ProblemCode.PADDING, f"numbers of {told} digits in one sequence")
    size, picture = None, ""
    if look is not None:
        size, picture = _look(frames, folder, look, problems)
    lead = f"{frames.folder}/" if frames.folder else ""
    return Package(
        kind=PackageKind.SEQUENCE,
        name=frames.pattern,
        path=lead + frames.pattern,
        title=_title(frames),
        standard=ending(f"x{frames.suffix}").lstrip("."),
        count=frames.count,
        size=size,
        frames=frames,
        picture=picture,
        problems=problems.all(),
    )


def _title(frames: Frames) -> str:
    """The shot's name: what stands before the number, or the folder's name."""
    return frames.prefix.rstrip(_SEPARATORS) or frames.folder.rpartition("/")[2]


def _look(frames: Frames, folder: Path, look: Look, problems: Problems) -> tuple[int | None, str]:
    """Bytes of all frames, and what most of them are; what is odd becomes a problem."""
    kinds, size = Kinds(), 0
    for number, padding in frames.numbers():
        name = frames.name(number, padding)
        try:
            picture, length = look(folder / name)
        except ProvenanceError as error:
            lead = f"{frames.folder}/" if frames.folder else ""
            words = str(error).replace(f"{folder / name}: ", "")
            empty = words.startswith("empty file")
            code = ProblemCode.EMPTY if empty else ProblemCode.UNREADABLE
            problems.add(code, words, lead + name)
        else:
            size += length
            kinds.add(number, picture)
    kinds.tell(frames, problems)
    usual = kinds.usual
    return (size, usual.kind) if usual else (None, "")


def _strangers(named: Named) -> dict[int, tuple[str, ...]]:
    """Single pictures whose number stands in a gap of a sequence beside it, by its index."""
    found: dict[int, list[str]] = {}
    for index, frames in enumerate(named.sequences):
        tail = ending(f"x{frames.suffix}")
        for name in named.singles if frames.gaps else ():
            if ending(name) != tail:
                continue
            if any(_in_gap(frames, number) for number in _numbers(name)):
                found.setdefault(index, []).append(name)
    return {index: tuple(names[:8]) for index, names in found.items()}


def _numbers(name: str) -> Iterable[int]:
    stem = name[: name.rfind(".")]
    word = ""
    for character in f"{stem}.":
        if character.isascii() and character.isdigit():
            word += character
        elif word:
            yield int(word)
            word = ""


def _in_gap(frames: Frames, number: int) -> bool:
    return any(first <= number <= last for first, last in frames.gaps)


def _with_company(
    package: Package, named: Named, strangers: tuple[str, ...], shown: str
) -> Package:
    """The package with a word on what else its folder holds."""
    frames = package.frames
    if frames is None:
        return package
    problems = Problems()
    for name in strangers:
        told = "a picture of another name stands where frames are missing"
        problems.add(ProblemCode.ODD_FRAME, told, f"{shown}/{name}" if shown else name)
    notes = []
    version = version_of(frames.prefix) or version_of(frames.suffix)
    others = len(named.sequences) - 1
    if version:
        notes.append(f"version {version}")
    if others:
        notes.append(f"{others} other sequence{'s' if others > 1 else ''} in its folder")
    return replace(package, problems=package.problems + problems.all(), notes=tuple(notes))
