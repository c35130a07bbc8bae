"""ISO base media files: MP4, QuickTime, HEIF, AVIF, JPEG XL, JPEG 2000, CR3.

ISO 14496-12 section 4.2; C2PA 2.2 annex A.5 (``uuid`` box); XMP part 3 section 1.2.7;
ISO 18181-2 (JPEG XL boxes); ISO 15444-1 annex I.
"""

from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import (
    MAX_DEPTH,
    Collector,
    is_manifest_store,
    shown,
    tag_name,
)
from provenance.formats.walkers import heif, item_list
from provenance.formats.walkers.boxes import Box, boxes, printable

_C2PA: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_XMP: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_EXIF: Final = b"JpgTiffExif->JP2"
_IPTC: Final = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_CANON: Final = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
"""CR3's own directory; its CMT boxes hold TIFF structures."""
_MOVIES: Final = frozenset({"mp4", "mov", "m4v", "m4a", "3gp", "cr3"})
_MOVIE: Final = frozenset({b"moov", b"moof", b"sidx", b"styp"})
"""One of them is in every movie, whole or cut into segments for streaming."""
_ENTER: Final = frozenset({b"moov", b"trak", b"udta", b"mdia", b"minf"})


def walk(found: Collector) -> None:
    """The boxes of a file that hold metadata; media data is stepped over."""
    name = found.format.name
    seen: set[bytes] = set()
    for box in boxes(found, 0, found.source.size, top=True):
        if not seen and not printable(box.kind):
            raise DamagedFileError(f"{name}: no box at byte {box.start}")
        seen.add(box.kind)
        _visit(found, box, b"", 0)
    if not seen:
        raise DamagedFileError(f"{name} ends inside its first box")
    if name in _MOVIES and not seen & _MOVIE:
        found.problem(f"{name}: no movie box, so its content cannot be told")


def _visit(found: Collector, box: Box, path: bytes, depth: int) -> None:
    kind = box.kind
    if kind in _ENTER and depth == MAX_DEPTH:
        found.problem(f"{found.format.name}: boxes nested deeper than {MAX_DEPTH}")
    elif kind in _ENTER:
        if kind == b"udta":
            item_list.user_data(found, box, path)
        for child in boxes(found, box.body, box.end):
            if child.kind in _ENTER or child.kind in (b"uuid", b"meta"):
                _visit(found, child, path + b"/" + kind, depth + 1)
    elif kind == b"meta":
        _meta(found, box, path)
    elif kind == b"uuid":
        _uuid(found, box, path)
    else:
        _still(found, box)


def _still(found: Collector, box: Box) -> None:
    """The boxes of JPEG XL and JPEG 2000."""
    kind, size = box.kind, box.end - box.body
    if kind == b"xml ":
        where = "JXL xml" if found.format.name == "jxl" else "JP2 xml"
        is_xmp = found.format.name == "jxl" or b"xmpmeta" in found.source.pread(box.body, 1024)
        found.add(BlockKind.XMP if is_xmp else BlockKind.TEXT, where, box.body, size)
    elif kind == b"jumb":
        if is_manifest_store(found.source.pread(box.start, 48)):
            found.add(BlockKind.C2PA, "jumb box", box.start, box.end - box.start)
    elif kind == b"Exif" and size > 4:  # noqa: PLR2004 - JPEG XL: offset of the TIFF header first
        skip = 4 + int.from_bytes(found.source.pread(box.body, 4), "big")
        if skip < size:
            found.add(BlockKind.EXIF, "JXL Exif", box.body + skip, size - skip)
    elif kind == b"brob":
        _brotli(found, box)


def _brotli(found: Collector, box: Box) -> None:
    packed = found.source.pread(box.body, 4)
    if packed in (b"Exif", b"xml ", b"jumb"):
        found.problem(
            f"JXL box {tag_name(packed)}: packed with Brotli, which this program does not unpack"
        )


def _uuid(found: Collector, box: Box, path: bytes) -> None:
    identity = found.source.pread(box.body, 16)
    start, size = box.body + 16, box.end - box.body - 16
    where = f"uuid box in {tag_name(path.strip(b'/'))}" if path else "uuid box"
    if identity == _C2PA:
        purpose = found.source.pread(start + 4, 16).partition(b"\0")[0]
        if purpose != b"merkle":  # hashes of fragments, a companion of the store
            key = shown(tag_name(purpose))
            found.add(BlockKind.C2PA, where, box.start, box.end - box.start, key=key)
    elif identity == _XMP:
        found.add(BlockKind.XMP, where, start, size, key="XMP")
    elif identity == _EXIF:
        skip = 6 if found.source.pread(start, 6) == b"Exif\0\0" else 0
        found.add(BlockKind.EXIF, where, start + skip, max(size - skip, 0))
    elif identity == _IPTC:
        found.add(BlockKind.IPTC, where, start, size)
    elif identity == _CANON:
        for child in boxes(found, start, box.end):
            if child.kind in (b"CMT1", b"CMT2"):
                found.add(
                    BlockKind.EXIF, "CR3 CMT", child.body, child.end - child.body,
                    key=tag_name(child.kind),
                )  # fmt: skip


def _meta(found: Collector, box: Box, path: bytes) -> None:
    # A full box in MP4 and HEIF, a plain one in QuickTime: tell by where its first child is.
    body = box.body if found.source.pread(box.body + 4, 4) == b"hdlr" else box.body + 4
    children = tuple(boxes(found, body, box.end))
    kinds = {child.kind for child in children}
    if b"iloc" in kinds:
        heif.items(found, children)
    if b"ilst" in kinds:
        item_list.items(found, children, path)
    for child in children:
        if child.kind == b"uuid":
            _uuid(found, child, path + b"/meta")
        elif child.kind == b"ID32":
            item_list.id32(found, child)
