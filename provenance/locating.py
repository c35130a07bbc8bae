"""Where the configuration is, and where a key stands in it, so that an error can name its line.

``tomllib`` forgets lines. This finds them again by walking the text's headers; it never parses
values, so it is only ever asked about a text that ``tomllib`` has accepted.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

FILE_NAME: Final = "provenance.toml"

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def _parts(dotted: str) -> list[str | int]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def toml_line(text: str, location: Sequence[str | int]) -> int | None:
    """The line of a key, or of the nearest enclosing table or key that is in the text.

    Args:
        text: The TOML text.
        location: Keys and list indices from the root, as pydantic reports them.

    Returns:
        A line number from 1, or None where not even the first key is found.
    """
    wanted = tuple(location)
    best: tuple[int, int] | None = None
    table: list[str | int] = []
    counts: dict[tuple[str | int, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                index = counts.get(tuple(table), 0)
                counts[tuple(table)] = index + 1
                table = [*table, index]
            here = table
        elif key := _KEY.match(line):
            here = [*table, *_parts(key[1])]
        else:
            continue
        shared = _shared(here, wanted)
        if shared == len(here) and (best is None or shared > best[0]):
            best = (shared, number)
    return best[1] if best else None


def _shared(here: Sequence[str | int], wanted: Sequence[str | int]) -> int:
    count = 0
    for one, other in zip(here, wanted, strict=False):
        if one != other:
            break
        count += 1
    return count


def find_config(start: Path, *, outside: Iterable[Path] = ()) -> Path | None:
    """The nearest ``provenance.toml``, from a folder upwards.

    Args:
        start: Where to begin.
        outside: Folders in which none counts: what is scanned must not say whom to trust.
    """
    start = start.absolute()
    closed = [folder.resolve() for folder in outside if _is_folder(folder)]
    for folder in (start, *start.parents):
        candidate = folder / FILE_NAME
        if candidate.is_file():
            place = folder.resolve()
            if not any(place.is_relative_to(each) for each in closed):
                return candidate
    return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that cannot be; the scan tells it
        return False
