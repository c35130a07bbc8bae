"""EXIF: the text tags of a TIFF structure, bounded.

Only text is read; numbers and offsets are of no use as evidence. Layout: TIFF 6.0 section 2,
EXIF 2.32 sections 4.6.2 to 4.6.5. Limits: ``MAX_DIRECTORIES`` directories, ``MAX_ENTRIES``
entries each, ``MAX_TEXT`` bytes for one value, each directory once, no recursion.
"""

import struct
from types import MappingProxyType
from typing import Final, NamedTuple

MAX_DIRECTORIES: Final = 32
MAX_ENTRIES: Final = 1000
MAX_TEXT: Final = 8 << 20
"""Bytes. ComfyUI writes whole node graphs into ``Make`` and ``Model``."""

TAGS = MappingProxyType(
    {
        0x010D: "DocumentName",
        0x010E: "ImageDescription",
        0x010F: "Make",
        0x0110: "Model",
        0x0131: "Software",
        0x013B: "Artist",
        0x013C: "HostComputer",
        0x02BC: "XMP",
        0x8298: "Copyright",
        0x83BB: "IPTC",
        0x9286: "UserComment",
        0x927C: "MakerNote",
        0x9C9B: "XPTitle",
        0x9C9C: "XPComment",
        0x9C9D: "XPAuthor",
        0x9C9E: "XPKeywords",
        0x9C9F: "XPSubject",
    }
)
_POINTERS = frozenset({0x8769, 0x014A})
_SIZES = MappingProxyType({1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 13: 4, 129: 1})
_TEXTUAL = frozenset({1, 2, 7, 129})
_EXIF, _COMMENT = 0x8769, 0x9286
_IN_UTF_16 = frozenset({tag for tag, name in TAGS.items() if name.startswith("XP")})
_CODES = frozenset({b"ASCII\0\0\0", b"JIS\0\0\0\0\0", b"\0" * 8})
"""Character codes of a user comment that need no decoding of their own."""
_FEW_DIRECTORIES: Final = 8
"""Directories of an ordinary file: the main one, Exif, the thumbnail's."""
_NOT_TEXT = frozenset({"XMP", "IPTC"})
_ASKED = _POINTERS | {tag for tag, name in TAGS.items() if name not in _NOT_TEXT}
_PRINTABLE = 0.9
_BREAKS = {ord(each): None for each in "\r\n\t"}
_ORDERS: Final = {b"II": "<", b"MM": ">"}
_SHORT: Final = {order: struct.Struct(order + "H") for order in "<>"}
_LONG: Final = {order: struct.Struct(order + "I") for order in "<>"}
_ROW: Final = {order: struct.Struct(order + "HHII") for order in "<>"}


class ExifText(NamedTuple):
    """One text tag.

    Attributes:
        directory: ``IFD0``, ``IFD1`` ... or ``ExifIFD``.
        name: Name of the tag.
        value: Decoded text without trailing NULs.
    """

    directory: str
    name: str
    value: str


def exif_texts(data: bytes, met: list[str] | None = None) -> tuple[ExifText, ...]:
    """The text tags of a TIFF structure; damage ends the reading, it never raises.

    Args:
        data: From the byte order mark on; an ``Exif`` header before it is skipped.
        met: Takes a line for each limit that was met.
    """
    if data.startswith(b"Exif\0"):
        data = data[6:]
    order = _ORDERS.get(data[:2])
    if order is None or len(data) < 8:  # noqa: PLR2004  the TIFF header
        return ()
    return tuple(_directories(data, order, [] if met is None else met))


def _directories(data: bytes, order: str, met: list[str]) -> list[ExifText]:
    short, long = _SHORT[order], _LONG[order]
    found: list[ExifText] = []
    pending = [(long.unpack_from(data, 4)[0], 0, "")]
    seen: set[int] = set()
    while pending and len(seen) < MAX_DIRECTORIES:
        offset, number, name = pending.pop(0)
        if offset in seen or not 0 < offset <= len(data) - 2:
            continue
        seen.add(offset)
        (count,) = short.unpack_from(data, offset)
        if count > MAX_ENTRIES:
            met.append(f"EXIF directory of {count} entries, only {MAX_ENTRIES} were read")
        place = name or f"IFD{number}"
        found += _entries(data, order, (offset + 2, min(count, MAX_ENTRIES)), place, pending)
        after = offset + 2 + 12 * count
        if not name and after + 4 <= len(data):
            pending.append((long.unpack_from(data, after)[0], number + 1, ""))
    if pending and any(offset not in seen for offset, _, _ in pending):
        met.append(f"EXIF of more than {MAX_DIRECTORIES} directories; the rest was not read")
    return found


