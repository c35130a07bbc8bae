"""JSON with line numbers: where each key stands, so that a message can say it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

_TOKEN: Final = re.compile(
    r'[ \t\r\n]*("[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^ \t\r\n{}\[\]:,"]+)', re.DOTALL
)
_MAX_DEPTH: Final = 32
_MAX_VALUES: Final = 200_000
Path: TypeAlias = tuple[int | str, ...]


class JsonError(Exception):
    """The text is no JSON. Never leaves this package.

    Attributes:
        line: Line of the first offence, from 1.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Located:
    """A JSON value, and the line on which each key and element begins."""

    value: Any
    lines: dict[Path, int]

    def line(self, path: Sequence[int | str]) -> int:
        """The line of a key; that of the nearest thing around it where it is missing."""
        steps = tuple(path)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)


def locate(data: bytes) -> Located:
    """Parse JSON and remember where everything stands.

    Raises:
        JsonError: It is no JSON in UTF-8, nested too deeply, or a key stands twice.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError("not UTF-8", data[: error.start].count(b"\n") + 1) from error
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise JsonError("nested too deeply", 1) from error
    except ValueError as error:  # NaN, or an integer of thousands of digits
        raise JsonError(f"not JSON: {error}", 1) from error
    return Located(value, _lines(text))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _lines(text: str) -> dict[Path, int]:
    """Lines of all keys and elements. The text is known to be JSON."""
    walk, line, counted = _Walk(), 1, 0
    for token in _TOKEN.finditer(text):
        start = token.start(1)
        line, counted = line + text.count("\n", counted, start), start
        walk.take(token[1], line)
    return walk.lines


class _Walk:
    """Follows the tokens of a JSON text and keeps the path to where it is."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self._path: list[int | str] = []
        self._expects_key = False

    def take(self, word: str, line: int) -> None:
        """The next token, and its line."""
        if word in "{[":
            self._note(line)
            if len(self._path) == _MAX_DEPTH:
                raise JsonError("nested too deeply", line)
            self._path.append(0 if word == "[" else "")
            self._expects_key = word == "{"
        elif word in "}]":
            self._path.pop()
            self._expects_key = False
        elif word == ",":
            last = self._path[-1]
            self._path[-1] = last + 1 if isinstance(last, int) else ""
            self._expects_key = isinstance(last, str)
        elif word == ":":
            self._expects_key = False
        elif self._expects_key:
            self._path[-1] = json.loads(word)
            self._note(line, key=True)
        else:
            self._note(line)

    def _note(self, line: int, *, key: bool = False) -> None:
        path = tuple(self._path)
        if key and path in self.lines:
            raise JsonError(f"{path[-1]}: the key stands twice", line)
        if len(self.lines) == _MAX_VALUES:
            raise JsonError("too many values", line)
        self.lines.setdefault(path, line)
