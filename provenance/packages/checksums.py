r"""Plain lists of checksums: what md5sum, shasum, sha256sum, xxhsum and their BSD cousins write.

GNU: ``<hex>  name`` or ``<hex> *name``, a leading backslash where the name is escaped (coreutils
manual, "md5sum invocation"). BSD: ``SHA256 (name) = <hex>``. A file that holds one value and no
name speaks of the file whose name it extends (``shot.mov.md5``).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from provenance.errors import DamagedFileError, UnreadableFileError
from provenance.model.package import ListedHash
from provenance.packages.base import MAX_LIST
from provenance.packages.entries import MAX_ENTRIES, Entry

ENDINGS: Final = {
    ".md5": "md5",
    ".sha1": "sha1",
    ".sha256": "sha256",
    ".sha512": "sha512",
    ".xxh": "xxh64",
    ".xxh32": "xxh32",
    ".xxh64": "xxh64",
    ".xxh3": "xxh3",
    ".xxh128": "xxh128",
    ".xxhash": "xxh64",
    ".c4": "c4",
}
"""Endings of checksum files, and what is in them where the values do not tell."""
_NAMES: Final = re.compile(
    r"(?:md5|sha1|sha256|sha512|xxh(?:32|64|3|128)?)sums?(?:\.txt)?|checksums?(?:\.txt)?",
    re.IGNORECASE,
)
_BY_LENGTH: Final = {8: "xxh32", 16: "xxh64", 32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_BSD_NAMES: Final = {
    "MD5": "md5",
    "SHA1": "sha1",
    "SHA256": "sha256",
    "SHA2-256": "sha256",
    "SHA512": "sha512",
    "SHA2-512": "sha512",
    "XXH32": "xxh32",
    "XXH64": "xxh64",
    "XXH3": "xxh3",
    "XXH128": "xxh128",
}
_GNU: Final = re.compile(r"(\\?)(XXH3_)?([0-9A-Fa-f]{8,128}|c4[1-9A-HJ-NP-Za-km-z]{88}) [ *](.+)")
_BSD: Final = re.compile(r"(\\?)([A-Z0-9-]+) ?\((.+)\) = ([0-9A-Fa-f]{8,128})")
_BARE: Final = re.compile(r"([0-9A-Fa-f]{8,128}|c4[1-9A-HJ-NP-Za-km-z]{88})")
_ESCAPES: Final = re.compile(r"\\(.)")
MAX_LINE: Final = 16_384
"""Characters of one line: a path of the longest kind, every character escaped."""


def is_named_so(name: str) -> bool:
    """Whether a file is called as lists of checksums are."""
    lowered = name.lower()
    return lowered.endswith(tuple(ENDINGS)) or _NAMES.fullmatch(name) is not None


def entries(path: Path) -> Iterator[Entry]:
    """The entries of a list, in its order.

    Raises:
        DamagedFileError: A line is no entry, the text is no UTF-8, or a limit is passed.
        UnreadableFileError: It cannot be read.
    """
    usual = ENDINGS.get(path.suffix.lower(), "")
    count = 0
    try:
        if path.stat().st_size > MAX_LIST:
            raise DamagedFileError(f"more than {MAX_LIST} bytes")
        with path.open("r", encoding="utf-8-sig", newline="\n") as file:
            number = 0
            while line := file.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise DamagedFileError(f"line {number} is no entry of a list of checksums")
                text = line.rstrip("\r\n")
                if not text.strip() or text[0] in "#;":
                    continue
                entry = _entry(text, usual, path.name)
                if entry is None:
                    raise DamagedFileError(f"line {number} is no entry of a list of checksums")
                count += 1
                if count > MAX_ENTRIES:
                    raise DamagedFileError(f"lists more than {MAX_ENTRIES} files")
                yield entry
    except OSError as error:
        raise UnreadableFileError(f"cannot be read: {error.strerror or error}") from error
    except UnicodeError as error:
        raise DamagedFileError("is no text in UTF-8") from error


def _entry(text: str, usual: str, name: str) -> Entry | None:
    if found := _GNU.fullmatch(text):
        algorithm = "xxh3" if found[2] else _algorithm(found[3], usual)
        return _made(found[4], algorithm, found[3], escaped=bool(found[1]))
    if found := _BSD.fullmatch(text):
        algorithm = _BSD_NAMES.get(found[2], found[2].lower())
        return _made(found[3], algorithm, found[4], escaped=bool(found[1]))
    if (found := _BARE.fullmatch(text.strip())) and "." in name:
        return _made(name.rpartition(".")[0], _algorithm(found[1], usual), found[1])
    return None


def _made(path: str, algorithm: str, value: str, *, escaped: bool = False) -> Entry:
    if escaped:
        signs = {"n": "\n", "r": "\r"}
        path = _ESCAPES.sub(lambda found: signs.get(found[1], found[1]), path)
    value = value if algorithm == "c4" else value.lower()
    return Entry(path.removeprefix("./"), hashes=(ListedHash(algorithm, value),))


def _algorithm(value: str, usual: str) -> str:
    """By the value's form; where two have one form, the list's name decides."""
    if value.startswith("c4"):
        return "c4"
    found = _BY_LENGTH.get(len(value), "")
    same_form = {("xxh128", "md5"), ("xxh3", "xxh64")}
    return usual if (usual, found) in same_form else found or "unknown"
