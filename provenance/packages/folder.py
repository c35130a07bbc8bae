"""Which files of a delivery count, and which only speak of others.

A sidecar next to its file is not a deliverable, nor is one of our records. Hidden files and
folders are left out unless named. Links are followed inside the delivery; a link that leaves it,
loops or dangles is a result of its own, never passed over in silence.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path

from provenance.frozen import dataclass
from provenance.packages.entering import enter, identity, link_problem
from provenance.packages.ignoring import IGNORE_NAME, Ignoring, excluded, left_out, unfollowed
from provenance.packages.telling import is_record
from provenance.storage import told

SIDECAR_SUFFIXES = frozenset({".c2pa", ".xmp"})
_SIDECAR_ENDINGS = tuple(sorted(SIDECAR_SUFFIXES))
_SPELLED = tuple(sorted(SIDECAR_SUFFIXES | {each.upper() for each in SIDECAR_SUFFIXES}))
_TOLD_APART = (*_SIDECAR_ENDINGS, ".json", ".toml")
"""Endings, in lower case, of which a file may be a record, a configuration or a sidecar."""
_LAST = frozenset(each[-1] for ending in _TOLD_APART for each in (ending, ending.upper()))
MISSING = "no such file"
_KINDS = (
    (stat.S_ISDIR, "a folder, not a file"),
    (stat.S_ISFIFO, "a pipe, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), "a device, not a file"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One file that counts.

    Attributes:
        file: Its path, as the system takes it.
        shown: Path relative to the scanned root, with forward slashes; how reports name it.
        problem: Why it cannot even be opened ("a link that leaves the delivery"), or "".
        missing: Whether there is nothing at that path.
        alone: Whether its folder's listing shows no sidecar of it: saves four look-ups a file.
        hashes: Algorithms of the hashes that are made of it, where the effort makes any.
    """

    file: str
    shown: str
    problem: str = ""
    missing: bool = False
    alone: bool = False
    hashes: tuple[str, ...] = ("sha256",)

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.file)  # made where it is asked for: most files only have to be opened


def named(path: Path, shown: str = "") -> Unit:
    """The unit for a path that was named: it counts, whatever it is, even if it is not there."""
    problem = _file_problem(path)
    return Unit(os.fspath(path), shown or path.name, problem, missing=problem == MISSING)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a set of paths holds.

    Attributes:
        units: Files that count, sorted by shown path.
        records: Our own records found on the way (disclosures, approvals, reports).
        roots: Names of what was asked for.
        hidden: How many names that begin with a dot were left out; a folder counts once.
        excluded: How many files the patterns left out.
        ignored: How many files the ignore file left out.
        unfollowed: How many ignore files lie there and were not followed.
    """

    units: tuple[Unit, ...]
    records: tuple[Path, ...]
    roots: tuple[str, ...]
    hidden: int = 0
    excluded: int = 0
    ignored: int = 0
    unfollowed: int = 0

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was not looked at, in words."""
        return left_out(self.hidden, self.excluded, self.ignored, self.unfollowed)


class _Tally:
    """What a survey leaves out."""

    def __init__(self) -> None:
        self.hidden = self.excluded = self.ignored = 0
        self.ignore_files: list[str] = []


def survey(
    paths: Iterable[Path],
    *,
    exclude: Iterable[str] = (),
    hidden: bool = False,
    ignoring: Ignoring | None = None,
) -> Delivery:
    """Find the files that count.

    Args:
        paths: Files and folders. A file that is named alone counts, whatever it is; of several,
            records and sidecars are told apart as in a folder.
        exclude: Shell patterns on the shown path or on any part of it.
        hidden: Whether names that begin with a dot count.
        ignoring: The ignore file that counts; those that lie there do not.
    """
    asked = tuple(dict.fromkeys(paths))
    patterns = tuple(exclude)
    tally = _Tally()
    found = [
        unit
        for root in asked
        for unit in _found(root, len(asked), patterns, tally, ignoring, hidden=hidden)
    ]
    alone = len(asked) == 1 and not _is_folder(asked[0])
    names, stems = _owners(found)
    units: dict[str, Unit] = {}
    records: dict[Path, None] = {}
    for unit in found if len(asked) == 1 else _once(found):
        shown = unit.shown
        # Of most files the last letter tells.
        told_apart = shown[-1] in _LAST and shown[-5:].lower().endswith(_TOLD_APART)
        if told_apart and not (alone or unit.problem):
            if is_record(unit.file, unit.shown):
                records[unit.path] = None
                continue
            if _belongs_to_another(unit, names, stems):
                continue
        # Two roots of one name must not hide one another's files.
        units[unit.path.as_posix() if shown in units else shown] = unit
    return Delivery(
        tuple(sorted(units.values(), key=attrgetter("shown"))),
        tuple(sorted(records)),
        tuple(map(_name, asked)),
        tally.hidden,
        tally.excluded,
        tally.ignored,
        unfollowed(tally.ignore_files, ignoring),
    )


