"""Whether two files hold the same picture, sound or text, whatever metadata stands around it.

The digest of a file's essence says by which method it was made: decoded pixels, media data with
the tables that lead to it, audio frames, canonical text. Two digests compare only if the methods
are the same, which they are for a file and its stamped copy.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from provenance.errors import DamagedFileError, UnsupportedFormatError
from provenance.formats.base import Format, Source
from provenance.formats.essences import coded, documents, pdf, sound
from provenance.formats.essences.pixels import DECODERS, pixels
from provenance.formats.essences.samples import samples

Method: TypeAlias = Callable[[Source], str | None]

_FALLBACKS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "jpg": coded.jpeg_scans,
        "png": coded.png_chunks,
        "webp": coded.webp_chunks,
        "tiff": coded.tiff_strips,
        "bigtiff": coded.tiff_strips,
    }
)
"""For pictures that Pillow cannot decode: kinds of TIFF, very large ones, damaged ones."""

_METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        **dict.fromkeys(("mp4", "mov", "m4v", "m4a", "3gp"), samples),
        **dict.fromkeys(("wav", "bwf"), sound.wave),
        "avi": sound.avi,
        "mp3": sound.mpeg_audio,
        "flac": sound.flac,
        **dict.fromkeys(("jxl", "jxl-codestream"), coded.jxl_codestream),
        "svg": documents.svg,
        **dict.fromkeys(("zip", "docx", "xlsx", "pptx", "odt", "epub"), documents.package),
        "pdf": pdf.pages,
    }
)


def essence_digest(path: Path, format: Format) -> str | None:  # noqa: A002
    """The digest of what a file shows, sounds or says.

    Args:
        path: The file.
        format: What its content shows.

    Returns:
        ``method:`` and 64 hexadecimal digits of SHA-256; None where there is no honest way to
        get at the essence here, so that an embedded stamp could not be checked.

    Raises:
        UnreadableFileError: The file cannot be read.
    """
    with Source(path) as source:
        found: str | None = None
        methods: list[Method | None] = [_METHODS.get(format.name)]
        if format.name in DECODERS:
            methods = [partial(pixels, name=format.name), _FALLBACKS.get(format.name)]
        for method in methods:
            if method is not None and found is None:
                try:
                    found = method(source)
                except (DamagedFileError, UnsupportedFormatError):
                    found = None
        return found


def can_compare(format: Format) -> bool:  # noqa: A002
    """Whether ``essence_digest`` knows a method for the format; one file may still defeat it."""
    return format.name in _METHODS or format.name in DECODERS


def is_signed_pdf(path: Path) -> bool:
    """Whether a PDF carries a digital signature, which any rewrite would break.

    Raises:
        UnreadableFileError: The file cannot be read.
    """
    with Source(path) as source:
        return pdf.has_byte_range(source)
