"""From a path that a document states to a file, never out of the delivery.

A stranger wrote the path: ``../``, an absolute path, a drive, percent-encoding of any of these and
links that lead out are refused, and nothing is opened to find that out.
"""

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

MAX_PATH: Final = 4096
"""Characters of a stated path (PATH_MAX of Linux)."""
MAX_FOLDERS: Final = 50_000
"""Folders whose place is remembered."""
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_SCHEME: Final = re.compile(r"file:(?://)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stated path leads.

    Attributes:
        path: The file; not there, if ``size`` is None.
        shown: As seen from the scanned root.
        size: Bytes, or None where no regular file is there.
        refused: Why nobody looked, or "".
    """

    path: Path
    shown: str
    size: int | None = None
    refused: str = ""


class Places:
    """Finds files below one delivery.

    Attributes:
        home: Its root, which nothing may leave.
        prefix: What stands before every shown path, where several roots are looked at.
    """

    def __init__(self, home: Path, prefix: str = "") -> None:
        """Opens nothing.

        Args:
            home: The root.
            prefix: "" or a name with a slash at its end.
        """
        self.prefix = prefix
        self.home = home
        self._real = Path(os.path.realpath(home))
        self._inside: dict[str, bool] = {}

    def shown(self, path: Path) -> str:
        """A path as reports show it: seen from the scanned root, "" for that root itself."""
        try:
            told = path.relative_to(self.home).as_posix()
        except ValueError:
            return path.name
        return self.prefix.rstrip("/") if told == "." else self.prefix + told

    def disk(self, shown: str) -> Path:
        """Where a path as it is shown lies on disk."""
        return self.home / shown.removeprefix(self.prefix)

    def find(self, folder: Path, stated: str, *, uri: bool = False) -> Place:
        """Where a stated path leads.

        Args:
            folder: What the path is relative to.
            stated: As the document has it.
            uri: Whether it may be percent-encoded and begin with ``file:``, as in asset maps
                (SMPTE ST 429-9: ``anyURI``).
        """
        plain = _SCHEME.sub("", stated, count=1) if uri else stated
        tried = (plain, unquote(plain)) if uri else (plain, plain.replace("\\", "/"))
        for text in dict.fromkeys((*tried, unquote(plain.replace("\\", "/")) if uri else plain)):
            if why := _climbs(text):
                return Place(folder, stated, refused=why)
        found = Place(folder, stated)
        for text in dict.fromkeys(tried):
            found = self._look(folder / text)
            if found.size is not None or found.refused:
                return found
        return found

    def _look(self, path: Path) -> Place:
        shown = self.shown(path)
        try:
            status = path.lstat()
        except (OSError, ValueError):
            # Whether its folder is outside is told all the same: a missing file there is refused.
            inside = self._holds(path.parent)
            return Place(path, shown, refused="" if inside else "a link that leaves the delivery")
        if not self._holds(path.parent):
            return Place(path, shown, refused="a link that leaves the delivery")
        if stat.S_ISLNK(status.st_mode):
            if not self._below(os.path.realpath(path)):
                return Place(path, shown, refused="a link that leaves the delivery")
            try:
                status = path.stat()
            except OSError:
                return Place(path, shown)
        return Place(path, shown, status.st_size if stat.S_ISREG(status.st_mode) else None)

    def _holds(self, folder: Path) -> bool:
        key = str(folder)
        known = self._inside.get(key)
        if known is None:
            known = self._below(os.path.realpath(folder))
            if len(self._inside) < MAX_FOLDERS:
                self._inside[key] = known
        return known

    def _below(self, real: str) -> bool:
        return Path(real).is_relative_to(self._real)


def _climbs(text: str) -> str:
    """Why a stated path is refused, or ""."""
    if not text.strip() or text.rstrip("/") in {"", "."}:
        return "an empty path"
    if len(text) > MAX_PATH or "\0" in text:
        return "a path that no file can have"
    if text[0] in "/\\" or _DRIVE.match(text):
        return "an absolute path"
    if ".." in re.split(r"[/\\]", text):
        return "a path that climbs out of its folder"
    if _SCHEME.match(text) or "://" in text:
        return "an address, not a path"
    return ""
