"""Coded picture data, undecoded: for pictures that Pillow cannot or will not decode.

Stricter than pixels: equal digests mean that every byte a decoder works on is the same.
"""

from typing import Final

from provenance.formats import tiffs
from provenance.formats.base import Source
from provenance.formats.edits import damaged
from provenance.formats.essences.tally import Tally
from provenance.formats.writers import bmff, jpeg, png, riff

_APP0, _APP14, _APP15, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE
_PNG: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD acTL fcTL fdAT".split()
)
_WEBP: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_MAX_DIRECTORIES: Final = 10_000
_MAX_STRIPS: Final = 1_000_000
_DESCRIBING: Final = (254, 256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 317, 320, 322,
                      323, 332, 338, 339, 347, 529, 530, 532)  # fmt: skip
"""Tags that tell a decoder how to read the strips: TIFF 6.0 and its supplements."""

_STRIPS: Final = ((273, 279), (324, 325))
"""Offsets and byte counts of strips, of tiles."""


def jpeg_scans(source: Source) -> str:
    """Tables, frame headers and scans of a JPEG; all that follows the first scan is included.

    Raises:
        DamagedFileError: The segments are broken.
    """
    tally = Tally("jpeg-scans")
    last = 2
    for marker, at, end in jpeg.segments(source):
        last = end
        if marker == _APP14 or not (_APP0 <= marker <= _APP15 or marker == _COMMENT):
            tally.stream(source, at, end - at)
    tally.stream(source, last, source.size - last)
    return tally.digest()


def png_chunks(source: Source) -> str:
    """The chunks of a PNG that decide what is seen.

    Raises:
        DamagedFileError: The chunks are broken.
    """
    tally = Tally("png-chunks")
    for kind, at, end in png.chunks(source):
        if kind in _PNG:
            tally.stream(source, at, end - at)
    return tally.digest()


def webp_chunks(source: Source) -> str:
    """The chunks of a WebP that decide what is seen.

    Raises:
        DamagedFileError: The chunks are broken.
    """
    tally = Tally("webp-chunks")
    for chunk in riff.chunks(source, riff.form_end(source, b"WEBP")):
        if chunk.kind in _WEBP:
            tally.add(chunk.kind)
            tally.stream(source, chunk.at + 8, chunk.size)
    return tally.digest()


def tiff_strips(source: Source) -> str | None:
    """Strips or tiles of every page in order, with the tags that say how to decode them.

    Returns:
        None where a page has neither strips nor tiles, or there are too many.

    Raises:
        DamagedFileError: The directories are broken, or strips lie outside the file.
    """
    form = tiffs.layout(source.head)
    if form is None:
        return None
    tally = Tally("tiff-strips")
    at, seen = form.first, set[int]()
    while at:
        if at in seen or len(seen) >= _MAX_DIRECTORIES:
            raise damaged(source, "its directories run in a circle or without end")
        seen.add(at)
        entries, at, whole = tiffs.directory(source.pread, form, at)
        if not whole:
            raise damaged(source, "a directory cannot be read")
        if not _add_page(tally, source, form, entries):
            return None
    return tally.digest()


def _add_page(
    tally: Tally, source: Source, form: tiffs.Layout, entries: dict[int, tiffs.Entry]
) -> bool:
    for tag in _DESCRIBING:
        if tag in entries:
            entry = entries[tag]
            tally.add(tag, entry.type, entry.number)
            tally.stream(source, entry.offset, entry.size)
    for offsets_tag, counts_tag in _STRIPS:
        offsets = tiffs.integers(source.pread, form, entries.get(offsets_tag), _MAX_STRIPS)
        counts = tiffs.integers(source.pread, form, entries.get(counts_tag), _MAX_STRIPS)
        if not offsets:
            continue
        if len(offsets) != len(counts) or len(offsets) != entries[offsets_tag].number:
            return False
        tally.add("strips", len(offsets))
        for offset, size in zip(offsets, counts, strict=True):
            tally.stream(source, offset, size)
        return True
    return False


def jxl_codestream(source: Source) -> str | None:
    """The codestream of a JPEG XL file, out of its boxes (ISO/IEC 18181-2 9) or bare.

    Returns:
        None where it has none.

    Raises:
        DamagedFileError: The boxes are broken.
    """
    tally = Tally("codestream")
    if source.head[:2] == b"\xff\x0a":
        tally.stream(source, 0, source.size)
        return tally.digest()
    found = False
    for box in bmff.boxes(source, 0, source.size):
        if box.kind in {b"jxlc", b"jxlp", b"jbrd"}:
            found = True
            tally.add(box.kind)
            tally.stream(source, box.at + box.header, box.size - box.header)
    return tally.digest() if found else None
