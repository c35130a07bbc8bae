"""XMP in GIF: an application extension (Adobe XMP Specification Part 3, 1.1.2; GIF89a 26)."""

from typing import Final

from provenance.formats.base import Source
from provenance.formats.edits import Edit, damaged, exactly

_HEADER: Final = b"\x21\xff\x0bXMP DataXMP"
_MAGIC: Final = b"\x01" + bytes(range(0xFF, -1, -1)) + b"\0"
"""Wherever a reader of sub-blocks lands in the packet, this trailer ends its walk."""

_EXTENSION, _IMAGE, _TRAILER, _APPLICATION, _COMMENT = 0x21, 0x2C, 0x3B, 0xFF, 0xFE
_MAX_BLOCKS: Final = 4_000_000


def plan(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet in, before the first image.

    GIF87a knows no extensions, so the file becomes GIF89a, which holds it unchanged.

    Raises:
        DamagedFileError: The blocks are broken.
    """
    head = exactly(source, 0, 13, "the header")
    if head[:6] not in {b"GIF87a", b"GIF89a"}:
        raise damaged(source, "does not begin with a GIF signature")
    first = 13 + (3 << ((head[10] & 7) + 1) if head[10] & 0x80 else 0)
    extension = _HEADER + packet + _MAGIC
    old, place = _scan(source, first)
    return [Edit(0, 6, b"GIF89a"), Edit(place, 0, extension), *old]


def _scan(source: Source, at: int) -> tuple[list[Edit], int]:
    """The old packets, and the end of the application and comment blocks before all images."""
    old: list[Edit] = []
    place, leading = at, True
    for _ in range(_MAX_BLOCKS):
        introducer = exactly(source, at, 1, "a block")[0]
        if introducer == _TRAILER:
            return old, place
        if introducer == _EXTENSION:
            label = exactly(source, at + 1, 1, "an extension")[0]
            end = _skip(source, at + 2)
            if source.pread(at, len(_HEADER)) == _HEADER:
                old.append(Edit(at, end - at, b""))
            leading = leading and label in {_APPLICATION, _COMMENT}
            place = end if leading else place
        elif introducer == _IMAGE:
            flags = exactly(source, at, 10, "an image descriptor")[9]
            colours = 3 << ((flags & 7) + 1) if flags & 0x80 else 0
            end = _skip(source, at + 10 + colours + 1)
            leading = False
        else:
            raise damaged(source, f"no GIF block at byte {at}")
        at = end
    raise damaged(source, f"more than {_MAX_BLOCKS} blocks")


def _skip(source: Source, at: int) -> int:
    """The position behind the sub-blocks that begin at ``at``."""
    while size := exactly(source, at, 1, "a sub-block")[0]:
        at += 1 + size
    return at + 1
