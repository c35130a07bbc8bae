"""Opening what is read: a file, or an object of a store."""

from pathlib import Path

from provenance.formats.base import Source
from provenance.storage import address_of


def source_of(path: Path | str) -> Source:
    """Opens a file, or the object that it stands for.

    Args:
        path: A regular file; links are followed.

    Raises:
        UnreadableFileError: It is missing, a folder, a device, or may not be read.
    """
    address = address_of(path)
    if address is None:  # as a rule
        return Source(path)
    from provenance.formats.ranged import RangedSource  # noqa: PLC0415 - where a URL was given

    return RangedSource(path, address)
