"""MOV, MP4, M4V, M4A and 3GP from ready samples (ISO/IEC 14496-12, QuickTime File Format)."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from .bits import box, full_box

_MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_MOVIE_SCALE = 1000  # ticks per second of the movie header
_UNDETERMINED = 0x55C4  # language "und" in packed ISO 639-2/T
_UNIX_EPOCH_1904 = 2_082_844_800
_MADE = _UNIX_EPOCH_1904 + 1_790_000_000  # a fixed date, so that files come out equal


@dataclass(frozen=True, slots=True)
class Track:
    """One track.

    `samples` of any sizes, or one run of samples of `unit` bytes each; `scale` in ticks per
    second; `ticks` per sample; `size` in pixels; `keys` are sample numbers from 1, empty for all.
    """

    kind: str
    entry: bytes
    samples: tuple[bytes, ...]
    scale: int
    ticks: int = 1
    unit: int = 0
    size: tuple[int, int] = (0, 0)
    keys: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Number of samples."""
        return len(self.samples[0]) // self.unit if self.unit else len(self.samples)

    @property
    def duration(self) -> int:
        """Duration in ticks of the track."""
        return self.count * self.ticks


def descriptor(tag: int, *parts: bytes) -> bytes:
    """One MPEG-4 descriptor (ISO/IEC 14496-1, 8.3.3), shorter than 128 bytes."""
    body = b"".join(parts)
    return bytes([tag, len(body)]) + body


def esds(object_type: int, stream_type: int, rate: int, specific: bytes = b"") -> bytes:
    """The elementary stream descriptor of an MPEG-4 sample entry; rate in bits per second."""
    config = bytes([object_type, stream_type << 2 | 1]) + bytes(3) + struct.pack(">II", rate, rate)
    info = descriptor(5, specific) if specific else b""
    decoder = descriptor(4, config, info)
    return full_box("esds", 0, 0, descriptor(3, b"\x00\x00\x00", decoder, descriptor(6, b"\x02")))


def visual_entry(kind: str, size: tuple[int, int], name: str = "", *boxes: bytes) -> bytes:
    """A visual sample entry (ISO/IEC 14496-12, 12.1.3); size in pixels."""
    label = name.encode("ascii")[:31]
    return box(
        kind,
        bytes(6) + struct.pack(">H", 1) + bytes(16),
        struct.pack(">HHIIIH", *size, 0x480000, 0x480000, 0, 1),
        (bytes([len(label)]) + label).ljust(32, b"\0"),
        struct.pack(">Hh", 24, -1),
        *boxes,
    )


def sound_entry(kind: str, channels: int, rate: int, *boxes: bytes) -> bytes:
    """An audio sample entry for 16 bits (ISO/IEC 14496-12, 12.2.3); rate in hertz."""
    fields = struct.pack(">HHHIHHHHI", 1, 0, 0, 0, channels, 16, 0, 0, rate << 16)
    return box(kind, bytes(6) + fields, *boxes)


def timecode_entry(rate: int) -> bytes:
    """A QuickTime timecode sample entry without drop frames; rate in frames per second."""
    fields = struct.pack(">HIIIIBB", 1, 0, 0, 1000 * rate, 1000, rate, 0)
    return box("tmcd", bytes(6) + fields)


def _table(track: Track, offset: int) -> bytes:
    if track.unit:
        sizes = struct.pack(">II", track.unit, track.count)
    else:
        sizes = struct.pack(f">II{track.count}I", 0, track.count, *map(len, track.samples))
    parts = [
        full_box("stsd", 0, 0, struct.pack(">I", 1), track.entry),
        full_box("stts", 0, 0, struct.pack(">III", 1, track.count, track.ticks)),
    ]
    if track.keys:
        keys = struct.pack(f">I{len(track.keys)}I", len(track.keys), *track.keys)
        parts.append(full_box("stss", 0, 0, keys))
    parts += [
        full_box("stsc", 0, 0, struct.pack(">IIII", 1, 1, track.count, 1)),
        full_box("stsz", 0, 0, sizes),
        full_box("stco", 0, 0, struct.pack(">II", 1, offset)),
    ]
    return box("stbl", *parts)


