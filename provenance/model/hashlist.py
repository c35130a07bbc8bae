"""Hash list: files that are signed as one asset, each bound by its SHA-256.

It is signed like everything else, by a manifest store beside it (ADR 4), which holds the
disclosure. So one signature speaks of every frame of a sequence and touches none.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field

from provenance.model.asset import Digest
from provenance.model.record import Record, Sha256

HASHLIST_SCHEMA: Final = "provenance.hashlist/1"
HASHLIST_SUFFIX: Final = ".hashlist.json"
MAX_PATH: Final = 4096
"""Characters of a listed path (PATH_MAX of Linux)."""

ListedPath: TypeAlias = Annotated[str, Field(min_length=1, max_length=MAX_PATH)]
"""A path relative to the list's folder, with forward slashes."""
Size: TypeAlias = Annotated[int, Field(ge=0)]
"""Bytes."""
MAX_DIGITS: Final = 10
"""Digits of a frame number, as where sequences are found."""
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})
_NUMBER: Final = re.compile(r"%(?:0(\d{1,2}))?d")


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file of a hash list.

    Plain, not a model: a list may have half a million.

    Attributes:
        path: Relative to the list's folder, with forward slashes.
        size: Bytes.
        sha256: Of the whole file.
    """

    path: ListedPath
    size: Size
    sha256: Sha256


class FileList(Record):
    """What a hash list and a seal have in common."""

    def rows(self) -> tuple[ListedFile, ...]:
        """The files that are listed."""
        raise NotImplementedError

    def told(self) -> Iterable[Any]:
        """The files with all that is said of them."""
        return self.rows()

    def to_json(self) -> str:
        """JSON text, the files one a line: half a million are still a file that people can read."""
        head = self.model_dump_json(by_alias=True, indent=2, exclude={"members"})
        lines = ",\n".join(map(_line, self.told()))
        return f'{head[:-2]},\n  "members": [\n{lines}\n  ]\n}}\n'


class HashList(FileList):
    """Files that are one asset: the frames of a sequence, or the files of a package."""

    schema_: Literal["provenance.hashlist/1"] = Field(HASHLIST_SCHEMA, alias="schema")
    title: str = ""
    """Name of the sequence or the package."""
    pattern: str = ""
    """Of a sequence: the frames' names with the number as C writes it (``shot.%04d.exr``)."""
    frames: str = ""
    """Of a sequence: its range in words (``1001-1100x1``)."""
    folder: str = ""
    """Of a package: the folder, beside the list, all of whose files are listed."""
    digest: Sha256
    """SHA-256 of the lines that ``sha256sum`` prints for the files, in the order of their paths."""
    members: Annotated[tuple[ListedFile, ...], Field(min_length=1)]

    def rows(self) -> tuple[ListedFile, ...]:
        """The files that are listed."""
        return self.members


def content_digest(files: Iterable[tuple[str, Digest]]) -> Digest:
    """One digest for several files: SHA-256 of their list as ``sha256sum`` prints it.

    ``LC_ALL=C sha256sum shot.*.exr | sha256sum`` gives the same (GNU coreutils, "sha256sum
    invocation": two blanks; a line whose name holds a backslash or a line break is escaped).

    Args:
        files: Paths relative to one folder, each with its digest; in any order.
    """
    state = hashlib.sha256()
    for path, digest in sorted(files, key=lambda each: _bytes(each[0])):
        name = path.translate(_ESCAPED)
        lead = "\\" if name != path else ""
        state.update(_bytes(f"{lead}{digest.removeprefix('sha256:')}  {name}\n"))
    return f"sha256:{state.hexdigest()}"


def parts_of(pattern: str) -> tuple[str, str, int] | None:
    """What stands before and after the number in a pattern, and its padding.

    None for a pattern without a number, or with more than one.
    """
    found = list(_NUMBER.finditer(pattern))
    if len(found) != 1:
        return None
    (number,) = found
    return pattern[: number.start()], pattern[number.end() :], int(number[1] or 1)


def number_in(name: str, prefix: str, suffix: str) -> int | None:
    """The frame number in a name of a pattern; None for a name that is none of its."""
    if not (name.startswith(prefix) and name.endswith(suffix)):
        return None
    digits = name[len(prefix) : len(name) - len(suffix)]
    plain = digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS
    return int(digits) if plain else None


def ranges(numbers: Iterable[int], most: int = 8) -> str:
    """Frame numbers in a few words: ``frame 1004``, ``frames 1001-1003, 1010 and 2 more``."""
    every = sorted(numbers)
    runs: list[list[int]] = []
    for number in every:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:most]]
    beyond = sum(b - a + 1 for a, b in runs[most:])
    more = f" and {beyond} more" if beyond else ""
    return f"frame{'s' if len(every) != 1 else ''} {', '.join(told)}{more}"


def unsafe(path: str) -> bool:
    """Whether a listed path is none that a list may name: absolute, climbing, or of a drive."""
    parts = path.replace("\\", "/").split("/")
    return "\0" in path or path.startswith(("/", "\\")) or ".." in parts or ":" in parts[0][1:2]


def listed(files: Iterable[tuple[str, int, Digest]]) -> tuple[ListedFile, ...]:
    """Files as a list tells them, in the order of their paths."""
    every = sorted(files, key=lambda each: _bytes(each[0]))
    return tuple(ListedFile(path, size, digest) for path, size, digest in every)


def _line(file: Any) -> str:
    told = {each.name: getattr(file, each.name) for each in fields(file)}
    return f"    {json.dumps(told, ensure_ascii=False)}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
