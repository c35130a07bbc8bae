"""Recognise audio that is known by its frames: MPEG audio, ADTS, Ogg."""

from typing import Final

from provenance.formats.base import Source

_OGG_CODECS: Final = (
    (b"OpusHead", "opus"),
    (b"\x01vorbis", "ogg"),
    (b"\x7fFLAC", "ogg"),
    (b"Speex   ", "ogg"),
    (b"\x80theora", "ogv"),
    (b"fishead\0", "ogv"),
)
_BITRATES: Final = {
    # kbit/s by (MPEG 1?, layer): ISO 11172-3 2.4.2.3 and ISO 13818-3 2.4.2.3.
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES: Final = (44100, 48000, 32000)
_SEARCH: Final = 4096
"""Bytes searched for the first frame: encoders leave padding after a tag."""


def ogg(source: Source) -> str:
    """The name of an Ogg format by the codec of its first stream (RFC 3533, RFC 7845)."""
    head = source.head
    if not head.startswith(b"OggS") or len(head) < 28:  # noqa: PLR2004 - header and one segment
        return ""
    start = 27 + head[26]
    return next(
        (name for codec, name in _OGG_CODECS if head.startswith(codec, start)),
        "ogg",
    )


def frames(source: Source) -> str:
    """The name of a bare audio stream: FLAC, MPEG audio or AAC, perhaps behind ID3 tags."""
    at = after_id3(source) if source.head.startswith(b"ID3") else 0
    tagged = at > 0
    window = source.pread(at, _SEARCH) if tagged else source.head
    if tagged and window.startswith(b"fLaC"):
        return "flac"
    start = len(window) - len(window.lstrip(b"\0"))
    if start and not tagged and start > _SEARCH // 2:
        return ""
    name = _stream(source, at + start, window[start : start + 8])
    if name or not tagged:
        return name
    sync = window.find(b"\xff")
    while sync >= 0:
        name = _stream(source, at + sync, window[sync : sync + 8])
        if name:
            return name
        sync = window.find(b"\xff", sync + 1)
    return "mp3"  # an ID3 tag alone: damaged or empty, and told so by the walk


def after_id3(source: Source) -> int:
    """Where the audio begins behind leading ID3v2 tags; 0 where there is none."""
    at = 0
    for _ in range(8):  # some tools prepend a second tag in place of editing the first
        header = source.pread(at, 10)
        size = id3_size(header)
        if size == 0:
            break
        at += size
    return at


def id3_size(header: bytes) -> int:
    """Bytes of the whole ID3v2 tag that these ten bytes begin; 0 where they begin none."""
    if len(header) < 10 or header[:3] != b"ID3" or header[3] > 4:  # noqa: PLR2004
        return 0
    if any(byte & 0x80 for byte in header[6:10]):
        return 0
    size = header[6] << 21 | header[7] << 14 | header[8] << 7 | header[9]
    return size + (20 if header[5] & 0x10 else 10)  # a footer repeats the header


def _stream(source: Source, at: int, header: bytes) -> str:
    """The name of the stream whose frame starts here, if a second frame confirms it."""
    for measure, name in ((_adts, "aac"), (_mpeg, "mp3")):
        length, sign = measure(header)
        if not length:
            continue
        following = source.pread(at + length, 8)
        if measure(following)[1] == sign or at + length == source.size:
            return name
    return ""


def _mpeg(header: bytes) -> tuple[int, bytes]:
    """Length and constant bits of an MPEG audio frame; 0 where it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return 0, b"none"
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    rate, bits = header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or layer == 4 or rate == 3 or bits in (0, 15):  # noqa: PLR2004
        return 0, b"none"
    first = version == 3  # noqa: PLR2004
    hertz = _RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    rates = _BITRATES[first, layer][bits] * 1000
    padding = header[2] >> 1 & 1
    if layer == 1:
        length = (12 * rates // hertz + padding) * 4
    else:
        length = (144 if first or layer == 2 else 72) * rates // hertz + padding  # noqa: PLR2004
    return length, bytes([header[1] & 0xFE, header[2] & 0x0C])


def _adts(header: bytes) -> tuple[int, bytes]:
    """Length and constant bits of an ADTS frame (ISO 14496-3 1.A.2.2); 0 where it is none."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:  # noqa: PLR2004
        return 0, b"none"
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    if length < 7 or header[2] >> 2 & 15 > 12:  # noqa: PLR2004
        return 0, b"none"
    return length, bytes([header[1], header[2], header[3] & 0xF0])
