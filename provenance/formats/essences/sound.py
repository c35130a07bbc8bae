"""Sound and RIFF media as they are coded: nothing is decoded, so equal means equal to the bit."""

from typing import Final

from provenance.formats.base import Source
from provenance.formats.edits import damaged, exactly
from provenance.formats.essences.tally import Tally
from provenance.formats.writers import riff
from provenance.formats.writers.id3 import from_syncsafe

_MAX_TAGS: Final = 16
_MAX_BLOCKS: Final = 4096
_ID3V1: Final = 128
_FOOTER: Final = 0x10
_APE: Final = 32
_LAST: Final = 0x80


def wave(source: Source) -> str | None:
    """Format and data of a WAV.

    Returns:
        None where one of them is missing.

    Raises:
        UnsupportedFormatError, DamagedFileError: The chunks cannot be walked.
    """
    tally = Tally("wave-data")
    found = set[bytes]()
    for chunk in riff.chunks(source, riff.form_end(source, b"WAVE")):
        if chunk.kind in {b"fmt ", b"fact", b"data", b"LIST"}:
            if chunk.kind == b"LIST" and source.pread(chunk.at + 8, 4) != b"wavl":
                continue
            found.add(chunk.kind)
            tally.add(chunk.kind)
            tally.stream(source, chunk.at + 8, chunk.size)
    return tally.digest() if b"fmt " in found and found & {b"data", b"LIST"} else None


def avi(source: Source) -> str | None:
    """Headers, media and index of an AVI, in file order.

    Returns:
        None where it has no media, or goes on in a second form, whose index counts from the
        beginning of the file.

    Raises:
        UnsupportedFormatError, DamagedFileError: The chunks cannot be walked.
    """
    tally = Tally("avi-media")
    end = riff.form_end(source, b"AVI ")
    if source.pread(end, 4) == b"RIFF":
        return None
    media = False
    for chunk in riff.chunks(source, end):
        kind = source.pread(chunk.at + 8, 4) if chunk.kind == b"LIST" else chunk.kind
        if kind in {b"hdrl", b"movi", b"idx1"}:
            media = media or kind == b"movi"
            tally.add(kind)
            tally.stream(source, chunk.at + 8, chunk.size)
    return tally.digest() if media else None


def mpeg_audio(source: Source) -> str | None:
    """The frames of an MP3, without ID3, APE and Lyrics3 tags around them.

    Returns:
        None where nothing is left.
    """
    start = _behind_id3(source)
    start += _zeros(source, start)
    end = _before_tags(source, start)
    if end <= start:
        return None
    tally = Tally("mpeg-frames")
    tally.stream(source, start, end - start)
    return tally.digest()


def flac(source: Source) -> str | None:
    """Stream information and frames of a FLAC file, without its tags (RFC 9639).

    Returns:
        None where it holds no frames.

    Raises:
        DamagedFileError: The metadata blocks are broken.
    """
    at = _behind_id3(source)
    if exactly(source, at, 4, "the FLAC marker") != b"fLaC":
        raise damaged(source, "does not begin a FLAC stream")
    at += 4
    tally = Tally("flac-frames")
    for _ in range(_MAX_BLOCKS):
        head = exactly(source, at, 4, "a metadata block")
        size = int.from_bytes(head[1:], "big")
        if head[0] & ~_LAST == 0:
            tally.stream(source, at + 4, size)
        at += 4 + size
        if head[0] & _LAST:
            break
    else:
        raise damaged(source, f"more than {_MAX_BLOCKS} metadata blocks")
    end = _before_tags(source, at)
    if end <= at:
        return None
    tally.stream(source, at, end - at)
    return tally.digest()


def _behind_id3(source: Source) -> int:
    at = 0
    for _ in range(_MAX_TAGS):
        head = source.pread(at, 10)
        size = from_syncsafe(head[6:10]) if len(head) == 10 else -1  # noqa: PLR2004 (a header)
        if head[:3] != b"ID3" or size < 0:
            break
        at += 10 + size + (10 if head[5] & _FOOTER else 0)
    return at


def _zeros(source: Source, at: int) -> int:
    """Padding that stands behind a tag without being counted in it."""
    data = source.pread(at, 1 << 16)
    return len(data) - len(data.lstrip(b"\0"))


def _before_tags(source: Source, start: int) -> int:
    end = source.size
    for _ in range(_MAX_TAGS):
        if end - start >= _ID3V1 and source.pread(end - _ID3V1, 3) == b"TAG":
            end -= _ID3V1
            continue
        footer = source.pread(end - _APE, _APE) if end - start >= _APE else b""
        if footer[:8] == b"APETAGEX":
            size = int.from_bytes(footer[12:16], "little")
            end -= size + (_APE if footer[23] & _LAST else 0)
            continue
        if footer[-9:] == b"LYRICS200":
            digits = footer[-15:-9]
            end -= 15 + (int(digits) if digits.isdigit() else 0)
            continue
        break
    return end
