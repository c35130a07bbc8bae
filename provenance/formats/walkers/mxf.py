"""MXF: the identification of the program that wrote the file, and tagged values.

SMPTE ST 377-1 sections 7 and 9, annexes A and B.
"""

from collections.abc import Iterator
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import Collector
from provenance.frozen import dataclass

_PARTITION: Final = bytes.fromhex("060e2b34020501010d0102010102")
_SET: Final = bytes.fromhex("060e2b34025301010d01010101")
_IDENTIFICATION, _TAGGED = b"\x01\x30\x00", b"\x01\x3f\x00"
_TEXTS: Final = {
    0x3C01: "CompanyName", 0x3C02: "ProductName", 0x3C04: "VersionString", 0x3C08: "Platform",
}  # fmt: skip
_VALUE_NAME, _VALUE = 0x5001, 0x5003
MAX_HEADER: Final = 16 << 20
"""Bytes of header metadata looked at. Long timelines with many tracks need some MiB."""


@dataclass(frozen=True, slots=True)
class Set:
    """Where one set of the header metadata lies.

    Attributes:
        kind: The last three bytes of its key, which say of which class it is (annex A).
        body: Byte position of its value.
        size: Bytes of its value.
    """

    kind: bytes
    body: int
    size: int


def walk(found: Collector) -> None:
    """What programs and people wrote into the header metadata."""
    for each in sets(found):
        if each.kind == _IDENTIFICATION:
            _texts(found, each.body, each.size)
        elif each.kind == _TAGGED:
            _tagged(found, each.body, each.size)


def sets(found: Collector) -> Iterator[Set]:
    """The sets of the header metadata, in the order of the file.

    Args:
        found: The file; what of its header could not be read becomes a problem of it.

    Raises:
        DamagedFileError: It has no header partition, or its lengths cannot be followed.
    """
    source = found.source
    start = source.head.find(_PARTITION)
    if start < 0:
        raise DamagedFileError("mxf: no header partition")
    body, size = _length(found, start)
    pack = found.need(body, 64, "its header partition")
    footer, header_bytes = int.from_bytes(pack[24:32], "big"), int.from_bytes(pack[32:40], "big")
    if footer:
        found.complete(start + footer, 16, "its body (the footer is missing)")
    at, end = body + size, body + size + min(header_bytes, MAX_HEADER)
    last = min(body + size + MAX_HEADER, source.size)
    if header_bytes > MAX_HEADER:
        found.problem(f"mxf: header metadata over {MAX_HEADER} bytes; the rest was not read")
    while at + 17 <= last:
        found.step()
        key = source.pread(at, 16)
        if at >= end and key[:6] != _SET[:6]:
            break  # sets go on beyond the size that is stated where a writer filled it in early
        body, size = _length(found, at)
        if key[:4] != _PARTITION[:4]:
            found.problem(f"mxf: no set at byte {at}")
            return
        if key[:7] == _SET[:7] and key[8:13] == _SET[8:]:  # byte 7 is the registry's version
            yield Set(key[13:], body, size)
        at = body + size
    if end > source.size:
        found.problem(f"mxf ends inside its header metadata at byte {source.size}")


def _length(found: Collector, at: int) -> tuple[int, int]:
    """Where the value after a key begins, and its bytes (BER, at most eight)."""
    lead = found.need(at + 16, 1, "a key")[0]
    if lead < 0x80:  # noqa: PLR2004
        return at + 17, lead
    wide = lead & 0x7F
    if wide > 8:  # noqa: PLR2004
        raise DamagedFileError(f"mxf: broken length at byte {at + 16}")
    return at + 17 + wide, int.from_bytes(found.need(at + 17, wide, "a length"), "big")


def _local(found: Collector, body: int, size: int) -> dict[int, tuple[int, int]]:
    places: dict[int, tuple[int, int]] = {}
    at, end = body, body + size
    while at + 4 <= end:
        found.step()
        raw = found.source.pread(at, 4)
        if len(raw) < 4:  # noqa: PLR2004
            break
        length = int.from_bytes(raw[2:], "big")
        places[int.from_bytes(raw[:2], "big")] = (at + 4, length)
        at += 4 + length
    return places


def _text(found: Collector, place: tuple[int, int]) -> bytes:
    raw = found.source.pread(*place)
    return raw.decode("utf-16-be", "replace").partition("\0")[0].encode("utf-8", "replace")


def _texts(found: Collector, body: int, size: int) -> None:
    for tag, place in _local(found, body, size).items():
        if tag in _TEXTS:
            data = _text(found, place)
            found.add(BlockKind.HEADER, "MXF Identification", *place, key=_TEXTS[tag], data=data)


def _tagged(found: Collector, body: int, size: int) -> None:
    places = _local(found, body, size)
    if _VALUE_NAME not in places or _VALUE not in places:
        return
    key = _text(found, places[_VALUE_NAME])[:200].decode("utf-8", "replace")
    at, length = places[_VALUE]
    # An indirect value: byte order, then the type's identity, then the text (ST 377-1 annex F).
    if length > 17:  # noqa: PLR2004
        raw = found.source.pread(at, length)
        encoding = "utf-16-le" if raw[:1] == b"L" else "utf-16-be"
        text = raw[17:].decode(encoding, "replace").rstrip("\0")
        data = text.encode("utf-8", "replace")
        found.add(BlockKind.HEADER, "MXF TaggedValue", at, length, key=key, data=data)
