"""FLAC with verbatim subframes (RFC 9639): every sample stored as it is."""

import hashlib
import struct

from .bits import BitWriter, crc, crc_table

_CRC8, _CRC16 = crc_table(0x07, 8), crc_table(0x8005, 16)
_BLOCK = 4096  # samples
_DEPTH = 16


def _number(value: int) -> bytes:
    """A frame number in the coding of RFC 9639, 9.1.5 (below 65,536)."""
    return chr(value).encode("utf-8", "surrogatepass")


def _frame(number: int, planes: list[bytes]) -> bytes:
    count = len(planes[0]) // 2
    # sync, fixed size; block size from 16 bits, rate from STREAMINFO; channels; 16 bits
    head = bytes((0xFF, 0xF8, 0x70, len(planes) - 1 << 4 | 0x08))
    head += _number(number) + struct.pack(">H", count - 1)
    head += bytes([crc(head, _CRC8, 8)])
    body = b"".join(b"\x02" + plane for plane in planes)  # verbatim, no wasted bits
    frame = head + body
    return frame + struct.pack(">H", crc(frame, _CRC16, 16))


def _comments(vendor: str, tags: dict[str, str]) -> bytes:
    texts = [f"{name}={value}".encode() for name, value in tags.items()]
    parts = [struct.pack("<I", len(vendor)), vendor.encode("ascii"), struct.pack("<I", len(texts))]
    for text in texts:
        parts += [struct.pack("<I", len(text)), text]
    return b"".join(parts)


def flac(pcm: bytes, *, channels: int, rate: int, tags: dict[str, str] | None = None) -> bytes:
    """A FLAC file from interleaved 16-bit little-endian samples; rate in hertz."""
    step = 2 * channels
    total = len(pcm) // step
    frames = []
    for number, start in enumerate(range(0, total, _BLOCK)):
        block = pcm[start * step : (start + _BLOCK) * step]
        planes = []
        for channel in range(channels):
            plane = bytearray(len(block) // channels)
            plane[::2] = block[2 * channel + 1 :: step]
            plane[1::2] = block[2 * channel :: step]
            planes.append(bytes(plane))
        frames.append(_frame(number, planes))
    info = BitWriter()
    sizes = [len(f) for f in frames]
    fields = ((_BLOCK, 16), (_BLOCK, 16), (min(sizes), 24), (max(sizes), 24), (rate, 20))
    for value, width in (*fields, (channels - 1, 3), (_DEPTH - 1, 5), (total, 36)):
        info.put(value, width)
    stream = info.data() + hashlib.md5(pcm, usedforsecurity=False).digest()
    comment = _comments("sample media", tags or {})
    return b"".join(
        (
            b"fLaC",
            struct.pack(">I", len(stream)) + stream,
            struct.pack(">I", 0x84 << 24 | len(comment)) + comment,
            *frames,
        )
    )
