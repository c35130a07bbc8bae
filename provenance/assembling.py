"""assemble: the files that a person names as one asset: frames of a sequence, or a whole folder.

Nothing is read but names; what is stamped as one must be meant as one, so anything that does not
fit is told and nothing is guessed.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from provenance import formats
from provenance.errors import ProvenanceError, StampError
from provenance.formats.digest import file_digest
from provenance.model.asset import Digest
from provenance.model.frames import Frames
from provenance.model.hashlist import HASHLIST_SUFFIX, number_in, parts_of
from provenance.model.values import clean
from provenance.packages.folder import survey
from provenance.packages.naming import ENDINGS, ending, group, numbered
from provenance.packages.tree import Folder, Tree

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called with files read, files in all, and the path of the last one."""
_HASHES: Final = re.compile(r"#+")
_SEPARATORS: Final = "._- "
_SHOWN: Final = 3
"""Files that are named where several are in the way."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """Files that are stamped as one.

    Attributes:
        folder: Where their hash list goes; their paths are relative to it.
        title: What they are called.
        names: Their paths, with forward slashes.
        list: The hash list's path.
        pattern: Of frames: the name with the number as C writes it; "" for a package.
        frames: Of frames: the range in words.
        below: Of a package: its folder's name; "" for frames.
        notes: What is worth knowing, a line each.
    """

    folder: Path
    title: str
    names: tuple[str, ...]
    list: Path
    pattern: str = ""
    frames: str = ""
    below: str = ""
    notes: tuple[str, ...] = ()

    @property
    def target(self) -> Path:
        """What it is called on the command line and in the register: pattern or folder."""
        return self.folder / (self.pattern or self.below)


def is_assembly(path: Path) -> bool:
    """Whether a path names several files: a folder, or a pattern of frames that is no file."""
    try:
        if path.is_dir():
            return True
        return not path.exists() and _parts(path.name) is not None
    except (OSError, ValueError):
        return False


def assemble(path: Path, *, package: bool = False, hidden: bool = False) -> tuple[Assembly, ...]:
    """The sequences, or the one package, that a path names.

    Args:
        path: A folder, or the pattern of a sequence: ``shot.%04d.exr`` or ``shot.####.exr``.
        package: Whether a folder is one asset as it is, whatever is in it.
        hidden: Whether names that begin with a dot count.

    Raises:
        StampError: There are no such files, or others lie among them.
    """
    try:
        if package:
            return (_package(path, hidden=hidden),)
        if path.is_dir():
            return _sequences(path, hidden=hidden)
        return (_pattern(path),)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StampError(f"{path}: not stamped: {reason}") from error


@dataclass(frozen=True, slots=True)
class Members:
    """The files of an assembly, read.

    Attributes:
        files: Path, size in bytes and digest of each.
        marks: What changes with each file's bytes: size, time of modification, time of change.
        media_type: Of the frames, by the first one's content; "" for a package.
    """

    files: tuple[tuple[str, int, Digest], ...]
    marks: tuple[tuple[int, int, int], ...]
    media_type: str


def read_members(made: Assembly, progress: Progress) -> Members:
    """Read every file of an assembly once.

    Args:
        made: The files.
        progress: Called after each.

    Raises:
        StampError: One cannot be read, changes meanwhile, has a name that no list can hold, or is a
            frame without a byte.
    """
    files: list[tuple[str, int, Digest]] = []
    marks: list[tuple[int, int, int]] = []
    media_type = ""
    for number, name in enumerate(made.names, start=1):
        place = made.folder / name
        if clean(name) != name or "\\" in name:
            raise StampError(
                f"{clean(name)}: not stamped: no list can hold that name",
                hint="Rename the file: its name is no UTF-8, or has a backslash.",
            )
        try:
            with formats.open_source(place) as source:
                if not media_type and made.pattern:
                    format_ = formats.recognise(source)
                    media_type = format_.media_type if format_ else ""
                files.append((name, source.size, file_digest(source)))
                marks.append(_mark(place))
                why = "changed while it was being read" if source.changed() else ""
        except (ProvenanceError, OSError) as error:
            reason = str(error).removeprefix(f"{place}: ")
            raise StampError(f"{place}: not stamped: {reason}") from error
        if not why and made.pattern and files[-1][1] == 0:
            why = "empty file: zero bytes"
        if why:
            raise StampError(f"{place}: not stamped: {why}")
        progress(number, len(made.names), str(place))
    return Members(tuple(files), tuple(marks), media_type)


def refuse_changed(made: Assembly, read: Members) -> None:
    """Frames may still be rendering: what is signed must be what lies there.

    Raises:
        StampError: A file is not as it was read.
    """
    for name, mark in zip(made.names, read.marks, strict=True):
        try:
            same = _mark(made.folder / name) == mark
        except OSError:
            same = False
        if not same:
            raise StampError(f"{made.folder / name}: changed while the others were being read")


def _mark(place: Path) -> tuple[int, int, int]:
    status = os.stat(place)  # noqa: PTH116 - half a million frames
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _parts(name: str) -> tuple[str, str, int] | None:
    """Prefix, suffix and padding of a pattern, be it C's or with a hash sign for each digit."""
    found = list(_HASHES.finditer(name))
    if "%" not in name and len(found) == 1:
        return name[: found[0].start()], name[found[0].end() :], len(found[0][0])
    return parts_of(name)


