"""Recognise a format by content. The file's name is never looked at.

Most answers come from the 4 KiB that `Source` already holds; a few containers must be asked one
level deeper (which codec, which brand, which raw maker), by small reads at places that they name.
"""

import struct
from collections.abc import Callable
from typing import Final

from provenance.formats import sniffing_audio, sniffing_boxes, sniffing_text
from provenance.formats.base import Format, Source
from provenance.formats.collecting import is_manifest_store
from provenance.formats.table import by_name
from provenance.formats.tiffs import (
    Entry,
    Layout,
    Pread,
    directory,
    first_directory,
    integers,
    layout,
)

_FIXED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x76\x2f\x31\x01", "exr"),
    (b"SDPX", "dpx"),
    (b"XPDS", "dpx"),
    (b"fLaC", "flac"),
    (b"caff\x00\x01", "caf"),
    (b"FUJIFILMCCD-RAW ", "raf"),
    (b"\xff\x4f\xff\x51", "j2k"),
    (b"8BPS\x00\x01", "psd"),
    (b"8BPS\x00\x02", "psb"),
    # Compound files that say in their header that they are AAF, with sectors of 4 KiB and of 512.
    (bytes.fromhex("d0cf11e0a1b11ae1 0102010d00020000060e2b3403020101"), "aaf"),
    (bytes.fromhex("d0cf11e0a1b11ae1 414146420d004f4d060e2b34010101ff"), "aaf"),
)
_FIRST: Final = {
    first: tuple((magic, by_name(name)) for magic, name in _FIXED if magic[0] == first)
    for first in {magic[0] for magic, _ in _FIXED}
}
"""The same by their first byte, so that most are not compared."""
_MXF_PARTITION: Final = bytes.fromhex("060e2b34020501010d0102010102")
"""The first 14 bytes of every header partition pack's key but the kind (SMPTE ST 377-1 7.1)."""
_BMP_HEADERS: Final = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_CFA: Final = 32803
"""PhotometricInterpretation of a colour filter array (TIFF/EP)."""
_DNG_VERSION: Final = 0xC612
"""DNG 1.7 chapter 4."""
_PHOTOMETRIC, _CHILDREN = 0x0106, 0x014A
_RAW_MAGIC: Final = {b"RO": "orf", b"RS": "orf", b"OR": "orf", b"SR": "orf", b"U\0": "rw2"}
_RAW_MAKERS: Final = ((b"NIKON", "nef"), (b"SONY", "arw"))


def recognise(source: Source) -> Format | None:
    """The format that the content shows.

    Args:
        source: An open file.

    Returns:
        The format, or None for an empty file and for content that no format claims.

    Raises:
        UnreadableFileError: The storage fails.
    """
    head = source.head
    if not head:
        return None
    for magic, format_ in _FIRST.get(head[0], ()):
        if head.startswith(magic):
            return format_
    for ask in _DEEPER:
        found = ask(source)
        if found:
            return by_name(found)
    return None


def _tiff(source: Source) -> str:
    form = layout(source.head)
    if form is None:
        return ""
    own = _RAW_MAGIC.get(source.head[2:4], "")
    if source.head[8:10] == b"CR" and form.order == "<":
        own = "cr2"
    if own:
        return own
    entries, _, _ = first_directory(source, form)
    if _DNG_VERSION in entries:
        return "dng"
    if _has_filter_array(source.pread, form, entries):
        make = entries.get(0x010F)
        maker = source.pread(make.offset, min(make.size, 16)).upper() if make else b""
        return next((name for start, name in _RAW_MAKERS if maker.startswith(start)), "raw")
    return "bigtiff" if form.big else "tiff"


def _has_filter_array(pread: Pread, form: Layout, entries: dict[int, Entry]) -> bool:
    """Whether a first directory or one of its first children holds sensor data."""
    if integers(pread, form, entries.get(_PHOTOMETRIC), 1) == (_CFA,):
        return True
    for at in integers(pread, form, entries.get(_CHILDREN), 4) if _CHILDREN in entries else ():
        child, _, _ = directory(pread, form, at)
        if integers(pread, form, child.get(_PHOTOMETRIC), 1) == (_CFA,):
            return True
    return False


def _riff(source: Source) -> str:
    head = source.head
    if head[:16] == bytes.fromhex("726966662e91cf11a5d628db04c10000"):
        return "w64"
    kind, form = head[:4], head[8:12]
    if kind == b"RIFF":
        if form == b"WAVE":
            return "bwf" if _has_bext(source) else "wav"
        return {b"AVI ": "avi", b"WEBP": "webp"}.get(form, "")
    if form == b"WAVE":
        return {b"RF64": "rf64", b"BW64": "bw64"}.get(kind, "")
    if kind == b"FORM":
        return {b"AIFF": "aiff", b"AIFC": "aifc"}.get(form, "")
    return ""


def _has_bext(source: Source) -> bool:
    at = 12
    for _ in range(64):  # a Broadcast Wave file has some ten chunks
        header = source.pread(at, 8)
        if len(header) < 8:  # noqa: PLR2004
            return False
        if header[:4] == b"bext":
            return True
        size = int.from_bytes(header[4:], "little")
        at += 8 + size + (size & 1)
    return False


def _matroska(source: Source) -> str:
    head = source.head
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return ""
    at = head.find(b"\x42\x82", 4, 128) + 2  # DocType, within the EBML header (RFC 8794 11.2.4)
    if at < 2 or at >= len(head) or head[at] == 0:  # noqa: PLR2004 - not found
        return ""
    width = 9 - head[at].bit_length()
    size = int.from_bytes(head[at : at + width], "big") & (1 << 7 * width) - 1
    kind = head[at + width : at + width + min(size, 16)].rstrip(b"\0")
    return {b"webm": "webm", b"matroska": "mkv"}.get(kind, "")


def _others(source: Source) -> str:
    head = source.head
    if is_manifest_store(head):
        return "c2pa"
    if head.startswith(b"BM") and len(head) >= 18 and _is_bmp(head):  # noqa: PLR2004
        return "bmp"
    if _MXF_PARTITION in head:  # a run-in may precede it (ST 377-1 6.5)
        return "mxf"
    if b"%PDF-" in head[:1024]:  # as readers accept it (ISO 32000-1 annex H.3)
        return "pdf"
    if head.startswith(b"\xff\x0a"):
        return "jxl-codestream"
    return ""


def _is_bmp(head: bytes) -> bool:
    size, pixels, header = struct.unpack_from("<IxxxxII", head, 2)
    return header in _BMP_HEADERS and 14 + header <= pixels and (size == 0 or pixels <= size)


_DEEPER: Final[tuple[Callable[[Source], str], ...]] = (
    _tiff,
    _riff,
    sniffing_boxes.boxes,
    _matroska,
    sniffing_audio.ogg,
    sniffing_text.archive,
    _others,
    sniffing_audio.frames,
    sniffing_text.text,
)
"""Asked in this order: strong magic first, plain text last."""