def _media_header(track: Track) -> bytes:
    if track.kind == "vide":
        return full_box("vmhd", 0, 1, bytes(8))
    if track.kind == "soun":
        return full_box("smhd", 0, 0, bytes(4))
    look = struct.pack(">HHH", 0, 0, 12) + bytes(2) + bytes(6) + b"\xff" * 6 + b"\x05Arial"
    general = full_box("gmin", 0, 0, struct.pack(">HHHHHH", 64, 32768, 32768, 32768, 0, 0))
    return box("gmhd", general, box("tmcd", full_box("tcmi", 0, 0, look)))


def _track(track: Track, number: int, offset: int, timecode: int, *, quicktime: bool) -> bytes:
    duration = track.duration * _MOVIE_SCALE // track.scale
    loud = 0x100 if track.kind == "soun" else 0
    head = full_box(
        "tkhd",
        0,
        3,
        struct.pack(">IIIII8xHHHH", _MADE, _MADE, number, 0, duration, 0, 0, loud, 0),
        _MATRIX,
        struct.pack(">II", track.size[0] << 16, track.size[1] << 16),
    )
    edit = box("edts", full_box("elst", 0, 0, struct.pack(">IIiI", 1, duration, 0, 0x10000)))
    reference = b""
    if track.kind == "vide" and timecode:
        reference = box("tref", box("tmcd", struct.pack(">I", timecode)))
    where = box("dinf", full_box("dref", 0, 0, struct.pack(">I", 1), full_box("url ", 0, 1)))
    timing = struct.pack(">IIIIHH", _MADE, _MADE, track.scale, track.duration, _UNDETERMINED, 0)
    handler = struct.pack(">4s4s12x", b"mhlr" if quicktime else b"", track.kind.encode())
    media = box(
        "mdia",
        full_box("mdhd", 0, 0, timing),
        full_box("hdlr", 0, 0, handler, b"\0"),
        box("minf", _media_header(track), where, _table(track, offset)),
    )
    return box("trak", head, edit, reference, media)


def movie(
    brand: str,
    tracks: Sequence[Track],
    *,
    compatible: Sequence[str] = (),
    user_data: bytes = b"",
    fast_start: bool = False,
) -> bytes:
    """A whole file: one chunk of media data per track.

    Args:
        brand: the major brand, for instance ``"qt  "`` or ``"isom"``.
        tracks: at least one.
        compatible: further brands.
        user_data: boxes for ``moov/udta``.
        fast_start: the ``moov`` box before the media data.
    """
    quicktime = brand == "qt  "
    brands = "".join((brand, *compatible)).encode()
    start = box("ftyp", brand.encode(), struct.pack(">I", 0x200), brands)
    if quicktime:
        start += box("wide")
    bodies = [b"".join(track.samples) for track in tracks]
    timecode = next((n for n, t in enumerate(tracks, 1) if t.kind == "tmcd"), 0)
    longest = max(t.duration * _MOVIE_SCALE // t.scale for t in tracks)
    head = full_box(
        "mvhd",
        0,
        0,
        struct.pack(">IIIIIH10x", _MADE, _MADE, _MOVIE_SCALE, longest, 0x10000, 0x100),
        _MATRIX,
        bytes(24),
        struct.pack(">I", len(tracks) + 1),
    )

    def moov(first: int) -> bytes:
        parts, offset = [head], first
        for number, (track, body) in enumerate(zip(tracks, bodies, strict=True), 1):
            parts.append(_track(track, number, offset, timecode, quicktime=quicktime))
            offset += len(body)
        if user_data:
            parts.append(box("udta", user_data))
        return box("moov", *parts)

    data = box("mdat", *bodies)
    if fast_start:
        length = len(moov(0))
        return start + moov(len(start) + length + 8) + data
    return start + data + moov(len(start) + 8)
