"""Walk a container."""

from provenance.formats.base import Container, Format, Source


def walk(source: Source, format: Format) -> Container:  # noqa: A002
    """The metadata blocks of a file, and what could not be read; never media data."""
    raise NotImplementedError(source, format)
