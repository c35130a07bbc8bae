"""JSON text as the machine contract has it: two blanks to a level, nothing hidden in it.

``indented`` writes what ``pydantic`` writes with ``indent=2``, to the byte; tests compare the two.
It exists because a tree of files is written asset by asset, and because a command that only shows
evidence should not load pydantic, which takes longer than reading a thousand files.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, Final

HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode general categories that act or hide instead of showing: controls (among them ESC, tab
and line ends), format characters (bidirectional overrides, zero-width marks, tags), lone
surrogates, line and paragraph separators (Unicode Standard Annex 44, table 12)."""

quoted: Final[Callable[[str], str]] = encode_basestring
"""A text as JSON."""
_NOTHING: Final = {type(None): "null", bool: "false", list: "[]", tuple: "[]", dict: "{}"}
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7e]")


def indented(value: Any, margin: str = "") -> str:
    """A plain value as JSON.

    Args:
        value: Text, numbers, booleans, None, points in time with a zone; lists, tuples and
            dictionaries of them.
        margin: Blanks before the line that the value ends on.
    """
    # Texts and nothing are what most values are: asked first, and not by a call of their own.
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    inner = margin + "  "
    if isinstance(value, dict):
        if not value:
            return "{}"
        return frame(tuple(value), margin) % tuple(
            [
                quoted(each)
                if isinstance(each, str)
                else indented(each, inner)
                if each
                else _NOTHING.get(type(each)) or repr(each)
                for each in value.values()
            ]
        )
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        lines = [repr(each) if type(each) is int else indented(each, inner) for each in value]
        return f"[\n{inner}" + f",\n{inner}".join(lines) + f"\n{margin}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f'"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"'
    return repr(value)


@lru_cache(maxsize=1024)
def frame(names: tuple[str, ...], margin: str) -> str:
    """A JSON object with ``%s`` for each of its values: many objects have the same names.

    Args:
        names: Its members, in order; one at least.
        margin: Blanks before the line that the object ends on.
    """
    members = ",\n".join(f"{margin}  {quoted(name)}: ".replace("%", "%%") + "%s" for name in names)
    return f"{{\n{members}\n{margin}}}"


def escape_json(document: str) -> str:
    r"""Spell hidden characters of a JSON document as ``\u`` escapes; it parses to the same value.

    JSON itself escapes only what lies below the blank (RFC 8259, section 7): U+009B, which
    terminals obey like ESC [, and overrides of direction would otherwise reach the screen.

    Args:
        document: JSON text. Outside strings it is ASCII, so that only strings are touched.
    """
    return (
        document
        if document.isascii() and "\x7f" not in document
        else _BEYOND_ASCII.sub(_spelled, document)
    )


def _spelled(match: re.Match[str]) -> str:
    character = match.group()
    if unicodedata.category(character) not in HIDDEN_CATEGORIES:
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4)])
