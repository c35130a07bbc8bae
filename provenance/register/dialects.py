"""The one place that knows which database is behind a register.

SQLite by default, PostgreSQL for a facility. What differs: how to open it, how a writer takes its
turn, what forbids a change of past events, and what the errors mean.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import DDL, URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from provenance.errors import RegisterError
from provenance.register import places, tables

BUSY_SECONDS: Final = 30.0
"""How long a writer waits for its turn."""

_LENGTH_LIMIT: Final = 32 << 20  # bytes of one value; a payload has 4 Mi characters at most
_BEGIN: Final = "provenance_begin"

# (start of SQLite's error name or SQLSTATE, what it means, what to do)
_MEANINGS: Final = (
    ("SQLITE_FULL", "the disk is full", "Make room; nothing was recorded half."),
    ("53100", "the disk is full", "Make room on the server; nothing was recorded half."),
    ("SQLITE_BUSY", f"another program has held it for {BUSY_SECONDS:.0f} seconds",
     "Wait until the other program has finished, then try again."),
    ("SQLITE_LOCKED", "another program holds it", "Try again."),
    ("SQLITE_READONLY", "it cannot be written", "Ask its owner for permission to write."),
    ("42501", "it cannot be written", "Ask the database's owner for permission to write."),
    ("25006", "it cannot be written", "Open it without read_only, or ask for permission."),
    ("SQLITE_NOTADB", "this is not a register", "Name a register, or make one elsewhere."),
    ("SQLITE_CORRUPT", "the database is damaged", "Restore the file from a backup."),
    ("SQLITE_TOOBIG", "it holds a value longer than any record", "Restore it from a backup."),
    ("SQLITE_CANTOPEN", "the file cannot be opened", "Check the permissions of file and folder."),
    ("SQLITE_PERM", "the file cannot be opened", "Check the permissions of file and folder."),
    ("SQLITE_IOERR", "the disk does not read or write it", "Check disk and free space."),
)  # fmt: skip

_SQLITE_GUARD: Final = (
    "CREATE TRIGGER events_never_{name} BEFORE {verb} ON events "
    "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
)
_POSTGRESQL_REFUSAL: Final = (
    "CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$"
)
_POSTGRESQL_GUARD: Final = (
    "CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only()"
)
_GUARDS: Final = (
    ("sqlite", _SQLITE_GUARD.format(name="update", verb="UPDATE")),
    ("sqlite", _SQLITE_GUARD.format(name="delete", verb="DELETE")),
    ("postgresql", _POSTGRESQL_REFUSAL),
    ("postgresql", _POSTGRESQL_GUARD),
)
for _name, _statement in _GUARDS:
    _guard = DDL(_statement)  # type: ignore[no-untyped-call]
    event.listen(tables.events, "after_create", _guard.execute_if(dialect=_name))
_OUR_TRIGGERS: Final = frozenset({"events_never_update", "events_never_delete"})


def engine_of_file(path: Path, *, read_only: bool = False) -> Engine:
    """An engine on a SQLite file.

    Args:
        path: The file; it exists, be it empty.
        read_only: Never write, not even beside it.
    """
    mode, snapshot = _read_only_mode(path) if read_only else ("rw", None)
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "commit")
    def commit(_: Connection) -> None:
        # An immutable file is read without looking whether it changes: we look, after each read.
        if snapshot is not None and _identity(path) != snapshot:
            raise RegisterError(
                f"{path}: the register changed while it was read", hint="Open it again."
            )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get(_BEGIN)
        if statement:  # one SELECT alone needs no transaction
            connection.exec_driver_sql(statement)

    return engine


def _prepare(connection: sqlite3.Connection, *, read_only: bool) -> None:
    # A register may come from anybody: no function may hide in its schema.
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LENGTH_LIMIT)
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA trusted_schema = OFF")
        cursor.execute("PRAGMA synchronous = FULL")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")


def engine_of_url(text: str, *, read_only: bool = False) -> tuple[Engine, str]:
    """An engine on a PostgreSQL URL, and the URL as it may be shown (without the password).

    Raises:
        RegisterError: The URL is malformed or of another database, or the driver is missing.
    """
    try:
        url: URL = make_url(text)
    except (ArgumentError, ValueError):
        raise RegisterError(
            "the URL of the register is malformed",
            hint="Write postgresql://user@host/database, or the path of a file.",
        ) from None
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() != "postgresql":
        raise RegisterError(
            f"{shown}: a register is a SQLite file or a PostgreSQL database",
            hint="Write postgresql://user@host/database, or the path of a file.",
        )
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except (ImportError, SQLAlchemyError) as error:
        raise RegisterError(
            f"{shown}: the database driver does not load: {first_line(error)}",
            hint='Run `pip install "media-provenance[postgresql]"`.',
        ) from error
    return (engine.execution_options(postgresql_readonly=True) if read_only else engine), shown


def writer(engine: Engine) -> Engine:
    """The engine whose transactions write: each takes its turn before it reads."""
    # SQLite: a transaction that reads first and writes later may lose its turn, so take it at once.
    # PostgreSQL: the row in the table ``head`` is locked instead.
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def snapshot_reader(engine: Engine) -> Engine:
    """The engine whose transactions see one moment, whatever others append meanwhile."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine.execution_options(**{_BEGIN: "BEGIN"})


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers and a writer work at the same time; SQLite only, a no-op elsewhere."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            return  # somebody else has it open, or the disk is full: slower, and still safe


