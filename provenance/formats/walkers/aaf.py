"""AAF: the programs that wrote it, what people and programs say of its clips, and media inside.

What it is made of, `provenance.formats.aaf` tells. Media inside that are a file of their own are
walked like one; samples without a header have no place for metadata.
"""

from collections.abc import Iterable
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.aaf import Aaf, Essence, Said
from provenance.formats.base import HEAD, BlockKind, Source
from provenance.formats.collecting import Collector, shown

MAX_MEDIA: Final = 256
"""Media inside one AAF that are looked into; a turnover of sound has some tens."""
_FILES: Final = frozenset(
    {
        *("wav", "bwf", "rf64", "bw64", "w64", "aiff", "aifc", "mxf", "mp4", "mov", "avi"),
        *("jpg", "png", "tiff", "bigtiff", "dpx", "exr", "psd"),
    }
)
"""Formats that media inside may have whole; their beginnings are no matter of chance."""
_LONGEST_KEY: Final = 200


def walk(found: Collector) -> None:
    """The texts of an AAF and of the media inside it."""
    opened = Aaf(found.source, found.step)
    for program in opened.programs():
        for key, text in program.items():
            found.add(BlockKind.HEADER, "AAF Identification", 0, 0, key=key, data=text.encode())
    try:
        _, media = opened.content()
    finally:
        _texts(found, opened.said)
    for count, each in enumerate(media):
        if count >= MAX_MEDIA:
            found.problem(f"aaf: {len(media) - count} media inside were not looked into")
            break
        _inside(found, opened, each)


def _texts(found: Collector, said: Iterable[Said]) -> None:
    """Each text once: a clip repeats those of its master and its sources."""
    seen: set[tuple[str, str]] = set()
    for each in said:
        if (each.key, each.text) in seen or _is_mark(each):
            continue
        seen.add((each.key, each.text))
        found.add(
            BlockKind.HEADER,
            f"AAF {shown(each.where)} of {shown(each.mob) or 'a mob without a name'}",
            0,
            0,
            key=each.key[:_LONGEST_KEY],
            data=each.text.encode("utf-8", "replace"),
        )


def _is_mark(said: Said) -> bool:
    """Whether a text is a program's own identifier or date: a single word under "_NAME"."""
    return said.key.startswith("_") and " " not in said.text and "{" not in said.text


def _inside(found: Collector, opened: Aaf, media: Essence) -> None:
    """Walks media inside that are a file of their own."""
    from provenance.formats.sniffing import recognise  # noqa: PLC0415 - they know this module
    from provenance.formats.walking import walk as walk_any  # noqa: PLC0415 - likewise

    try:
        source = _Inner(found.source, opened, media)
        format_ = recognise(source)
    except DamagedFileError as error:
        found.problem(f"aaf: media inside: {error}")
        return
    if format_ is None or format_.name not in _FILES:
        return
    where = f"AAF media inside ({format_.name})"
    inner = walk_any(source, format_)
    for problem in inner.problems:
        found.problem(f"{where}: {problem}")
    for block in inner.blocks:
        if block.kind is BlockKind.C2PA:
            found.problem(f"{where}: its manifest store was not validated")
        else:
            place = f"{where} {block.where}"
            found.add(block.kind, place, 0, 0, key=block.key, data=block.data, cut=block.cut)


class _Inner(Source):
    """Media inside an AAF, read as if it were a file."""

    __slots__ = ("_media",)

    def __init__(self, outer: Source, opened: Aaf, media: Essence) -> None:
        self.descriptor = -1
        self._place = str(outer.path)
        self._media = opened.media(media)
        self.size = media.stream.size
        self.memo = {}
        self._page, self._page_at = b"", 0
        self.head = self._read(0, HEAD)

    def glance(self, offset: int, count: int) -> bytes:
        return self.pread(offset, count)

    def changed(self) -> bool:
        return False

    def _read(self, offset: int, count: int) -> bytes:
        return self._media(offset, max(min(count, self.size - offset), 0))
