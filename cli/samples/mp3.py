"""A small MP3 encoder (ISO/IEC 11172-3, layer III): a few spectral lines of one strength.

No psychoacoustics: each granule names the lines that sound and one gain. That is enough for a
chord that decays, and every decoder plays it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .bits import BitWriter

RATE = 48_000  # hertz
GRANULE = 576  # samples
_BIT_RATE = 64_000
_FRAME_BYTES = 144 * _BIT_RATE // RATE
_HEADER = bytes((0xFF, 0xFB, 0x54, 0xC4))  # MPEG-1 layer III, no CRC, 64 kbit/s, 48 kHz, mono
_SIDE_BYTES = 17
_UNIT_GAIN = 210  # global_gain at which a line of value 1 has full scale
_PAIRS = {(0, 0): "1", (1, 0): "01", (0, 1): "001", (1, 1): "000"}  # Huffman table 1
_MAIN_BITS = 8 * (_FRAME_BYTES - len(_HEADER) - _SIDE_BYTES)


@dataclass(frozen=True, slots=True)
class Granule:
    """576 samples: the lines that sound (0 to 575, each 41.7 Hz wide) and their gain in dB."""

    lines: tuple[int, ...] = ()
    decibels: float = -30.0


def line_of(hertz: float) -> int:
    """The spectral line nearest to a frequency."""
    return round(hertz * 2 * GRANULE / RATE - 0.5)


def _spectrum(granule: Granule, number: int) -> tuple[str, int]:
    """Huffman bits and the number of pairs; signs turn so that neighbouring granules join."""
    values = [0] * GRANULE
    for line in granule.lines:
        values[line] = 1 if math.cos(math.pi / 4 + (line + 0.5) * math.pi * number) > 0 else -1
    pairs = (max(granule.lines, default=-1) + 2) // 2
    bits = []
    for pair in range(pairs):
        x, y = values[2 * pair : 2 * pair + 2]
        bits.append(_PAIRS[abs(x), abs(y)])
        bits += ["1" if v < 0 else "0" for v in (x, y) if v]
    return "".join(bits), pairs


def _frame(granules: Sequence[Granule], first: int) -> bytes:
    side, main = BitWriter(), BitWriter()
    side.put(0, 9 + 5 + 4)  # main data starts here; no private bits; no shared scale factors
    for offset, granule in enumerate(granules):
        bits, pairs = _spectrum(granule, first + offset)
        if bits:
            main.text(bits)
        side.put(len(bits), 12)
        side.put(pairs, 9)
        side.put(max(0, _UNIT_GAIN + round(granule.decibels / 1.505)), 8)  # 4 steps are 6.02 dB
        side.put(0, 4 + 1)  # no scale factors, long blocks
        side.put(1 << 10 | 1 << 5 | 1, 15)  # Huffman table 1 in all three regions
        side.put(7, 4)
        side.put(7, 3)
        side.put(0, 3)
    if main.length > _MAIN_BITS:
        raise ValueError("the spectrum does not fit into an MP3 frame of 64 kbit/s")
    frame = _HEADER + side.data() + main.data()
    return frame.ljust(_FRAME_BYTES, b"\0")


def frames(granules: Sequence[Granule]) -> bytes:
    """The frames alone; an even number of granules, two to a frame."""
    return b"".join(_frame(granules[n : n + 2], n) for n in range(0, len(granules), 2))


def _text_frame(name: str, text: str) -> bytes:
    body = b"\0" + text.encode("latin-1")
    return name.encode() + len(body).to_bytes(4, "big") + b"\0\0" + body


def id3(**texts: str) -> bytes:
    """An ID3v2.3 tag of text frames, for instance ``TIT2="Sting"``."""
    body = b"".join(_text_frame(name, text) for name, text in texts.items())
    size = len(body)
    packed = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + packed + body


def sting(seconds: float) -> bytes:
    """A rising chord that rings out; `seconds` long."""
    steps = ((220.0,), (220.0, 330.0), (220.0, 330.0, 440.0), (220.0, 330.0, 440.0, 554.4))
    total = math.ceil(seconds * RATE / GRANULE / 2) * 2
    rise = 8  # granules per step: 96 ms
    granules = []
    for number in range(total):
        step = min(number // rise, len(steps) - 1)
        since = number - step * rise
        lines = tuple(sorted({line_of(h * k) for h in steps[step] for k in (1, 2)}))
        granules.append(Granule(lines, -24.0 - 0.45 * since))
    return frames(granules)
