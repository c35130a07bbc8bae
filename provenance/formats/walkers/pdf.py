"""PDF: the metadata packet and whether a manifest store is attached.

ISO 32000-2 sections 7.5.7, 7.11 and 14.3; C2PA 2.2 annex A.4 (an embedded file whose relationship
is ``C2PA_Manifest``). PDF scatters its objects, so a bounded part of the file is searched for
their words, and object streams inside it are unpacked.
"""

import re
from functools import lru_cache
from typing import Final

from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_XMP, Collector

MAX_SEARCHED: Final = 32 << 20
"""Bytes searched, half from each end. Appended revisions, where stores and packets are, come
last; linearised files have the catalogue first."""
MAX_OBJECT_STREAMS: Final = 2048
"""Object streams unpacked of one file; each holds some hundred objects."""
MAX_STREAM: Final = 1 << 20
"""Bytes of one object stream; writers keep them near a hundred objects."""
_RELATION: Final = b"C2PA_Manifest"
_BEGIN, _END = b"<?xpacket begin", b"<?xpacket end"
_STREAM: Final = b"ObjStm"
MAX_DICTIONARY: Final = 4096
"""Bytes between a name in a stream's dictionary and the stream itself."""
_ESCAPED: Final = re.compile(rb"/([0-9A-Za-z_]{0,32}(?:#[0-9A-Fa-f]{2}[0-9A-Za-z_]{0,32}){1,32})")
_HEX: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


def walk(found: Collector) -> None:
    """Searches a PDF from both ends."""
    source = found.source
    half = MAX_SEARCHED // 2
    if source.size <= MAX_SEARCHED:
        pieces = [(0, source.pread(0, source.size))]
    else:
        pieces = [
            (0, source.pread(0, half)),
            (source.size - half, source.pread(source.size - half, half)),
        ]
        found.problem(f"pdf: only the first and last {half} bytes were searched")
    store = False
    for base, data in pieces:
        _packets(found, base, data)
        _metadata(found, base, data)
        if not store:
            store = _store(found, base, data)
    last = pieces[-1][1]
    if b"%%EOF" not in last[-4096:]:
        found.problem(f"pdf ends without its end mark at byte {source.size}")
    if _places(found, last, b"Encrypt"):
        found.problem("pdf: encrypted, so that attachments cannot be told")


def _packets(found: Collector, base: int, data: bytes) -> None:
    at = data.find(_BEGIN)
    while at >= 0:
        found.step()
        end = data.find(_END, at, at + MAX_XMP)
        stop = data.find(b"?>", end) + 2 if end >= 0 else -1
        if stop < 2:  # noqa: PLR2004
            found.problem(f"pdf: the packet at byte {base + at} has no end")
            return
        found.add(BlockKind.XMP, "PDF metadata", base + at, stop - at, data=data[at:stop])
        at = data.find(_BEGIN, stop)


def _metadata(found: Collector, base: int, data: bytes) -> None:
    """Metadata streams that show no packet in the file's bytes: packed, or without a wrapper."""
    for at in _places(found, data, b"XML"):
        found.step()
        start = data.find(b"stream", at, at + MAX_DICTIONARY)
        end = data.find(b"endstream", start, start + MAX_XMP) if start >= 0 else -1
        if end < 0 or b"endobj" in data[at:start]:
            continue
        body = data[start + 6 : end].lstrip(b"\r\n")
        where = f"PDF metadata stream at byte {base + start}"
        if _BEGIN in body:
            continue
        cut = False
        if body[:1] == b"x":  # zlib's first byte; a packet begins with "<"
            body, cut = found.inflate(body, where)
        if b"<" not in body[:1024].replace(b"\0", b""):
            found.problem(f"{where}: packed in a way that is not read")
            continue
        found.add(
            BlockKind.XMP, "PDF metadata", base + start, end - start, data=body.strip(), cut=cut
        )


def _store(found: Collector, base: int, data: bytes) -> bool:
    at = next(iter(_places(found, data, _RELATION)), -1)
    if at >= 0:
        found.add(BlockKind.C2PA, "PDF attachment", base + at, len(_RELATION), key="C2PA_Manifest")
        return True
    places = _places(found, data, _STREAM)
    for at in places[:MAX_OBJECT_STREAMS]:
        found.step()
        start = data.find(b"stream", at + len(_STREAM), at + MAX_DICTIONARY)
        end = data.find(b"endstream", start, start + MAX_STREAM) if start >= 0 else -1
        if end < 0:
            continue
        body = data[start + 6 : end].lstrip(b"\r\n")
        if body[:1] == b"x":  # zlib's first byte: the only filter that object streams use
            plain, _ = found.inflate(body, f"pdf object stream at byte {base + start}")
            if _places(found, plain, _RELATION):
                found.add(
                    BlockKind.C2PA, "PDF attachment", base + start, end - start,
                    key="C2PA_Manifest",
                )  # fmt: skip
                return True
    if len(places) > MAX_OBJECT_STREAMS:
        found.problem(f"pdf: more than {MAX_OBJECT_STREAMS} object streams; the rest was not read")
    return False


def _places(found: Collector, data: bytes, name: bytes) -> list[int]:
    """Where a name stands, also with ``#xx`` in the place of letters (ISO 32000-2, 7.3.5)."""
    places = [match.start() for match in _plain(name).finditer(data)]
    for match in _ESCAPED.finditer(data):
        found.step()
        if _HEX.sub(lambda each: bytes([int(each[1], 16)]), match[1]) == name:
            places.append(match.start())
    return sorted(places)


@lru_cache(maxsize=8)
def _plain(name: bytes) -> re.Pattern[bytes]:
    return re.compile(b"/" + re.escape(name) + rb"(?![0-9A-Za-z_#])")
