"""Where bytes sit: recognise a container by its content, find its metadata blocks.

The packet inside an XMP block, writing and essence digests are `formats.xmp`, `formats.writing`
and `formats.essence`; they are imported by their full names.
"""

from pathlib import Path

from provenance.formats.base import Block, BlockKind, Container, Format, Source
from provenance.formats.sniffing import recognise
from provenance.formats.sources import source_of
from provenance.formats.table import FORMATS, by_extension, by_name, contradicts
from provenance.formats.walking import walk

__all__ = [
    "FORMATS",
    "Block",
    "BlockKind",
    "Container",
    "Format",
    "Source",
    "by_extension",
    "by_name",
    "contradicts",
    "open_source",
    "recognise",
    "walk",
]


def open_source(path: Path | str) -> Source:
    """Opens a file for recognising and walking; use it as a context manager.

    Args:
        path: A regular file; links are followed.

    Returns:
        The open file. An empty file is allowed and has size 0.

    Raises:
        UnreadableFileError: It is missing, a folder, a device, or may not be read.
    """
    return source_of(path)
