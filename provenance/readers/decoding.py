"""Decoding a picture to look into its pixels. Runs in the worker process alone.

Formats are those of ``thumbnail.DECODED``; of an animation the first picture. Limits:
``thumbnail.MAX_PIXELS``, and those of ``lsb`` and ``watermarks``.
"""

import dataclasses
import warnings
from pathlib import Path

from PIL import Image

from provenance.model.manifest import Json
from provenance.readers.lsb import hidden_text
from provenance.readers.thumbnail import MAX_PIXELS, open_picture
from provenance.readers.watermarks import watermarks


def pixels_json(*, path: str) -> Json:
    """What the pixels of a file hold, as JSON, for the worker process.

    Args:
        path: The file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with open_picture(Path(path)) as image:
                count = image.width * image.height
                if count > MAX_PIXELS:
                    return {"problem": f"{count} pixels, over the limit of {MAX_PIXELS}"}
                image.load()
                return _look(image)
    except Exception as error:  # noqa: BLE001  Pillow raises whatever a broken file makes it
        reason = " ".join(str(error).split())[:200]
        return {"problem": f"not decoded: {type(error).__name__}: {reason}"}


def _look(image: Image.Image) -> Json:
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    hidden = hidden_text(image)
    found = watermarks(image) if image.mode in {"RGB", "RGBA", "YCbCr", "CMYK"} else ()
    return {
        "hidden": None if hidden is None else dataclasses.asdict(hidden),
        "watermarks": [dataclasses.asdict(each) for each in found],
    }
