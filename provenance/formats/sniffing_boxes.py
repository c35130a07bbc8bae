"""Recognise files made of ISO base media boxes by brand and, where that is vague, by tracks."""

from collections.abc import Iterator
from typing import Final

from provenance.formats.base import Source

_BRANDS: Final[dict[bytes, str]] = {
    # http://www.ftyps.com and the MP4 registration authority, https://mp4ra.org/registered-types.
    b"qt  ": "mov",
    b"M4A ": "m4a", b"M4B ": "m4a", b"M4P ": "m4a",
    b"M4V ": "m4v", b"M4VH": "m4v", b"M4VP": "m4v",
    b"avif": "avif", b"avis": "avif",
    b"heic": "heic", b"heix": "heic", b"heim": "heic", b"heis": "heic",
    b"hevc": "heic", b"hevx": "heic", b"hevm": "heic", b"hevs": "heic",
    b"crx ": "cr3",
    b"jp2 ": "jp2", b"jpx ": "jp2", b"jpm ": "jp2", b"jph ": "jp2",
    b"jxl ": "jxl",
}  # fmt: skip
_IMAGE_BRANDS: Final = frozenset({b"mif1", b"msf1", b"mif2", b"miaf", b"MiHE"})
_OLD_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_FRAGMENTS: Final = frozenset({b"styp", b"moof", b"sidx", b"emsg", b"prft"})
_MAX_BOXES: Final = 64
"""Boxes looked at while asking for the kinds of tracks; recognition must stay cheap."""


def boxes(source: Source) -> str:
    """The name of the format of a file that begins with a box; "" where it does not."""
    head = source.head
    if len(head) < 12:  # noqa: PLR2004 - a box header and a brand
        return ""
    size, kind = int.from_bytes(head[:4], "big"), head[4:8]
    if head[:4] == b"\0\0\0\x0c" and head[8:12] == b"\r\n\x87\n":
        return {b"jP  ": "jp2", b"JXL ": "jxl"}.get(kind, "")
    if kind == b"ftyp" and 12 <= size <= 1 << 16:  # noqa: PLR2004 - header, brand
        return _by_brand(source, head[8 : min(size, len(head))])
    plausible = size in (0, 1) or 8 <= size <= max(source.size, 1 << 32)  # noqa: PLR2004
    if kind in _FRAGMENTS and plausible:
        return "mp4"
    if kind in _OLD_QUICKTIME and plausible:
        return "mov"
    return ""


def _by_brand(source: Source, body: bytes) -> str:
    major = body[:4]
    also = {body[at : at + 4] for at in range(8, len(body) - 3, 4)}
    name = _BRANDS.get(major, "")
    if name:
        return name
    if major[:2] == b"3g":
        return "3gp"
    if major in _IMAGE_BRANDS or (major not in (b"isom", b"mp42") and also & _IMAGE_BRANDS):
        for brand, candidate in _BRANDS.items():
            if brand in also and candidate in ("avif", "heic"):
                return candidate
        return "heif"
    return "m4a" if _only_sound(source) else "mp4"


def _only_sound(source: Source) -> bool:
    """Whether the movie has sound tracks and no other kind."""
    kinds: set[bytes] = set()
    for kind, start, end in _children(source, 0, source.size):
        if kind == b"moov":
            for track, inner, stop in _children(source, start, end):
                if track == b"trak":
                    kinds.add(_handler(source, inner, stop))
            break
    return kinds == {b"soun"}


def _handler(source: Source, start: int, end: int) -> bytes:
    for kind, inner, stop in _children(source, start, end):
        if kind == b"mdia":
            for child, at, _ in _children(source, inner, stop):
                if child == b"hdlr":
                    return source.pread(at + 8, 4)
    return b""


def _children(source: Source, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(_MAX_BOXES):
        header = source.pread(start, 16)
        if start + 8 > end or len(header) < 8:  # noqa: PLR2004
            return
        size, lead = int.from_bytes(header[:4], "big"), 8
        if size == 1:
            size, lead = int.from_bytes(header[8:16], "big"), 16
        stop = end if size == 0 else start + size
        if stop < start + lead:
            return
        yield header[4:8], start + lead, min(stop, end)
        start = stop
