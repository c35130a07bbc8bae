"""The XMP packet: read to flat properties, merge ours in, serialise.

Sources: Adobe XMP Specification Part 1 (ISO 16684-1) for the packet, the RDF subset and the
wrapper; IPTC Photo Metadata Standard 2025.1 for the AI properties.

Packets come from strangers: the limits of ``xmp_tree`` hold, and at most ``MAX_PROPERTIES``
values are read.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from lxml import etree

from provenance.errors import DamagedFileError, RecordError
from provenance.formats.xmp_tree import META, RDF, RDF_ROOT, XML, rdf_of, read_tree
from provenance.frozen import dataclass

IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
"""IPTC Extension schema, https://iptc.org/std/photometadata/specification/."""

OURS = "urn:media-provenance:xmp:1"
"""Our own schema: only what no standard property holds."""

MAX_PROPERTIES = 50_000

_PREFIXES = MappingProxyType(
    {
        IPTC_EXT: "Iptc4xmpExt",
        OURS: "mediaProvenance",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://purl.org/dc/terms/": "dcterms",
        "http://ns.adobe.com/xap/1.0/": "xmp",
        "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
        "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
        "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
        "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
        "http://ns.adobe.com/xmp/1.0/DynamicMedia/": "xmpDM",
        "http://ns.adobe.com/xmp/note/": "xmpNote",
        "http://ns.adobe.com/photoshop/1.0/": "photoshop",
        "http://ns.adobe.com/exif/1.0/": "exif",
        "http://ns.adobe.com/tiff/1.0/": "tiff",
        "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
        "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
        "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
        "http://www.tc260.org.cn/ns/AIGC/1.0/": "TC260",
        RDF: "rdf",
    }
)
"""The usual prefixes: a path reads the same whatever prefix a writer chose."""

_Name: TypeAlias = tuple[str, str]
"""Namespace, or "", and local name."""
_UNTOLD = frozenset({RDF, XML})
"""Namespaces whose attributes are syntax."""
_ARRAYS = frozenset({f"{{{RDF}}}Bag", f"{{{RDF}}}Seq", f"{{{RDF}}}Alt"})
_DESCRIPTION = f"{{{RDF}}}Description"
_ABOUT = f"{{{RDF}}}about"
_VALUE = f"{{{RDF}}}value"
_RESOURCE = f"{{{RDF}}}resource"
_HEADER = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_TRAILER = '\n<?xpacket end="w"?>'


@dataclass(frozen=True, slots=True)
class XmpProperty:
    """One value of a packet.

    Attributes:
        namespace: URI of the property's or field's own schema.
        name: Local name; for an item of an array, the name of the array.
        value: Text as written, surrounding white space kept.
        path: Where it stands, with the usual prefixes:
            ``Iptc4xmpExt:DigitalSourceType``, ``xmpMM:History[1]/stEvt:softwareAgent``.
    """

    namespace: str
    name: str
    value: str
    path: str


def ai_properties(
    source_type_uri: str,
    system: str = "",
    version: str = "",
    prompt: str = "",
    record_id: str = "",
) -> Mapping[tuple[str, str], str]:
    """The properties that state how an asset was made, for ``set_properties``.

    Args:
        source_type_uri: Digital source type, a full URI.
        system: Name of the AI system (IPTC ``AISystemUsed``).
        version: Its version (``AISystemVersionUsed``).
        prompt: Prompt text (``AIPromptInformation``); only where the user asked for it in clear.
        record_id: Id of our disclosure record.

    Returns:
        Value by (namespace, name); empty arguments are left out.
    """
    values = {
        (IPTC_EXT, "DigitalSourceType"): source_type_uri,
        (IPTC_EXT, "AISystemUsed"): system,
        (IPTC_EXT, "AISystemVersionUsed"): version,
        (IPTC_EXT, "AIPromptInformation"): prompt,
        (OURS, "RecordId"): record_id,
    }
    return MappingProxyType({key: value for key, value in values.items() if value})


def parse_xmp(packet: bytes) -> tuple[XmpProperty, ...]:
    """All values of a packet, in document order; structs and arrays flattened.

    Args:
        packet: The packet with or without its wrapper, UTF-8, UTF-16 or UTF-32, padding allowed.

    Raises:
        DamagedFileError: Not well-formed, not XMP, or beyond the limits.
    """
    root = read_tree(packet, keep_comments=False)
    found: list[XmpProperty] = []
    for node in _nodes(root):
        for prop in _flatten(node):
            found.append(prop)
            if len(found) > MAX_PROPERTIES:
                raise DamagedFileError(f"XMP packet: more than {MAX_PROPERTIES} properties")
    return tuple(found)


