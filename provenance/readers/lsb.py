"""Text in the lowest bits of pixels: "stealth" metadata of NovelAI and the A1111 family.

The bits run down the first column, then down the second, and so on, the highest bit of a byte
first: fifteen ASCII letters that name the kind, the payload's length in bits (32 bits, big
endian), the payload. Two kinds use the alpha channel, two use red, green, blue of each pixel in
turn; those ending in ``comp`` hold gzip. Sources: neggles/sd-webui-stealth-pnginfo
``scripts/stealth_pnginfo.py``; NovelAI/novelai-image-metadata ``nai_meta.py``.

Everything runs inside Pillow (a transpose, a table, one bit per pixel), so no array library is
needed. Limits: ``MAX_PAYLOAD`` bytes as stored and ``MAX_TEXT`` unfolded.
"""

import zlib
from dataclasses import dataclass
from typing import Final

from PIL import Image

MAX_PAYLOAD: Final = 4 << 20
"""Bytes of a payload as it stands in the pixels; ComfyUI graphs reach 2 MB."""

MAX_TEXT: Final = 4 << 20
"""Bytes of a payload unfolded: as for any text block of a container."""

KINDS: Final = {
    "stealth_pnginfo": "alpha",
    "stealth_pngcomp": "alpha",
    "stealth_rgbinfo": "RGB",
    "stealth_rgbcomp": "RGB",
}
"""Names of the four kinds and the channels that hold them."""

_NAME: Final = 15
_HEAD: Final = _NAME + 4
_LINE: Final = 1 << 13  # pixels in a row of the picture that packs bits; a multiple of eight
_LOWEST: Final = [255 * (value & 1) for value in range(256)]


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A text found in the pixels.

    Attributes:
        kind: Its name in the pixels: one of ``KINDS``.
        text: The payload, decoded.
        problem: What could not be read of it and why, or "".
    """

    kind: str
    text: str
    problem: str = ""


def hidden_text(image: Image.Image) -> HiddenText | None:
    """The text in a decoded picture's lowest bits, or None.

    Args:
        image: Any mode; those without 8 bits per channel hold none.
    """
    if image.mode in {"RGBA", "LA"}:
        found = _read(image.getchannel("A"), "alpha")
        if found is not None:
            return found
    if image.mode in {"RGB", "RGBA"}:
        return _read(image if image.mode == "RGB" else image.convert("RGB"), "RGB")
    return None


def _read(image: Image.Image, channels: str) -> HiddenText | None:
    head = _bytes(image, _HEAD)
    kind = head[:_NAME].decode("latin-1")
    if KINDS.get(kind) != channels or len(head) < _HEAD:
        return None
    size = (int.from_bytes(head[_NAME:], "big") + 7) // 8
    if size > MAX_PAYLOAD:
        return HiddenText(kind, "", f"{kind}: {size} bytes, over the limit of {MAX_PAYLOAD}")
    payload = _bytes(image, _HEAD + size)[_HEAD:]
    problem = "" if len(payload) == size else f"{kind}: the pixels end inside its payload"
    if kind.endswith("comp"):
        payload, fault = _unfold(payload)
        problem = problem or (f"{kind}: {fault}" if fault else "")
    return HiddenText(kind, payload.decode("utf-8", "replace"), problem)


def _bytes(image: Image.Image, count: int) -> bytes:
    """The first bytes of the bit stream; fewer where the picture ends."""
    each_column = image.height * len(image.getbands())
    columns = min(-(-8 * count // each_column), image.width)
    strip = image.crop((0, 0, columns, image.height)).transpose(Image.Transpose.TRANSPOSE)
    values = strip.tobytes()[: 8 * count]
    usable = len(values) // 8
    rows = -(-len(values) // _LINE)
    packed = Image.frombytes("L", (_LINE, rows), values.ljust(_LINE * rows, b"\0"))
    return packed.point(_LOWEST, "1").tobytes()[:usable]


def _unfold(payload: bytes) -> tuple[bytes, str]:
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)  # a gzip header is expected
    try:
        text = machine.decompress(payload, MAX_TEXT)
    except zlib.error:
        return b"", "its compressed payload is damaged"
    if machine.unconsumed_tail:
        return text, f"unfolds to more than {MAX_TEXT} bytes; the rest was not read"
    return text, "" if machine.eof else "its compressed payload ends too soon"
