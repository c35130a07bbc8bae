"""retime: a report's text and the time in it, apart: a kept one is written anew as it is read.

A report of 100,000 files is 150 MB, and its time stands in it once or twice. Kept without, it is
never held as a whole to be written again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

_FORMS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")
"""How reporters write the time at which a report was made."""
MAX_TIMES: Final = 1000
"""Times that a report may show; one that shows more is not kept."""

Cut = tuple[int, int]
"""Where in the text without times one stands, and in which form."""


def parted(
    text: bytes, at: datetime, other: bytes, then: datetime
) -> tuple[bytes, list[Cut]] | None:
    """A report without its time, and where that stood; None where more than that depends on it.

    Args:
        text: The report.
        at: When it was made.
        other: The same, as if it had been made ``then``.
        then: Another time, every part of which differs.
    """
    forms = [at.strftime(form).encode() for form in _FORMS]
    found = re.split(b"(%s)" % b"|".join(map(re.escape, forms)), text)
    if len(found) > 2 * MAX_TIMES:
        return None
    cuts: list[Cut] = []
    place = 0
    for piece, time in zip(found[::2], found[1::2], strict=False):
        place += len(piece)
        cuts.append((place, forms.index(time)))
    bare = b"".join(found[::2])
    return (bare, cuts) if _same(retold([bare], cuts, then), other) else None


def _same(pieces: Iterable[bytes], other: bytes) -> bool:
    place = 0
    for piece in pieces:
        if other[place : place + len(piece)] != piece:
            return False
        place += len(piece)
    return place == len(other)


def retold(pieces: Iterable[bytes], cuts: Sequence[Cut], now: datetime) -> Iterator[bytes]:
    """The report of another time, in pieces.

    Args:
        pieces: It without its time, in pieces of any length.
        cuts: Where the time stands.
        now: When it is made now.
    """
    forms = [now.strftime(form).encode() for form in _FORMS]
    left = list(reversed(cuts))
    place = 0
    for piece in pieces:
        start = 0
        while left and left[-1][0] <= place + len(piece):
            end, form = left.pop()
            yield piece[start : end - place]
            yield forms[form]
            start = end - place
        yield piece[start:] if start else piece
        place += len(piece)
    for _, form in left:  # of an empty text
        yield forms[form]
