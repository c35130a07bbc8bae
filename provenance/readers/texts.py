"""Every text of a file in one shape, whatever container it came from.

The dialects of the generators are the same in a PNG chunk, an EXIF tag, an ID3 frame or a
QuickTime key; they read ``Text`` and need not know where texts sit. Decoding: PNG 1.2 section
11.3.4 (and UTF-8, which many writers use there), EXIF and IPTC-IIM by their modules, ID3v2.4
section 4 for text frames.
"""

from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from provenance.errors import ProvenanceError
from provenance.formats.base import Block, BlockKind
from provenance.formats.xmp import XmpProperty, parse_xmp
from provenance.frozen import dataclass
from provenance.model.evidence import Signal
from provenance.readers.base import Reading, Recipe, each_of, limits
from provenance.readers.exif import exif_texts, plain
from provenance.readers.iptc import iptc_texts

MAX_TEXTS: Final = 20_000

Signals: TypeAlias = Iterator[Signal]

_ID3_ENCODINGS = MappingProxyType({0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"})
_ID3_OLD = MappingProxyType(
    {
        "COM": "COMM",
        "TXX": "TXXX",
        "ULT": "USLT",
        "WAF": "WOAF",
        "WAS": "WOAS",
        "WXX": "WXXX",
    }
)
"""Frames of ID3v2.2 by the names that later versions gave them."""

_BROADCAST = (
    ("Description", 0, 256),
    ("Originator", 256, 288),
    ("OriginatorReference", 288, 320),
    ("CodingHistory", 602, None),
)
_PLAIN = frozenset(
    {
        BlockKind.TEXT,
        BlockKind.COMMENT,
        BlockKind.RIFF,
        BlockKind.VORBIS,
        BlockKind.ILST,
        BlockKind.MATROSKA,
        BlockKind.HEADER,
    }
)


class Text(NamedTuple):
    """One text of a file.

    Attributes:
        kind: What kind of block it stood in.
        where: The exact place, as signals show it ("PNG tEXt parameters", "EXIF IFD0:Make").
        key: Its own name there: keyword, tag, frame ("TXXX:prompt"), XMP path.
        value: The text, without trailing NULs.
    """

    kind: BlockKind
    where: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Packet:
    """One XMP packet.

    Attributes:
        where: The place in the file, or the sidecar's path.
        properties: Its values; empty where it could not be read.
        error: Why it could not be read, or None.
    """

    where: str
    properties: tuple[XmpProperty, ...] = ()
    error: ProvenanceError | None = None


def packets(reading: Reading) -> tuple[Packet, ...]:
    """Every XMP packet of the file and of its sidecars, parsed once."""
    if "packets" not in reading.memo:
        places = [
            (place(block), block.data) for block in reading.blocks if block.kind is BlockKind.XMP
        ]
        places += [(f"XMP sidecar {path}", packet) for path, packet in reading.sidecar_packets]
        reading.memo["packets"] = tuple(_packet(where, data) for where, data in places)
    found: tuple[Packet, ...] = reading.memo["packets"]
    return found


def texts(reading: Reading) -> tuple[Text, ...]:
    """Every text of the file, XMP values included, decoded once; ``MAX_TEXTS`` at most."""
    known: tuple[Text, ...] | None = reading.memo.get("texts")
    if known is None:
        known = reading.memo["texts"] = _decoded(reading)
    return known


def _decoded(reading: Reading) -> tuple[Text, ...]:
    found: list[Text] = []
    met = limits(reading)
    for more in _all(reading, met):
        found += [text for text in more if text.value]
        if len(found) > MAX_TEXTS:
            met.append(f"more than {MAX_TEXTS} texts; the rest was not read")
            break
    return tuple(found[:MAX_TEXTS])


def place(block: Block) -> str:
    """Where a block stands, as signals show it."""
    return f"{block.where} {block.key}".strip()


def _packet(where: str, data: bytes) -> Packet:
    if not data.strip(b"\0 \t\r\n"):
        return Packet(where)
    try:
        return Packet(where, parse_xmp(data))
    except ProvenanceError as error:
        return Packet(where, error=error)


def _all(reading: Reading, met: list[str]) -> Iterator[Iterable[Text]]:
    """The texts of one block or packet after the other."""
    for block in reading.blocks:
        yield _of_block(block, met)
    for block in reading.hidden:
        yield _of_block(block, met)
    for packet in packets(reading):
        yield [
            Text(BlockKind.XMP, f"{packet.where} {prop.path}", prop.path, prop.value.strip("\0 "))
            for prop in packet.properties
        ]


def _of_block(block: Block, met: list[str]) -> Iterable[Text]:
    kind = block.kind
    if kind is BlockKind.EXIF:
        return [
            Text(kind, f"{block.where} {tag.directory}:{tag.name}", tag.name, tag.value)
            for tag in exif_texts(block.data, met)
        ]
    if kind in _PLAIN:
        if kind is BlockKind.RIFF and block.key == "bext":
            return _broadcast(block)
        return (Text(kind, place(block), block.key, plain(block.data)),)
    if kind is BlockKind.ID3:
        return (_id3(block),)
    if kind is BlockKind.IPTC:
        return [
            Text(kind, f"{block.where} {dataset.name}", dataset.name, dataset.value)
            for dataset in iptc_texts(block.data, met)
        ]
    return ()


def _broadcast(block: Block) -> Iterator[Text]:
    """The free text of a broadcast extension chunk (EBU Tech 3285, 2.3): fields of fixed size."""
    for name, start, end in _BROADCAST:
        field = block.data[start:end].split(b"\0")[0]
        yield Text(block.kind, f"{place(block)} {name}", name, plain(field))


def _id3(block: Block) -> Text:
    frame, data = block.key.split(":")[0], block.data
    frame = _ID3_OLD.get(frame, frame)
    if frame.startswith("W") and frame != "WXXX":
        return Text(block.kind, place(block), frame, data.decode("latin-1").split("\0")[0])
    if not data or not frame.startswith(("T", "COMM", "USLT", "WXXX")):
        return Text(block.kind, place(block), frame, "")
    encoding, body = _ID3_ENCODINGS.get(data[0], "latin-1"), data[1:]
    if frame in {"COMM", "USLT"}:
        body = body[3:]
    if frame not in {"TXXX", "WXXX", "COMM", "USLT"}:
        return Text(block.kind, place(block), frame, _decode(body, encoding).replace("\0", "; "))
    first, rest = _split(body, wide=encoding.startswith("utf-16"))
    description = _decode(first, encoding)
    value = _decode(rest, "latin-1" if frame == "WXXX" else encoding)
    key = f"{frame}:{description}" if description else frame
    return Text(block.kind, f"{block.where} {key}".strip(), key, value)


def _split(body: bytes, *, wide: bool) -> tuple[bytes, bytes]:
    """Description and value of a frame, parted by one NUL, or by two at an even place."""
    if not wide:
        first, _, rest = body.partition(b"\0")
        return first, rest
    at = body.find(b"\0\0")
    while at >= 0 and at % 2:
        at = body.find(b"\0\0", at + 1)
    return (body, b"") if at < 0 else (body[:at], body[at + 2 :])


def _decode(data: bytes, encoding: str) -> str:
    if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16-le"
    return data.decode(encoding, "replace").strip("\0 ")


def folded(reading: Reading) -> str:
    """Every text of the file and its key, letter case aside, to look for a word in all at once."""
    known: str | None = reading.memo.get("folded")
    if known is None:
        words = "\n".join([f"{text.key}\n{text.value}" for text in texts(reading)])
        known = reading.memo["folded"] = words.casefold()
    return known


def each_text(name: str, parse: Callable[[Text], Recipe | None]) -> Callable[[Reading], Signals]:
    """A reader's ``read`` out of a function that knows one dialect in one text."""

    def one(text: Text) -> Signals:
        recipe = parse(text)
        if recipe is not None:
            yield recipe.signal(name, text.where)

    def read(reading: Reading) -> Signals:
        return each_of(texts(reading), one)

    return read
