"""OpenEXR and DPX: the still formats of visual effects and of film scans."""

import struct
from functools import cache

from PIL import Image

_EXR_MAGIC, _EXR_VERSION = 20000630, 2
_HALF, _NO_COMPRESSION = 1, 0
_DPX_HEADER = 2048


def _attribute(name: str, kind: str, value: bytes) -> bytes:
    return name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<I", len(value)) + value


@cache
def _linear_halves() -> tuple[bytes, ...]:
    """For each 8-bit sRGB value the linear light as a 16-bit float (IEC 61966-2-1)."""
    knee, slope = 0.04045, 12.92
    values = []
    for code in range(256):
        v = code / 255
        values.append(v / slope if v <= knee else ((v + 0.055) / 1.055) ** 2.4)
    return tuple(struct.pack("<e", v) for v in values)


def timecode_bits(timecode: str) -> int:
    """SMPTE ST 12-1 timecode ``"HH:MM:SS:FF"`` as packed decimal digits."""
    return int(timecode.replace(":", ""), 16)


def exr(picture: Image.Image, *, timecode: str = "01:00:00:00", rate: int = 24) -> bytes:
    """An uncompressed scan-line OpenEXR file, half float, linear light.

    Layout: openexr.com, "OpenEXR File Layout".
    """
    width, height = picture.size
    channels = b"".join(
        name + b"\0" + struct.pack("<iB3xii", _HALF, 0, 1, 1) for name in (b"B", b"G", b"R")
    )
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    header = b"".join(
        (
            struct.pack("<II", _EXR_MAGIC, _EXR_VERSION),
            _attribute("channels", "chlist", channels + b"\0"),
            _attribute("compression", "compression", bytes([_NO_COMPRESSION])),
            _attribute("dataWindow", "box2i", window),
            _attribute("displayWindow", "box2i", window),
            _attribute("framesPerSecond", "rational", struct.pack("<iI", rate, 1)),
            _attribute("lineOrder", "lineOrder", b"\0"),
            _attribute("pixelAspectRatio", "float", struct.pack("<f", 1.0)),
            _attribute("screenWindowCenter", "v2f", struct.pack("<ff", 0.0, 0.0)),
            _attribute("screenWindowWidth", "float", struct.pack("<f", 1.0)),
            _attribute("timeCode", "timecode", struct.pack("<II", timecode_bits(timecode), 0)),
            b"\0",
        )
    )
    planes = [plane.tobytes() for plane in reversed(picture.convert("RGB").split())]
    halves = _linear_halves()
    block = 8 + 3 * 2 * width
    first = len(header) + 8 * height
    offsets = struct.pack(f"<{height}Q", *(first + y * block for y in range(height)))
    lines = []
    for y in range(height):
        lines.append(struct.pack("<ii", y, 3 * 2 * width))
        lines += [b"".join([halves[v] for v in p[y * width :][:width]]) for p in planes]
    return header + offsets + b"".join(lines)


def dpx(picture: Image.Image, *, name: str, timecode: str = "01:00:00:00", rate: int = 24) -> bytes:
    """A DPX file, version 2.0, 10 bits filled to 32 (SMPTE ST 268-1, packing method A)."""
    width, height = picture.size
    red, green, blue = (plane.tobytes() for plane in picture.convert("RGB").split())
    wide = [value << 2 | value >> 6 for value in range(256)]  # 8 bits to 10, white stays white
    words = [
        wide[r] << 22 | wide[g] << 12 | wide[b] << 2
        for r, g, b in zip(red, green, blue, strict=True)
    ]
    body = struct.pack(f">{len(words)}I", *words)
    head = bytearray(b"\xff" * _DPX_HEADER)
    text = {36: (name, 100), 136: ("2026:11:02:09:41:00UTC", 24), 160: ("sample media", 100)}
    text |= {260: ("", 200), 460: ("", 200), 820: ("", 32), 1432: ("", 188), 1664: ("", 48)}
    text |= {1732: ("", 132)}
    for offset, (value, size) in text.items():
        head[offset : offset + size] = value.encode("ascii").ljust(size, b"\0")
    struct.pack_into(">4sI8sIIIII", head, 0, b"SDPX", _DPX_HEADER, b"V2.0", *_dpx_sizes(len(body)))
    struct.pack_into(">HHII", head, 768, 0, 1, width, height)
    element = (0, 0, 0.0, 1023, 2.0, 50, 2, 2, 10, 1, 0, _DPX_HEADER, 0, 0)
    struct.pack_into(">IIfIfBBBBHHIII", head, 780, *element)  # RGB, Rec. 709 both, method A
    struct.pack_into(">IIffII", head, 1408, 0, 0, 0.0, 0.0, width, height)
    struct.pack_into(">II", head, 1628, 1, 1)  # pixel aspect ratio
    struct.pack_into(">IIBBBB", head, 1920, timecode_bits(timecode), 0, 0, 0, 0, 0)
    struct.pack_into(">f", head, 1940, float(rate))
    return bytes(head) + body


def _dpx_sizes(body: int) -> tuple[int, int, int, int, int]:
    """File size, ditto key, generic, industry and user header sizes in bytes."""
    return _DPX_HEADER + body, 1, 1664, 384, 0
