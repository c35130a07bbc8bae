"""The open watermarks of Stable Diffusion, SDXL, FLUX and InvokeAI: read, never proven absent.

Source: ShieldMnt/invisible-watermark, method ``dwtDct`` with its default scales. Despite the name
the shipped code does no cosine transform (``imwatermark/maxDct.py``): it takes the low band of one
Haar step over U, and in every block of 4 x 4 the value with the largest magnitude, the first one
left out; the bit is 1 where that value modulo 36 is over 18. Blocks go by row, and the message
repeats over them.

Two things of the writers, told by their sources, decide what can be read back:

* diffusers and FLUX hand over pictures in floating point, for which OpenCV's U is centred on 0.5
  and not on 128, so that the magnitudes are other ones. Both are tried.
* diffusers hands over red, green, blue where the library expects the reverse. Both are tried.

The message is believed where all but a few bits agree; how few follows from ``messages.CHANCE``.
JPEG at quality 90 destroys it, and so do many pictures by themselves: a miss says nothing at all.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from PIL import Image

from provenance.readers.messages import MESSAGES, Match

MIN_PIXELS: Final = 256 * 256
"""Width times height; the library writes no watermark into less."""

MAX_BLOCKS: Final = 1 << 16
"""Blocks that are read, from the top: as many as in a picture of 2048 x 2048. A message of 136
bits then has 480 votes for each; more would cost time and change nothing."""

_SCALE: Final = 36.0
_BLOCK: Final = 4
_HALF: Final = 127 / 255  # what the library's decoder compares a bit's average with
_U: Final = (0.0, -0.492, 0.492, 128.0)  # of (red, Y, blue); OpenCV rounds Y first
_CENTRE: Final = 2 * 128.0 - 2 * 0.5  # of the low band, between integers and floating point


def watermarks(image: Image.Image) -> tuple[Match, ...]:
    """The messages that a decoded picture carries; at most a few.

    Args:
        image: Any mode that converts to RGB.
    """
    by_name = {message.name: message for message in MESSAGES}
    return tuple(each for each in agreement(image) if each.agreeing >= by_name[each.name].needed)


def agreement(image: Image.Image) -> tuple[Match, ...]:
    """How well each message agrees; empty where the picture is too small for any."""
    if image.width * image.height < MIN_PIXELS or image.width < 8 or image.height < 8:  # noqa: PLR2004
        return ()
    best = dict.fromkeys((message.name for message in MESSAGES), 0)
    for votes in _readings(image):
        for message in MESSAGES:
            if len(votes) >= len(message.bits):
                agreeing = _agreeing(votes, message.bits)
                best[message.name] = max(best[message.name], agreeing)
    return tuple(Match(each.name, best[each.name], len(each.bits)) for each in MESSAGES)


def _agreeing(votes: Sequence[int], bits: tuple[int, ...]) -> int:
    length = len(bits)
    found = 0
    for place, bit in enumerate(bits):
        mine = votes[place::length]
        found += (sum(mine) / len(mine) > _HALF) == bool(bit)
    return found


def _readings(image: Image.Image) -> Iterator[bytearray]:
    """The vote of every block, one reading for each way to write."""
    width = image.width // 8 * 8
    across = width // 8
    rows = min(image.height // 8, max(1, MAX_BLOCKS // across))
    # The low band covers multiples of 4 pixels; whole blocks cover multiples of 8.
    part = image.crop((0, 0, width, rows * 8)).convert("RGB")
    red, green, blue = part.split()
    for bands in ((red, green, blue), (blue, green, red)):
        luma = Image.merge("RGB", bands).convert("L")
        colour = Image.merge("RGB", (bands[0], luma, bands[2])).convert("L", _U)
        band = colour.convert("F").reduce(2)
        low = array("f", band.tobytes())  # a quarter of the sum of four; the band has half
        whole, centred = bytearray(), bytearray()
        for largest, smallest in _extremes(low, across, rows):
            whole.append(2 * largest % _SCALE > _SCALE / 2)
            signed = max(2 * largest - _CENTRE, _CENTRE - 2 * smallest)
            centred.append(signed % _SCALE > _SCALE / 2)
        yield whole
        yield centred


def _extremes(low: "array[float]", across: int, rows: int) -> Iterator[tuple[float, float]]:
    """The largest and the smallest value of each block, its first one left out."""
    line = across * _BLOCK
    for row in range(rows):
        start = row * _BLOCK * line
        one, two, three, four = (
            low[start + each * line : start + (each + 1) * line] for each in range(_BLOCK)
        )
        for left in range(0, line, _BLOCK):
            right = left + _BLOCK
            block = one[left + 1 : right] + two[left:right] + three[left:right] + four[left:right]
            yield max(block), min(block)
