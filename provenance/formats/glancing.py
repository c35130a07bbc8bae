"""glance: is there any place in this file that says more than plain metadata says? In one look.

Most files of a delivery are sound and ordinary: a photograph with its camera's EXIF, a frame with
its header. For these the answer comes from the first page and a few small reads, without the
objects that recognising and walking make. The tests hold it against both.
"""

import struct
from collections.abc import Callable
from typing import Final

from provenance.formats.base import Source
from provenance.formats.glances import chunks, frames, pictures, tiff
from provenance.formats.glances.base import Glance

__all__ = ["Glance", "glance"]

_Look = Callable[[int, bytes, int], Glance | None]
_LOOKS: Final[dict[bytes, _Look]] = {
    **{b"\xff\xd8\xff" + bytes([marker]): pictures.jpeg for marker in range(256)},
    b"\x89PNG": pictures.png,
    b"RIFF": chunks.riff,
    b"II*\0": tiff.tiff,
    b"MM\0*": tiff.tiff,
    b"\x76\x2f\x31\x01": frames.exr,
    b"SDPX": frames.dpx,
    b"XPDS": frames.dpx,
}
"""By the first four bytes."""


def glance(source: Source) -> Glance | None:
    """What one look at a file shows.

    Args:
        source: The open file.

    Returns:
        Its format, EXIF and texts, where there is nothing else to be read in it and nothing wrong
        with it. None for every other file: walk it.
    """
    head = source.head
    look = _LOOKS.get(head[:4])
    if look is None:
        return None
    try:
        return look(source.descriptor, head, source.size)
    except (OSError, EOFError, OverflowError, LookupError, ValueError, struct.error):
        return None  # the walk will say what is wrong
