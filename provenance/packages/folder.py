"""Which files of a delivery count, and which only speak of others.

A sidecar next to its file is not a deliverable, nor is one of our records. Hidden files and
folders are left out unless named. Links are followed inside the delivery; a link that leaves it,
loops or dangles is a result of its own, never passed over in silence.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

SIDECAR_SUFFIXES = frozenset({".c2pa", ".xmp"})
CONFIG_NAME = "provenance.toml"
MISSING = "no such file"
RECORD_HEAD = 512
"""Bytes of a ``.json`` file in which our records name their schema: it is their first key."""
_RECORD_MARK = re.compile(rb'"schema"\s*:\s*"provenance\.')


@dataclass(frozen=True, slots=True)
class Unit:
    """One file that counts.

    Attributes:
        path: The file.
        shown: Path relative to the scanned root, with forward slashes; how reports name it.
        problem: Why it cannot even be opened ("a link that leaves the delivery"), or "".
        missing: Whether there is nothing at that path.
    """

    path: Path
    shown: str
    problem: str = ""
    missing: bool = False


def named(path: Path, shown: str = "") -> Unit:
    """The unit for a path that was named: it counts, whatever it is, even if it is not there."""
    problem = _file_problem(path)
    return Unit(path, shown or path.name, problem, missing=problem == MISSING)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a set of paths holds.

    Attributes:
        units: Files that count, sorted by shown path.
        records: Our own records found on the way (disclosures, approvals, reports).
        roots: Names of what was asked for.
    """

    units: tuple[Unit, ...]
    records: tuple[Path, ...]
    roots: tuple[str, ...]


def survey(paths: Iterable[Path], *, exclude: Iterable[str] = (), hidden: bool = False) -> Delivery:
    """Find the files that count.

    Args:
        paths: Files and folders. A file that is named counts, whatever it is.
        exclude: Shell patterns on the shown path or on any part of it.
        hidden: Whether names that begin with a dot count.
    """
    asked = tuple(paths)
    patterns = tuple(exclude)
    units: dict[str, Unit] = {}
    records: list[Path] = []
    for root in asked:
        if root.is_dir():
            prefix = "" if len(asked) == 1 else f"{_name(root)}/"
            found = [
                unit
                for unit in _walk(root, prefix, hidden=hidden)
                if not _excluded(unit.shown, patterns)
            ]
            names = {unit.path for unit in found}
            stems = {
                path.with_suffix("")
                for path in names
                if path.suffix.lower() not in SIDECAR_SUFFIXES
            }
            for unit in found:
                if _is_record(unit.path):
                    records.append(unit.path)
                elif not _belongs_to_another(unit.path, names, stems):
                    units.setdefault(_free(unit.shown, unit.path, units), unit)
        else:
            shown = root.name if len(asked) == 1 else root.as_posix()
            units.setdefault(shown, named(root, shown))
    return Delivery(
        units=tuple(sorted(units.values(), key=lambda unit: unit.shown)),
        records=tuple(sorted(records)),
        roots=tuple(_name(root) for root in asked),
    )


def _name(path: Path) -> str:
    return path.name or path.resolve().name or "/"


def _free(shown: str, path: Path, units: dict[str, Unit]) -> str:
    """Two roots of one name must not hide one another's files."""
    taken = units.get(shown)
    return shown if taken is None or taken.path == path else path.as_posix()


def _file_problem(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "a link that points nowhere" if path.is_symlink() else MISSING
    except OSError as error:
        return error.strerror or str(error)
    return "" if stat.S_ISREG(mode) else "not a regular file"


def _walk(root: Path, prefix: str, *, hidden: bool) -> Iterator[Unit]:
    """Every file below a folder, links followed inside it, each folder entered once."""
    home = root.resolve()
    entered = {_identity(root)}
    pending = [(root, prefix)]
    while pending:
        folder, shown_folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            shown = shown_folder.rstrip("/") or _name(root)
            yield Unit(folder, shown, f"folder cannot be listed: {error.strerror}")
            continue
        for entry in entries:
            if entry.name.startswith(".") and not hidden:
                continue
            shown, path = shown_folder + entry.name, Path(entry.path)
            if entry.is_symlink() and (problem := _link_problem(path, home)):
                yield Unit(path, shown, problem)
            elif entry.is_dir():
                identity = _identity(path)
                if identity in entered and entry.is_symlink():
                    yield Unit(path, shown, "a link that loops back to a folder already entered")
                elif identity not in entered:
                    entered.add(identity)
                    pending.append((path, shown + "/"))
            else:
                yield Unit(path, shown, _file_problem(path))


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _link_problem(path: Path, home: Path) -> str:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link that loops or points nowhere"
    return "" if target.is_relative_to(home) else "a link that leaves the delivery"


def _excluded(shown: str, patterns: tuple[str, ...]) -> bool:
    parts = shown.split("/")
    return any(
        fnmatchcase(shown, pattern) or any(fnmatchcase(part, pattern) for part in parts)
        for pattern in patterns
    )


def _is_record(path: Path) -> bool:
    if path.name == CONFIG_NAME:
        return True
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return _RECORD_MARK.search(file.read(RECORD_HEAD)) is not None
    except OSError:
        return False


def _belongs_to_another(path: Path, names: set[Path], stems: set[Path]) -> bool:
    """Whether a sidecar's file lies next to it: ``shot.mov.c2pa``, or ``shot.c2pa``."""
    if path.suffix.lower() not in SIDECAR_SUFFIXES:
        return False
    return path.with_suffix("") in names or path.with_suffix("") in stems
