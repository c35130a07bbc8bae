"""frame: one file of a sequence -> what the header of its picture says, and its bytes."""

from pathlib import Path

from provenance import formats
from provenance.errors import DamagedFileError
from provenance.formats.rasters import raster
from provenance.model.picture import Picture


def frame(path: Path) -> tuple[Picture, int]:
    """What a picture's header says, and how many bytes the file has.

    Args:
        path: A picture file; links are followed.

    Raises:
        UnreadableFileError: It cannot be opened or read.
        DamagedFileError: It is empty, no picture of a known format, or its header is broken.
    """
    with formats.open_source(path) as source:
        if source.size == 0:
            raise DamagedFileError("empty file: zero bytes")
        format_ = formats.recognise(source)
        picture = raster(source, format_) if format_ else None
        if format_ is None or picture is None or not picture.width:
            what = f"is {format_.name}" if format_ else "matches no known format"
            raise DamagedFileError(f"no picture of a sequence: the content {what}")
        return picture, source.size
