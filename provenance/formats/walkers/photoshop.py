"""Photoshop files and the image resource blocks that JPEG and TIFF carry too.

Adobe Photoshop File Formats Specification, "Image Resource Blocks".
"""

import struct
from typing import Final

from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_XMP, Collector
from provenance.formats.tiffs import Pread

_IIM, _XMP, _EXIF, _CAPTION_DIGEST = 1028, 1060, 1058, 1061
_KINDS: Final = {_IIM: BlockKind.IPTC, _XMP: BlockKind.XMP, _EXIF: BlockKind.EXIF}
_MARKS: Final = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")
"""Signatures seen before a resource; all but the first come from old Adobe products."""


def walk(found: Collector) -> None:
    """The resources of a Photoshop file (PSD and PSB)."""
    at = 26
    colours = int.from_bytes(found.need(at, 4, "the header"), "big")
    at += 4 + colours
    length = int.from_bytes(found.need(at, 4, "the colour mode data"), "big")
    resources(found, found.source.pread, at + 4, length, where="PSD resource")
    at += 4 + length
    if not found.complete(at, 0, "the image resources"):
        return
    wide = 8 if found.format.name == "psb" else 4
    layers = int.from_bytes(found.need(at, wide, "the layer section"), "big")
    found.complete(at + wide + layers, 2, "the layer section")


def resources(
    found: Collector,
    pread: Pread,
    start: int,
    length: int,
    *,
    where: str,
    shift: int = 0,
) -> None:
    """Keeps the IPTC, XMP and EXIF resources of a run of image resource blocks.

    Args:
        found: Where to keep them.
        pread: Reads from the bytes that hold the run.
        start: Where the run begins.
        length: Bytes of the run.
        where: The place, in the container's words.
        shift: What to add to a position for the position in the file.
    """
    at, end = start, start + length
    while at + 12 <= end:
        found.step()
        header = pread(at, 12)
        if header[:4] not in _MARKS or len(header) < 12:  # noqa: PLR2004
            if header.strip(b"\0"):
                found.problem(f"{where}: not a resource at byte {shift + at}")
            return
        number = int.from_bytes(header[4:6], "big")
        named = 2 + header[6] - header[6] % 2  # a Pascal string padded to an even size
        body = at + 6 + named + 4
        field = pread(body - 4, 4)
        if len(field) < 4:  # noqa: PLR2004
            break
        (size,) = struct.unpack(">I", field)
        if body + size > end:
            found.problem(f"{where} {number}: runs over the end of its section")
            size = end - body
            if size <= 0:
                return
        kind = _KINDS.get(number)
        if kind and size:
            data = pread(body, min(size, MAX_XMP))
            cut = len(data) < size
            found.add(kind, where, shift + body, size, key=str(number), data=data, cut=cut)
        at = body + size + size % 2
