"""References to a manifest store that lies elsewhere. They are told, never followed."""

from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind, Container
from provenance.formats.xmp import parse_xmp

REMOTE_REFERENCE: Final = ("http://purl.org/dc/terms/", "provenance")
"""``dcterms:provenance``: where XMP names a remote manifest store (C2PA 2.2, section 11.5)."""


def names_remote_store(container: Container | None) -> bool:
    """Whether a file's own XMP says that its manifest store lies somewhere else."""
    for block in container.blocks if container else ():
        if block.kind is not BlockKind.XMP or b"provenance" not in block.data:
            continue
        try:
            properties = parse_xmp(block.data)
        except DamagedFileError:
            continue  # the XMP reader reports it
        if any((each.namespace, each.name) == REMOTE_REFERENCE for each in properties):
            return True
    return False
