"""The bytes of a manifest store, taken out of what its container wraps around it.

A walk tells only where a store is: most callers leave the rest to the C2PA engine. Reading with
fast effort does without the engine and takes the store from here. Places: C2PA 2.2 annex A.3 to
A.5; ISO 19566-5 annex D (JPEG segments); id3.org (``GEOB``).
"""

import binascii
from collections.abc import Callable
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import Block, Format, Source
from provenance.formats.collecting import is_manifest_store

MAX_STORE: Final = 16 << 20
"""Bytes of a store that is taken out. A thousand signed ingredients make two megabytes; with a
thumbnail each, twelve."""
_JPEG_LEAD: Final = 8
"""Identity, instance and sequence number of an APP11 segment."""
_JPEG_BOX: Final = 8
"""Length and type of the box, which every further segment repeats."""
_ZIP_STORED: Final = 0


def store_bytes(source: Source, format: Format, block: Block) -> bytes:  # noqa: A002
    """The manifest store that a block stands for.

    Args:
        source: The open file.
        format: What it was recognised as.
        block: One of its blocks of kind C2PA.

    Returns:
        The JUMBF superbox, from its length on; what follows it is left out.

    Raises:
        DamagedFileError: It is not there whole, too large, or kept in a way that is not undone
            here (attached to a PDF, compressed in a ZIP).
        UnreadableFileError: The storage fails.
    """
    if block.size > MAX_STORE:
        raise DamagedFileError(f"{block.where}: {block.size} bytes, over the limit of {MAX_STORE}")
    take = _geob if block.where.endswith("GEOB") else _BY_FORMAT.get(format.name)
    if take is None:
        raise DamagedFileError(f"{block.where}: a store that only a full reading takes out")
    store = take(source, block)
    if not is_manifest_store(store[:48]):
        raise DamagedFileError(f"{block.where}: no manifest store where one is announced")
    size = int.from_bytes(store[:4], "big")
    if size == 1:
        size = int.from_bytes(store[8:16], "big")
    if size > len(store):
        raise DamagedFileError(f"{block.where}: the manifest store is not whole")
    return store[: size or len(store)]


def _plain(source: Source, block: Block) -> bytes:
    return source.pread(block.offset, block.size)


def _chunk(source: Source, block: Block) -> bytes:
    """Behind eight bytes of length and name; a checksum or padding may follow."""
    return source.pread(block.offset + 8, block.size - 8)


def _jpeg(source: Source, block: Block) -> bytes:
    """The segments of one instance, put together; others may stand between them."""
    start = block.offset - 4  # the marker and the length of the first one
    data = source.pread(start, block.size + 4)
    instance = bytes.fromhex(block.key)
    store, at = bytearray(), 0
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004
        if data[at + 1] == 0xFF:  # noqa: PLR2004 - a fill byte
            at += 1
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xEB and data[at + 4 : at + 8] == b"JP" + instance:  # noqa: PLR2004
            lead = _JPEG_LEAD + (_JPEG_BOX if store else 0)
            store += data[at + 4 + lead : at + 2 + size]
        at += 2 + max(size, 2)
    return bytes(store)


def _boxes(source: Source, block: Block) -> bytes:
    """A ``uuid`` box: identity, version, purpose, the place of the first Merkle box, the store."""
    data = source.pread(block.offset, block.size)
    if data[4:8] == b"jumb":  # JPEG XL
        return data
    start = (16 if data[:4] == b"\0\0\0\1" else 8) + 16 + 4
    purpose = data.find(b"\0", start, start + 64)
    return data[purpose + 9 :] if purpose >= 0 else b""


def _geob(source: Source, block: Block) -> bytes:
    """An ID3 frame: encoding, media type, file name, description, the store."""
    data = source.pread(block.offset, block.size)
    wide = data[:1] in (b"\1", b"\2")
    at = data.find(b"\0", 1) + 1
    for _ in range(2):
        if wide:
            while at + 2 <= len(data) and data[at : at + 2] != b"\0\0":
                at += 2
            at += 2
        else:
            at = data.find(b"\0", at) + 1
            if not at:
                return b""
    return data[at:]


def _gif(source: Source, block: Block) -> bytes:
    """Sub-blocks behind the extension's fourteen bytes."""
    data = source.pread(block.offset, block.size)
    parts, at = [], 14
    while at < len(data) and data[at]:
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(parts)


def _svg(source: Source, block: Block) -> bytes:
    """Base64 between the element's tags."""
    data = source.pread(block.offset, block.size)
    text = data[data.find(b">") + 1 : data.rfind(b"<")]
    try:
        return binascii.a2b_base64(b"".join(text.split()), strict_mode=True)
    except binascii.Error as error:
        raise DamagedFileError(f"{block.where}: the manifest store is not base64") from error


def _zip(source: Source, block: Block) -> bytes:
    """An entry: a header of thirty bytes, a name, extra fields, the store as it is."""
    header = source.pread(block.offset, 30)
    if len(header) < 30 or int.from_bytes(header[8:10], "little") != _ZIP_STORED:  # noqa: PLR2004
        raise DamagedFileError(f"{block.where}: the manifest store is compressed")
    lead = 30 + sum(int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    return source.pread(block.offset + lead, block.size)


_FAMILIES: Final[tuple[tuple[Callable[[Source, Block], bytes], tuple[str, ...]], ...]] = (
    (_jpeg, ("jpg",)),
    (_chunk, ("png", "webp", "avi", "wav", "bwf", "rf64", "bw64")),
    (_plain, ("tiff", "bigtiff", "dng", "nef", "cr2", "arw", "orf", "rw2", "raw", "c2pa")),
    (_boxes, ("mp4", "mov", "m4v", "m4a", "3gp", "heic", "heif", "avif", "jxl", "jp2", "cr3")),
    (_gif, ("gif",)),
    (_svg, ("svg",)),
    (_zip, ("zip", "docx", "xlsx", "pptx", "odt", "epub")),
)
_BY_FORMAT: Final = {name: take for take, names in _FAMILIES for name in names}
