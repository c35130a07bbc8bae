"""A small H.264 encoder (ITU-T H.264): raw macroblocks, skipped where nothing moved.

Every macroblock is either sent as it is (I_PCM) or taken over from the picture before, so the
decoded picture equals the given one, bit for bit, on every decoder.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .bits import BitWriter

MACROBLOCK = 16
_PROFILE, _LEVEL = 66, 30  # baseline, level 3.0: what every player knows
_I_PCM_IN_I, _I_PCM_IN_P = 25, 30  # mb_type, tables 7-11 and 7-13
_START_CODE_LIKE = re.compile(rb"\x00\x00(?=[\x00-\x03])")
_FULL_RANGE_BT601 = (5, 1, 1, 6, 6)


@dataclass(frozen=True)
class Planes:
    """One 4:2:0 picture of 8 bits; width and height in pixels, multiples of 16."""

    width: int
    height: int
    luma: bytes
    blue: bytes
    red: bytes

    @cached_property
    def macroblocks(self) -> tuple[bytes, ...]:
        """The 384 bytes of each macroblock, row by row: 16x16 luma, 8x8 blue, 8x8 red."""
        found = []
        planes = ((self.luma, MACROBLOCK), (self.blue, 8), (self.red, 8))
        for row in range(self.height // MACROBLOCK):
            for column in range(self.width // MACROBLOCK):
                parts = []
                for plane, side in planes:
                    stride = self.width * side // MACROBLOCK
                    start = row * side * stride + column * side
                    parts += [plane[start + y * stride :][:side] for y in range(side)]
                found.append(b"".join(parts))
        return tuple(found)


def _nal(kind: int, reference: int, payload: bytes) -> bytes:
    """One NAL unit without start code, with emulation prevention (7.4.1)."""
    return bytes([reference << 5 | kind]) + _START_CODE_LIKE.sub(b"\x00\x00\x03", payload)


def _finish(bits: BitWriter) -> bytes:
    bits.put(1, 1)
    return bits.data()


def sequence_parameters(width: int, height: int, rate: int) -> bytes:
    """The sequence parameter set; width and height in pixels, rate in frames per second."""
    bits = BitWriter()
    bits.put(_PROFILE, 8)
    bits.put(0xC0, 8)  # constraint sets 0 and 1: also constrained baseline
    bits.put(_LEVEL, 8)
    for value in (0, 0, 2, 1):  # id, log2_max_frame_num - 4, picture order as coded, 1 reference
        bits.unsigned(value)
    bits.put(0, 1)
    bits.unsigned(width // MACROBLOCK - 1)
    bits.unsigned(height // MACROBLOCK - 1)
    bits.text("110")  # frames only, 8x8 inference, no cropping
    bits.text("1" + "00" + "1")  # VUI; no aspect ratio, no overscan; signal type follows
    format_, full, described, primaries, transfer = _FULL_RANGE_BT601
    for value, size in ((format_, 3), (full, 1), (described, 1), (primaries, 8), (transfer, 8)):
        bits.put(value, size)
    bits.put(6, 8)  # matrix: BT.601
    bits.text("0" + "1")  # no chroma location; timing follows
    bits.put(1, 32)
    bits.put(2 * rate, 32)  # in fields
    bits.text("1" + "00" + "0" + "0")  # fixed rate; no HRD; no pic_struct; no restrictions
    return _nal(7, 3, _finish(bits))


def picture_parameters() -> bytes:
    """The picture parameter set: CAVLC, deblocking under control of the slice."""
    bits = BitWriter()
    bits.unsigned(0)
    bits.unsigned(0)
    bits.text("00")
    for _ in range(3):
        bits.unsigned(0)
    bits.text("000")
    for _ in range(3):
        bits.signed(0)
    bits.text("100")
    return _nal(8, 3, _finish(bits))


def _slice(picture: Planes, before: Planes | None, number: int) -> bytes:
    bits = BitWriter()
    key = before is None
    bits.unsigned(0)
    bits.unsigned(7 if key else 5)
    bits.unsigned(0)
    bits.put(number % 16, 4)
    if key:
        bits.unsigned(0)  # idr_pic_id
        bits.text("00")
    else:
        bits.text("00" + "0")  # no override, no reordering, sliding window
    bits.signed(0)
    bits.unsigned(1)  # no deblocking: what was sent is what is seen
    skipped = 0
    earlier = picture.macroblocks if before is None else before.macroblocks
    for block, old in zip(picture.macroblocks, earlier, strict=True):
        if not key:
            if block == old:
                skipped += 1
                continue
            bits.unsigned(skipped)
            skipped = 0
        bits.unsigned(_I_PCM_IN_I if key else _I_PCM_IN_P)
        bits.align()
        bits.append(block)
    if skipped:
        bits.unsigned(skipped)
    return _nal(5 if key else 1, 3 if key else 2, _finish(bits))


def encode(pictures: Sequence[Planes]) -> tuple[bytes, ...]:
    """Encode pictures of one size; returns one NAL unit per picture, the first a key picture."""
    units = []
    before: Planes | None = None
    for number, picture in enumerate(pictures):
        units.append(_slice(picture, before, number))
        before = picture
    return tuple(units)


def configuration(sequence: bytes, picture: bytes) -> bytes:
    """The avcC payload (ISO/IEC 14496-15, 5.3.3.1) for units of 4-byte length."""
    head = bytes([1, *sequence[1:4], 0xFF, 0xE1])
    return (
        head
        + struct.pack(">H", len(sequence))
        + sequence
        + b"\x01"
        + struct.pack(">H", len(picture))
        + picture
    )


def sample(unit: bytes) -> bytes:
    """One access unit as MP4 and Matroska store it: length before the unit."""
    return struct.pack(">I", len(unit)) + unit


def byte_stream(*units: bytes) -> bytes:
    """Units with start codes, as MXF and raw files store them (annex B)."""
    return b"".join(b"\x00\x00\x00\x01" + unit for unit in units)
