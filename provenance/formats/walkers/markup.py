"""SVG and XMP sidecars: elements with their places, by an incremental parser.

XMP part 3 section 2.7; C2PA 2.2 annex A.3.8 (``c2pa:manifest`` inside ``metadata``).
"""

from typing import Final
from xml.parsers import expat

from provenance.formats.base import BlockKind
from provenance.formats.collecting import MAX_BLOCKS, MAX_XMP, Collector, is_manifest_store

MAX_MARKUP: Final = 32 << 20
"""Bytes of SVG parsed; drawings with embedded pictures reach that. The parser itself works
without recursion, opens nothing, and stops entities that unfold more than a hundredfold."""
MAX_PREFIXES: Final = 256
"""Namespace prefixes remembered of one drawing; editors declare a dozen."""
_WINDOW: Final = 64 << 10
_PACKET: Final = "adobe:ns:meta/}xmpmeta"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_XMP_ROOTS: Final = frozenset({_PACKET, _RDF})
"""XMP part 1 section 7.3.3: the element around the RDF may be left out."""
_MANIFEST: Final = "http://c2pa.org/manifest}manifest"
_PREFIX: Final = "c2pa"
"""The engine finds the manifest by its prefix, whatever namespace that stands for."""
_SVG: Final = "http://www.w3.org/2000/svg}"
_TEXTS: Final = frozenset({_SVG + "metadata", _SVG + "title", _SVG + "desc"})


def walk_xmp(found: Collector) -> None:
    """A sidecar is one packet."""
    found.add(BlockKind.XMP, "XMP sidecar", 0, found.source.size)


def walk_store(found: Collector) -> None:
    """A sidecar that is one manifest store."""
    head = found.source.head
    size = int.from_bytes(head[:4], "big")
    if size == 1:
        size = int.from_bytes(head[8:16], "big")
    if is_manifest_store(head):
        found.add(
            BlockKind.C2PA, "manifest store", 0, min(size or found.source.size, found.source.size)
        )
    if size:
        found.complete(0, size, "the manifest store")


class _Elements:
    """What the parser meets: open elements of interest and where they began."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.depth = 0
        self.open: list[tuple[int, str, int]] = []
        self.closed: list[tuple[str, int, int]] = []
        self.counts = {False: 0, True: 0}
        self.prefixes: dict[str, str] = {}
        self.known: dict[int, dict[str, str]] = {}

    def declare(self, prefix: str | None, uri: str) -> None:
        if len(self.prefixes) < MAX_PREFIXES:
            self.prefixes[prefix or ""] = uri

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self.depth += 1
        name, prefix = _parted(name)
        if prefix == _PREFIX:
            name = _MANIFEST if name.endswith("}manifest") else name
        if name == _RDF and any(each == _PACKET for _, each, _ in self.open):
            return
        if name == _RDF and len(self.known) < MAX_BLOCKS:
            self.known[self.parser.CurrentByteIndex] = dict(self.prefixes)
        if name in _XMP_ROOTS or name == _MANIFEST or (name in _TEXTS and len(self.open) < 8):  # noqa: PLR2004
            self.open.append((self.depth, name, self.parser.CurrentByteIndex))

    def end(self, name: str) -> None:
        del name
        if self.open and self.open[-1][0] == self.depth:
            _, name, begin = self.open.pop()
            self.counts[name in _TEXTS] += 1
            # Texts first or last: they must not use up the room of packets and manifests.
            if self.counts[name in _TEXTS] <= MAX_BLOCKS // 2:
                self.closed.append((name, begin, self.parser.CurrentByteIndex))
        self.depth -= 1


def _parted(name: str) -> tuple[str, str]:
    """An element's name with its namespace, and its prefix."""
    parts = name.split("}")
    return "}".join(parts[:2]), parts[2] if len(parts) > 2 else ""  # noqa: PLR2004


def walk_svg(found: Collector) -> None:
    """The metadata of an SVG."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.namespace_prefixes = True
    elements = _Elements(parser)
    parser.StartNamespaceDeclHandler = elements.declare
    parser.StartElementHandler = elements.start
    parser.EndElementHandler = elements.end
    source, at = found.source, 0
    try:
        while at < min(source.size, MAX_MARKUP):
            found.step()
            window = source.pread(at, _WINDOW)
            at += len(window)
            parser.Parse(window, at >= source.size)
    except expat.ExpatError as error:
        found.problem(
            f"svg: not well-formed in line {error.lineno}: {expat.ErrorString(error.code)}"
        )
    if at < source.size and at >= MAX_MARKUP:
        found.problem(f"svg: only the first {MAX_MARKUP} bytes were read")
    if max(elements.counts.values()) > MAX_BLOCKS // 2:
        found.problem(f"svg: more than {MAX_BLOCKS // 2} texts or packets; the rest was not read")
    packets = [(begin, end) for name, begin, end in elements.closed if name in _XMP_ROOTS]
    for name, begin, end in elements.closed:
        if name == _RDF:
            _rdf(found, begin, end, elements.known.get(begin, {}))
        else:
            _keep(found, name, begin, end, packets)


def _rdf(found: Collector, begin: int, end: int, prefixes: dict[str, str]) -> None:
    """RDF without its packet, as drawing programs write it: prefixes may stand further out."""
    size = end - begin + found.source.pread(end, 256).find(b">") + 1
    data = found.source.pread(begin, min(size, MAX_XMP))
    from html import escape  # noqa: PLC0415 - few drawings hold bare RDF

    declared = " ".join(
        f'xmlns:{prefix}="{escape(uri)}"' for prefix, uri in prefixes.items() if prefix
    )
    whole = f'<x:xmpmeta xmlns:x="adobe:ns:meta/" {declared}>'.encode() + data + b"</x:xmpmeta>"
    if not prefixes.get("x", "") and found.source.head[:1] == b"<":
        data = whole
    found.add(
        BlockKind.XMP, "SVG metadata", begin, size, key="rdf:RDF", data=data, cut=size > MAX_XMP
    )


def _keep(
    found: Collector, name: str, begin: int, end: int, packets: list[tuple[int, int]]
) -> None:
    tail = found.source.pread(end, 256)
    size = end - begin + tail.find(b">") + 1  # the closing tag belongs to the element
    if name in _XMP_ROOTS:
        data = found.source.pread(begin, min(size, MAX_XMP))
        found.add(BlockKind.XMP, "SVG metadata", begin, size, key="x:xmpmeta", data=data)
    elif name == _MANIFEST:
        found.add(BlockKind.C2PA, "SVG metadata", begin, size, key="c2pa:manifest")
    elif not any(begin <= start and stop <= end for start, stop in packets):
        key = name.rpartition("}")[2]
        found.add(BlockKind.TEXT, f"SVG {key}", begin, size, key=key)