def _once(found: list[Unit]) -> list[Unit]:
    """Each file once, where roots lie in one another."""
    places: dict[str, Unit] = {}
    for unit in found:
        places.setdefault(os.path.abspath(unit.file), unit)  # noqa: PTH100 - links stay
    return list(places.values())


def _owners(found: list[Unit]) -> tuple[set[Path], set[Path]]:
    """Paths of which a sidecar may be, with and without their ending; empty without sidecars."""
    if not [unit for unit in found if unit.shown.endswith(_SPELLED) and _is_sidecar(unit)]:
        return set(), set()
    stems = {unit.path.with_suffix("") for unit in found if not _is_sidecar(unit)}
    return {unit.path for unit in found}, stems


def _found(
    root: Path,
    roots: int,
    patterns: tuple[str, ...],
    tally: _Tally,
    ignoring: Ignoring | None,
    *,
    hidden: bool,
) -> Iterator[Unit]:
    if not _is_folder(root):
        yield named(root, root.name if roots == 1 else told(root))
        return
    below = _walk(root, "" if roots == 1 else f"{_name(root)}/", tally, hidden=hidden)
    if not (patterns or ignoring):  # as a rule
        yield from below
        return
    for unit in below:
        if patterns and excluded(unit.shown, patterns):
            tally.excluded += 1
        elif ignoring and ignoring.leaves_out(unit.file, unit.shown):
            tally.ignored += 1
        else:
            yield unit


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that cannot be, a folder that may not be entered
        return False


def _name(path: Path) -> str:
    return path.name or path.resolve().name or "/"


def _file_problem(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "a link that points nowhere" if path.is_symlink() else MISSING
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:
        return "no file can have such a name"
    if stat.S_ISREG(mode):
        return ""
    return next((words for is_it, words in _KINDS if is_it(mode)), "not a regular file")


def _walk(root: Path, prefix: str, tally: _Tally, *, hidden: bool) -> Iterator[Unit]:
    """Every file below a folder, links followed inside it, each folder entered once."""
    home = root.resolve()
    entered = {identity(root)}
    pending = [(os.fspath(root), prefix)]
    while pending:
        folder, shown_folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=attrgetter("name"))
        except OSError as error:
            shown = shown_folder.rstrip("/") or _name(root)
            yield Unit(folder, shown, f"folder cannot be listed: {error.strerror}")
            continue
        beside = {
            entry.name.casefold()
            for entry in entries
            if entry.name[-1] in _LAST and entry.name[-5:].casefold().endswith(_SIDECAR_ENDINGS)
        }
        for entry in entries:
            name = entry.name
            if name.startswith(".") and not hidden:
                tally.hidden += 1
                if name == IGNORE_NAME:
                    tally.ignore_files.append(entry.path)
                continue
            file, shown = entry.path, shown_folder + name
            if entry.is_file(follow_symlinks=False):  # the listing tells: no look at each file
                yield Unit(file, shown, "", False, not beside or _is_alone(name, beside))  # noqa: FBT003 - hot
                continue
            path, linked = Path(file), entry.is_symlink()
            problem = link_problem(path, home) if linked else ""
            if not problem and not _is_folder(path):
                yield Unit(file, shown, _file_problem(path), alone=_is_alone(name, beside))
                continue
            told = problem or enter(path, entered, linked=linked)
            if told:
                yield Unit(file, shown, told)
            elif told is not None:
                pending.append((file, shown + "/"))


def _is_alone(name: str, beside: set[str]) -> bool:
    """Whether no name of a folder, letter case aside, is that of a sidecar of this one."""
    folded = name.casefold()
    stem = folded.rpartition(".")[0]
    return not any(
        each + ending in beside for each in (folded, stem) if each for ending in _SIDECAR_ENDINGS
    )


def _is_sidecar(unit: Unit) -> bool:
    # Spelled in a way in which nobody looks for it, a file is no sidecar but counts itself.
    return unit.shown.endswith(_SPELLED) and unit.path.suffix in _SPELLED


def _belongs_to_another(unit: Unit, names: set[Path], stems: set[Path]) -> bool:
    """Whether a sidecar's file lies next to it: ``shot.mov.c2pa``, or ``shot.c2pa``."""
    if not _is_sidecar(unit):
        return False
    owner = unit.path.with_suffix("")
    return owner in names or owner in stems
