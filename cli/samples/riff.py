"""WAV, Broadcast Wave and AVI (Microsoft RIFF, EBU Tech 3285, iXML 3.0)."""

import struct
from collections.abc import Sequence

from .bits import chunk

_PCM = 1
_KEY_FRAME = 0x10
_HAS_INDEX, _INTERLEAVED = 0x10, 0x100


def pcm_format(channels: int, rate: int, depth: int = 16) -> bytes:
    """The payload of a ``fmt`` chunk; rate in hertz, depth in bits."""
    frame = channels * depth // 8
    return struct.pack("<HHIIHH", _PCM, channels, rate, rate * frame, frame, depth)


def broadcast_extension(
    description: str,
    originator: str,
    reference: str,
    *,
    samples_since_midnight: int,
    umid: bytes = b"",
) -> bytes:
    """The payload of a ``bext`` chunk, version 1, with a basic UMID (EBU Tech 3285, 2.3)."""
    when = b"2026-11-0209:41:00"
    text = struct.pack(
        "<256s32s32s18s",
        description.encode("ascii"),
        originator.encode("ascii"),
        reference.encode("ascii"),
        when,
    )
    fixed = struct.pack("<QH64s190x", samples_since_midnight, 1, umid)
    return text + fixed + b"A=PCM\r\n"


def ixml(project: str, scene: str, take: str, *, rate: int, note: str = "") -> bytes:
    """The payload of an ``iXML`` chunk as location recorders write it; rate in hertz."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML><IXML_VERSION>3.0</IXML_VERSION>'
        f"<PROJECT>{project}</PROJECT><SCENE>{scene}</SCENE><TAKE>{take}</TAKE>"
        f"<NOTE>{note}</NOTE><SPEED><TIMECODE_RATE>24/1</TIMECODE_RATE>"
        f"<FILE_SAMPLE_RATE>{rate}</FILE_SAMPLE_RATE></SPEED></BWFXML>\n"
    ).encode()


def wav(
    pcm: bytes,
    *,
    channels: int,
    rate: int,
    depth: int = 16,
    before: Sequence[tuple[str, bytes]] = (),
    after: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """A WAV file from interleaved little-endian samples.

    Args:
        pcm: samples.
        channels: how many.
        rate: in hertz.
        depth: bits per sample.
        before: further chunks before ``data``, as (name, payload).
        after: further chunks at the end.
    """
    parts = [
        b"WAVE",
        *(chunk(name, body) for name, body in before),
        chunk("fmt ", pcm_format(channels, rate, depth)),
        chunk("data", pcm),
        *(chunk(name, body) for name, body in after),
    ]
    return chunk("RIFF", *parts)


def _stream(kind: bytes, codec: bytes, *, scale: int, rate: int, length: int, size: int) -> bytes:
    return struct.pack(
        "<4s4sIHHIIIIIIiI4H",
        *(kind, codec, 0, 0, 0, 0, scale, rate, 0, length),
        *(65536, -1, size, 0, 0, 0, 0),
    )


def avi(
    frames: Sequence[bytes],
    *,
    size: tuple[int, int],
    rate: int,
    pcm: bytes = b"",
    channels: int = 1,
    sound_rate: int = 48_000,
) -> bytes:
    """An AVI file of JPEG pictures, with 16-bit sound where `pcm` is given.

    Args:
        frames: one JPEG file per frame.
        size: width and height in pixels.
        rate: frames per second.
        pcm: interleaved little-endian samples.
        channels: of the sound.
        sound_rate: in hertz.
    """
    largest = max(map(len, frames))
    flags = _HAS_INDEX | _INTERLEAVED
    streams = 2 if pcm else 1
    main = struct.pack(
        "<10I16x",
        *(1_000_000 // rate, largest * rate, 0, flags, len(frames), 0, streams, largest, *size),
    )
    bitmap = struct.pack(
        "<IiiHH4sIiiII", 40, *size, 1, 24, b"MJPG", size[0] * size[1] * 3, *(0,) * 4
    )
    lists = [
        chunk("avih", main),
        chunk(
            "LIST",
            b"strl",
            chunk(
                "strh", _stream(b"vids", b"MJPG", scale=1, rate=rate, length=len(frames), size=0)
            ),
            chunk("strf", bitmap),
        ),
    ]
    unit = 2 * channels
    if pcm:
        head = _stream(
            b"auds",
            bytes(4),
            scale=unit,
            rate=sound_rate * unit,
            length=len(pcm) // unit,
            size=unit,
        )
        lists.append(
            chunk(
                "LIST",
                b"strl",
                chunk("strh", head),
                chunk("strf", pcm_format(channels, sound_rate)),
            )
        )
    body, index, offset = [b"movi"], [], 4
    step = sound_rate // rate * unit
    for number, frame in enumerate(frames):
        pieces = [("00dc", frame)]
        if pcm:
            last = number == len(frames) - 1
            pieces.append(("01wb", pcm[number * step : None if last else (number + 1) * step]))
        for name, data in pieces:
            index.append(struct.pack("<4sIII", name.encode(), _KEY_FRAME, offset, len(data)))
            body.append(chunk(name, data))
            offset += len(body[-1])
    return chunk(
        "RIFF",
        b"AVI ",
        chunk("LIST", b"hdrl", *lists),
        chunk("LIST", *body),
        chunk("idx1", *index),
    )
