"""Ignore files: which names of a folder are nobody's deliverable, in the words of ``gitignore``.

Only the scanning production's own file is ever read (docs/adr/0024): one that came with a delivery
could hide from the gate what lies beside it.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from provenance.errors import ConfigError
from provenance.frozen import dataclass

IGNORE_NAME: Final = ".provenanceignore"
MAX_BYTES: Final = 1 << 20
MAX_RULES: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line.

    Attributes:
        parts: Patterns of names, from the folder of the ignore file on; ``**`` is any number.
        folders: Whether it speaks of folders only.
        back: Whether it takes back what a line above it said.
    """

    parts: tuple[str, ...]
    folders: bool
    back: bool


@dataclass(frozen=True, slots=True)
class Ignoring:
    """An ignore file.

    Attributes:
        folder: Where it lies, absolute. Paths below it are matched relative to it, others as
            reports show them.
        lines: As they stand in it.
    """

    folder: str
    lines: tuple[str, ...]
    _rules: tuple[_Rule, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        rules = tuple(filter(None, map(_rule, self.lines[:MAX_RULES])))
        object.__setattr__(self, "_rules", rules)

    @property
    def path(self) -> str:
        """The file."""
        return f"{self.folder.rstrip('/')}/{IGNORE_NAME}"

    def leaves_out(self, file: str, shown: str) -> bool:
        """Whether a file is ignored: by the last line that matches it or a folder above it.

        Args:
            file: Its path.
            shown: Its path as reports show it.
        """
        place = os.path.abspath(file)  # noqa: PTH100 - links stay
        lead = f"{self.folder.rstrip('/')}/"
        parts = (place.removeprefix(lead) if place.startswith(lead) else shown).split("/")
        return any(
            self._matched(parts[:count], folder=count < len(parts))
            for count in range(1, len(parts) + 1)
        )

    def _matched(self, names: Sequence[str], *, folder: bool) -> bool:
        for rule in reversed(self._rules):
            if (folder or not rule.folders) and _fits(names, rule.parts):
                return not rule.back
        return False


def read_ignoring(path: Path) -> Ignoring:
    """An ignore file.

    Raises:
        ConfigError: It cannot be read, is too large or no UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        lines = raw.decode("utf-8").splitlines()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8") from error
    if len(raw) > MAX_BYTES or len(lines) > MAX_RULES:
        raise ConfigError(f"{path}: larger than {MAX_BYTES} bytes or {MAX_RULES} lines")
    return Ignoring(str(path.absolute().parent), tuple(lines))


def _rule(line: str) -> _Rule | None:
    """One line of an ignore file; None for an empty one, or a comment."""
    text = line.rstrip()
    if not text or text.startswith("#"):
        return None
    back = text.startswith("!")
    text = text.removeprefix("!").removeprefix("\\")
    folders = text.endswith("/")
    text = text.rstrip("/")
    parts = text.lstrip("/").replace("[^", "[!").split("/")
    lead = [] if "/" in text else ["**"]
    return _Rule((*lead, *parts), folders, back) if text else None


def _fits(names: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether patterns match names one by one; ``**`` any number of them, at the end at least one.

    Takes time in proportion to both, whatever the patterns.
    """
    reached = {0}
    for number, part in enumerate(parts, start=1):
        if part == "**":
            first = min(reached) + (number == len(parts))
            reached = set(range(first, len(names) + 1))
        else:
            reached = {
                place + 1
                for place in reached
                if place < len(names) and fnmatchcase(names[place], part)
            }
        if not reached:
            return False
    return len(names) in reached


def excluded(shown: str, patterns: Sequence[str]) -> bool:
    """Whether a shell pattern matches a path or any part of it."""
    parts = (shown, *shown.split("/"))
    return any(fnmatchcase(part, pattern) for pattern in patterns for part in parts)


def unfollowed(found: Iterable[str], followed: Ignoring | None) -> int:
    """How many ignore files came with the files: nobody follows them."""
    own = followed.path if followed else ""
    return sum(os.path.abspath(each) != own for each in found)  # noqa: PTH100 - as above


def left_out(hidden: int, excluded: int, ignored: int, unfollowed: int) -> tuple[str, ...]:
    """What was not looked at, in words; how many files each reason left out."""
    told = (
        (hidden, "beginning with a dot"),
        (excluded, "by --exclude"),
        (ignored, f"by {IGNORE_NAME}"),
    )
    names = (f"{count} name{'s' if count > 1 else ''} {why}" for count, why in told if count)
    more = f"nothing by {unfollowed} {IGNORE_NAME} that came with the files"
    return (*names, more) if unfollowed else tuple(names)
