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
    """

    path: Path
    shown: str

    def shown_of(self, name: str) -> str:
        """A file of it as seen from the scanned root."""
        return f"{self.shown}/{name}" if self.shown else name


@dataclass(slots=True)
class Tree:
    """Walks one delivery.

    Attributes:
        home: Its root.
        prefix: What stands before every shown path, where several roots are looked at.
        hidden: Whether names that begin with a dot count.
        problems: What could not be walked.
        left_out: How many names that begin with a dot were left out.
    """

    home: Path
    prefix: str = ""
    hidden: bool = False
    problems: Problems = field(default_factory=Problems)
    left_out: int = 0

    def folders(self) -> Iterator[Folder]:
        """Every folder, a parent before what lies in it, in the order of names."""
        entered: set[tuple[int, int]] = set()
        pending = [Folder(self.home, self.prefix.rstrip("/"))]
        while pending:
            folder = pending.pop()
            if not self._enter(folder, entered):
                continue
            yield folder
            pending += sorted(self._below(folder), key=lambda each: each.shown, reverse=True)

    def names(self, folder: Folder) -> Iterator[str]:
        """The names of a folder's files as the disk gives them; links that lead out are told."""
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
            code = ProblemCode.REFUSED if "leaves" in why else ProblemCode.UNREADABLE
            self.problems.add(code, why, folder.shown_of(entry.name))
        elif entry.is_file():
            yield entry.name

    def _below(self, folder: Folder) -> Iterator[Folder]:
        try:
            with os.scandir(folder.path) as entries:
                for entry in entries:
                    if entry.name[0] == "." and not self.hidden:
                        continue
                    if entry.is_symlink() and self._outside(Path(entry.path)):
                        continue
                    if not entry.is_dir():
                        continue
                    yield Folder(Path(entry.path), folder.shown_of(entry.name))
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
