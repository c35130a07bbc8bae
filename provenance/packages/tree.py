"""The folders of a delivery, one listing at a time. The rules are those of ``folder``.

Names that begin with a dot are left out unless asked for; links are followed inside the delivery;
one that leaves it, loops or dangles is told. No listing is kept: a folder of half a million frames
is passed on name by name.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from provenance.model.package import ProblemCode
from provenance.packages.base import Problems


@dataclass(slots=True)
class Folder:
    """One folder.

    Attributes:
        path: Where it is.
        shown: As seen from the scanned root, "" for the root.
        only: Names that count, where files were named one by one; None for all.
    """

    path: Path
    shown: str
    only: frozenset[str] | None = None


@dataclass(slots=True)
class Tree:
    """Walks one delivery.

    Attributes:
        home: Its root.
        hidden: Whether names that begin with a dot count.
        problems: What could not be walked.
        left_out: How many names that begin with a dot were left out.
    """

    home: Path
    hidden: bool = False
    problems: Problems = field(default_factory=Problems)
    left_out: int = 0

    def folders(self) -> Iterator[Folder]:
        """Every folder, a parent before what lies in it, in the order of names."""
        entered: set[tuple[int, int]] = set()
        pending = [Folder(self.home, "")]
        while pending:
            folder = pending.pop()
            if not self._enter(folder, entered):
                continue
            yield folder
            pending += sorted(self._below(folder), key=lambda each: each.shown, reverse=True)

    def names(self, folder: Folder) -> Iterator[str]:
        """The names of a folder's files as the disk gives them; links that lead out are told."""
        if folder.only is not None:
            yield from sorted(folder.only)
            return
        try:
            with os.scandir(folder.path) as entries:
                for entry in entries:
                    if entry.name[0] == "." and not self.hidden:
                        self.left_out += 1
                    elif entry.is_file(follow_symlinks=False):
                        yield entry.name
                    elif entry.is_symlink():
                        yield from self._linked(folder, entry)
        except OSError as error:
            reason = f"folder cannot be listed: {error.strerror}"
            self.problems.add(ProblemCode.UNREADABLE, reason, folder.shown)

    def _linked(self, folder: Folder, entry: os.DirEntry[str]) -> Iterator[str]:
        why = self._outside(Path(entry.path))
        if why:
            shown = f"{folder.shown}/{entry.name}" if folder.shown else entry.name
            code = ProblemCode.REFUSED if "leaves" in why else ProblemCode.UNREADABLE
            self.problems.add(code, why, shown)
        elif entry.is_file():
            yield entry.name

    def _below(self, folder: Folder) -> Iterator[Folder]:
        if folder.only is not None:
            return
        try:
            with os.scandir(folder.path) as entries:
                for entry in entries:
                    if entry.name[0] == "." and not self.hidden:
                        continue
                    if entry.is_symlink() and self._outside(Path(entry.path)):
                        continue
                    if not entry.is_dir():
                        continue
                    lead = f"{folder.shown}/" if folder.shown else ""
                    yield Folder(Path(entry.path), lead + entry.name)
        except OSError:  # told by ``names``
            return

    def _enter(self, folder: Folder, entered: set[tuple[int, int]]) -> bool:
        try:
            status = folder.path.stat()
        except OSError as error:
            reason = f"folder cannot be entered: {error.strerror}"
            self.problems.add(ProblemCode.UNREADABLE, reason, folder.shown)
            return False
        identity = status.st_dev, status.st_ino
        known = identity in entered
        entered.add(identity)
        return not known

    def _outside(self, path: Path) -> str:
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return "a link that loops or points nowhere"
        return (
            "" if target.is_relative_to(self.home.resolve()) else "a link that leaves the delivery"
        )
