"""XMP in TIFF and BigTIFF: tag 700 (Adobe XMP Specification Part 3, 1.1.6; TIFF 6.0 2).

The packet and a rewritten first directory go to the end of the file; the header points there.
Every other byte keeps its place, so no offset inside maker notes or strips can go wrong.
"""

from dataclasses import dataclass
from typing import Final, Literal

from provenance.formats.base import Source
from provenance.formats.edits import Edit, damaged, exactly, unsupported

_XMP_TAG: Final = 700
_BYTE: Final = 1
_MAX_ENTRIES: Final = 65_535
_MAX_DIRECTORIES: Final = 20_000
_TYPES: Final = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
    129: 1,
}
"""Bytes of a value by its type: TIFF 6.0, the IFD type, BigTIFF's three, and EXIF 3.0's UTF-8."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one variant writes its numbers.

    Attributes:
        order: Byte order.
        header: Position of the first directory's offset.
        word: Bytes of an offset or count of values.
        counter: Bytes of a directory's entry count.
    """

    order: Literal["little", "big"]
    header: int
    word: int
    counter: int

    @property
    def entry(self) -> int:
        """Bytes of a directory entry."""
        return 4 + 2 * self.word

    def number(self, data: bytes) -> int:
        return int.from_bytes(data, self.order)

    def bytes(self, number: int, size: int) -> bytes:
        return number.to_bytes(size, self.order)


def plan(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet in.

    Raises:
        UnsupportedFormatError: Offsets would pass the 4 GiB of classic TIFF, or a directory or a
            value lies beyond the end of the file, where the packet would be taken for it.
        DamagedFileError: The header or the first directory is broken.
    """
    layout = _layout(source)
    word = layout.word
    first = layout.number(exactly(source, layout.header, word, "the header"))
    count = layout.number(exactly(source, first, layout.counter, "the first directory"))
    if not 0 < count <= _MAX_ENTRIES:
        raise damaged(source, f"its first directory counts {count} entries")
    body = exactly(
        source, first + layout.counter, count * layout.entry + word, "the first directory"
    )
    entries = [body[at : at + layout.entry] for at in range(0, count * layout.entry, layout.entry)]
    if first < 8 or any(layout.number(each[2:4]) not in _TYPES for each in entries):  # noqa: PLR2004
        raise damaged(source, "its first directory holds entries of unknown types")
    following = body[count * layout.entry :]
    lacking = _lacking(source, layout, first)
    if lacking:
        raise unsupported(source, lacking)
    kept = [each for each in entries if layout.number(each[:2]) != _XMP_TAG]
    start = -(-source.size // word) * word
    directory_at = start + -(-len(packet) // word) * word
    if directory_at + len(body) + 2 * layout.entry >= 1 << 8 * word:
        raise unsupported(source, "with the packet it would pass the 4 GiB of classic TIFF")
    entry = layout.bytes(_XMP_TAG, 2) + layout.bytes(_BYTE, 2)
    entry += layout.bytes(len(packet), word) + layout.bytes(start, word)
    place = next(
        (at for at, each in enumerate(kept) if layout.number(each[:2]) > _XMP_TAG), len(kept)
    )
    rewritten = [*kept[:place], entry, *kept[place:]]
    directory = layout.bytes(len(rewritten), layout.counter) + b"".join(rewritten) + following
    tail = bytes(start - source.size) + packet
    tail += bytes(directory_at - start - len(packet)) + directory
    return [
        Edit(layout.header, word, layout.bytes(directory_at, word)),
        Edit(source.size, 0, tail),
    ]


def _lacking(source: Source, layout: _Layout, at: int) -> str:
    """Which directory or value lies beyond the end of the file, or ""."""
    met: set[int] = set()
    while at and at not in met:
        met.add(at)
        what, place = f"directory {len(met)}", at + layout.counter
        if len(met) > _MAX_DIRECTORIES:
            return f"it has more than {_MAX_DIRECTORIES} directories"
        if place > source.size:
            return f"its {what} lies beyond the end"
        count = layout.number(exactly(source, at, layout.counter, what))
        size = count * layout.entry
        if count > _MAX_ENTRIES or place + size + layout.word > source.size:
            return f"its {what} does not end in it"
        body = exactly(source, place, size + layout.word, what)
        for start in range(0, size, layout.entry):
            tag, kind, values, value = _parts(layout, body[start : start + layout.entry])
            length = values * _TYPES.get(kind, 0)
            if length > layout.word and value + length > source.size:
                return f"its {what} holds tag {tag}, which lies beyond the end"
        at = layout.number(body[size:])
    return ""


def _parts(layout: _Layout, entry: bytes) -> tuple[int, int, int, int]:
    """Tag, type, number of values, and the value or where it is."""
    word, number = layout.word, layout.number
    return number(entry[:2]), number(entry[2:4]), number(entry[4 : 4 + word]), number(entry[-word:])


def _layout(source: Source) -> _Layout:
    head = exactly(source, 0, 8, "the header")
    order: Literal["little", "big"]
    if head[:2] == b"II":
        order = "little"
    elif head[:2] == b"MM":
        order = "big"
    else:
        raise damaged(source, "does not begin with a TIFF byte order")
    version = int.from_bytes(head[2:4], order)
    if version == 42:  # noqa: PLR2004 (TIFF 6.0)
        return _Layout(order, header=4, word=4, counter=2)
    if version == 43 and int.from_bytes(head[4:6], order) == 8:  # noqa: PLR2004 (BigTIFF)
        return _Layout(order, header=8, word=8, counter=8)
    raise damaged(source, f"is TIFF of an unknown version {version}")
