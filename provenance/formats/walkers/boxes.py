"""One box of an ISO base media file, and the iteration over neighbouring boxes.

ISO 14496-12 section 4.2.
"""

from collections.abc import Iterator

from provenance.formats.base import BlockKind
from provenance.formats.collecting import Collector, shown, tag_name
from provenance.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four-character type and where its header and body lie."""

    kind: bytes
    start: int
    body: int
    end: int


def boxes(found: Collector, start: int, end: int, *, top: bool = False) -> Iterator[Box]:
    """The boxes between two positions.

    Args:
        found: Takes problems and counts steps.
        start: Where the first begins.
        end: Where the last ends.
        top: Whether this is the file's own level, where a cut is a truncated file.
    """
    name, source = found.format.name, found.source
    while start + 8 <= end:
        found.step()
        header = source.pread(start, 16)
        size, kind, lead = int.from_bytes(header[:4], "big"), header[4:8], 8
        if size == 1 and len(header) == 16:  # noqa: PLR2004
            size, lead = int.from_bytes(header[8:16], "big"), 16
        elif size == 0:
            if not top:  # QuickTime ends its user data with a zero
                return
            size = end - start
        if size < lead:
            if header[:8].strip(b"\0"):
                found.problem(f"{name}: broken box {shown(tag_name(kind))} at byte {start}")
            return
        stop = start + size
        if stop > end:
            if top and not printable(kind):
                found.add(BlockKind.TRAILER, f"after the {name}", start, end - start)
                return
            what = "ends" if top else "is cut"
            found.problem(f"{name} {what} inside box {shown(tag_name(kind))} at byte {end}")
        yield Box(kind, start, start + lead, min(stop, end))
        start = stop
    if top and start < end:
        found.problem(f"{name} ends inside a box header at byte {end}")


def printable(kind: bytes) -> bool:
    """Whether a box type can be one: printable, or with the copyright sign of QuickTime."""
    return all(32 <= each < 127 or each == 0xA9 for each in kind)  # noqa: PLR2004
