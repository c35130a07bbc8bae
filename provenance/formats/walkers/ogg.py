"""Ogg: the comment header of each stream (Vorbis, Opus, Theora, Speex, FLAC).

RFC 3533; RFC 7845; https://xiph.org/flac/ogg_mapping.html.
"""

from dataclasses import dataclass, field
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.collecting import MAX_XMP, Collector
from provenance.formats.walkers import vorbis

_HEADERS: Final = (
    (b"\x03vorbis", 7), (b"OpusTags", 8), (b"\x81theora", 7),
)  # fmt: skip
"""What a comment packet begins with, and how many bytes precede the list."""
_HEADER: Final = 27
"""Bytes of a page's header before its lacing values."""
MAX_PAGES: Final = 1024
"""Pages read while looking for comment headers; they follow the first page, but a cover picture
inside one fills hundreds (a page holds at most 64 KiB)."""
MAX_PACKET: Final = MAX_XMP
"""Bytes of one comment packet, pictures included."""
_TAIL: Final = 27 + 255 + 255 * 255
"""Bytes of the longest page."""


@dataclass(slots=True)
class _Stream:
    """What is known of one logical stream: packets finished, and the one being gathered."""

    packets: int = 0
    first: bytes = b""
    start: int = 0
    part: bytearray = field(default_factory=bytearray)


def walk(found: Collector) -> None:
    """The comment headers, then whether the last page is whole."""
    streams: dict[bytes, _Stream] = {}
    at, source, done = 0, found.source, 0
    for _ in range(MAX_PAGES):
        if at >= source.size or (streams and done == len(streams)):
            break
        found.step()
        header = source.pread(at, 27)
        if header[:4] != b"OggS" or len(header) < 27:  # noqa: PLR2004
            raise DamagedFileError(f"{found.format.name}: no page at byte {at}")
        lacing = source.pread(at + 27, header[26])
        serial = header[14:18]
        first = bool(header[5] & 2)
        if first or serial in streams:
            stream = streams.setdefault(serial, _Stream())
            if stream.packets < 2:  # noqa: PLR2004 - identification, then comments
                _page(found, stream, at + 27 + len(lacing), lacing)
                done += stream.packets >= 2  # noqa: PLR2004
        at += 27 + len(lacing) + sum(lacing)
    else:
        found.problem(f"{found.format.name}: no comment header in the first {MAX_PAGES} pages")
    _ending(found)


def _page(found: Collector, stream: _Stream, at: int, lacing: bytes) -> None:
    for size in lacing:
        if not stream.part:
            stream.start = at
        if len(stream.part) + size > MAX_PACKET:
            found.problem(f"{found.format.name}: comment header over {MAX_PACKET} bytes")
            stream.packets = 2
            return
        stream.part += found.source.pread(at, size)
        at += size
        if size < 255:  # noqa: PLR2004 - the packet ends with a segment that is not full
            _packet(found, stream, at)
            if stream.packets >= 2:  # noqa: PLR2004
                return


def _packet(found: Collector, stream: _Stream, end: int) -> None:
    data = bytes(stream.part)
    stream.part.clear()
    stream.packets += 1
    if stream.packets == 1:
        stream.first = data[:16]
        if data.startswith(b"fishead"):
            stream.packets = 2  # Ogg Skeleton describes the other streams and has no comments
        return
    title = found.format.name.capitalize()
    size = max(min(end, found.source.size) - stream.start, 0)
    for magic, lead in _HEADERS:
        if data.startswith(magic):
            vorbis.comments(found, data[lead:], stream.start, where=f"{title} comment", size=size)
            return
    if stream.first.startswith(b"Speex"):
        vorbis.comments(found, data, stream.start, where="Speex comment", size=size)
    elif stream.first.startswith(b"\x7fFLAC") and data[:1] and data[0] & 0x7F == 4:  # noqa: PLR2004
        vorbis.comments(found, data[4:], stream.start, where="Ogg FLAC comment", size=size)


def _ending(found: Collector) -> None:
    source = found.source
    start = max(0, source.size - _TAIL)
    tail = source.pread(start, _TAIL)
    last = tail.rfind(b"OggS\0")
    if last < 0:
        return
    header = tail[last : last + _HEADER]
    lacing = tail[last + _HEADER : last + _HEADER + header[26]] if len(header) == _HEADER else b""
    whole = len(header) == _HEADER and len(lacing) == header[26]
    if not whole or last + _HEADER + len(lacing) + sum(lacing) > len(tail):
        found.problem(f"{found.format.name} ends inside a page at byte {source.size}")
