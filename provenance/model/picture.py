"""What the header of a picture says that all frames of one sequence have in common. Pure values."""

from typing import Final

from provenance.frozen import dataclass

FRAMES: Final = frozenset(
    {".exr", ".dpx", ".cin", ".j2k", ".j2c", ".jp2", ".jpx", ".jhc", ".tif", ".tiff"}
)
"""Endings of the formats of cinema: two numbered files of them are frames of a sequence. What a
file is, its content says."""


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
