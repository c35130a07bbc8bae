"""keep: one database file of this user's own that may be thrown away at any time."""

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

MAX_BYTES: Final = 1 << 30
"""Bytes that it keeps; about two million files without anything to tell."""
_APPLICATION: Final = 0x70726F76  # "prov"
_LAYOUT: Final = 1
_BUSY: Final = 5.0  # seconds to wait for another process
_FOLDER_MODE: Final = 0o700
_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH
_TABLES: Final = """
CREATE TABLE rows(
  key BLOB PRIMARY KEY, used INTEGER NOT NULL, day INTEGER NOT NULL, place BLOB NOT NULL,
  value BLOB NOT NULL, seal BLOB NOT NULL);
CREATE INDEX rows_used ON rows(used);
"""
FAULTS: Final = (sqlite3.Error, UnicodeDecodeError, OverflowError, OSError)
"""How work with a database fails: a damaged one even by a message that is no text."""
_PASSING: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""What goes wrong with a database in which nothing is wrong (sqlite.org/rescode.html): somebody
else works with it, there is no room, a disk is away."""
_DISCARDED: Final = ("", "-wal", "-shm", "-journal")


def unusable(folder: Path) -> str:
    """Why a folder cannot hold it, or ""; it is made where it is not there.

    Whoever may write into it says what this user's scans conclude, so it is the user's alone.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
        status = folder.stat()
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or str(error)
    if hasattr(os, "geteuid"):
        if status.st_uid != os.geteuid():
            return "it belongs to somebody else"
        if status.st_mode & _OTHERS:
            return "others may write into it"
    return ""


def stands(file: Path) -> bool:
    """Whether a file begins as a database does, and is the user's own."""
    try:
        with file.open("rb") as opened:
            return opened.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


def passes(error: Exception) -> bool:
    """Whether a database that failed may be as good as ever."""
    if isinstance(error, OSError | OverflowError):
        return True
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _PASSING


def connected(file: Path) -> sqlite3.Connection:
    """The database in a file, its tables made where it is new.

    Raises:
        sqlite3.DatabaseError: It is damaged, or not ours.
    """
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise sqlite3.DatabaseError("the file is a link or no file")
    connection = sqlite3.connect(file, timeout=_BUSY, isolation_level="IMMEDIATE")
    try:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        if not pages:
            file.chmod(0o600)
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("BEGIN IMMEDIATE")
        (mine,) = connection.execute("PRAGMA application_id").fetchone()
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not (mine or layout or tables):
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")
        elif (mine, layout) != (_APPLICATION, _LAYOUT):
            raise sqlite3.DatabaseError("it is not ours")  # noqa: TRY301 - closed below
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def discard(file: Path) -> None:
    """Throw a database away."""
    for ending in _DISCARDED:
        with suppress(OSError):
            file.with_name(file.name + ending).unlink()


def bounded(connection: sqlite3.Connection) -> None:
    """Throw the rows away that were not used for longest, until a quarter is free."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    if pages * size <= MAX_BYTES:
        return
    (rows,) = connection.execute("SELECT count(*) FROM rows").fetchone()
    share = 1 - MAX_BYTES * 3 / 4 / (pages * size)
    with connection:
        connection.execute(
            "DELETE FROM rows WHERE rowid IN (SELECT rowid FROM rows ORDER BY used, rowid LIMIT ?)",
            (max(1, int(rows * share)),),
        )
    connection.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page only
