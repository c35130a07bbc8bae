"""identify: what tells one state of a file from another without reading it.

A file is what it was when device, inode, size and both times of change are what they were. The
time of the last change of status (ctime) is set by the system alone, so that a program which puts
the time of modification back is found as well. Two changes within one tick of a clock leave the
same times: a file that has just been changed is *fresh*, and nothing may be concluded about it.
"""

import hashlib
import os
import stat
import struct
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.about import VERSION
from provenance.storage import listed_as

TICK_NS: Final = 2_000_000_000
"""Nanoseconds within which two changes may leave the same time: FAT counts in two seconds, HFS+
in one, the file systems of Linux in milliseconds."""
_PACKED: Final = struct.Struct("<QQQqqI")
_ENDINGS: Final = (".c2pa", ".xmp")
_PACKAGE: Final = Path(__file__).parent
_CODE: Final = (".py", ".toml", ".html")
_INSTALLED: Final = (".dist-info", ".egg-info")


def packed(status: os.stat_result) -> bytes:
    """Device, inode, size, both times of change, and what kind of file it is."""
    return _PACKED.pack(
        status.st_dev & _ALL,
        status.st_ino & _ALL,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        stat.S_IFMT(status.st_mode),
    )


_ALL: Final = (1 << 64) - 1


def fresh_since() -> int:
    """The time, in nanoseconds since 1970, after which a change is too young to be told apart."""
    return time.time_ns() - TICK_NS


@dataclass(frozen=True, slots=True)
class Seen:
    """One state of a file and of what lies beside it.

    Attributes:
        key: Digest of all that tells it from another.
        size: Bytes of the file.
        fresh: Whether it, or one of those beside it, was changed so lately that the next change
            might not show.
    """

    key: bytes
    size: int
    fresh: bool


class Identifier:
    """Identifies many files. The names of a folder are listed once."""

    def __init__(self, settings: bytes = b"") -> None:
        """Prepares.

        Args:
            settings: What else the keys depend on.
        """
        self._settings = settings
        self._folders: dict[str, tuple[frozenset[str], dict[str, list[str]]]] = {}

    def of(self, file: str, *, alone: bool) -> Seen | None:
        """The state of a file; None where there is none.

        Args:
            file: Its path. A link counts as what it points to.
            alone: Whether it is known that no sidecar lies beside it.
        """
        try:
            status = os.stat(file)  # noqa: PTH116 - asked of each file of a tree
        except (OSError, ValueError):
            return None
        since = fresh_since()
        folder, name = os.path.split(file)
        state, newest = _state(file, status)
        parts = [self._settings, state, os.fsencode(name)]
        for beside in () if alone else self._beside(folder, name):
            parts.append(os.fsencode(beside))
            try:
                other = os.stat(os.path.join(folder, beside))  # noqa: PTH116, PTH118 - as above
            except (OSError, ValueError):
                continue
            state, changed = _state(os.path.join(folder, beside), other)  # noqa: PTH118 - as above
            parts.append(state)
            newest = max(newest, changed)
        key = hashlib.blake2b(b"\0\0".join(parts), digest_size=24).digest()
        return Seen(key, status.st_size, newest > since)

    def _beside(self, folder: str, name: str) -> Iterator[str]:
        """Names on which the reading of a file may depend: its sidecars, and whose they may be."""
        names, stems = self._listed(folder)
        stem = os.path.splitext(name)[0]  # noqa: PTH122 - names, not paths
        own = {(each + ending).casefold() for each in (name, stem) for ending in _ENDINGS}
        sidecars = [each for each in stems.get(stem.casefold(), ()) if each.casefold() in own]
        sidecars += [each for each in stems.get(name.casefold(), ()) if each.casefold() in own]
        yield from sorted(set(sidecars))
        # `shot.c2pa` is of `shot.mov` or of `shot.wav`: it is tried with each; and a sidecar
        # by itself is told of which of these it is.
        if name.casefold().endswith(_ENDINGS):
            if stem in names:
                yield stem
            yield from stems.get(stem.casefold(), ())
        elif any(each.casefold() == f"{stem.casefold()}.c2pa" for each in sidecars):
            yield from stems.get(stem.casefold(), ())

    def _listed(self, folder: str) -> tuple[frozenset[str], dict[str, list[str]]]:
        """The names of a folder, and those of each stem, letter case aside."""
        known = self._folders.get(folder)
        if known is None:
            try:
                names = sorted(os.listdir(folder or "."))  # noqa: PTH208 - names only
            except (OSError, ValueError):
                names = []
            stems: dict[str, list[str]] = {}
            for each in names:
                stem = os.path.splitext(each)[0]  # noqa: PTH122 - names, not paths
                stems.setdefault(stem.casefold(), []).append(each)
            known = self._folders[folder] = frozenset(names), stems
        return known

    def again(self) -> None:
        """Forgets what lies in the folders: it is listed anew."""
        self._folders.clear()


def _state(file: str, status: os.stat_result) -> tuple[bytes, int]:
    """What tells a file from another state of it, and when it was last changed, in nanoseconds.

    Of an object in a store both are what the store says. Its tag (ETag) shows a change at once.
    """
    listed = listed_as(file)
    if listed is None:
        return packed(status), max(status.st_mtime_ns, status.st_ctime_ns)
    return listed.state, 0 if listed.tag else listed.changed


def program(*more: str) -> bytes:
    """Digest of this program as it is installed: its code, and the versions of what it rests on.

    Args:
        *more: What else counts, in words.
    """
    state = hashlib.blake2b(digest_size=24)
    told = [VERSION, sys.version, *more, *_distributions()]
    state.update("\0".join(told).encode("utf-8", "surrogateescape"))
    for file, status in _files(_PACKAGE):
        if file.endswith(_CODE):
            state.update(os.fsencode(file) + packed(status))
    return state.digest()


def _distributions() -> Iterator[str]:
    """What is installed, with versions: engines, decoders and plug-ins among it."""
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - names only
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith(_INSTALLED))


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    pending = [os.fspath(folder)]
    while pending:
        for entry in sorted(_entries(pending.pop()), key=lambda each: each.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    pending.append(entry.path)
            else:
                with suppress(OSError):  # gone meanwhile
                    yield entry.path, entry.stat(follow_symlinks=False)


def _entries(folder: str) -> Iterable["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return ()
