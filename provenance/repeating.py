"""repeat: what a whole scan came to, kept under the state of everything that it looked at.

A scan of the very same files, with the very same program, configuration, policy, records and
register, on the same day, comes to the same. Whether all that is the same is seen by listing and
``stat`` alone; then what the scan wrote is written again, with the present time in it.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from provenance.caching import Cache, Row
from provenance.identifying import program
from provenance.retiming import Cut, retold
from provenance.witnessing import State, state_of

MAX_WRITTEN: Final = 512 << 20
"""Bytes of reports that are kept for one scan."""
_MAX_POLICIES: Final = 32


@dataclass(frozen=True, slots=True)
class Output:
    """One report that was written, without its time.

    Attributes:
        name: Of its format.
        file: Path, or "" for standard output.
        text: All of it but the times.
        cuts: Where the times stood.
    """

    name: str
    file: str
    text: bytes
    cuts: Sequence[Cut]


@dataclass(frozen=True, slots=True)
class Written:
    """What a scan came to.

    Attributes:
        code: Exit code.
        at: When its reports were made.
        outputs: Each report that was written.
    """

    code: int
    at: datetime
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """What the same scan comes to now.

    Attributes:
        code: Exit code.
        outputs: Each report: name of its format, path or "", its text in pieces, each read once.
    """

    code: int
    outputs: tuple[tuple[str, str, Iterator[bytes]], ...]


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

    def recall(self, cache: Cache, now: datetime) -> Again | None:
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
            outputs = []
            for name, file, key, cuts in told["outputs"]:
                pieces = cache.pieces(bytes.fromhex(key))
                if pieces is None:
                    return None
                outputs.append((name, file, retold(pieces, cuts, now)))
            return Again(int(told["code"]), tuple(outputs))
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
        if sum(len(each.text) for each in written.outputs) > MAX_WRITTEN or before.fresh:
            return
        if state_of(self.paths, others) != before:
            return
        rows = [
            Row(hashlib.blake2b(self.key + bytes([number]), digest_size=24).digest(), each.text)
            for number, each in enumerate(written.outputs)
        ]
        told = {
            "state": before.digest.hex(),
            "others": [os.fsencode(each).hex() for each in others],
            "from": written.at.timestamp(),
            "until": min(until, _end_of_day(now)).timestamp(),
            "code": written.code,
            "outputs": [
                (each.name, each.file, row.key.hex(), each.cuts)
                for each, row in zip(written.outputs, rows, strict=True)
            ],
        }
        cache.keep([*rows, Row(self.key, json.dumps(told).encode())])


def ends(zone: str) -> datetime:
    """When the present day ends where a policy applies.

    Args:
        zone: Its time zone; one that exists.
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - not where nothing is kept

    there = datetime.now(ZoneInfo(zone))
    return _end_of_day(there)


def _end_of_day(moment: datetime) -> datetime:
    return (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def policy_files(policy: Path) -> tuple[Path, ...]:
    """A policy's own file, and the files that it extends."""
    import tomllib  # noqa: PLC0415 - as above

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
