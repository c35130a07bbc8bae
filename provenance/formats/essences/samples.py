"""Media data of ISO base media files and QuickTime (ISO/IEC 14496-12).

The digest covers every byte of media data, and for each track all that says how to find, time and
decode its samples. Chunk offsets are counted inside the media data, so they stay the same when
a manifest store or a packet moves the media data within the file, and differ when any of them
points elsewhere.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from provenance.formats.base import Source
from provenance.formats.edits import CHUNK, damaged, exactly
from provenance.formats.essences.tally import Tally
from provenance.formats.writers.bmff import Box, boxes

_MAX_FRAGMENT: Final = 16 << 20
_MAX_OFFSETS: Final = 20_000_000
_MAX_TRACKS: Final = 1000
_TABLES: Final = frozenset(
    b"stsd stts ctts stsc stsz stz2 stss stsh sdtp sbgp sgpd subs saiz cslg stps".split()
)
_OFFSETS: Final = frozenset({b"stco", b"co64"})
_WITHIN: Final = 1
"""Flag of a data reference: the media is in this file."""


class _Media:
    """The stretches of media data, laid end to end."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self.starts = [start for start, _ in stretches]
        self.ends = [end for _, end in stretches]
        self.before = [0]
        for start, end in stretches:
            self.before.append(self.before[-1] + end - start)

    def place(self, offset: int) -> int:
        """Where an offset of the file lies in the media data, or -1."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or offset > self.ends[index]:
            return -1
        return self.before[index] + offset - self.starts[index]


def samples(source: Source) -> str | None:
    """The digest of the media data and the tables that lead to it.

    Returns:
        None where there is none, where it lies in other files, or where the tables point outside.

    Raises:
        DamagedFileError: The boxes are broken.
    """
    tally = Tally("samples")
    stretches: list[tuple[int, int]] = []
    movies: list[Box] = []
    fragments: list[Box] = []
    for box in boxes(source, 0, source.size):
        if box.kind == b"mdat":
            stretches.append((box.at + box.header, box.end))
            tally.stream(source, box.at + box.header, box.size - box.header)
        elif box.kind == b"moov":
            movies.append(box)
        elif box.kind == b"moof":
            fragments.append(box)
    if not stretches or len(movies) != 1:
        return None
    media = _Media(stretches)
    if not _add_tracks(tally, source, movies[0], media):
        return None
    for fragment in fragments:
        if not _add_fragment(tally, source, fragment, media):
            return None
    return tally.digest()


def _add_tracks(tally: Tally, source: Source, movie: Box, media: _Media) -> bool:
    declared = 0
    for number, track in enumerate(_children(source, movie, b"trak")):
        if number >= _MAX_TRACKS or not _add_track(tally, source, track, media):
            return False
        declared += _declared(source, track)
    # Cut short: whatever is appended would be played as its last samples.
    return declared <= media.before[-1]


def _children(source: Source, box: Box, kind: bytes) -> Iterator[Box]:
    for each in boxes(source, box.at + box.header, box.end, top=False):
        if each.kind == kind:
            yield each


def _descend(source: Source, box: Box, *path: bytes) -> Box | None:
    here: Box | None = box
    for kind in path:
        here = next(_children(source, here, kind), None) if here else None
    return here


def _add_track(tally: Tally, source: Source, track: Box, media: _Media) -> bool:
    tables = _descend(source, track, b"mdia", b"minf", b"stbl")
    if tables is None or not _is_within(source, track):
        return False
    _add_timing(tally, source, track)
    for table in boxes(source, tables.at + tables.header, tables.end, top=False):
        if table.kind in _TABLES:
            tally.add(table.kind)
            tally.stream(source, table.at + table.header, table.size - table.header)
        elif table.kind == b"saio":
            return False  # more offsets, of encryption data
        elif table.kind in _OFFSETS and not _add_offsets(tally, source, table, media):
            return False
    return True


def _declared(source: Source, track: Box) -> int:
    """Bytes of a track's samples, as its ``stsz`` says."""
    table = _descend(source, track, b"mdia", b"minf", b"stbl", b"stsz")
    if table is None:
        return 0
    at = table.at + table.header + 4
    size, count = struct.unpack(">II", exactly(source, at, 8, "a sample table"))
    if size:
        return int(size * count)
    left, at, total = min(count, (table.end - at - 8) // 4), at + 8, 0
    while left:
        number = min(left, CHUNK // 4)
        total += sum(struct.unpack(f">{number}I", exactly(source, at, 4 * number, "a table")))
        at += 4 * number
        left -= number
    return total


def _add_timing(tally: Tally, source: Source, track: Box) -> None:
    """What kind of track it is, its edits, its matrix and its clock; no dates."""
    for path, skip in (((b"mdia", b"hdlr"), 8), ((b"edts", b"elst"), 0)):
        found = _descend(source, track, *path)
        if found:
            size = max(0, found.size - found.header - skip)
            tally.stream(source, found.end - size, size)
    header = _descend(source, track, b"tkhd")
    if header and header.size >= 92:  # noqa: PLR2004 (version 0; the end is the same in both)
        tally.add(source.pread(header.end - 44, 44))  # matrix, width, height
    clock = _descend(source, track, b"mdia", b"mdhd")
    if clock:
        long = source.pread(clock.at + clock.header, 1) == b"\1"
        tally.add(source.pread(clock.at + clock.header + (20 if long else 12), 4))  # units a second


def _is_within(source: Source, track: Box) -> bool:
    """Whether all data references say that the media is in this file."""
    table = _descend(source, track, b"mdia", b"minf", b"dinf", b"dref")
    if table is None:
        return True
    start = table.at + table.header + 8
    entries = boxes(source, start, table.end, top=False)
    return all(exactly(source, each.at + 8, 4, "a data reference")[3] & _WITHIN for each in entries)


def _add_offsets(tally: Tally, source: Source, table: Box, media: _Media) -> bool:
    width, code = (8, "Q") if table.kind == b"co64" else (4, "I")
    at = table.at + table.header
    count = int.from_bytes(exactly(source, at + 4, 4, "an offset table"), "big")
    if count > _MAX_OFFSETS:
        return False
    at += 8
    if at + count * width > table.end:
        raise damaged(source, f"the offset table at byte {table.at} is cut short")
    tally.add("offsets", count)
    left = count
    while left:
        number = min(left, CHUNK // width)
        raw = exactly(source, at, number * width, "an offset table")
        places = [media.place(offset) for (offset,) in struct.iter_unpack(">" + code, raw)]
        if min(places) < 0:
            return False
        tally.raw(struct.pack(f">{number}Q", *places))
        at += number * width
        left -= number
    return True


def _add_fragment(tally: Tally, source: Source, fragment: Box, media: _Media) -> bool:
    """Track fragments as they are, but with positions counted inside the media data."""
    if fragment.size > _MAX_FRAGMENT:
        return False
    for track in _children(source, fragment, b"traf"):
        base = fragment.at
        for each in boxes(source, track.at + track.header, track.end, top=False):
            body = exactly(source, each.at + each.header, each.size - each.header, "a fragment")
            flags = int.from_bytes(body[1:4], "big")
            if each.kind == b"tfhd" and flags & 1:  # base data offset, from the file's beginning
                base = int.from_bytes(body[8:16], "big")
                place = media.place(base)
                body = body[:8] + place.to_bytes(8, "big", signed=True) + body[16:]
            elif each.kind == b"trun" and flags & 1:  # data offset, from the base
                offset = int.from_bytes(body[8:12], "big", signed=True)
                place = media.place(base + offset)
                if place < 0:
                    return False
                body = body[:8] + place.to_bytes(8, "big") + body[12:]
            elif each.kind == b"saio":
                body = b""  # positions of encryption data, which is itself in the fragment
            tally.add(each.kind, body)
    return True
