"""Values from other people's files, made safe to show: nothing hidden acts, everything is seen.

A name or a prompt may hold terminal escapes, line ends or marks that turn the direction of text
around. Every renderer that is read by people passes every value through here; the JSON document
alone keeps the exact value.
"""

import unicodedata
from typing import Final

from provenance.jsontext import HIDDEN_CATEGORIES, escape_json

__all__ = [
    "HIDDEN_CATEGORIES",
    "clip",
    "escape_control",
    "escape_json",
    "guard_formula",
]

_SHORT: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_FORMULA_STARTS: Final = frozenset("=+-@\t\r＝＋－＠")  # noqa: RUF001  full-width ones act too


def _spell(character: str) -> str:
    if unicodedata.category(character) not in HIDDEN_CATEGORIES:
        return character
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004  two digits suffice
        return _SHORT.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def escape_control(text: str) -> str:
    r"""Spell every character that acts or hides as a visible escape.

    A backslash that stands in the value stays single, so ``C:\new`` reads as it is written; who
    needs the value to the letter takes the JSON document.

    Args:
        text: Any text, of any length.

    Returns:
        One line: ``\n``, ``\x1b``, ``\u202e``, ``\U000e0041`` in place of the characters.
    """
    return text if text.isprintable() else "".join(map(_spell, text))


def clip(text: str, limit: int) -> str:
    """Escape a value and cut it, saying how long it was.

    Args:
        text: Any text.
        limit: Characters of the value to show.
    """
    if len(text) <= limit:
        return escape_control(text)
    return f"{escape_control(text[:limit])}… ({len(text):,} characters)"


def guard_formula(text: str) -> str:
    """Put an apostrophe before a value that a spreadsheet would run as a formula.

    Follows OWASP, "CSV Injection" <https://owasp.org/www-community/attacks/CSV_Injection>; leading
    blanks are looked through, since some programs strip them.

    Args:
        text: The raw value, not escaped yet.
    """
    first = text[:1] + text.lstrip()[:1]
    return f"'{text}" if _FORMULA_STARTS.intersection(first) else text
