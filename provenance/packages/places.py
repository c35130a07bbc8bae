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
        file: The file's path; not there, if ``size`` is None.
        shown: As seen from the scanned root.
        size: Bytes, or None where no regular file is there.
        refused: Why nobody looked, or "".
    """

    file: str
    shown: str
    size: int | None = None
    refused: str = ""

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.file)


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
        place = os.path.normpath(home)
        self._lead = "" if place == "." else f"{place.rstrip('/')}/"

    @property
    def name(self) -> str:
        """What the root is called."""
        return name_of(self.home)

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
        tried = dict.fromkeys((plain, unquote(plain) if uri else plain.replace("\\", "/")))
        seen = {*tried, unquote(plain.replace("\\", "/"))} if uri else tried
        for text in seen:
            if why := _climbs(text):
                return Place(str(folder), stated, refused=why)
        found = Place(str(folder), stated)
        for text in tried:
            found = self._look(os.path.normpath(f"{folder}/{text}"))
            if found.size is not None or found.refused:
                return found
        return found

    def _look(self, file: str) -> Place:
        # Strings and few calls: a hash list asks for half a million files.
        lead = self._lead
        shown = self.prefix + (file[len(lead) :] if file.startswith(lead) else Path(file).name)
        if not self._holds(file.rpartition("/")[0] or "."):
            return Place(file, shown, refused="a link that leaves the delivery")
        try:
            status = os.lstat(file)
        except (OSError, ValueError):
            return Place(file, shown)
        if stat.S_ISLNK(status.st_mode):
            if not self._below(os.path.realpath(file)):
                return Place(file, shown, refused="a link that leaves the delivery")
            try:
                status = os.stat(file)  # noqa: PTH116
            except OSError:
                return Place(file, shown)
        return Place(file, shown, status.st_size if stat.S_ISREG(status.st_mode) else None)

    def _holds(self, folder: str) -> bool:
        known = self._inside.get(folder)
        if known is None:
            known = self._below(os.path.realpath(folder))
            if len(self._inside) < MAX_FOLDERS:
                self._inside[folder] = known
        return known

    def _below(self, real: str) -> bool:
        return Path(real).is_relative_to(self._real)


def name_of(folder: Path) -> str:
    """What a folder is called, also where it was given as "." or "..", or is the root."""
    return folder.name if folder.name not in {"", ".."} else folder.resolve().name or "/"


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
