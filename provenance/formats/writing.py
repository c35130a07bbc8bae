"""Write an XMP packet into a new copy of a file, the media in it untouched.

Only where the container has a place for XMP that other programs read. Formats without one, and
files whose layout cannot take an edit safely, raise ``UnsupportedFormatError``: the caller writes
a sidecar. A C2PA manifest store keeps its bytes; that its hash no longer fits is the caller's
business, which is why stamping writes XMP before it signs.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from provenance.errors import UnsupportedFormatError
from provenance.formats.base import BlockKind, Container, Format, Source
from provenance.formats.edits import Edit, unsupported, write_edited
from provenance.formats.writers import bmff, gif, id3, jpeg, png, riff, tiff
from provenance.formats.xmp_tree import MAX_PACKET

Planner: TypeAlias = Callable[[Source, bytes], list[Edit]]

_PLANNERS: Final[Mapping[str, Planner]] = MappingProxyType(
    {
        "jpg": jpeg.plan,
        "png": png.plan,
        "gif": gif.plan,
        "webp": riff.plan_webp,
        "tiff": tiff.plan,
        "bigtiff": tiff.plan,
        "mp4": bmff.plan,
        "mov": bmff.plan,
        "m4v": bmff.plan,
        "m4a": bmff.plan,
        "3gp": bmff.plan,
        "wav": riff.plan_wave,
        "bwf": riff.plan_wave,
        "avi": riff.plan_avi,
        "mp3": id3.plan,
    }
)


_BY_PAGE: Final = frozenset({"tiff", "bigtiff"})
"""Formats in which every page may have a packet; the first page's is replaced."""
FIRST_PAGE: Final = "TIFF IFD0"


def can_embed_xmp(format: Format) -> bool:  # noqa: A002
    """Whether XMP can be written into files of this format; camera raw never is."""
    return format.name in _PLANNERS and not format.raw


def old_packets(source: Source, container: Container) -> tuple[bytes, ...]:
    """The XMP packets that a new one takes the place of, so that it can keep what they say.

    Others stay where they are: that of a second page speaks of that page alone. Only where none
    would be replaced, and the file as a whole has one in another place, that one is given.

    Args:
        source: The file.
        container: What the walk found in it.

    Raises:
        UnsupportedFormatError: The format, or this file's layout, cannot take XMP.
        DamagedFileError: The container is broken.
    """
    plan = _planner(source.path, container.format)
    found = [block for block in container.blocks if block.kind is BlockKind.XMP]
    if container.format.name in _BY_PAGE:
        return tuple(block.data for block in found if block.where == FIRST_PAGE)
    gone = [(each.offset, each.offset + each.size) for each in plan(source, b"")]
    replaced = [block for block in found if any(start <= block.offset < end for start, end in gone)]
    return tuple(block.data for block in replaced or found[:1])


def embed_xmp(source: Path, target: Path, format: Format, packet: bytes) -> None:  # noqa: A002
    """Writes a complete new file that is the source with the packet in it.

    Old packets are replaced, so merge them first (``old_packets``, ``xmp.set_properties``).
    Nothing is written where an error is raised before the copy begins; a copy that fails is
    removed.

    Args:
        source: The file to copy; never changed.
        target: The new file; replaced if it exists.
        format: What the source's content shows.
        packet: A complete packet, UTF-8.

    Raises:
        UnsupportedFormatError: The format, or this file's layout, cannot take XMP.
        DamagedFileError: The container is broken.
        UnreadableFileError: The source cannot be read.
        FileChangedError: The source changed during the copy.
        StampError: The target cannot be written.
    """
    plan = _planner(source, format)
    with Source(source) as opened:
        if len(packet) > MAX_PACKET:
            raise unsupported(opened, f"the packet is over {MAX_PACKET} bytes")
        write_edited(opened, target, plan(opened, packet))


def _planner(path: Path, format: Format) -> Planner:  # noqa: A002
    if not can_embed_xmp(format):
        raise UnsupportedFormatError(
            f"{path.name!a}: XMP is not written into {format.name}",
            hint="A sidecar holds the metadata instead.",
        )
    return _PLANNERS[format.name]
