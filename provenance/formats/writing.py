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
from provenance.formats.base import Format, Source
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


def can_embed_xmp(format: Format) -> bool:  # noqa: A002
    """Whether XMP can be written into files of this format; camera raw never is."""
    return format.name in _PLANNERS and not format.raw


def embed_xmp(source: Path, target: Path, format: Format, packet: bytes) -> None:  # noqa: A002
    """Writes a complete new file that is the source with the packet in it.

    An old packet is replaced, so merge it first (``xmp.set_properties``). Nothing is written
    where an error is raised before the copy begins; a copy that fails is removed.

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
    if not can_embed_xmp(format):
        raise UnsupportedFormatError(
            f"{source.name!a}: XMP is not written into {format.name}",
            hint="A sidecar holds the metadata instead.",
        )
    with Source(source) as opened:
        if len(packet) > MAX_PACKET:
            raise unsupported(opened, f"the packet is over {MAX_PACKET} bytes")
        write_edited(opened, target, _PLANNERS[format.name](opened, packet))