def _pattern(path: Path) -> Assembly:
    parts = _parts(path.name)
    if parts is None:
        raise StampError(
            f"{path}: not stamped: no such file, folder or pattern of frames",
            hint="Write the number as %04d or ####: shots/hl_010.%04d.exr",
        )
    prefix, suffix, _ = parts
    folder = path.parent
    names = [
        name
        for name in Tree(folder).names(_root(folder))
        if number_in(name, prefix, suffix) is not None
    ]
    found = numbered(names, "", prefix, suffix)
    if not found:
        raise StampError(f"{path}: not stamped: no frame of that name lies there")
    if len(found) > 1:
        raise StampError(
            f"{path}: not stamped: frames of several paddings bear the same numbers",
            hint="Leave one of each number in the folder.",
        )
    return _sequence(folder, found[0], unique=True)


def _sequences(path: Path, *, hidden: bool) -> tuple[Assembly, ...]:
    """Every sequence below a folder that holds nothing else."""
    names: dict[str, list[str]] = {}
    others: list[str] = []
    for unit in survey([path], hidden=hidden).units:
        folder, _, name = unit.shown.rpartition("/")
        if unit.problem:
            raise StampError(f"{path / unit.shown}: not stamped: {unit.problem}")
        if ending(name) in ENDINGS:
            names.setdefault(folder, []).append(name)
        else:
            others.append(unit.shown)
    found: list[Assembly] = []
    for folder, held in sorted(names.items()):
        named = group(held, "")
        others += [f"{folder}/{name}" if folder else name for name in named.singles]
        stems = Counter(map(_stem, named.sequences))
        found += [
            _sequence(path / folder, each, unique=stems[_stem(each)] == 1)
            for each in named.sequences
        ]
    if others:
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        raise StampError(
            f"{path}: not stamped: in it lie files of no sequence: "
            f"{', '.join(sorted(others)[:_SHOWN])}{more}",
            hint=f"Name a sequence by its pattern ({path / 'shot.%04d.exr'}), or the files one by "
            "one, or stamp the folder as it is with --package.",
        )
    if not found:
        raise StampError(f"{path}: not stamped: there is no sequence in it")
    return tuple(found)


def _sequence(folder: Path, frames: Frames, *, unique: bool) -> Assembly:
    notes = []
    if frames.gaps:
        count = frames.missing
        notes.append(f"{count} frame{'s' if count > 1 else ''} missing in {frames.text}")
    if len(frames.paddings) > 1:
        told = " and ".join(map(str, frames.paddings))
        notes.append(f"numbers of {told} digits in one sequence")
    stem = _stem(frames) if unique else f"{frames.prefix}{frames.runs[0].padding}{frames.suffix}"
    return Assembly(
        folder=folder,
        title=frames.prefix.rstrip(_SEPARATORS) or folder.absolute().name,
        names=tuple(frames.name(*each) for each in frames.numbers()),
        list=folder / f"{stem}{HASHLIST_SUFFIX}",
        pattern=frames.pattern,
        frames=frames.text,
        notes=tuple(notes),
    )


def _stem(frames: Frames) -> str:
    """What a sequence's list is named after: shot.%04d.exr has shot.exr.hashlist.json."""
    return f"{frames.prefix.rstrip(_SEPARATORS) or 'frames'}{frames.suffix}"


def _package(path: Path, *, hidden: bool) -> Assembly:
    """All files of a folder; the list goes beside the folder, since nothing in it is touched."""
    if not path.is_dir():
        raise StampError(f"{path}: not stamped: a package is a folder")
    home = Path(os.path.abspath(path))  # noqa: PTH100 - links stay
    if home.parent == home:
        raise StampError(f"{path}: not stamped: a whole disk is no package")
    tree = Tree(path, hidden=hidden)
    names = sorted(_files(tree, home.name))
    if tree.problems.all():
        first = tree.problems.all()[0]
        raise StampError(f"{path / first.path}: not stamped: {first.message}")
    if not names:
        raise StampError(f"{path}: not stamped: there is no file in it")
    left = tree.left_out
    notes = (f"{left} name{'s' if left > 1 else ''} beginning with a dot left out",) if left else ()
    folder = path.parent if path.name not in {"", "..", "."} else home.parent
    return Assembly(
        folder=folder,
        title=home.name,
        names=tuple(names),
        list=folder / f"{home.name}{HASHLIST_SUFFIX}",
        below=home.name,
        notes=notes,
    )


def _files(tree: Tree, lead: str) -> Iterator[str]:
    for folder in tree.folders():
        for name in tree.names(folder):
            yield f"{lead}/{folder.shown_of(name)}"


def _root(folder: Path) -> Folder:
    return Folder(folder, "")
