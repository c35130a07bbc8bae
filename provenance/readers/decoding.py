"""Decoding a picture to look into its pixels. Runs in the worker process alone.

Formats are those of ``thumbnail.DECODED``; of an animation the first picture. Limits:
``thumbnail.MAX_PIXELS``, and those of ``lsb`` and ``watermarks``.
"""

import dataclasses
import warnings
from pathlib import Path

from PIL import Image, ImageFile, PngImagePlugin, UnidentifiedImageError

from provenance.model.manifest import Json
from provenance.readers.lsb import MAX_TEXT, hidden_text
from provenance.readers.thumbnail import MAX_PIXELS, open_picture
from provenance.readers.watermarks import watermarks

PngImagePlugin.MAX_TEXT_CHUNK = MAX_TEXT
"""Pillow refuses a picture for a longer text behind its pixels; 1 MiB is less than a node graph."""


def pixels_json(*, path: str) -> Json:
    """What the pixels of a file hold, as JSON, for the worker process.

    Args:
        path: The file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(Path(path)) as image:
                count = image.width * image.height
                if count > MAX_PIXELS:
                    return {"problem": f"{count} pixels, over the limit of {MAX_PIXELS}"}
                image.load()
                return _look(image)
    except UnidentifiedImageError:
        return {"problem": "not decoded: Pillow does not recognise it"}
    except Exception as error:  # noqa: BLE001  Pillow raises whatever a broken file makes it
        reason = " ".join(str(error).split())[:200].replace(path, "")
        return {"problem": f"not decoded: {type(error).__name__}: {reason}"}


def opened(path: Path) -> Image.Image:
    """Open leniently: a stale checksum on text, or a long text, is no matter for the pixels.

    Decoding itself stays strict, so that a cut picture is told.
    """
    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return open_picture(path)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = strict


def _look(image: Image.Image) -> Json:
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    hidden = hidden_text(image)
    found = watermarks(image) if image.mode in {"RGB", "RGBA", "YCbCr", "CMYK"} else ()
    return {
        "hidden": None if hidden is None else dataclasses.asdict(hidden),
        "watermarks": [dataclasses.asdict(each) for each in found],
    }
