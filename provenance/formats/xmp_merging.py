"""Several XMP packets of one file as one, so that writing ours loses nothing of any of them.

The specification allows one packet for a file (Adobe XMP Specification Part 1, 7.3.1); real files
have more, left behind by tools that append.
"""

import copy
from collections.abc import Iterator, Sequence

from lxml import etree

from provenance.formats.xmp_tree import RDF, RDF_ROOT, rdf_of, read_tree

_ABOUT = f"{{{RDF}}}about"
_SUBJECT = frozenset({_ABOUT, "about", f"{{{RDF}}}ID"})
_PADDING = b"\0 \t\r\n"


def merged(packets: Sequence[bytes]) -> bytes | None:
    """One packet with the properties of all; where two have the same one, the earlier holds.

    Args:
        packets: In the order in which they stand in the file.

    Returns:
        The packet without wrapper, or the only one as it is; None where none holds anything.

    Raises:
        DamagedFileError: One cannot be read, so it could not be kept.
    """
    kept = [packet for packet in packets if packet.strip(_PADDING)]
    if len(kept) < 2:  # noqa: PLR2004
        return kept[0] if kept else None
    first, *others = (read_tree(packet, keep_comments=True) for packet in kept)
    target = rdf_of(first)
    if target is None:
        target = etree.SubElement(first, RDF_ROOT, nsmap={"rdf": RDF})
    about = next((node.get(_ABOUT, "") for node in _nodes(target)), "")
    present = {name for node in _nodes(target) for name in _names(node)}
    for other in others:
        found = rdf_of(other)
        for node in () if found is None else _nodes(found):
            more = _without(node, present)
            if more is not None:
                more.set(_ABOUT, about)  # one packet speaks of one subject
                target.append(more)
                present |= set(_names(more))
    whole: bytes = etree.tostring(first, encoding="utf-8")
    return whole


def _nodes(rdf: etree._Element) -> Iterator[etree._Element]:
    return (node for node in rdf if isinstance(node.tag, str))


def _names(node: etree._Element) -> Iterator[str]:
    yield from (str(name) for name in node.attrib if name not in _SUBJECT)
    yield from (child.tag for child in node if isinstance(child.tag, str))


def _without(node: etree._Element, present: set[str]) -> etree._Element | None:
    """A copy of a description with what is not there yet; None where that is nothing."""
    rest = copy.deepcopy(node)
    for name in [str(name) for name in rest.attrib if str(name) in present]:
        del rest.attrib[name]
    for child in [each for each in rest if isinstance(each.tag, str) and each.tag in present]:
        rest.remove(child)
    return rest if any(_names(rest)) else None