def set_properties(packet: bytes | None, values: Mapping[tuple[str, str], str]) -> bytes:
    """A packet with simple properties set and everything else kept.

    Args:
        packet: The packet to start from; None or only padding starts a new one.
        values: Value by (namespace, name). Any older form of the same property is replaced; an
            empty value removes it.

    Returns:
        A complete UTF-8 packet in its wrapper. It carries no padding: a stamped file is bound by
        a hash, so an edit in place would break it anyway.

    Raises:
        DamagedFileError: The old packet cannot be read, so it could not be kept.
        RecordError: A name or value cannot be written as XML.
    """
    if packet is None or not packet.strip(b"\0 \t\r\n"):
        root = etree.Element(f"{{{META}}}xmpmeta", nsmap={"x": META})
    else:
        root = read_tree(packet, keep_comments=True)
    rdf = rdf_of(root)
    if rdf is None:
        rdf = etree.SubElement(root, RDF_ROOT, nsmap={"rdf": RDF})
    nodes = [node for node in rdf if isinstance(node.tag, str)]
    about = next((node.get(_ABOUT, "") for node in nodes), "")
    for namespace, name in values:
        _remove(nodes, f"{{{namespace}}}{name}")
    kept = {key: value for key, value in values.items() if value}
    if kept:
        try:
            _append(rdf, about, kept)
        except ValueError as error:
            raise RecordError(
                f"XMP properties: a name or value cannot be written as XML: {error}",
                hint="Remove control characters from the names and values.",
            ) from error
    body: str = etree.tostring(root, encoding="unicode")
    return (_HEADER + body + _TRAILER).encode()


def _append(rdf: etree._Element, about: str, values: Mapping[tuple[str, str], str]) -> None:
    """One more description of the same subject: leaves every prefix of the others alone."""
    prefixes: dict[str | None, str] = {"rdf": RDF}
    for number, namespace in enumerate(dict.fromkeys(space for space, _ in values), 1):
        prefixes[_PREFIXES.get(namespace, f"ns{number}")] = namespace
    node = etree.Element(_DESCRIPTION, nsmap=prefixes)
    node.set(_ABOUT, about)
    for (namespace, name), value in values.items():
        etree.SubElement(node, etree.QName(namespace, name)).text = value
    rdf.append(node)


def _remove(nodes: list[etree._Element], tag: str) -> None:
    for node in nodes:
        if tag in node.attrib:
            del node.attrib[tag]
        for child in [each for each in node if each.tag == tag]:
            node.remove(child)  # with the text after it, which in RDF is only white space
        parent = node.getparent()
        bare = len(node) == 0 and all(key in {_ABOUT, "about"} for key in node.attrib)
        if parent is not None and node.tag == _DESCRIPTION and bare:
            parent.remove(node)


def _nodes(root: etree._Element) -> Iterator[etree._Element]:
    rdf = rdf_of(root)
    if rdf is not None:
        yield from (node for node in rdf if isinstance(node.tag, str))


def _flatten(node: etree._Element) -> Iterator[XmpProperty]:
    """Values below one description; an explicit stack, since depth is the writer's choice."""
    yield from _attributes(node, "")
    stack = _fields(node, "", _name(node.tag))
    while stack:
        element, path, owner = stack.pop()
        inner = [child for child in element if isinstance(child.tag, str)]
        resource = element.get(_RESOURCE)
        yield from _attributes(element, path + "/")
        if resource is not None:
            yield _leaf(owner, resource, path)
        elif not inner:
            # An empty element that only carries fields as attributes is a struct, not a value.
            if element.text or not any(_attributes(element, path)):
                yield _leaf(owner, element.text or "", path)
        elif len(inner) == 1 and inner[0].tag in _ARRAYS:
            items = [item for item in inner[0] if isinstance(item.tag, str)]
            numbered = (
                _Field(item, f"{path}[{place}]", owner) for place, item in enumerate(items, 1)
            )
            stack.extend(reversed(list(numbered)))
        elif len(inner) == 1 and inner[0].tag == _DESCRIPTION:
            yield from _attributes(inner[0], path + "/")
            stack.extend(_fields(inner[0], path + "/", owner))
        else:
            stack.extend(_fields(element, path + "/", owner))


class _Field(NamedTuple):
    element: etree._Element
    path: str
    owner: _Name


def _fields(element: etree._Element, above: str, owner: _Name) -> list[_Field]:
    """The child elements, last first; ``rdf:value`` is the owner's own value beside qualifiers."""
    fields: list[_Field] = []
    for child in reversed(element):
        if not isinstance(child.tag, str):
            continue
        if child.tag == _VALUE:
            fields.append(_Field(child, above.removesuffix("/"), owner))
        else:
            name = _name(child.tag)
            fields.append(_Field(child, above + _step(child, name), name))
    return fields


def _attributes(element: etree._Element, above: str) -> Iterator[XmpProperty]:
    for key, value in element.attrib.items():
        name = space, local = _name(key)
        if space in _UNTOLD or (not space and local in {"about", "ID"}):
            continue
        yield XmpProperty(space, local, value, above + _step(element, name))


def _name(tag: str) -> _Name:
    """Namespace and local name of ``{namespace}name``; ``etree.QName`` takes ten times longer."""
    space, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return space, local


def _step(element: etree._Element, name: _Name) -> str:
    space, local = name
    prefix = _PREFIXES.get(space)
    if prefix is None:
        prefix = next((key for key, uri in element.nsmap.items() if uri == space and key), "")
    return f"{prefix}:{local}" if prefix else local


def _leaf(owner: _Name, value: str, path: str) -> XmpProperty:
    return XmpProperty(*owner, value, path)