def _entries(
    data: bytes,
    order: str,
    table: tuple[int, int],
    place: str,
    pending: list[tuple[int, int, str]],
) -> list[ExifText]:
    """The text tags of one table, at an offset; pointers to others join ``pending``."""
    found: list[ExifText] = []
    start, count = table
    whole = min(count, (len(data) - start) // 12)
    rows = _ROW[order].iter_unpack(data[start : start + 12 * whole])
    for at, (tag, kind, amount, target) in enumerate(rows):
        if tag not in _ASKED:  # most are numbers
            continue
        if tag in _POINTERS:
            if kind in {3, 4, 13} and (tag != 0x014A or amount == 1):  # noqa: PLR2004  SubIFDs: one is inline
                inner = "ExifIFD" if tag == 0x8769 else "SubIFD"  # noqa: PLR2004
                pending.append((target, 0, inner))
        elif kind in _TEXTUAL:
            name = TAGS[tag]
            text = decode(name, _raw(data, start + 12 * at, target, _SIZES[kind] * amount), order)
            if text:
                found.append(ExifText(place, name, text))
    return found


def exif_bytes(data: bytes) -> list[bytes] | None:  # noqa: C901, PLR0912 - one look at each file
    """The bytes of all texts that ``exif_texts`` decodes, where none of them is in UTF-16.

    Args:
        data: From the byte order mark on.

    Returns:
        None where a limit would be met, or more is needed than one look: ask ``exif_texts``.
    """
    order = _ORDERS.get(data[:2])
    if order is None or len(data) < 8:  # noqa: PLR2004  the TIFF header
        return None
    short, long, rows = _SHORT[order].unpack_from, _LONG[order].unpack_from, _ROW[order].iter_unpack
    found: list[bytes] = []
    pending = [(long(data, 4)[0], True)]
    seen: set[int] = set()
    for offset, chained in pending:  # which grows
        if not 0 < offset <= len(data) - 2:
            continue
        (count,) = short(data, offset)
        place, after = offset + 2, offset + 2 + 12 * count
        if count > MAX_ENTRIES or after > len(data):
            return None
        if offset in seen or len(seen) == _FEW_DIRECTORIES:
            return None
        seen.add(offset)
        for tag, kind, amount, target in rows(data[place:after]):
            if tag in _ASKED:
                if tag == _EXIF:
                    if kind in {3, 4, 13}:
                        pending.append((target, False))
                elif tag in _POINTERS:
                    return None
                elif kind in _TEXTUAL:  # one byte each
                    value = _raw(data, place, target, amount)
                    if value and (tag in _IN_UTF_16 or value.startswith(b"UNICODE")):
                        return None
                    if tag == _COMMENT:
                        value = value[8 if value[:8] in _CODES else 0 :]
                    found.append(value)
            place += 12
        if chained and after + 4 <= len(data):
            pending.append((long(data, after)[0], True))
    return found


def decoded(raw: bytes) -> str:
    """What ``plain`` decodes, be it text or binary."""
    raw = raw.rstrip(b"\0 ")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _raw(data: bytes, at: int, target: int, size: int) -> bytes:
    if size <= 4:  # noqa: PLR2004  the value stands in the entry itself
        return data[at + 8 : at + 8 + size]
    return data[target : target + min(size, MAX_TEXT)]


def decode(name: str, raw: bytes, order: str) -> str:
    """The text of one tag's bytes; "" for binary data.

    Args:
        name: Name of the tag.
        raw: The value's bytes.
        order: ``<`` or ``>``, the structure's byte order.
    """
    if name.startswith("XP"):
        return raw.decode("utf-16-le", "replace").rstrip("\0 ")
    if name == "UserComment":
        return _user_comment(raw, order)
    return plain(raw)


def _user_comment(raw: bytes, order: str) -> str:
    """EXIF 2.32, 4.6.5 D: eight bytes name the character code, then the text."""
    code, body = raw[:8], raw[8:]
    if code.startswith(b"UNICODE"):
        return utf16(body, order)
    if code in _CODES:
        return plain(body)
    return plain(raw)


def utf16(body: bytes, order: str) -> str:
    """Text in UTF-16 of either order, whichever the writer meant, or UTF-8 by mistake."""
    if body.startswith(b"\xfe\xff"):
        return body[2:].decode("utf-16-be", "replace").rstrip("\0 ")
    if body.startswith(b"\xff\xfe"):
        return body[2:].decode("utf-16-le", "replace").rstrip("\0 ")
    sample = body[:4096]
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if not high and not low and sample.isascii():
        return plain(body)
    # The zero halves of Latin letters tell the order; writers disagree with their own header.
    big = high > low or (high == low and order == ">")
    return body.decode("utf-16-be" if big else "utf-16-le", "replace").rstrip("\0 ")


def plain(raw: bytes) -> str:
    """Text of bytes without a declared code: UTF-8, else Latin-1; "" where it is binary."""
    raw = raw.rstrip(b"\0 ")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    sample = text[:2000]
    if sample.isprintable():
        return text
    if sample.translate(_BREAKS).isprintable():
        return text
    printable = sum(each.isprintable() or each in "\r\n\t" for each in sample)
    return text if printable >= _PRINTABLE * len(sample) else ""
