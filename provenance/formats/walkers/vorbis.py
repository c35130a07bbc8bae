"""Vorbis comments: the tags of Ogg Vorbis, Opus, Theora, Speex and FLAC.

https://xiph.org/vorbis/doc/v-comment.html; RFC 7845 section 5.2; RFC 9639 section 8.6.
"""

from typing import Final

from provenance.formats.base import BlockKind
from provenance.formats.collecting import Collector

_PICTURES: Final = frozenset({"METADATA_BLOCK_PICTURE", "COVERART"})
_MAX_COMMENTS: Final = 4096
"""Comments of one stream; real ones have tens."""


def comments(found: Collector, data: bytes, offset: int, *, where: str, size: int = 0) -> None:
    """Keeps the comments of one list.

    Args:
        found: Where to keep them.
        data: From the length of the vendor string on.
        offset: Where the list begins in the file.
        where: The place, in the container's words.
        size: Bytes of the list in the file where they are not in one piece; 0 for one piece.
    """
    vendor = int.from_bytes(data[:4], "little")
    at = 4 + vendor
    if at + 4 > len(data):
        found.problem(f"{where}: the comment list is damaged")
        return
    found.add(
        BlockKind.VORBIS, where, offset, size or at, key="(vendor)", data=data[4 : 4 + vendor]
    )
    count = int.from_bytes(data[at : at + 4], "little")
    at += 4
    for _ in range(min(count, _MAX_COMMENTS)):
        length = int.from_bytes(data[at : at + 4], "little")
        if at + 4 + length > len(data):
            found.problem(f"{where}: the comment list ends too soon")
            return
        name, mark, value = data[at + 4 : at + 4 + length].partition(b"=")
        key = name[:200].decode("utf-8", "replace")
        if mark and key.upper() not in _PICTURES:
            place = (offset, size) if size else (offset + at + 4, length)
            found.add(BlockKind.VORBIS, where, *place, key=key, data=value)
        at += 4 + length
    if count > _MAX_COMMENTS:
        found.problem(f"{where}: more than {_MAX_COMMENTS} comments; the rest was not read")
