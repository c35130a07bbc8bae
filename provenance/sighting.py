"""sight: what a file is and where its metadata lies, before anybody asks what that says.

Most files of a tree say nothing. With fast effort their way ends here: no reader is called, no
evidence is put together, and what is left of them is the asset.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeGuard

from provenance import formats, readers
from provenance.errors import DamagedFileError, ProvenanceError
from provenance.formats import Container, Format, Source
from provenance.formats.glancing import glance
from provenance.formats.rasters import raster
from provenance.formats.table import UNKNOWN_TYPE, contradicts
from provenance.formats.xmp_sidecar import read_packet
from provenance.model.asset import Asset, Digest, Facts, Family
from provenance.model.evidence import Coverage, ReaderFailure
from provenance.model.picture import Picture, is_frame
from provenance.packages.folder import Unit
from provenance.packages.owners import SIDECARS


def quiet(unit: Unit, source: Source, *, frames: bool = False) -> Asset | None:
    """The asset that a file is, where one look shows that nothing in it speaks.

    None where that takes more than a look, and wherever more than the file must be asked.

    Args:
        unit: The file.
        source: The same, open.
        frames: Whether the pictures of what may be frames are wanted.
    """
    if not (unit.alone and readers.only_builtin()):
        return None
    seen = glance(source)
    if seen is None:
        return None
    format_, exif, texts, picture = seen
    if (exif or texts) and not readers.unmoved(exif, texts):
        return None
    if frames and is_frame(unit.file):
        return asset_of(unit, format_, source.size, picture=picture) if picture else None
    odd = contradicts(unit.file, format_)
    return Asset(  # as `asset_of`, without a call: one for most files of a tree
        unit.shown, format_.name, format_.family, format_.media_type, source.size, None, odd
    )


def pictured(unit: Unit, source: Source, format_: Format | None) -> Picture | None:
    """What the header of a file says of its picture, if the file is called as frames are."""
    if format_ is None or not is_frame(unit.file):
        return None
    try:
        return raster(source, format_)
    except DamagedFileError:
        return None


def walked(
    source: Source, format_: Format | None, failures: list[ReaderFailure]
) -> Container | None:
    """The metadata of a file; None for an unknown format. Adds to ``failures``."""
    if format_ is None:
        failures.append(ReaderFailure("format", "the content matches no known format"))
        return None
    try:
        container = formats.walk(source, format_)
    except DamagedFileError as error:
        failures.append(ReaderFailure("format", str(error)))
        return Container(format_, ())
    if container.problems:
        failures += (ReaderFailure("format", problem) for problem in container.problems)
    return container


def says_nothing(unit: Unit, container: Container) -> bool:
    """Whether neither a file nor what lies beside it holds anything that a reader could read.

    An installed reader may listen to files in which the built-in ones find nothing.
    """
    return (
        unit.alone
        and not container.blocks
        and not is_sidecar(container.format)
        and readers.only_builtin()
    )


def is_sidecar(format_: Format | None) -> TypeGuard[Format]:
    """Whether a file of this format speaks of another file."""
    return format_ is not None and format_.name in SIDECARS


def packets_of(
    unit: Unit, paths: Iterable[Path], failures: list[ReaderFailure]
) -> Iterator[tuple[str, bytes]]:
    """The XMP packets beside a file, each with the path that reports show. Adds to ``failures``."""
    for path in paths:
        shown = shown_beside(unit, path.name)
        try:
            yield shown, read_packet(path)
        except ProvenanceError as error:
            failures.append(ReaderFailure("xmp", f"{shown}: {error}"))


def shown_beside(unit: Unit, name: str) -> str:
    """The path of a file beside this one, as reports show it."""
    folder = unit.shown.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def asset_of(
    unit: Unit,
    format_: Format | None,
    size: int,
    digest: Digest | None = None,
    facts: Facts | None = None,
    *,
    hashes: tuple[tuple[str, str], ...] = (),
    picture: Picture | None = None,
) -> Asset:
    """The asset that a file is."""
    if format_ is None:
        return Asset(unit.shown, "", Family.OTHER, UNKNOWN_TYPE, size, digest, "", facts, hashes)
    odd = contradicts(unit.file, format_)
    kind = format_.name, format_.family, format_.media_type
    return Asset(unit.shown, *kind, size, digest, odd, facts, hashes, False, picture)  # noqa: FBT003 - hot


def coverage(format_: Format | None, failures: list[ReaderFailure]) -> Coverage:
    """How much of an open file was read."""
    if format_ is None:
        return Coverage.NOT_SUPPORTED
    return Coverage.PARTLY_READ if failures else Coverage.READ
