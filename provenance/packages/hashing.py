"""Checking listed hashes: one reading of a file for all of them, in bounded memory.

MD5 and the SHA family by ``hashlib``. C4 (SMPTE ST 2114) is SHA-512 in base 58. The xxHash family
needs the optional package ``xxhash``; without it such a hash is *not checked*, never assumed.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from io import FileIO
from pathlib import Path
from typing import Any, Final

from provenance.errors import UnreadableFileError
from provenance.model.package import HashState, ListedHash
from provenance.rawio import page_buffer
from provenance.storage import opened

BLOCK: Final = 1 << 20
"""Bytes of one read, always into the same buffer: a new one each time costs a third more."""
_LIBRARY: Final = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha512": "sha512"}
_XX: Final = {
    "xxh32": "xxh32",
    "xxh64": "xxh64",
    "xxh64le": "xxh64",
    "xxh3": "xxh3_64",
    "xxh128": "xxh3_128",
}
_SIZES: Final = {
    "md5": 32,
    "sha1": 40,
    "sha256": 64,
    "sha512": 128,
    "xxh32": 8,
    "xxh64": 16,
    "xxh64le": 16,
    "xxh3": 16,
    "xxh128": 32,
}
"""Hexadecimal digits of each algorithm's value."""
_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_C4_DIGITS: Final = 88


def c4_of(sha512: bytes) -> str:
    """The C4 id of a SHA-512 digest (SMPTE ST 2114, 5)."""
    number, digits = int.from_bytes(sha512, "big"), ""
    while number:
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    return "c4" + digits.rjust(_C4_DIGITS, _ALPHABET[0])


def well_formed(hashed: ListedHash) -> bool:
    """Whether a value can be one of its algorithm at all; yes for an algorithm that is unknown."""
    if hashed.algorithm == "c4":
        return len(hashed.value) == _C4_DIGITS + 2 and hashed.value.startswith("c4")
    digits = _SIZES.get(hashed.algorithm)
    if digits is None:
        return True
    return len(hashed.value) == digits and not set(hashed.value) - set("0123456789abcdef")


def makes(algorithm: str) -> bool:
    """Whether hashes of an algorithm can be made here."""
    return _maker(algorithm) is not None


class Sums:
    """Several hashes of one file, made in one reading."""

    def __init__(self, algorithms: Iterable[str]) -> None:
        """Begins.

        Args:
            algorithms: By name; one that is not known here is left out.
        """
        making = {name: _maker(name) for name in algorithms}
        self._states = {name: make() for name, make in making.items() if make is not None}
        self._updates = tuple(state.update for state in self._states.values())

    def __bool__(self) -> bool:
        """Whether any is made."""
        return bool(self._updates)

    def update(self, data: bytes | memoryview) -> None:
        """The next bytes of the file."""
        for update in self._updates:
            update(data)

    def values(self) -> dict[str, str]:
        """The hashes of all bytes so far, by algorithm, in the form of ``ListedHash.value``."""
        return {
            name: c4_of(state.digest()) if name == "c4" else state.hexdigest()
            for name, state in self._states.items()
        }


def check(path: Path, listed: Iterable[ListedHash]) -> tuple[ListedHash, ...]:
    """The hashes with their state after reading the file.

    Args:
        path: The file.
        listed: What the lists say.

    Raises:
        UnreadableFileError: It cannot be read.
    """
    wanted = tuple(listed)
    sums = Sums(dict.fromkeys(each.algorithm for each in wanted))
    if sums:
        _read(path, sums)
    return compare(wanted, sums.values())


def compare(
    listed: Iterable[ListedHash], made: Mapping[str, str], lacking: str = ""
) -> tuple[ListedHash, ...]:
    """The hashes with their state, where others were made of the file.

    Args:
        listed: What the lists say.
        made: The file's own, by algorithm.
        lacking: Why one was not made that can be.
    """
    return tuple(_compared(each, made.get(each.algorithm), lacking) for each in listed)


def _compared(listed: ListedHash, made: str | None, lacking: str) -> ListedHash:
    if made is None:
        why = lacking if makes(listed.algorithm) else _why_not(listed.algorithm)
        return replace(listed, state=HashState.NOT_CHECKED, reason=why)
    same = listed.value == made
    if listed.algorithm == "xxh64le":  # in either order: programs mix the two up
        same = same or listed.value == bytes.fromhex(made)[::-1].hex()
    return replace(listed, state=HashState.MATCHES if same else HashState.DIFFERS, reason="")


def _why_not(algorithm: str) -> str:
    if algorithm in _XX:
        return 'needs the package xxhash: pip install "media-provenance[packages]"'
    return f"{algorithm} is not known here"


def _maker(algorithm: str) -> Callable[[], Any] | None:
    if algorithm == "c4":
        return hashlib.sha512
    if name := _LIBRARY.get(algorithm):
        # What others listed is compared; nothing is trusted because MD5 or SHA-1 agrees.
        return lambda: hashlib.new(name, usedforsecurity=False)
    library = _xxhash() if algorithm in _XX else None
    return getattr(library, _XX[algorithm], None) if library else None


@cache
def _xxhash() -> Any:
    try:
        return import_module("xxhash")
    except ImportError:
        return None


def _read(path: Path, sums: Sums) -> None:
    view = page_buffer(BLOCK)
    try:
        with opened(path) as file:
            # Of what was opened; an object has no number.
            if isinstance(file, FileIO) and not os.path.isfile(file.fileno()):  # noqa: PTH113
                raise UnreadableFileError(f"{path.name}: not a regular file")
            while count := file.readinto(view):
                sums.update(view[:count])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(f"cannot be read: {reason}") from error
