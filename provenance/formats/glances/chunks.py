"""WebP and WAV in one look; ``walkers.riff`` says what is found where, and by which source."""

import struct
from typing import Final

from provenance.formats.base import read_at
from provenance.formats.glances.base import MAX_PLAIN, Glance, Seen, taken
from provenance.formats.table import by_name

_WEBP: Final = Glance(by_name("webp"))
_WAV: Final = Glance(by_name("wav"))
_BWF: Final = by_name("bwf")
_CHUNK: Final = struct.Struct("<4sI").unpack_from
_PICTURE: Final = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ICCP", b"ALPH", b"ANIM", b"ANMF"})
_SOUND: Final = frozenset({b"fmt ", b"fact", b"PEAK", b"JUNK", b"junk", b"FLLR", b"PAD ", b"cue "})
_MAX_CHUNKS: Final = 60
"""Fewer than recognition looks at, so that what it finds is seen here too."""
_FIELDS: Final = ((0, 256), (256, 288), (288, 320), (602, None))
"""The texts of a broadcast extension, as ``readers.texts`` takes them (EBU Tech 3285, 2.3)."""


def riff(descriptor: int, head: bytes, size: int) -> Seen:  # noqa: C901, PLR0911, PLR0912 - one look: a call takes longer than a step
    """A WebP or a WAV that is one RIFF chunk and nothing more."""
    form = head[8:12]
    if form == b"WEBP":
        plain, sound = _WEBP, False
    elif form == b"WAVE":
        plain, sound = _WAV, True
    else:
        return None
    stated = int.from_bytes(head[4:8], "little")
    if not stated or stated + 8 != size or stated & 1:
        return None
    exif: tuple[bytes, ...] = ()
    texts: tuple[bytes, ...] = ()
    broadcast = False
    at, known = 12, len(head) - 8
    for _ in range(_MAX_CHUNKS):
        if at == size:
            if not sound:
                return Glance(plain.format, exif) if exif else plain
            if broadcast:
                return Glance(_BWF, (), texts)
            return Glance(plain.format, (), texts) if texts else plain
        header, place = (head, at) if at <= known else (read_at(descriptor, 8, at), 0)
        if len(header) < 8:  # noqa: PLR2004
            return None
        kind, length = _CHUNK(header, place)
        body, end = at + 8, at + 8 + length
        if end > size:
            return None
        if sound:
            if kind == b"bext":
                broadcast = True
            if kind in {b"bext", b"iXML"}:
                if length > MAX_PLAIN:
                    return None
                data = taken(descriptor, head, body, length)
                if kind == b"iXML":
                    texts += (kind, data)
                else:
                    texts += tuple([data[start:stop].split(b"\0")[0] for start, stop in _FIELDS])
            elif kind == b"data":
                if not length:
                    return None
            elif kind not in _SOUND:
                return None
        elif kind == b"EXIF":
            if length > MAX_PLAIN:
                return None
            exif += (taken(descriptor, head, body, length).removeprefix(b"Exif\0\0"),)
        elif kind not in _PICTURE:
            return None
        if length & 1:
            if taken(descriptor, head, end, 1) != b"\0":  # a writer forgot it, or the file ends
                return None
            end += 1
        at = end
    return None