def strange_objects(connection: Connection) -> tuple[str, ...]:
    """What stands in a SQLite schema and is not ours: a view or a trigger could run on reading."""
    if connection.dialect.name != "sqlite":
        return ()
    found = connection.exec_driver_sql(
        "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger') "
        "OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%')"
    )
    return tuple(f"{kind} {name}" for kind, name in found if name not in _OUR_TRIGGERS)


def damage(connection: Connection) -> tuple[str, ...]:
    """What the database itself finds wrong with its pages and indices; SQLite only."""
    if connection.dialect.name != "sqlite":
        return ()
    found = connection.exec_driver_sql("PRAGMA integrity_check(10)")
    return tuple(str(row[0]) for row in found if row[0] != "ok")


@contextmanager
def explained(shown: str) -> Iterator[None]:
    """Turn whatever a database raises into one clear line.

    Args:
        shown: Path or URL of the register, as it may be shown.

    Raises:
        RegisterError: In place of the database's own error.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, OverflowError, UnicodeError) as error:
        origin = getattr(error, "orig", None) or error
        name = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None) or ""
        for start, meaning, hint in _MEANINGS:
            if name.startswith(start):
                raise RegisterError(f"{shown}: {meaning}", hint=hint) from error
        if isinstance(error, OperationalError) and not isinstance(origin, sqlite3.Error):
            raise RegisterError(
                f"{shown}: the database server refuses or does not answer: {first_line(origin)}",
                hint="Check the URL's host, database, user and password, and the server.",
            ) from error
        raise RegisterError(f"{shown}: the register failed: {first_line(origin)}") from error


def first_line(error: object) -> str:
    """An error's message on one line."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _read_only_mode(path: Path) -> tuple[str, tuple[int, ...] | None]:
    """How to open a file that is not to be written; with its identity where nobody may lock it.

    SQLite writes beside its file (``-wal``, ``-shm``) even when it only reads. Where it may not do
    that, the file is read as immutable and we look ourselves whether it changed.
    """
    shared = places.shared_file_system(path)
    if not shared and places.writable(path):
        return "rw", None  # with query_only: no lock file is left behind
    pending = any(_size(path.with_name(path.name + end)) for end in ("-wal", "-journal"))
    if not pending:
        return "ro&immutable=1", _identity(path)
    if shared:
        places.refuse_shared(path)
    return "ro", None


def _identity(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
