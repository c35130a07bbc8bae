"""JPEG and PNG in one look; the walkers of both say what is found where, and by which source."""

import struct
from typing import Final

from provenance.formats.base import HEAD, read_at
from provenance.formats.glances.base import MAX_PLAIN, MAX_STEPS, Glance, Seen, taken
from provenance.formats.table import by_name

_JPEG: Final = Glance(by_name("jpg"))
_PNG: Final = Glance(by_name("png"))
_SEGMENT: Final = struct.Struct(">BBH").unpack_from
_CHUNK: Final = struct.Struct(">I4s").unpack_from
_FILL, _SCAN, _COMMENT = 0xFF, 0xDA, 0xFE
_TABLES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD})
_APPLICATIONS: Final = frozenset(range(0xE0, 0xF0))
_KEPT: Final = (b"http://ns.adobe.com/x", b"Photoshop 3.0\0", b"AIGC")
"""How segments begin that hold more than plain metadata: XMP and its extension, resources, labels
by GB 45438."""
_STORE, _EXIF = 0xEB, 0xE1
_PLAIN: Final = frozenset(
    b"IHDR PLTE gAMA cHRM sRGB iCCP sBIT bKGD tRNS pHYs tIME hIST sPLT cICP acTL fcTL fdAT".split()
)
"""Chunks of a PNG that hold no metadata."""
_RUN: Final = 4096
"""Chunks of pixels in a row; a picture with more is walked."""
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_END: Final = b"\xff\xd9"


def jpeg(descriptor: int, head: bytes, size: int) -> Seen:  # noqa: C901, PLR0912 - one look: a call takes longer than a step
    """A JPEG up to its first scan, and its end."""
    end = head[-2:] if size <= len(head) else read_at(descriptor, 2, size - 2)
    if end != _END:
        return None
    exif: tuple[bytes, ...] = ()
    texts: tuple[bytes, ...] = ()
    page, base, at = head, 0, 2
    for _ in range(MAX_STEPS):
        if at + 4 > len(page):
            page, base, at = read_at(descriptor, HEAD, base + at), base + at, 0
            if len(page) < 4:  # noqa: PLR2004
                return None
        fill, marker, length = _SEGMENT(page, at)
        if fill != _FILL or length < 2 or base + at + 2 + length > size:  # noqa: PLR2004
            return None
        if marker in _TABLES:
            pass
        elif marker in _APPLICATIONS:
            if at + 44 > len(page):
                page, base, at = read_at(descriptor, HEAD, base + at), base + at, 0
            start, stop = at + 4, at + 2 + length
            if marker == _STORE or page.startswith(_KEPT, start, stop):
                return None
            if marker == _EXIF and page.startswith(b"Exif\0", start, stop):
                if length < 8:  # noqa: PLR2004
                    return None
                start += 5 + (page[start + 5] == 0)
                if stop <= len(page):
                    exif += (page[start:stop],)
                else:
                    exif += (taken(descriptor, b"", base + start, stop - start),)
        elif marker == _SCAN:
            return Glance(_JPEG.format, exif, texts) if exif or texts else _JPEG
        elif marker == _COMMENT:
            start = base + at + 4
            texts += (taken(descriptor, head, start, length - 2),)
        else:
            return None
        at += 2 + length
    return None


def png(descriptor: int, head: bytes, size: int) -> Seen:  # noqa: C901, PLR0912 - one look: a call takes longer than a step
    """A PNG whose chunks all lie before its end, which is the end of the file."""
    if not head.startswith(_SIGNATURE):
        return None
    exif: tuple[bytes, ...] = ()
    texts: tuple[bytes, ...] = ()
    at, known, behind = 8, len(head) - 8, b""
    for _ in range(MAX_STEPS):
        header, place = (head, at) if at <= known else (behind or read_at(descriptor, 8, at), 0)
        behind = b""
        length, kind = _CHUNK(header, place)
        following = at + 12 + length
        if following > size:
            return None
        if kind == b"IDAT":
            for _ in range(_RUN):
                at = following
                behind = read_at(descriptor, 8, at)
                length, kind = _CHUNK(behind)
                if kind != b"IDAT":
                    break
                following += 12 + length
                if following > size:
                    return None
            continue
        if kind == b"IEND":
            if following != size:
                return None
            return Glance(_PNG.format, exif, texts) if exif or texts else _PNG
        if kind not in _PLAIN:
            if length > MAX_PLAIN:
                return None
            if kind == b"eXIf":
                exif += (taken(descriptor, head, at + 8, length).removeprefix(b"Exif\0\0"),)
            elif kind == b"tEXt":
                key, _, value = taken(descriptor, head, at + 8, length).partition(b"\0")
                if key.startswith((b"XML:com.adobe.xmp", b"Raw profile type ")):
                    return None
                texts += (key, value)
            else:
                return None
        at = following
    return None
