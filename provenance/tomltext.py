"""TOML as people read and write it: values in, text out, one line for what is wrong."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

_PLACE: Final = re.compile(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH: Final = 96
"""Columns up to which a list stands on one line."""


class TextError(ValueError):
    """A file that cannot be read as text, on one line.

    Attributes:
        line: Where, from 1; 0 where it is the file as a whole.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line

    def of(self, path: Path) -> str:
        """What is wrong, with the file and the line."""
        shown = repr(str(path)) if "\0" in str(path) else str(path)
        return f"{shown}:{self.line}: {self}" if self.line else f"{shown}: {self}"


class TomlError(TextError):
    """A text that is no TOML."""


def read_text(path: Path, limit: int) -> str:
    """A file that people write, as text.

    Args:
        path: The file.
        limit: Bytes that it may have.

    Raises:
        TextError: It cannot be opened, is too large, or no UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise TextError(f"cannot be read: {getattr(error, 'strerror', '') or error}") from error
    if len(raw) > limit:
        raise TextError(f"larger than {limit} bytes")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError("not UTF-8", raw[: error.start].count(b"\n") + 1) from error


def parse_toml(text: str) -> dict[str, Any]:
    """A TOML text as plain values.

    Raises:
        TomlError: It is none.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.match(str(error))
        at = (found[2] if found else None) or max(1, len(text.splitlines()))
        what = " ".join((found[1] if found else str(error)).split())
        raise TomlError(f"not valid TOML: {what}", int(at)) from error
    except RecursionError as error:
        raise TomlError("nested too deeply", 1) from error


def toml_value(value: Any) -> str:
    """A value as TOML has it, on one line.

    Args:
        value: Text, number, boolean, day, point in time; lists and mappings of them.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        parts = (f"{toml_key(key)} = {toml_value(each)}" for key, each in value.items())
        return "{ " + ", ".join(parts) + " }" if value else "{}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return repr(value)


def toml_key(name: str) -> str:
    """A key, quoted where it has to be."""
    return name if _BARE.fullmatch(name) else toml_value(name)


def toml_text(tree: Mapping[str, Any]) -> str:
    """A tree as a TOML document: plain values first, then tables, then lists of tables."""
    return "\n".join(_lines(tree, ())).strip("\n") + "\n"


def _lines(tree: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    lines: list[str] = []
    tables: list[str] = []
    for key, value in tree.items():
        here = (*path, toml_key(key))
        if isinstance(value, Mapping) and value:
            tables += ["", f"[{'.'.join(here)}]", *_lines(value, here)]
        elif _is_tables(value):
            for each in value:
                tables += ["", f"[[{'.'.join(here)}]]", *_lines(each, here)]
        else:
            lines += _assignment(toml_key(key), value)
    return lines + tables


def _is_tables(value: Any) -> bool:
    is_list = isinstance(value, list | tuple) and bool(value)
    return is_list and all(isinstance(each, Mapping) and each for each in value)


def _assignment(key: str, value: Any) -> list[str]:
    line = f"{key} = {toml_value(value)}"
    if len(line) <= _WIDTH or not isinstance(value, list | tuple):
        return [line]
    return [f"{key} = [", *(f"    {toml_value(each)}," for each in value), "]"]
