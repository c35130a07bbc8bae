"""References to a manifest store that lies elsewhere: told, never fetched.

Source: C2PA 2.2, section 11.4 "Manifests stored externally": the XMP property
``dcterms:provenance`` holds the URI.
"""

from provenance.errors import ProvenanceError
from provenance.formats.base import BlockKind, Container
from provenance.formats.xmp import XmpProperty, parse_xmp

_DCTERMS = "http://purl.org/dc/terms/"


def is_remote_reference(prop: XmpProperty) -> bool:
    """Whether an XMP value points to a manifest store on a server.

    A reference into the file itself (``self#jumbf=``) is none.
    """
    return (
        prop.namespace == _DCTERMS
        and prop.name == "provenance"
        and prop.value.strip().casefold().startswith(("http://", "https://"))
    )


def names_remote_store(container: Container | None) -> bool:
    """Whether a packet in the file refers to a remote manifest store."""
    for block in container.blocks if container else ():
        if block.kind is BlockKind.XMP and b"provenance" in block.data.replace(b"\0", b""):
            try:
                properties = parse_xmp(block.data)
            except ProvenanceError:
                continue  # the XMP reader tells that it could not be read
            if any(map(is_remote_reference, properties)):
                return True
    return False
