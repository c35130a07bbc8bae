"""Matroska and WebM (RFC 9559): one cluster per second."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_TICKS = 1_000_000  # nanoseconds per tick: times are milliseconds
_CLUSTER = 1000  # milliseconds


@dataclass(frozen=True, slots=True)
class Stream:
    """One track: `frames` as (time in milliseconds, data, whether it is a key frame)."""

    codec: str
    frames: tuple[tuple[int, bytes, bool], ...]
    private: bytes = b""
    size: tuple[int, int] | None = None
    rate: int = 0
    channels: int = 0
    depth: int = 0
    frame_milliseconds: float = 0.0


def element(number: int, *parts: bytes) -> bytes:
    """One EBML element (RFC 8794); the number with its length marker."""
    body = b"".join(parts)
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    length = len(body)
    width = 1 if length < 127 else 2 if length < 16383 else 4  # noqa: PLR2004 (RFC 8794, 4)
    return name + (length | 1 << 7 * width).to_bytes(width, "big") + body


def _number(number: int, value: int) -> bytes:
    return element(number, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _text(number: int, value: str) -> bytes:
    return element(number, value.encode())


def _real(number: int, value: float) -> bytes:
    return element(number, struct.pack(">d", value))


def _entry(number: int, stream: Stream) -> bytes:
    parts = [
        _number(0xD7, number),
        _number(0x73C5, number),
        _number(0x83, 1 if stream.size else 2),
        _number(0x9C, 0),
        _text(0x86, stream.codec),
    ]
    if stream.private:
        parts.append(element(0x63A2, stream.private))
    if stream.frame_milliseconds:
        parts.append(_number(0x23E383, round(stream.frame_milliseconds * _TICKS)))
    if stream.size:
        parts.append(element(0xE0, _number(0xB0, stream.size[0]), _number(0xBA, stream.size[1])))
    else:
        sound = [_real(0xB5, float(stream.rate)), _number(0x9F, stream.channels)]
        if stream.depth:
            sound.append(_number(0x6264, stream.depth))
        parts.append(element(0xE1, *sound))
    return element(0xAE, *parts)


def matroska(
    streams: Sequence[Stream], *, kind: str = "matroska", application: str = "sample media"
) -> bytes:
    """A whole file; `kind` is ``"matroska"`` or ``"webm"``."""
    head = element(
        0x1A45DFA3,
        *(_number(0x4286, 1), _number(0x42F7, 1), _number(0x42F2, 4), _number(0x42F3, 8)),
        *(_text(0x4282, kind), _number(0x4287, 4), _number(0x4285, 2)),
    )
    blocks = sorted(
        (time, number, data, key)
        for number, stream in enumerate(streams, 1)
        for time, data, key in stream.frames
    )
    ends = [s.frames[-1][0] + s.frame_milliseconds for s in streams]
    info = element(
        0x1549A966,
        _number(0x2AD7B1, _TICKS),
        _real(0x4489, float(max(ends))),
        _text(0x4D80, application),
        _text(0x5741, application),
    )
    tracks = element(0x1654AE6B, *(_entry(n, s) for n, s in enumerate(streams, 1)))
    clusters = []
    for start in range(0, blocks[-1][0] + 1, _CLUSTER):
        inside = [b for b in blocks if start <= b[0] < start + _CLUSTER]
        simple = [
            element(
                0xA3,
                struct.pack(">BhB", 0x80 | number, time - start, 0x80 if key else 0),
                data,
            )
            for time, number, data, key in inside
        ]
        clusters.append(element(0x1F43B675, _number(0xE7, start), *simple))
    return head + element(0x18538067, info, tracks, *clusters)
