"""sight: what a file is and where its metadata lies, before anybody asks what that says.

Most files of a tree say nothing. With fast effort their way ends here: no reader is called, no
evidence is put together, and what is left of them is the asset.
"""

from provenance import formats, readers
from provenance.errors import DamagedFileError
from provenance.formats import Container, Format, Source
from provenance.formats.glancing import glance
from provenance.formats.table import UNKNOWN_TYPE
from provenance.model.asset import Asset, Digest, Facts, Family
from provenance.model.evidence import Coverage, ReaderFailure
from provenance.packages.folder import Unit
from provenance.packages.owners import SIDECARS


def quiet(unit: Unit, source: Source) -> Asset | None:
    """The asset that a file is, where one look shows that nothing in it speaks.

    None where that takes more than a look, and wherever more than the file must be asked.
    """
    if not (unit.alone and readers.only_builtin()):
        return None
    seen = glance(source)
    if seen is None:
        return None
    format_, exif, texts = seen
    if (exif or texts) and not readers.unmoved(exif, texts):
        return None
    return asset_of(unit, format_, source.size)


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
        and container.format.name not in SIDECARS
        and readers.only_builtin()
    )


def asset_of(
    unit: Unit,
    format_: Format | None,
    size: int,
    digest: Digest | None = None,
    facts: Facts | None = None,
    *,
    hashes: tuple[tuple[str, str], ...] = (),
) -> Asset:
    """The asset that a file is."""
    if format_ is None:
        return Asset(unit.shown, "", Family.OTHER, UNKNOWN_TYPE, size, digest, "", facts, hashes)
    odd = formats.contradicts(unit.file, format_)
    kind = format_.name, format_.family, format_.media_type
    return Asset(unit.shown, *kind, size, digest, odd, facts, hashes)


def coverage(format_: Format | None, failures: list[ReaderFailure]) -> Coverage:
    """How much of an open file was read."""
    if format_ is None:
        return Coverage.NOT_SUPPORTED
    return Coverage.PARTLY_READ if failures else Coverage.READ
