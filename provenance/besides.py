"""beside: signed lists that speak of what was asked for and lie outside it.

The list of a sequence lies among its frames, that of a package beside its folder: who names one
frame, or the folder of a package alone, has not named the list.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from provenance.frozen import dataclass

SUFFIX: Final = ".hashlist.json"
"""That of ``model.hashlist``, which is loaded only where a file ends like that."""
MAX_LISTS: Final = 5_000
"""Lists of one folder that are looked at: it may hold that many sequences."""
_HEAD: Final = 16 << 10
"""Bytes of a list in which its pattern stands, before its files."""
_PATTERN: Final = re.compile(rb'"pattern"\s*:\s*("(?:[^"\\]|\\.){1,1024}")')


@dataclass(frozen=True, slots=True)
class Beside:
    """A list that lies outside what was asked for.

    Attributes:
        path: Where it lies.
        shown: What reports call it; no folder of this machine but those that were named.
        some: Whether only some of its files were asked for, so that nothing is said of others.
    """

    path: Path
    shown: str
    some: bool


def lists_beside(asked: Sequence[Path]) -> tuple[Beside, ...]:
    """The lists that speak of what was asked for, each once.

    Args:
        asked: Files and folders as they were named.
    """
    found: dict[Path, Beside] = {}
    for path in asked:
        place = Path(os.path.abspath(path))  # noqa: PTH100 - links stay
        whole = os.path.isdir(place)  # noqa: PTH112 - no error for a name that cannot be
        for each in () if whole else _of_frame(place):
            shown = each.name if len(asked) == 1 else (path.parent / each.name).as_posix()
            found.setdefault(each, Beside(each, shown, some=True))
        for each in (place, *place.parents):
            candidate = each.parent / f"{each.name}{SUFFIX}"
            if each.name and _is_list(candidate):
                some = not (whole and each is place)
                before = found.get(candidate)
                if before is None or before.some:
                    found[candidate] = Beside(candidate, candidate.name, some=some)
    return tuple(found[path] for path in sorted(found))


def _of_frame(file: Path) -> Iterator[Path]:
    """The lists in a file's folder by whose pattern it is called."""
    try:
        with os.scandir(file.parent) as entries:
            names = sorted(each.name for each in entries if each.name.endswith(SUFFIX))
    except OSError:
        return
    if not names:
        return
    from provenance.model.hashlist import number_in, parts_of  # noqa: PLC0415 - brings models

    for name in names[:MAX_LISTS]:
        parts = parts_of(_pattern(file.parent / name))
        if parts and number_in(file.name, *parts[:2]) is not None:
            yield file.parent / name


def _pattern(path: Path) -> str:
    try:
        with path.open("rb") as file:
            found = _PATTERN.search(file.read(_HEAD))
        return str(json.loads(found[1])) if found else ""
    except (OSError, ValueError):
        return ""


def _is_list(path: Path) -> bool:
    try:
        there = path.is_file()
    except (OSError, ValueError):
        return False
    if not there:
        return False
    from provenance.manifests.signed_lists import kind_of  # noqa: PLC0415 - brings models
    from provenance.model.hashlist import HashList  # noqa: PLC0415 - likewise

    return kind_of(path) is HashList
