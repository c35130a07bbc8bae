"""cache: what was concluded of a file, kept under its identity. A convenience, never a source.

One SQLite file in a folder of the user's own. Whatever is wrong with it, it is thrown away or
left aside: a scan without it only takes longer. Each row carries a digest of itself, so that a
damaged one is no row. Several processes may use it at once.
"""

import hashlib
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from provenance.errors import ConfigError
from provenance.keeping import FAULTS, bounded, connected, discard, passes, stands, unusable

NAME: Final = "scan-1.db"
"""The file in the folder; the number is that of its tables."""
MAX_ROW: Final = 64 << 20
"""Bytes of one row as it lies there; what is larger is read again."""
_SMALL: Final = 4096
"""Bytes up to which a value is not worth the time of packing it."""
_PIECE: Final = 4096
"""Bytes of a packed value that are unpacked at a time: some 200 KiB of a report."""
_AT_ONCE: Final = 500
_DAY: Final = 86_400
_FIND: Final = "SELECT key, used, day, place, value, seal FROM rows WHERE key IN "


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is kept.

    Attributes:
        key: Under which it is found.
        value: What is kept.
        place: What must be the same when it is found; b"" where it does not matter.
        of_today: Whether it holds until the end of this day, UTC, and no longer.
    """

    key: bytes
    value: bytes
    place: bytes = b""
    of_today: bool = False


def folder_of_user() -> Path | None:
    """Where the cache lies if nobody says otherwise; None without a home folder.

    ``$XDG_CACHE_HOME/provenance``, else ``~/.cache/provenance`` (XDG Base Directory
    Specification 0.8: a relative path in the variable is ignored).
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    try:
        base = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "provenance"


class Cache:
    """Rows under keys. Use it as a context manager; not for two threads at once.

    Attributes:
        whole: Whether all that was read since it was opened is kept; who could not keep
            something says so here.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        """For ``open``."""
        self._connection: sqlite3.Connection | None = connection
        self._file = file
        self._kept = 0
        self.whole = True

    @classmethod
    def open(cls, folder: Path, *, named: bool = False) -> "Cache | None":
        """The cache in a folder, made where there is none; None where there can be none.

        Args:
            folder: Of the user's own, with mode 0700.
            named: Whether somebody asked for this very folder.

        Raises:
            ConfigError: Somebody asked for this folder, and it cannot be used.
        """
        why = unusable(folder)
        if not why:
            for _ in range(2):  # the second time without what was damaged or not ours
                try:
                    return cls(connected(folder / NAME), folder / NAME)
                except FAULTS as error:
                    why = str(error)
                    if passes(error) and stands(folder / NAME):
                        break  # it may be as good as ever
                    discard(folder / NAME)
        if named:
            raise ConfigError(
                f"{folder}: cannot hold the cache: {why}",
                hint="Name a folder of your own with --cache, or use --no-cache.",
            )
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
        """Place and value of those keys under which something is kept."""
        found = self._found(keys)
        with suppress(zlib.error):
            return {key: (place, _unpacked(value)) for key, (place, value) in found.items()}
        return {}

    def _found(self, keys: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
        """Place and value, packed."""
        today = _today()
        found: dict[bytes, tuple[bytes, bytes]] = {}
        used: list[bytes] = []

        def look(connection: sqlite3.Connection) -> None:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                for key, last, day, place, value, seal in connection.execute(
                    f"{_FIND}({marks})",
                    some,
                ):
                    row = Row(key, value, place, of_today=bool(day))
                    if day in {0, today} and seal == _seal(row, day):
                        found[key] = place, value
                        if last != today:
                            used.append(key)
            if used:
                with connection:
                    connection.executemany(
                        "UPDATE rows SET used = ? WHERE key = ?", [(today, key) for key in used]
                    )

        self._guarded(look)
        return found

    def pieces(self, key: bytes) -> Iterator[bytes] | None:
        """The value under a key, piece by piece; None where nothing is kept.

        Args:
            key: Of a row without a place.
        """
        found = self._found([key]).get(key)
        return _in_pieces(found[1]) if found else None

    def keep(self, rows: Iterable[Row]) -> None:
        """Keep rows, at once: an interruption after it loses none of them."""
        today = _today()
        values = []
        for row in rows:
            small = Row(row.key, _packed(row.value), row.place, of_today=row.of_today)
            day = today if row.of_today else 0
            if len(small.value) <= MAX_ROW:
                values.append((small.key, today, day, small.place, small.value, _seal(small, day)))

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO rows VALUES (?,?,?,?,?,?)", values)

        if values:
            self._guarded(write)
            self._kept += len(values)

    def close(self) -> None:
        """Closes it, the oldest rows thrown away where it is too large."""
        if self._kept:
            self._guarded(bounded)
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _guarded(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Work with it; from the first failure on there is no cache."""
        if self._connection is None:
            return
        try:
            work(self._connection)
        except FAULTS as error:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection, self.whole = None, False
            if not passes(error):
                discard(self._file)


@contextmanager
def opened(cache: Cache | Path | str | None) -> Iterator[Cache | None]:
    """A cache that is open, or is opened and closed again; None for none.

    Raises:
        ConfigError: It cannot be used.
    """
    if cache is None or isinstance(cache, Cache):
        yield cache
        return
    made = Cache.open(Path(cache), named=True)
    if made is None:
        yield None
        return
    with made:
        yield made


def _packed(value: bytes) -> bytes:
    return b"=" + value if len(value) <= _SMALL else b"z" + zlib.compress(value, 1)


def _unpacked(value: bytes) -> bytes:
    return value[1:] if value[:1] == b"=" else zlib.decompress(value[1:])


def _in_pieces(value: bytes) -> Iterator[bytes]:
    # Its seal was right: it unpacks to what was kept.
    if value[:1] == b"=":
        yield value[1:]
        return
    opened = zlib.decompressobj()
    for start in range(1, len(value), _PIECE):
        yield opened.decompress(value[start : start + _PIECE])
    yield opened.flush()


def _today() -> int:
    return int(time.time() // _DAY)


def _seal(row: Row, day: int) -> bytes:
    state = hashlib.blake2b(row.key, digest_size=12)
    state.update(b"%d %s\0" % (day, row.place))
    state.update(row.value)
    return state.digest()
