"""Folders of this machine that stand for URLs, as long as a scan lasts.

Each object is a file there. Most are place holders: of the object's size, all of it a hole that
takes no room. Nobody may take the hole for content, so no place holder can be opened in any
process that knows of it (``active``); content comes by its address.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from provenance.errors import ConfigError
from provenance.storage import sweeping
from provenance.storage.addresses import Address, protocol_of, shown_url
from provenance.storage.laying import laid_out

_LOCAL: Final = frozenset({"file", "local"})
MAX_URLS: Final = 100
"""URLs of one call: each is a folder of its own, with its own request for what it holds."""
_INDEX: Final = "objects.db"
_FILES: Final = "files"


class Mirror:
    """One folder, and what each file in it stands for."""

    def __init__(self, base: str, held: int | None = None) -> None:
        """Knows a folder.

        Args:
            base: Its absolute path, without links.
            held: The open lock of the folder, where the caller has it.

        Raises:
            OSError: It is gone.
        """
        self.base = base
        self.home = f"{base}/{_FILES}/"
        self._held = sweeping.hold(base) if held is None else held
        self._known = sqlite3.connect(f"{base}/{_INDEX}", check_same_thread=False)

    def address(self, file: str) -> Address | None:
        """What a file stands for; None where it is none of the files."""
        if not file.startswith(self.home):
            return None
        below = os.path.normpath(file[len(self.home) :])
        row = self._known.execute("SELECT told FROM objects WHERE path = ?", (below,)).fetchone()
        return _address(row[0]) if row else None

    def following(self, file: str, count: int) -> list[Address]:
        """Objects that are to be read in ranges, as they come behind a file in order of names.

        Args:
            file: A file of the folder.
            count: How many at most.
        """
        below = os.path.normpath(file[len(self.home) :])
        rows = self._known.execute(
            "SELECT told FROM objects WHERE path > ? ORDER BY path LIMIT ?", (below, count)
        )
        found = (_address(told) for (told,) in rows)
        return [each for each in found if not (each.whole or each.problem)]

    def _keep(self, rows: Iterable[tuple[str, Address]]) -> None:
        """Note what files stand for."""
        with self._known:
            self._known.execute(
                "CREATE TABLE objects(path TEXT PRIMARY KEY, told TEXT NOT NULL) WITHOUT ROWID"
            )
            self._known.executemany(
                "INSERT INTO objects VALUES(?, ?)",
                ((path, _text(each)) for path, each in rows),
            )

    @classmethod
    def made(cls) -> Self:
        """A new folder, for this user alone.

        Raises:
            ConfigError: There is no place for it.
        """
        try:
            sweeping.sweep()
            base, held = sweeping.made()
        except OSError as error:
            raise _no_room(error) from error
        try:
            Path(base, _FILES).mkdir()
            return cls(base, held)
        except (OSError, sqlite3.Error) as error:
            sweeping.unmake(base, held)
            raise _no_room(error) from error

    def fill(self, url: str) -> Path:
        """Lay out what a URL stands for; asks its store.

        Returns:
            The path that stands for the URL itself.

        Raises:
            ConfigError: What the store needs is not installed, there is no such kind of store, or
                this machine has no room for the list of what it holds.
        """
        try:
            name, rows = laid_out(self.home, url)
            self._keep(rows)
        except (OSError, sqlite3.Error) as error:
            raise _no_room(error) from error
        return Path(self.home, name)

    def remove(self) -> None:
        """Remove the folder, and forget it."""
        self._known.close()
        sweeping.unmake(self.base, self._held)
        self._held = sweeping.NO_LOCK


def _no_room(error: Exception) -> ConfigError:
    reason = getattr(error, "strerror", None) or str(error)
    return ConfigError(
        f"{tempfile.gettempdir()}: what a store lists cannot be laid out there: {reason}",
        hint="Name a folder with room for one empty file an object: TMPDIR=...",
    )


def _text(each: Address) -> str:
    # Half a million of them: not ``asdict``, which copies deeply.
    told = (each.url, each.size, each.tag, each.changed, each.whole, each.problem)
    return json.dumps(told)


def _address(text: str) -> Address:
    return Address(*json.loads(text))


def refuse_many(count: int) -> None:
    """Refuse more URLs than one call lays out.

    Args:
        count: How many were named.

    Raises:
        ConfigError: They are too many.
    """
    if count > MAX_URLS:
        raise ConfigError(
            f"{count} URLs were named; {MAX_URLS} are read at once",
            hint="Name the folder in which the objects lie, and --exclude what does not count.",
        )


def local_path(url: str) -> Path | None:
    """The path that a URL of this machine's own files names; None for a store's.

    Raises:
        ConfigError: It is none, or a URL within a URL.
    """
    if "::" in url:
        raise ConfigError(
            f"{shown_url(url)}: a URL within a URL is not read",
            hint="Unpack the archive, or name the object itself.",
        )
    try:
        urlsplit(url)
    except ValueError as error:
        raise ConfigError(f"{url!a}: not a URL: {error}", hint="Quote it in the shell.") from error
    return Path(unquote(url.partition("://")[2])) if protocol_of(url) in _LOCAL else None
