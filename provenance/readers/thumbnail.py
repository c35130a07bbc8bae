"""Small pictures for reports, decoded by Pillow from files of strangers.

Meant to run in the worker process (``provenance.isolation``): a decoder may hang or die. Only
formats that Pillow decodes by itself are opened, never one for which it starts another program.
"""

import base64
import io
import warnings
from pathlib import Path
from typing import Any, Final, cast

from PIL import Image, ImageOps

from provenance.storage import object_at

DECODED: Final = ("AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PSD", "TIFF", "WEBP")
"""Pillow's names of the formats that are opened."""

MAX_PIXELS: Final = 150_000_000
"""Width times height of a picture that is decoded: the largest digital backs make 151 million."""

LONGEST: Final = 240
"""Pixels of a thumbnail's longer side."""

_WIDE = frozenset({"I", "F", "I;16", "I;16B", "I;16L"})


def thumbnail(path: Path, longest: int = LONGEST) -> bytes | None:
    """A PNG of the picture, or None where there is none to be had.

    The picture is upright, in RGB, and carries no metadata. Sound and moving pictures have none.

    Args:
        path: The file.
        longest: Pixels of the longer side, at least 1.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with open_picture(path) as image:
                if image.width * image.height > MAX_PIXELS or not image.width * image.height:
                    return None
                image.draft("RGB", (longest * 2, longest * 2))
                return _png(image, max(longest, 1))
    except Exception:  # noqa: BLE001  Pillow's decoders raise whatever a broken file makes them
        return None


def open_picture(path: Path) -> Image.Image:
    """Open a picture, of the formats that Pillow decodes by itself; nothing is decoded yet.

    Raises whatever Pillow raises.
    """
    Image.init()  # a list of formats is looked up among the plug-ins that are loaded
    stream: Any = object_at(path)
    # A path is given where there is one: then Pillow closes the file that it opened.
    return Image.open(stream or path, formats=[name for name in DECODED if name in Image.OPEN])


def thumbnail_base64(*, path: str, longest: int = LONGEST) -> str | None:
    """``thumbnail`` as base64 text, for the worker process."""
    data = thumbnail(Path(path), longest)
    return None if data is None else base64.b64encode(data).decode("ascii")


def _png(image: Image.Image, longest: int) -> bytes:
    image.load()
    small: Image.Image = image
    if image.mode in _WIDE:
        small = _narrow(image)
    elif image.mode == "CMYK":
        small = image.convert("RGB")
    alpha = small.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in small.info
    small = small.convert("RGBA" if alpha else "RGB")
    small.thumbnail((longest, longest))
    small = ImageOps.exif_transpose(small)
    plain = Image.new(small.mode, small.size)
    plain.paste(small)
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    return target.getvalue()


def _narrow(image: Image.Image) -> Image.Image:
    """16 bits or floating point to 8 bits, from the darkest to the brightest value."""
    wide = image.convert("F")
    wide.thumbnail((1024, 1024))
    low, high = cast("tuple[float, float]", cast("Any", wide).getextrema())
    if high <= low:
        return wide.convert("L")
    scale = 255.0 / (high - low)
    return wide.point(lambda value: value * scale - low * scale).convert("L")
