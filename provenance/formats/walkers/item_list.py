"""Text of MP4 and QuickTime: item lists with their keys, and QuickTime user data.

QuickTime File Format specification, "Metadata" and "User data atoms"; the iTunes item list;
3GPP TS 26.244 section 8.
"""

from collections.abc import Sequence
from typing import Final

from provenance.formats.base import BlockKind
from provenance.formats.collecting import Collector, tag_name
from provenance.formats.walkers import id3
from provenance.formats.walkers.boxes import Box, boxes

_PICTURES: Final = frozenset({13, 14, 27})
"""Well-known types of item values that are JPEG, PNG and BMP."""
_ASSETS: Final = frozenset({b"titl", b"dscp", b"cprt", b"perf", b"auth", b"gnre", b"albm"})
"""3GPP asset boxes: version and flags, packed language, then text."""
_MAX_KEYS: Final = 1024
"""Keys of one list; phones and editors write tens."""
_COPYRIGHT: Final = 0xA9
"""First byte of the types that Apple uses for text."""


def items(found: Collector, children: Sequence[Box], path: bytes) -> None:
    """The values of an item list.

    Args:
        found: Where to keep them.
        children: The boxes of the ``meta`` box: ``ilst`` and perhaps ``keys``.
        path: The boxes around it, for the place.
    """
    names = next((_keys(found, box) for box in children if box.kind == b"keys"), ())
    where = f"{tag_name(path.strip(b'/')) or 'file'}/meta/ilst"
    for holder in children:
        if holder.kind != b"ilst":
            continue
        for item in boxes(found, holder.body, holder.end):
            number = int.from_bytes(item.kind, "big")
            name = names[number - 1] if 0 < number <= len(names) else tag_name(item.kind)
            _item(found, item, name, where)


def _keys(found: Collector, box: Box) -> tuple[str, ...]:
    names: list[str] = []
    for key in boxes(found, box.body + 8, box.end):
        if len(names) == _MAX_KEYS:
            found.problem(f"{found.format.name} keys: more than {_MAX_KEYS}; the rest unnamed")
            break
        raw = found.source.pread(key.body, min(key.end - key.body, 255))
        names.append(raw.decode("utf-8", "replace"))
    return tuple(names)


def _item(found: Collector, item: Box, name: str, where: str) -> None:
    mean = ""
    for child in boxes(found, item.body, item.end):
        start, size = child.body + 4, child.end - child.body - 4
        if child.kind == b"mean":
            mean = found.source.pread(start, min(max(size, 0), 255)).decode("utf-8", "replace")
        elif child.kind == b"name":
            own = found.source.pread(start, min(max(size, 0), 255)).decode("utf-8", "replace")
            name = f"{name}:{mean}:{own}"
        elif child.kind == b"data" and size >= 4:  # noqa: PLR2004 - type, then locale
            kind = int.from_bytes(found.source.pread(child.body, 4), "big") & 0xFFFFFF
            if kind not in _PICTURES and name != "covr":
                found.add(BlockKind.ILST, where, start + 4, size - 4, key=name)


def user_data(found: Collector, box: Box, path: bytes) -> None:
    """The XMP packet and the texts of a ``udta`` box; its ``meta`` is the caller's."""
    where = f"{tag_name(path.strip(b'/')) or 'file'}/udta"
    for child in boxes(found, box.body, box.end):
        size = child.end - child.body
        if child.kind == b"XMP_":
            found.add(BlockKind.XMP, where, child.body, size, key="XMP_")
        elif child.kind[:1] == bytes([_COPYRIGHT]):
            _international(found, child, where)
        elif child.kind in _ASSETS and size > 6:  # noqa: PLR2004
            found.add(BlockKind.TEXT, where, child.body + 6, size - 6, key=tag_name(child.kind))


def _international(found: Collector, box: Box, where: str) -> None:
    """QuickTime text: length, language, characters, once for each language."""
    at = box.body
    while at + 4 <= box.end:
        found.step()
        size = int.from_bytes(found.source.pread(at, 2), "big")
        at += 4
        if size == 0 or at + size > box.end:
            break
        found.add(BlockKind.TEXT, where, at, size, key=tag_name(box.kind))
        at += size


def id32(found: Collector, box: Box) -> None:
    """An ID3v2 tag in a ``meta`` box: version and flags, language, tag."""
    id3.tag(found, box.body + 6, where="ID32 box", end=box.end)
