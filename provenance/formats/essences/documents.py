"""Documents: SVG without its metadata, packages member by member, PDF page by page."""

import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree

from provenance.formats.base import Source
from provenance.formats.edits import CHUNK
from provenance.formats.essences.tally import Tally

_MAX_SVG: Final = 32 << 20
_SVG: Final = "http://www.w3.org/2000/svg"
_C2PA: Final = "http://c2pa.org/manifest"
_STORE: Final = "META-INF/content_credential.c2pa"
_MAX_MEMBERS: Final = 100_000
_MAX_UNPACKED: Final = 16 << 30
_ENCRYPTED: Final = 1


def svg(source: Source) -> str | None:
    """Canonical XML of an SVG without metadata and C2PA elements (Exclusive C14N 1.0).

    Returns:
        None where it is not well-formed, declares a document type, or is too large.
    """
    if source.size > _MAX_SVG:
        return None
    data = source.pread(0, source.size)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
        dropped = list(root.iter(f"{{{_SVG}}}metadata", "metadata", f"{{{_C2PA}}}*"))
        for each in dropped:
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
        for each in (root, *root):  # white space between the parts of a picture draws nothing
            if each is root and not (root.text or "").strip():
                root.text = None
            elif each is not root and not (each.tail or "").strip():
                each.tail = None
        out = BytesIO()
        root.getroottree().write_c14n(out, exclusive=True, with_comments=False)
    except (etree.LxmlError, ValueError):
        return None
    tally = Tally("svg-canonical")
    tally.add(out.getvalue())
    return tally.digest()


def package(source: Source) -> str | None:
    """Names and unpacked bytes of a ZIP's members, the manifest store left out.

    Returns:
        None where it is damaged, encrypted, names a member twice, or is beyond the limits.
    """
    tally = Tally("members")
    try:
        with zipfile.ZipFile(source.path) as archive:
            members = sorted(archive.infolist(), key=lambda each: each.filename)
            names = {each.filename for each in members}
            unpacked = sum(each.file_size for each in members)
            if len(names) != len(members) or len(members) > _MAX_MEMBERS:
                return None
            if unpacked > _MAX_UNPACKED or any(each.flag_bits & _ENCRYPTED for each in members):
                return None
            for member in members:
                if member.filename != _STORE and not member.is_dir():
                    tally.add(member.filename, member.file_size)
                    with archive.open(member) as body:
                        while data := body.read(CHUNK):
                            tally.raw(data)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        return None  # RuntimeError includes methods of compression that this Python lacks
    return tally.digest()
