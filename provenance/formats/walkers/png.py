"""PNG: every chunk's header, also behind the pixels and behind the end.

PNG 3rd edition section 11; C2PA 2.2 annex A.3.2; XMP part 3 section 1.1.5. Checksums are not
compared: editors leave stale ones on text that is otherwise sound.
"""

import binascii
import struct
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_TEXT, Collector, shown, tag_name
from provenance.formats.walkers.photoshop import resources

_KEEP: Final = frozenset({b"caBX", b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"zxIf"})
_RUN: Final = 256
_LENGTH: Final = struct.Struct(">I").unpack_from
_XMP: Final = "XML:com.adobe.xmp"
_PROFILE: Final = "Raw profile type "
_LETTERS: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_EXIF: Final = b"Exif\0\0"
_TIFF: Final = (b"II*\0", b"MM\0*")
"""What EXIF begins with where a writer left its lead away, as Picasa does in an APP1 profile."""


def walk(found: Collector) -> None:
    """The chunks of a PNG."""
    source = found.source
    size, at, ended = source.size, 8, False
    while at < size:
        found.step()
        header = source.pread(at, 8)
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if kind == b"IDAT" and not ended and at + 12 + length <= size:
            at = _behind_pixels(found, at + 12 + length)
            continue
        sound = len(kind) == 4 and _LETTERS.issuperset(kind)  # noqa: PLR2004
        fits = sound and kind != b"ftyp" and at + 12 + length <= source.size
        if ended and not fits:
            found.add(BlockKind.TRAILER, "after PNG IEND", at, source.size - at)
            return
        if len(header) < 8:  # noqa: PLR2004
            raise DamagedFileError(f"png ends inside a chunk header at byte {source.size}")
        if not sound:
            raise DamagedFileError(f"png: no chunk at byte {at}")
        if kind in _KEEP:
            _chunk(found, kind, at, length, "PNG after IEND" if ended else "PNG")
        if at + 12 + length > source.size:
            raise DamagedFileError(f"png ends inside chunk {tag_name(kind)} at byte {source.size}")
        ended = ended or kind == b"IEND"
        at += 12 + length
    if not ended:
        raise DamagedFileError(f"png ends without chunk IEND at byte {source.size}")


def _behind_pixels(found: Collector, at: int) -> int:
    """Behind a run of IDAT chunks, or some hundred of them: a picture has up to thousands."""
    glance, size = found.source.glance, found.source.size
    count = 0
    for count in range(_RUN):  # noqa: B007 - told below
        header = glance(at, 8)
        if not header.endswith(b"IDAT") or len(header) < 8:  # noqa: PLR2004
            break
        following = at + 12 + _LENGTH(header)[0]
        if following > size:
            break
        at = following
    found.step(count)
    return at


def _chunk(found: Collector, kind: bytes, at: int, length: int, place: str) -> None:
    where = f"{place} {tag_name(kind)}"
    if kind == b"caBX":
        found.add(BlockKind.C2PA, where, at, length + 12)
        return
    if kind == b"eXIf":
        body = found.source.pread(at + 8, min(length, MAX_TEXT + 6))
        skip = len(_EXIF) if body.startswith(_EXIF) else 0
        found.add(BlockKind.EXIF, where, at + 8 + skip, length - skip)
        return
    body = found.source.pread(at + 8, min(length, MAX_TEXT + 1024))
    if kind == b"zxIf":
        data, cut = found.inflate(body[5:], where)
        found.add(BlockKind.EXIF, where, at, length + 12, data=data, cut=cut)
        return
    name, _, rest = body.partition(b"\0")
    key = name[:200].decode("latin-1")
    cut = len(body) < length
    if kind == b"zTXt":
        rest, broken = found.inflate(rest[1:], f"{where} {shown(key)}")
        cut = cut or broken
    elif kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
        if packed:
            rest, broken = found.inflate(rest, f"{where} {shown(key)}")
            cut = cut or broken
    if key == _XMP:
        found.add(BlockKind.XMP, where, at, length + 12, key=key, data=rest, cut=cut)
    elif key.startswith(_PROFILE):
        _profile(found, where, key, (at, length + 12), rest)
    else:
        found.add(BlockKind.TEXT, where, at, length + 12, key=key, data=rest, cut=cut)


def _profile(found: Collector, where: str, key: str, place: tuple[int, int], text: bytes) -> None:
    """A block in hexadecimal, as ImageMagick writes it: name, length, digits."""
    at, size = place
    parts = text.lstrip(b"\n").split(b"\n", 2)
    kind = key[len(_PROFILE) :].strip().lower()
    try:
        digits = b"".join(parts[2].split()) if len(parts) > 2 else b""  # noqa: PLR2004
        stated = parts[1].strip() if len(parts) > 1 else b""
        if stated.isdigit() and len(stated) < 10:  # noqa: PLR2004
            digits = digits[: 2 * int(stated)]  # what follows is no part of it
        data = binascii.unhexlify(digits)
    except binascii.Error:
        found.problem(f"{where} {shown(key)}: is not hexadecimal")
        return
    if kind in ("exif", "app1") and data.startswith(_EXIF):
        found.add(BlockKind.EXIF, where, at, size, key=key, data=data[len(_EXIF) :])
    elif kind == "exif" or (kind == "app1" and data.startswith(_TIFF)):
        found.add(BlockKind.EXIF, where, at, size, key=key, data=data)
    elif kind in ("xmp", "app1"):
        lead = b"http://ns.adobe.com/xap/1.0/\0"
        found.add(BlockKind.XMP, where, at, size, key=key, data=data.removeprefix(lead))
    elif kind in ("iptc", "8bim") and data.startswith(b"\x1c"):
        found.add(BlockKind.IPTC, where, at, size, key=key, data=data)
    elif kind in ("iptc", "8bim"):
        resources(
            found,
            lambda start, count: data[start : start + count],
            0,
            len(data),
            where=where,
            shift=at,
        )
