"""The shortest film: one grey frame and its sound."""

from functools import cache

from . import h264
from .mxf import CLIP, Pictures, mxf

_SOUND = 4800  # hertz: a tenth of what it ought to be, for the size of the files


@cache
def film(seed: int, clip: int = CLIP) -> bytes:
    """An MXF file; another seed makes another one.

    Args:
        seed: how bright it is, 0 to 219.
        clip: number of its UMID, as in `mxf`.
    """
    size = (16, 16)
    shot = h264.Planes(*size, bytes([16 + seed]) * 256, bytes([128]) * 64, bytes([128]) * 64)
    units = tuple(h264.encode([shot]))
    return mxf(Pictures(units, size), bytes(2 * _SOUND // 24), sound_rate=_SOUND, clip=clip)
