"""Media hash lists: ASC MHL (version 2, with its history) and the classic list (version 1.x).

ASC MHL specification and schema (github.com/ascmitc/mhl, ``xsd/``); classic: mediahashlist.org,
"MHL file format 1.1". Version 1 writes ``xxhash64be`` in the order in which everybody else writes
XXH64, ``xxhash64`` in the opposite one (some programs mix them up), and ``xxhash`` (XXH32) as a
decimal number.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from provenance.errors import DamagedFileError, UnreadableFileError
from provenance.model.package import ListedHash
from provenance.packages.assetmaps import whole
from provenance.packages.base import MAX_DOCUMENT, MAX_LIST, MAX_MEMBERS, one_line
from provenance.packages.entries import MAX_ENTRIES, Entry
from provenance.packages.hashing import BLOCK, c4_of
from provenance.packages.markup import (
    child,
    children,
    local,
    read_document,
    read_elements,
    root_name,
    text_of,
)

ENDING: Final = ".mhl"
HISTORY: Final = "ascmhl"
"""Name of the folder that holds the history of the folder around it (ASC MHL 2.0)."""
CHAIN: Final = "ascmhl_chain.xml"
ROOT: Final = "hashlist"
_FORMATS: Final = frozenset(
    {"c4", "md5", "sha1", "sha256", "sha512", "xxh32", "xxh64", "xxh3", "xxh128"}
)
_CLASSIC: Final = {
    "md5": "md5",
    "sha1": "sha1",
    "sha256": "sha256",
    "sha512": "sha512",
    "c4": "c4",
    "xxhash64be": "xxh64",
}
_READ: Final = frozenset({"creatorinfo", "processinfo", "hash", "directoryhash", "references"})
_DIGITS_32 = 8


@dataclass(frozen=True, slots=True)
class Link:
    """A hash list that another document names.

    Attributes:
        path: As stated.
        c4: Its C4 id as stated, or "".
        sequence: Its number in a chain, or 0.
    """

    path: str
    c4: str
    sequence: int = 0


class HashList:
    """One ``.mhl`` file, read as a stream; what it says of itself is known once it was read.

    Attributes:
        path: The file.
        creator: The program that wrote it.
        ignored: Patterns of names that it leaves out (version 2).
        references: Lists of folders below (version 2).
        directories: How many folder hashes it has; they are not checked.
    """

    def __init__(self, path: Path) -> None:
        """Opens nothing yet."""
        self.path = path
        self.creator = ""
        self.ignored: tuple[str, ...] = ()
        self.references: tuple[Link, ...] = ()
        self.directories = 0

    def entries(self) -> Iterator[Entry]:
        """The files that it lists, in its order.

        Raises:
            DamagedFileError: It is no hash list, not well-formed, or passes a limit.
            UnreadableFileError: It cannot be read.
        """
        if root_name(self.path) not in (ROOT, "!DOCTYPE"):
            raise DamagedFileError(f"is no {ROOT}")
        self.directories = count = 0
        for element in read_elements(self.path, MAX_LIST, _READ):
            kind = local(element)
            if kind == "hash":
                count += 1
                if count > MAX_ENTRIES:
                    raise DamagedFileError(f"lists more than {MAX_ENTRIES} files")
                yield _entry(element)
            elif kind == "directoryhash":
                self.directories += 1
            elif kind == "creatorinfo":
                tool = child(element, "tool")
                version = "" if tool is None else tool.get("version", "")
                self.creator = one_line(f"{text_of(element, 'tool')} {version}").strip()
            elif kind == "processinfo":
                patterns = children(child(element, "ignore"), "pattern")
                self.ignored = tuple("".join(each.itertext()).strip() for each in patterns)
            else:
                self.references = tuple(
                    Link(text_of(each, "path"), text_of(each, "c4"))
                    for each in children(element, "hashlistreference")
                )


def read_chain(path: Path) -> tuple[Link, ...]:
    """The generations of a history by their order.

    Raises:
        DamagedFileError: It is no chain, or one that is not read.
        UnreadableFileError: It cannot be read.
    """
    root = read_document(path, MAX_DOCUMENT)
    if local(root) != "ascmhldirectory":
        raise DamagedFileError("is no chain of an ASC MHL history")
    found = [
        Link(text_of(each, "path"), text_of(each, "c4"), whole(each.get("sequencenr", "")) or 0)
        for each in children(root, ROOT)
    ]
    if len(found) > MAX_MEMBERS:
        raise DamagedFileError(f"lists more than {MAX_MEMBERS} generations")
    return tuple(sorted(found, key=lambda link: link.sequence))


def c4_of_file(path: Path) -> str:
    """The C4 id of a hash list itself, by which chains and references name it.

    Raises:
        DamagedFileError: It is larger than a hash list may be.
        UnreadableFileError: It cannot be read.
    """
    sums, read = hashlib.sha512(), 0
    try:
        with path.open("rb", buffering=0) as file:
            while data := file.read(BLOCK):
                read += len(data)
                if read > MAX_LIST:
                    raise DamagedFileError(f"more than {MAX_LIST} bytes")
                sums.update(data)
    except OSError as error:
        raise UnreadableFileError(f"cannot be read: {error.strerror or error}") from error
    return c4_of(sums.digest())


def _entry(element: etree._Element) -> Entry:
    stated = child(element, "path")
    if stated is None:
        return _classic(element)
    hashes, failed = [], False
    for each in element:
        name = local(each)
        if name in _FORMATS:
            value = "".join(each.itertext()).strip()
            hashes.append(ListedHash(name, value if name == "c4" else value.lower()))
            failed = failed or each.get("action") == "failed"
    return Entry(
        path="".join(stated.itertext()).strip(),
        size=whole(stated.get("size", "")),
        hashes=tuple(hashes),
        failed=failed,
        was=text_of(element, "previousPath"),
    )


def _classic(element: etree._Element) -> Entry:
    hashes: list[ListedHash] = []
    for each in element:
        name, value = local(each), "".join(each.itertext()).strip()
        if name in _CLASSIC:
            hashes.append(ListedHash(_CLASSIC[name], value if name == "c4" else value.lower()))
        elif name == "xxhash64":
            hashes.append(ListedHash("xxh64le", value.lower()))
        elif name == "xxhash":
            hashes.append(ListedHash("xxh32", _hexadecimal(value)))
    return Entry(
        path="".join(child_text(element)).strip(),
        size=whole(text_of(element, "size")),
        hashes=tuple(hashes),
    )


def child_text(element: etree._Element) -> Iterator[str]:
    """The text of the ``file`` element with its blanks, which may be part of the name."""
    found = child(element, "file")
    if found is not None:
        yield from found.itertext()


def _hexadecimal(value: str) -> str:
    """A decimal XXH32 as eight digits; one that is written in hexadecimal stays."""
    number = whole(value)
    if number is None or number >= 1 << 32 or (len(value) == _DIGITS_32 and value[0] == "0"):
        return value.lower()
    return f"{number:08x}"
