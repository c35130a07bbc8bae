"""The XML of an XMP packet, with the care that bytes from strangers need.

At most ``MAX_PACKET`` bytes, at most ``MAX_DEPTH`` levels, no document type (so no entities of
its own) and no network. Source: Adobe XMP Specification Part 1 (ISO 16684-1), 7.3.
"""

from functools import cache

from lxml import etree

from provenance.errors import DamagedFileError

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
META = "adobe:ns:meta/"
XML = "http://www.w3.org/XML/1998/namespace"
RDF_ROOT = f"{{{RDF}}}RDF"

MAX_PACKET = 16 << 20
"""Bytes. The largest packets met in the field (embedded edit histories) stay under 4 MiB."""

MAX_DEPTH = 100


def read_tree(packet: bytes, *, keep_comments: bool) -> etree._Element:
    """The packet's XML.

    Args:
        packet: With or without its wrapper, UTF-8, UTF-16 or UTF-32.
        keep_comments: Whether comments and processing instructions stay.

    Raises:
        DamagedFileError: Not well-formed, not XMP, or beyond the limits.
    """
    if len(packet) > MAX_PACKET:
        raise DamagedFileError(f"XMP packet: {len(packet)} bytes, over the limit of {MAX_PACKET}")
    text = _text(packet)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DamagedFileError("XMP packet: declares a document type, which XMP does not allow")
    try:
        root: etree._Element = etree.fromstring(text.encode(), _parser(keep=keep_comments))
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise DamagedFileError(f"XMP packet: not well-formed XML: {reason}") from error
    if text.count("<") > MAX_DEPTH:  # no element lies deeper than there are tags
        _check_depth(root)
    if root.tag not in {RDF_ROOT, f"{{{META}}}xmpmeta", f"{{{META}}}xapmeta"} and (
        rdf_of(root) is None
    ):
        raise DamagedFileError("XMP packet: holds no rdf:RDF")
    return root


@cache
def _parser(*, keep: bool) -> etree.XMLParser:
    """Made once: that takes as long as parsing a packet. It keeps nothing of what it has parsed."""
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,  # our own limits are tighter, and without a DTD nothing can expand
        remove_comments=not keep,
        remove_pis=not keep,
    )


def _check_depth(root: etree._Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise DamagedFileError(f"XMP packet: more than {MAX_DEPTH} levels deep")


def _text(packet: bytes) -> str:
    """The XML between the first ``<`` and the last ``>``, without an XML declaration."""
    encoding = "utf-8"
    starts = (
        ("utf-32-be", b"\0\0\xfe\xff", b"\0\0\0<"),
        ("utf-32-le", b"\xff\xfe\0\0", b"<\0\0\0"),
        ("utf-16-be", b"\xfe\xff", b"\0<"),
        ("utf-16-le", b"\xff\xfe", b"<\0"),
    )
    for name, mark, bare in starts:
        if packet.startswith((mark, bare)):
            encoding = name
            break
    try:
        text = packet.decode(encoding)
    except UnicodeDecodeError as error:
        raise DamagedFileError(
            f"XMP packet: not {encoding.upper()} text: {error.reason}"
        ) from error
    start, end = text.find("<"), text.rfind(">")
    if start < 0 or end < start:
        raise DamagedFileError("XMP packet: holds no XML")
    text = text[start : end + 1]
    if text.startswith("<?xml "):
        text = text[text.find("?>") + 2 :].lstrip()
    return text


def rdf_of(root: etree._Element) -> etree._Element | None:
    """The first ``rdf:RDF`` element, or None."""
    if root.tag == RDF_ROOT:
        return root
    return next(root.iter(RDF_ROOT), None)
