"""repeat: what a whole scan came to, kept under the state of everything that it looked at.

A scan of the very same files, with the very same program, configuration, policy, records and
register, on the same day, comes to the same. Whether all that is the same is seen by listing and
``stat`` alone; then what the scan wrote is written again, with the present time in it.
"""

import hashlib
import json
import marshal
import os
import stat
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from provenance.caching import Cache, Row
from provenance.identifying import fresh_since, packed, program

MAX_WRITTEN: Final = 512 << 20
"""Bytes of reports that are kept for one scan."""
_FORMS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")
"""How reporters write the time at which a report was made."""
_LISTED_AS: Final = 2
"""Version of ``marshal`` that writes equal values alike: later ones mark shared objects."""
_MAX_POLICIES: Final = 32


@dataclass(frozen=True, slots=True)
class State:
    """Of files and folders, all that tells it from another without reading a file.

    Attributes:
        digest: Of names, identities and kinds.
        newest: Nanoseconds since 1970 of the last change in it.
    """

    digest: bytes
    newest: int

    @property
    def fresh(self) -> bool:
        """Whether something was changed so lately that the next change might not show."""
        return self.newest > fresh_since()


@dataclass(frozen=True, slots=True)
class Written:
    """What a scan came to.

    Attributes:
        code: Exit code.
        at: When its reports were made.
        outputs: Each report that was written: name of its format, path or "", its bytes.
    """

    code: int
    at: datetime
    outputs: tuple[tuple[str, str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan as it is asked for.

    Attributes:
        key: Digest of what was asked, and of the program.
        paths: What is scanned.
    """

    key: bytes
    paths: tuple[Path, ...]

    @classmethod
    def of(cls, paths: Iterable[Path], *asked: str) -> "Scan":
        """A scan.

        Args:
            paths: What is scanned, in the order in which it was named.
            *asked: All else that was asked for and changes what comes of it.
        """
        every = tuple(paths)
        told = (os.getcwd(), *asked, "", *map(os.fspath, every))  # noqa: PTH109 - text
        return cls(program("scan", *told), every)

    def recall(self, cache: Cache, now: datetime) -> Written | None:
        """What the same scan came to; None where something is not as it was.

        Args:
            cache: Where it is kept.
            now: The present time, which reports then bear.
        """
        head = cache.find([self.key]).get(self.key)
        try:
            told = json.loads(head[1]) if head else None
            if not told or not told["from"] <= now.timestamp() < told["until"]:
                return None
            others = tuple(map(os.fsdecode, map(bytes.fromhex, told["others"])))
            if state_of(self.paths, map(Path, others)).digest.hex() != told["state"]:
                return None
            reports = [(name, file, bytes.fromhex(key)) for name, file, key in told["outputs"]]
            kept = cache.find([key for _, _, key in reports])
            at = datetime.fromisoformat(told["at"])
            outputs = [(name, file, _at(kept[key][1], at, now)) for name, file, key in reports]
            return Written(int(told["code"]), now, tuple(outputs))
        except (KeyError, TypeError, ValueError, OverflowError):
            return None

    def keep(
        self,
        cache: Cache,
        before: State,
        others: Sequence[Path],
        written: Written,
        *,
        until: datetime,
    ) -> None:
        """Keep what it came to, if everything is as it was before.

        Args:
            cache: Where to.
            before: The state of everything when the scan began.
            others: What else it looked at, beside ``paths``.
            written: What came of it.
            until: When it ends to hold.
        """
        now = datetime.now(UTC)
        if sum(len(text) for _, _, text in written.outputs) > MAX_WRITTEN or before.fresh:
            return
        if state_of(self.paths, others) != before:
            return
        rows = [
            Row(hashlib.blake2b(self.key + bytes([number]), digest_size=24).digest(), text)
            for number, (_, _, text) in enumerate(written.outputs)
        ]
        told = {
            "state": before.digest.hex(),
            "others": [os.fsencode(each).hex() for each in others],
            "from": written.at.timestamp(),
            "until": min(until, _end_of_day(now)).timestamp(),
            "at": written.at.isoformat(),
            "code": written.code,
            "outputs": [
                (name, file, row.key.hex())
                for (name, file, _), row in zip(written.outputs, rows, strict=True)
            ],
        }
        cache.keep([*rows, Row(self.key, json.dumps(told).encode())])


def differs_by_time_alone(one: bytes, at: datetime, other: bytes, then: datetime) -> bool:
    """Whether a report made at one time becomes that of another time by its times alone.

    Args:
        one: A report.
        at: When it was made.
        other: The same, as if it had been made ``then``.
        then: Another time.
    """
    return _at(one, at, then) == other


def _at(text: bytes, at: datetime, now: datetime) -> bytes:
    for form in _FORMS:
        text = text.replace(at.strftime(form).encode(), now.strftime(form).encode())
    return text


def ends(zone: str) -> datetime:
    """When the present day ends where a policy applies.

    Args:
        zone: Its time zone; one that exists.
    """
    there = datetime.now(ZoneInfo(zone))
    return _end_of_day(there)


def _end_of_day(moment: datetime) -> datetime:
    return (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def policy_files(policy: Path) -> tuple[Path, ...]:
    """A policy's own file, and the files that it extends."""
    found: dict[Path, None] = {}
    pending = [policy]
    while pending and len(found) < _MAX_POLICIES:
        path = pending.pop()
        if path in found:
            continue
        found[path] = None
        try:
            names = tomllib.loads(path.read_text("utf-8")).get("extends", [])
        except (OSError, ValueError):
            continue
        names = [names] if isinstance(names, str) else names
        pending += [path.parent / name for name in names if isinstance(name, str)]
    return tuple(found)


def state_of(paths: Iterable[Path], others: Iterable[Path] = ()) -> State:
    """The state of what is scanned, folders entered, and of what else is looked at.

    Args:
        paths: Files and folders. Of a file the whole folder counts: sidecars lie beside it.
        others: Files and folders; one that does not exist is a state too.
    """
    state = hashlib.blake2b(digest_size=24)
    newest = 0
    folders: dict[str, None] = {}
    for path in paths:
        place = os.fspath(path)
        status = _status(place)
        if status is not None and stat.S_ISDIR(status.st_mode):
            newest = max(newest, _walk(place, state))
        else:
            folders[os.path.dirname(place)] = None  # noqa: PTH120 - text
    for folder in folders:
        newest = max(newest, _listed(folder or ".", state, []))
    for path in others:
        place = os.fspath(path)
        status = _status(place)
        if status is not None and not status.st_size and place.endswith("-wal"):
            status = None  # of a database that somebody looks at: as good as none
        state.update(os.fsencode(place) + (packed(status) if status else b"-"))
        if status is not None:
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            if stat.S_ISDIR(status.st_mode):
                newest = max(newest, _walk(place, state))
    return State(state.digest(), newest)


def _status(place: str) -> os.stat_result | None:
    try:
        return os.stat(place)  # noqa: PTH116 - text
    except (OSError, ValueError):
        return None


def _walk(root: str, state: "hashlib.blake2b") -> int:
    newest, pending = 0, [root]
    while pending:
        newest = max(newest, _listed(pending.pop(), state, pending))
    return newest


def _listed(folder: str, state: "hashlib.blake2b", pending: list[str]) -> int:
    """Adds all entries of a folder to a digest, and its folders to a list; its newest change."""
    newest = 0
    rows: list[tuple[str | int, ...]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                mode, changed, altered = status.st_mode, status.st_mtime_ns, status.st_ctime_ns
                newest = max(newest, changed)
                newest = max(newest, altered)
                rows.append(
                    (
                        entry.name,
                        status.st_ino,
                        status.st_dev,
                        status.st_size,
                        changed,
                        altered,
                        mode,
                    )
                )
                if stat.S_ISDIR(mode):
                    pending.append(entry.path)
                elif stat.S_ISLNK(mode):
                    target = _status(entry.path)
                    rows.append((packed(target).hex() if target else "",))
    except OSError as error:
        rows.append((error.errno or 0,))
    state.update(marshal.dumps((folder, rows), _LISTED_AS))
    return newest
