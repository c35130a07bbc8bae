"""XMP in RIFF: WAV and AVI (``_PMX``), WebP (``XMP ``).

Sources: Adobe XMP Specification Part 3, 1.1.4 and 1.2; EBU Tech 3285; the WebP container
specification, https://developers.google.com/speed/webp/docs/riff_container.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from provenance.formats.base import Source
from provenance.formats.edits import Edit, damaged, exactly, unsupported

_MAX_CHUNKS: Final = 1_000_000
_MAX_SIZE: Final = (1 << 32) - (1 << 16)
"""Bytes of a RIFF form: near 4 GiB readers and the C2PA engine overflow, so stop well before."""

_MAX_OLD_PACKET: Final = 16 << 20
_ODD: Final = 1


class Chunk(NamedTuple):
    """One chunk: type, position of its header, size of its body."""

    kind: bytes
    at: int
    size: int

    @property
    def end(self) -> int:
        """The next chunk's position: bodies of odd length are followed by a pad byte."""
        return self.at + 8 + self.size + (self.size & _ODD)


def plan_wave(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet into a WAV: at the end, an old one becomes ``JUNK``.

    Raises:
        UnsupportedFormatError: The form would come near 4 GiB, or never got its final size.
        DamagedFileError: The chunks are broken.
    """
    return _plan_pmx(source, b"WAVE", packet)


def plan_avi(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet into an AVI: at the end, so no index entry moves.

    Raises:
        UnsupportedFormatError: The file has more than one RIFF form (OpenDML), or is near 4 GiB.
        DamagedFileError: The chunks are broken.
    """
    return _plan_pmx(source, b"AVI ", packet)


def plan_webp(source: Source, packet: bytes) -> list[Edit]:
    """The edits that put the packet into a WebP; a simple file becomes an extended one.

    Raises:
        UnsupportedFormatError: The form would come near 4 GiB.
        DamagedFileError: The chunks are broken.
    """
    end = form_end(source, b"WEBP")
    found = list(chunks(source, end))
    if not found:
        raise damaged(source, "holds no image data")
    first = found[0]
    edits = [
        Edit(each.at, min(each.end, end) - each.at, b"") for each in found if each.kind == b"XMP "
    ]
    if first.kind == b"VP8X":
        flags = exactly(source, first.at + 8, 1, "the VP8X chunk")[0]
        edits.append(Edit(first.at + 8, 1, bytes([flags | 0x04])))
    else:
        edits.append(Edit(first.at, 0, _extended_header(source, first)))
    edits.append(_appended(source, end, edits, _chunk(b"XMP ", packet)))
    return [*edits, _new_size(source, end, edits)]


def _plan_pmx(source: Source, form: bytes, packet: bytes) -> list[Edit]:
    end = form_end(source, form)
    edits = []
    kinds = set[bytes]()
    for chunk in chunks(source, end):
        kinds.add(chunk.kind)
        if chunk.kind == b"_PMX" and chunk.end >= end:
            edits.append(Edit(chunk.at, end - chunk.at, b""))
        elif chunk.kind == b"_PMX":
            if chunk.size > _MAX_OLD_PACKET:
                raise unsupported(source, f"its old packet is over {_MAX_OLD_PACKET} bytes")
            edits.append(Edit(chunk.at, 8 + chunk.size, _chunk(b"JUNK", bytes(chunk.size))))
    if not kinds & {b"data", b"LIST"}:
        raise unsupported(source, "its RIFF header does not count the media data")
    if form == b"AVI " and source.pread(end, 4) == b"RIFF":
        raise unsupported(source, "it continues in a second RIFF form, whose offsets would move")
    edits.append(_appended(source, end, edits, _chunk(b"_PMX", packet)))
    return [*edits, _new_size(source, end, edits)]


def form_end(source: Source, form: bytes) -> int:
    """Where the file's RIFF form ends.

    Raises:
        UnsupportedFormatError: The header never got its final size.
        DamagedFileError: It is another form, or the file ends before.
    """
    head = exactly(source, 0, 12, "the RIFF header")
    if head[:4] != b"RIFF" or head[8:] != form:
        raise damaged(source, f"does not begin a RIFF form of type {form.decode()!r}")
    size = int.from_bytes(head[4:8], "little")
    if size in {0, 0xFFFFFFFF}:
        raise unsupported(source, "its RIFF header never got its final size")
    end = 8 + size
    if end == source.size + _ODD and size & _ODD == 0:
        return source.size  # the last body is odd and its pad byte, counted, was not written
    if end > source.size:
        raise damaged(source, f"ends {end - source.size} bytes before its RIFF header says")
    return end


def chunks(source: Source, end: int, start: int = 12) -> Iterator[Chunk]:
    """The chunks of a form or list, by default of the file's form.

    Raises:
        UnsupportedFormatError: Zeros stand where a chunk should begin.
        DamagedFileError: A chunk breaks out of the form.
    """
    at = start
    for _ in range(_MAX_CHUNKS):
        if at + 8 > end:
            return
        head = exactly(source, at, 8, "a chunk")
        chunk = Chunk(head[:4], at, int.from_bytes(head[4:], "little"))
        if not chunk.kind.strip(b"\0"):
            raise unsupported(source, f"no chunk begins at byte {at}, so readers stop there")
        if at + 8 + chunk.size > end:
            raise damaged(source, f"ends inside the chunk at byte {at}")
        yield chunk
        at = chunk.end
    raise damaged(source, f"more than {_MAX_CHUNKS} chunks")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body


def _appended(source: Source, end: int, edits: list[Edit], chunk: bytes) -> Edit:
    """The chunk at the end of the form, behind the pad byte that the last one may lack."""
    chunk += b"\0" if len(chunk) & _ODD else b""
    if (end + sum(len(each.data) - each.size for each in edits)) & _ODD == 0:
        return Edit(end, 0, chunk)
    uncounted = end < source.size and source.pread(end, 1) == b"\0"
    return Edit(end, 1 if uncounted else 0, b"\0" + chunk)


def _new_size(source: Source, end: int, edits: list[Edit]) -> Edit:
    within = sum(len(each.data) - (each.size if each.offset < end else 0) for each in edits)
    size = end - 8 + within
    if size > _MAX_SIZE:
        raise unsupported(source, "with the packet it would come near the 4 GiB that RIFF can say")
    return Edit(4, 4, size.to_bytes(4, "little"))


def _extended_header(source: Source, image: Chunk) -> bytes:
    """A VP8X chunk with the canvas and the alpha flag that the simple image implies."""
    alpha = False
    if image.kind == b"VP8L":
        head = exactly(source, image.at + 8, 5, "the VP8L header")
        if head[0] != 0x2F:  # noqa: PLR2004 (signature byte of lossless WebP)
            raise damaged(source, "holds a VP8L chunk without its signature")
        bits = int.from_bytes(head[1:], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        alpha = bool(bits >> 28 & 1)
    elif image.kind == b"VP8 ":
        head = exactly(source, image.at + 8, 10, "the VP8 header")
        if head[3:6] != b"\x9d\x01\x2a":  # start code of a key frame, RFC 6386 9.1
            raise damaged(source, "holds a VP8 chunk without a key frame")
        width = int.from_bytes(head[6:8], "little") & 0x3FFF
        height = int.from_bytes(head[8:10], "little") & 0x3FFF
    else:
        raise damaged(source, "begins with neither VP8, VP8L nor VP8X")
    if not width or not height:
        raise damaged(source, "holds an image without pixels")
    flags = 0x04 | (0x10 if alpha else 0)
    body = bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little")
    return _chunk(b"VP8X", body + (height - 1).to_bytes(3, "little"))
