"""Decoded pixels of every frame, by Pillow; one frame in memory, hashed a band at a time."""

import warnings
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PIL import Image

from provenance.formats.base import Source
from provenance.formats.essences.tally import Tally

DECODERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "jpg": ("JPEG", "MPO"),
        "png": ("PNG",),
        "gif": ("GIF",),
        "webp": ("WEBP",),
        "tiff": ("TIFF",),
        "bigtiff": ("TIFF",),
        "bmp": ("BMP", "DIB"),
        "avif": ("AVIF",),
        "jp2": ("JPEG2000",),
        "j2k": ("JPEG2000",),
        "psd": ("PSD",),
    }
)
"""Pillow's decoders by our format; no other of its decoders is ever let near a file."""

_MAX_FRAMES: Final = 20_000
_MAX_PIXELS: Final = 40_000_000_000
"""Of all frames: about 20 minutes of 4K. A frame's own limit is Pillow's, 179 million."""

_BAND: Final = 256
"""Rows hashed at a time."""


def pixels(source: Source, name: str) -> str | None:
    """The digest of the decoded frames: sizes, modes, palettes, profiles and pixels.

    Args:
        source: The file.
        name: The format's name, a key of ``DECODERS``.

    Returns:
        None where Pillow cannot decode it, or it is beyond the limits.
    """
    tally = Tally("pixels")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a decoder's doubts are not the caller's
            with Image.open(source.path, formats=DECODERS[name]) as image:
                return tally.digest() if _add_frames(tally, image) else None
    except Image.DecompressionBombError:
        return None
    except MemoryError:
        return None
    except Exception:  # noqa: BLE001 - decoders raise anything on damaged data
        return None


def _add_frames(tally: Tally, image: Image.Image) -> bool:
    left = _MAX_PIXELS
    for number in range(_MAX_FRAMES):
        if number:
            try:
                image.seek(image.tell() + 1)
            except EOFError:
                tally.add("frames", number)
                return True
        image.load()
        width, height = image.size
        left -= width * height
        if left < 0:
            return False
        palette = image.palette.tobytes() if image.palette else b""
        tally.add(image.mode, width, height, palette, image.info.get("icc_profile") or b"")
        tally.add(str(image.info.get("transparency", "")), str(image.info.get("duration", "")))
        for top in range(0, height, _BAND):
            tally.raw(image.crop((0, top, width, min(height, top + _BAND))).tobytes())
    return False
