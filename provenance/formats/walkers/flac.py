"""FLAC: metadata blocks, and the ID3 tag that some tools put in front.

RFC 9639 section 8; C2PA engines store the manifest in the ID3 tag's GEOB frame.
"""

from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_XMP, Collector, tag_name
from provenance.formats.sniffing_audio import after_id3
from provenance.formats.walkers import id3, vorbis

_APPLICATION, _COMMENT = 2, 4
_LAST: Final = 0x80


def walk(found: Collector) -> None:
    """The tag in front, then the metadata blocks."""
    source, at = found.source, 0
    start = after_id3(source)
    while at < start:
        at += id3.tag(found, at, where="ID3")
    if source.pread(start, 4) != b"fLaC":
        raise DamagedFileError(f"flac: no stream at byte {start}")
    at = start + 4
    while True:
        found.step()
        header = found.need(at, 4, "its metadata")
        kind, size = header[0] & 0x7F, int.from_bytes(header[1:], "big")
        found.complete(at + 4, size, f"metadata block {kind}")
        if kind == _COMMENT:
            data = source.pread(at + 4, min(size, MAX_XMP))
            vorbis.comments(found, data, at + 4, where="FLAC comment")
        elif kind == _APPLICATION and size > 4:  # noqa: PLR2004
            name = tag_name(source.pread(at + 4, 4))
            found.add(BlockKind.RIFF, "FLAC application", at + 8, size - 4, key=name)
        at += 4 + size
        if header[0] & _LAST:
            break
    if at >= source.size:
        found.problem(f"flac: no audio follows the metadata at byte {at}")
