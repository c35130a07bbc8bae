"""IPTC-IIM: the text datasets that name a credit or a source, bounded.

Layout: IPTC-NAA Information Interchange Model 4.2, section 1.5. Credit is 2:110; the IIM has no
dataset for the digital source type. Limit: ``MAX_DATASETS`` datasets.
"""

import struct
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from provenance.frozen import dataclass

MAX_DATASETS: Final = 5000

DATASETS = MappingProxyType(
    {
        (2, 5): "ObjectName",
        (2, 40): "SpecialInstructions",
        (2, 65): "OriginatingProgram",
        (2, 70): "ProgramVersion",
        (2, 80): "By-line",
        (2, 110): "Credit",
        (2, 115): "Source",
        (2, 116): "CopyrightNotice",
        (2, 120): "Caption-Abstract",
        (2, 122): "Writer-Editor",
    }
)
_MARK = 0x1C
_CODED_CHARACTER_SET = (1, 90)
_UTF8 = b"\x1b%G"
_EXTENDED = 0x8000


@dataclass(frozen=True, slots=True)
class IptcText:
    """One text dataset."""

    name: str
    value: str


def iptc_texts(data: bytes, met: list[str] | None = None) -> tuple[IptcText, ...]:
    """The text datasets that we know; damage ends the reading, it never raises.

    Args:
        data: Records from the first 0x1C on.
        met: Takes a line for each limit that was met.
    """
    encoding = "latin-1"
    found: list[IptcText] = []
    for key, value in _datasets(data, [] if met is None else met):
        if key == _CODED_CHARACTER_SET:
            encoding = "utf-8" if value == _UTF8 else encoding
        elif key in DATASETS:
            found.append(IptcText(DATASETS[key], _decode(value, encoding)))
    return tuple(found)


def _datasets(data: bytes, met: list[str]) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    for _ in range(MAX_DATASETS):
        if at + 5 > len(data) or data[at] != _MARK:
            return
        record, dataset, size = struct.unpack_from(">BBH", data, at + 1)
        at += 5
        if size & _EXTENDED:
            width = size & ~_EXTENDED
            if width > 4 or at + width > len(data):  # noqa: PLR2004  a length of 4 bytes at most
                return
            size = int.from_bytes(data[at : at + width], "big")
            at += width
        if at + size > len(data):
            return
        yield (record, dataset), data[at : at + size]
        at += size
    if at < len(data):
        met.append(f"IPTC-IIM of more than {MAX_DATASETS} datasets; the rest was not read")


def _decode(value: bytes, encoding: str) -> str:
    value = value.rstrip(b"\0 ")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode(encoding, "replace")
