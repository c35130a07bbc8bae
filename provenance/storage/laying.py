"""Laying out what a store lists: a hole for each object, and the bytes of what speaks of others."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from provenance.errors import ProvenanceError, UnreadableFileError
from provenance.storage.addresses import Address, protocol_of, shown_url
from provenance.storage.backends import fetch, forgive
from provenance.storage.listing import folder_name, listing, name_of, unplaced

MAX_WHOLE: Final = 256 << 20
"""Bytes of a record, list or map that is taken over whole; a larger one cannot be read."""
MAX_TOGETHER: Final = 2 << 30
"""Bytes of all that are, of one URL."""
AT_ONCE: Final = 16
"""Requests at the same time while they are fetched."""
PIECE: Final = 8 << 20
"""Bytes of one of these requests."""
_SPEAKING: Final = re.compile(
    r".*\.(?:json|toml|xml|mhl|md5|sha1|sha256|sha512|xxh|xxh32|xxh64|xxh3|xxh128|xxhash|c4)"
    r"|assetmap|volindex|(?:md5|sha1|sha256|sha512|xxh(?:32|64|3|128)?|check)sums?(?:\.txt)?",
    re.IGNORECASE | re.DOTALL,
)
_MAKE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_IN_PROCESS: Final = frozenset({"memory"})
"""Protocols whose objects no other process can read, so that the engine could not."""


def speaks(name: str) -> bool:
    """Whether a file is called as records, configurations, hash lists and asset maps are."""
    return _SPEAKING.fullmatch(name) is not None


def laid_out(home: str, url: str) -> tuple[str, list[tuple[str, Address]]]:
    """Make the files that stand for a URL; asks the store.

    Args:
        home: An empty folder, with a slash at its end.
        url: What was named.

    Returns:
        Name of the file or folder that stands for the URL itself, and what each file stands for
        by its path below ``home``. A URL that is not to be had is a file that cannot be read.

    Raises:
        ConfigError: What the store needs is not installed.
    """
    forgive(url)
    try:
        found = listing(url)
    except UnreadableFileError as error:
        name = name_of(url)
        why = str(error).removeprefix(f"{shown_url(url)}: ")
        _hole(home + name, 0)
        return name, [(name, Address(url, 0, problem=why))]
    if found.folder:
        Path(home, found.name).mkdir()
    lead = f"{found.name}/" if found.folder else f"{folder_name(url)}/"
    rows = [_hollow(home, lead, below, each) for below, each in found.objects]
    rows += [_hollow(home, "", below, each) for below, each in found.above]
    _fill(home, rows)
    return (found.name if found.folder else lead + found.name), rows


def _hollow(home: str, lead: str, below: str, each: Address) -> tuple[str, Address]:
    """Make a place holder, under another name where its own is taken by a folder or a file."""
    try:
        _hole(f"{home}{lead}{below}", each.size)
    except OSError as error:
        why = f"no file can stand for it: {error.strerror}"
        below, each = unplaced(below, each, why)
        with suppress(FileExistsError):
            _hole(f"{home}{lead}{below}", 0)
    return lead + below, each


def _hole(file: str, size: int) -> None:
    # Half a million of them: no call more than it takes.
    try:
        descriptor = os.open(file, _MAKE, 0)
    except FileNotFoundError:
        os.makedirs(file.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
        descriptor = os.open(file, _MAKE, 0)
    try:
        if size:
            os.truncate(descriptor, size)
    finally:
        os.close(descriptor)


def _fill(home: str, rows: list[tuple[str, Address]]) -> None:
    """Take over what speaks of other files; what cannot be had becomes a problem of it."""
    wanted = list(_wanted(rows))
    if not wanted:
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        problems = pool.map(lambda number: _take(home, *rows[number]), wanted)
        for number, problem in zip(wanted, problems, strict=True):
            path, each = rows[number]
            told = replace(each, problem=problem) if problem else replace(each, whole=True)
            rows[number] = path, told


def _wanted(rows: list[tuple[str, Address]]) -> Iterator[int]:
    left = MAX_TOGETHER
    for number, (path, each) in enumerate(rows):
        if each.problem or each.size > min(left, MAX_WHOLE):
            continue
        if speaks(path.rpartition("/")[2]) or protocol_of(each.url) in _IN_PROCESS:
            left -= each.size
            yield number


def _take(home: str, path: str, each: Address) -> str:
    """Fill a hole.

    Returns:
        Why it cannot be filled, or "".
    """
    file = Path(home, path)
    try:
        file.chmod(0o600)
        with file.open("r+b") as target:
            for start in range(0, each.size, PIECE):
                target.write(fetch(each, start, min(start + PIECE, each.size)))
    except ProvenanceError as error:
        return str(error).removeprefix(f"{each.shown}: ")
    except OSError as error:
        return f"cannot be laid out: {error.strerror}"
    return ""
