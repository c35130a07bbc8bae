"""Lines for a terminal: colour that can be left out, and wrapping that counts cells."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from provenance.reporters.escaping import clip
from provenance.reporters.words import Tone

MIN_WIDTH: Final = 40
"""Narrower terminals get lines of this width and wrap on their own."""

MAX_LABEL: Final = 100
MAX_TEXT: Final = 2000
"""Characters shown of one block; the JSON document holds all."""
KEEP: Final = "\u00a0"
"""A blank at which no line breaks; written as a plain one."""

_TONES: Final = {Tone.GOOD: "32", Tone.BAD: "1;31", Tone.CAUTION: "33", Tone.PLAIN: ""}
"""Parameters of ECMA-48 SGR: the sixteen colours that follow the user's own theme."""


def cells(text: str) -> int:
    """Columns that a text takes up (Unicode Standard Annex 11: wide characters take two)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )


def _pieces(word: str, room: int) -> Iterator[str]:
    piece, used = "", 0
    for character in word:
        taken = cells(character)
        if piece and used + taken > room:
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + taken
    yield piece


def wrap(text: str, width: int) -> list[str]:
    """Break a text at blanks; a word longer than a line is cut into lines.

    Args:
        text: Escaped text, one line.
        width: Columns of one line.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for piece in _pieces(word, width):
            joined = f"{line} {piece}" if line else piece
            if cells(joined) <= width:
                line = joined
            else:
                lines.append(line)
                line = piece
    return [each.replace(KEEP, " ") for each in (*lines, line)]


@dataclass(frozen=True, slots=True)
class Page:
    """How lines are written: with or without ANSI colour, and how wide.

    Attributes:
        colour: Whether to write SGR sequences.
        width: Columns.
    """

    colour: bool
    width: int

    def paint(self, text: str, tone: Tone) -> str:
        """A text in the colour of its tone."""
        return self._sgr(text, _TONES[tone])

    def strong(self, text: str) -> str:
        """A text in bold."""
        return self._sgr(text, "1")

    def faint(self, text: str) -> str:
        """A text that steps back."""
        return self._sgr(text, "2")

    def _sgr(self, text: str, parameters: str) -> str:
        return f"\x1b[{parameters}m{text}\x1b[0m" if self.colour and parameters and text else text

    def block(
        self, label: str, text: str, indent: int = 0, column: int = 0, tone: Tone = Tone.PLAIN
    ) -> Iterator[str]:
        """A label and a text that hangs beside it.

        Args:
            label: Stands before the first line; "" for none.
            text: Any text, without colour. Escaped and cut here, as the label is.
            indent: Blanks before the label.
            column: Width of the label's column; 0 for the label's own.
            tone: Of the text.
        """
        label, text = clip(label, MAX_LABEL), clip(text, MAX_TEXT)
        hang = indent + max(column, cells(label) + 1 if label else 0)
        lines = wrap(text, max(self.width, MIN_WIDTH) - hang)
        gap = " " * (hang - indent - cells(label))
        first = f"{' ' * indent}{self.faint(label)}{gap}{self.paint(lines[0], tone)}"
        yield first.rstrip()
        yield from (f"{' ' * hang}{self.paint(line, tone)}".rstrip() for line in lines[1:])

    def rule(self) -> str:
        """A line across the page."""
        return self.faint("─" * max(self.width, MIN_WIDTH))
