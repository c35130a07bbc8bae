"""What the name and the header of a picture say that frames of one sequence share. Pure values."""

import re
from collections.abc import Iterator
from typing import Final

from provenance.frozen import dataclass

FRAMES: Final = frozenset(
    {".exr", ".dpx", ".cin", ".j2k", ".j2c", ".jp2", ".jpx", ".jhc", ".tif", ".tiff"}
)
"""Endings of the formats of cinema: two numbered files of them are frames of a sequence. What a
file is, its content says."""
STILLS: Final = frozenset({".png", ".jpg", ".jpeg"})
"""Endings of formats of stills, in which frames are handed over too."""
MAX_DIGITS: Final = 10
"""Digits of a frame number; longer runs are dates, timestamps and identifiers."""

_DIGITS: Final = re.compile(r"[0-9]+")
_VERSION: Final = re.compile(r"(?:^|[^A-Za-z])[vV]$")
_SIZE_BEFORE: Final = re.compile(r"(?<![A-Za-z0-9])[0-9]{2,5}[xX]$")
_SIZE_AFTER: Final = re.compile(r"^(?:[xX][0-9]{2,5}|[kKpP]|-?bit)(?![A-Za-z])")


def numbers_in(name: str) -> Iterator[tuple[int, int]]:
    """Where the runs of digits stand that may be the number of a frame, the last one first.

    Those of a version (``v002``), of a raster (``2048x1080``) or of a depth (``10bit``) are none.

    Args:
        name: The name of a file.
    """
    stem = name[: name.rfind(".")]
    for found in reversed(list(_DIGITS.finditer(stem))):
        before, after = stem[: found.start()], stem[found.end() :]
        if len(found[0]) > MAX_DIGITS or _VERSION.search(before):
            continue
        if _SIZE_BEFORE.search(before) or _SIZE_AFTER.match(after):
            continue
        yield found.span()


def is_frame(file: str) -> bool:
    """Whether a file is called as the frames of a sequence are.

    Args:
        file: Its name, or its path.
    """
    return file[file.rfind(".") :].lower() in FRAMES


@dataclass(frozen=True, slots=True)
class Picture:
    """What the header of one picture file says.

    Attributes:
        format: Short name of the format that the content shows.
        width: Pixels; 0 where the format is none of pictures.
        height: Pixels; 0 likewise.
        layout: Channels and depth in a few words ("half RGB", "10-bit RGB").
        origin: What it says of where it is from (show, project, reel), or "".
    """

    format: str
    width: int = 0
    height: int = 0
    layout: str = ""
    origin: str = ""

    @property
    def kind(self) -> str:
        """What all frames of one sequence have in common, in words."""
        told = f"{self.format} {self.width}x{self.height}" if self.width else self.format
        told = f"{told} {self.layout}".rstrip()
        return f"{told}, {self.origin}" if self.origin else told

    def beside(self, usual: "Picture") -> str:
        """In which words it differs from the usual one of its sequence."""
        if self.format != usual.format:
            return f"{self.kind}, where the others are {usual.format}"
        if (self.width, self.height) != (usual.width, usual.height):
            size = f"{self.width}x{self.height}"
            return f"{size}, where the others are {usual.width}x{usual.height}"
        if self.layout != usual.layout:
            return f"{self.layout}, where the others are {usual.layout}"
        return f"{self.origin or 'no origin'}, where the others say {usual.origin or 'nothing'}"
