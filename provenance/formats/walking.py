"""Walk a container: the format's walker, with damage turned into problems."""

import struct
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import Container, Format, Source
from provenance.formats.collecting import Collector

Walker = Callable[[Collector], None]

_FAMILIES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("jpeg", "walk", ("jpg",)),
    ("png", "walk", ("png",)),
    ("gif", "walk", ("gif",)),
    ("riff", "walk", ("webp", "avi", "wav", "bwf", "rf64", "bw64")),
    ("riff", "walk_wave64", ("w64",)),
    (
        "bmff",
        "walk",
        ("mp4", "mov", "m4v", "m4a", "3gp", "heic", "heif", "avif", "jxl", "jp2", "cr3"),
    ),
    ("tiff", "walk", ("tiff", "bigtiff", "dng", "nef", "cr2", "arw", "orf", "rw2", "raw")),
    ("tiff", "walk_fuji", ("raf",)),
    ("photoshop", "walk", ("psd", "psb")),
    ("headers", "walk_exr", ("exr",)),
    ("headers", "walk_dpx", ("dpx",)),
    ("headers", "walk_bmp", ("bmp",)),
    ("headers", "walk_j2k", ("j2k",)),
    ("markup", "walk_svg", ("svg",)),
    ("markup", "walk_xmp", ("xmp",)),
    ("markup", "walk_store", ("c2pa",)),
    ("iff", "walk", ("aiff", "aifc")),
    ("iff", "walk_caf", ("caf",)),
    ("id3", "walk", ("mp3", "aac")),
    ("flac", "walk", ("flac",)),
    ("ogg", "walk", ("ogg", "opus", "ogv")),
    ("ebml", "walk", ("mkv", "webm")),
    ("mxf", "walk", ("mxf",)),
    ("pdf", "walk", ("pdf",)),
    ("aaf", "walk", ("aaf",)),
    ("archive", "walk", ("zip", "docx", "xlsx", "pptx", "odt", "epub")),
)
"""Modules of ``walkers``, their functions, and the formats. A module is loaded when the first file
of it is met: a delivery is of few formats. Plain text and bare JPEG XL hold no blocks."""
WALKERS: Final = {name: family[:2] for family in _FAMILIES for name in family[2]}


@cache
def walker_of(name: str) -> Walker | None:
    """The walker of a format; None for one that holds no blocks.

    Args:
        name: Of the format.
    """
    if name not in WALKERS:
        return None
    module, function = WALKERS[name]
    walker: Walker = getattr(import_module(f"provenance.formats.walkers.{module}"), function)
    return walker


def walk(source: Source, format: Format) -> Container:  # noqa: A002
    """The metadata blocks of a file, and what could not be read; never media data.

    Args:
        source: An open file.
        format: What it was recognised as.

    Returns:
        The blocks. A damaged or truncated container, or one that meets a limit, gives what was
        readable and names the rest in ``problems``.

    Raises:
        UnreadableFileError: The storage fails.
    """
    found = Collector(source, format)
    walker = walker_of(format.name)
    if walker:
        try:
            walker(found)
        except DamagedFileError as error:
            found.problem(str(error))
        except (ArithmeticError, LookupError, ValueError, struct.error) as error:
            # The tests' mutated files raise none of these. Should an unseen file do so, it is
            # a partly read file and the scan goes on.
            found.problem(f"{format.name}: damaged ({type(error).__name__})")
    return found.container()
