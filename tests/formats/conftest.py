"""Bytes of every container, made here: the smallest file that carries each kind of metadata."""

import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from provenance_cli.samples import aaf

from provenance.formats import Container, Source, open_source, recognise, walk

PACKET = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>'
)
EXIF = b"MM\0*\0\0\0\x08\0\0\0\0\0\0"
IIM = b"\x1c\x02\x78\0\x04text"
STORE = struct.pack(">I4sI4s", 41, b"jumb", 33, b"jumd") + bytes.fromhex(
    "6332706100110010800000aa00389b71" + "03" + "6332706100" + "000000"
)
STORE_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + after + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments: bytes, tail: bytes = b"\xff\xd9") -> bytes:
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + b"".join(segments) + scan + tail


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def riff_chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def riff(form: bytes, *chunks: bytes, mark: bytes = b"RIFF") -> bytes:
    body = form + b"".join(chunks)
    return mark + struct.pack("<I", len(body)) + body


def iff_chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)


def tiff(tags: dict[int, tuple[int, bytes]], *, big: bool = False, order: str = "<") -> bytes:
    """One directory; values by tag as (type, bytes), sorted, all of one-byte types or LONG."""
    widths = {1: 1, 2: 1, 4: 4, 7: 1, 3: 2}
    mark = b"II" if order == "<" else b"MM"
    inline, entry, link = (8, "HHQ", "Q") if big else (4, "HHI", "I")
    first = 16 if big else 8
    head = (
        mark + struct.pack(order + "HHHQ", 43, 8, 0, first)
        if big
        else mark + struct.pack(order + "HI", 42, first)
    )
    count = struct.pack(order + ("Q" if big else "H"), len(tags))
    heap_at = first + len(count) + len(tags) * (20 if big else 12) + inline
    table, heap = b"", b""
    for tag in sorted(tags):
        kind, value = tags[tag]
        table += struct.pack(order + entry, tag, kind, len(value) // widths[kind])
        if len(value) <= inline:
            table += value.ljust(inline, b"\0")
        else:
            table += struct.pack(order + link, heap_at + len(heap))
            heap += value
    return head + count + table + bytes(inline) + heap


def synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3(*frames: tuple[bytes, bytes], version: int = 4) -> bytes:
    body = b""
    for name, data in frames:
        size = synchsafe(len(data)) if version == 4 else struct.pack(">I", len(data))
        body += name + size + b"\0\0" + data
    return b"ID3" + bytes([version, 0, 0]) + synchsafe(len(body)) + body


MP3_FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes
AAC_FRAME = b"\xff\xf1\x50\x80\x01\xff\xfc" + bytes(8)  # 15 bytes


def ogg(*packets: bytes) -> bytes:
    out = b""
    for number, packet in enumerate(packets):
        lacing = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
        flags = 2 if number == 0 else 0
        out += b"OggS\0" + bytes([flags]) + bytes(8) + b"\1\0\0\0" + struct.pack("<I", number)
        out += bytes(4) + bytes([len(lacing)]) + lacing + packet
    return out


def comments(**pairs: str) -> bytes:
    rows = [f"{key}={value}".encode() for key, value in pairs.items()]
    out = struct.pack("<I", 4) + b"test" + struct.pack("<I", len(rows))
    return out + b"".join(struct.pack("<I", len(row)) + row for row in rows)


def ebml(identity: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    raw = identity.to_bytes((identity.bit_length() + 7) // 8, "big")
    return raw + struct.pack(">Q", len(body) | 1 << 56) + body


def matroska(kind: bytes, *parts: bytes) -> bytes:
    return ebml(0x1A45DFA3, ebml(0x4282, kind)) + ebml(0x18538067, *parts)


def gif(*extensions: bytes) -> bytes:
    image = b"\x2c" + bytes(8) + b"\0" + b"\2" + b"\2\x44\1\0"
    return b"GIF89a\1\0\1\0\0\0\0" + b"".join(extensions) + image + b"\x3b"


def gif_xmp(packet: bytes) -> bytes:
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    return b"\x21\xff\x0bXMP DataXMP" + packet + trailer


def resource(number: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)


def photoshop(*resources: bytes, big: bool = False) -> bytes:
    body = b"".join(resources)
    head = b"8BPS" + struct.pack(">H6xHIIHH", 2 if big else 1, 3, 1, 1, 8, 3) + bytes(4)
    layers = bytes(8 if big else 4)
    return head + struct.pack(">I", len(body)) + body + layers + b"\0\0\1\2\3"


def zip_file(name: bytes, data: bytes = b"x") -> bytes:
    local = b"PK\3\4" + struct.pack(
        "<HHHHHIIIHH", 20, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), 0
    )
    body = local + name + data
    central = b"PK\1\2" + struct.pack(
        "<HHHHHHIIIHHHHHII",
        20,
        20,
        0,
        0,
        0,
        0,
        0,
        len(data),
        len(data),
        len(name),
        0,
        0,
        0,
        0,
        0,
        0,
    )
    central += name
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(body), 0)
    return body + central + end


def exr(**attributes: str) -> bytes:
    out = b"\x76\x2f\x31\x01\2\0\0\0"
    for name, value in attributes.items():
        out += name.encode() + b"\0string\0" + struct.pack("<i", len(value)) + value.encode()
    out += b"compression\0compression\0" + struct.pack("<i", 1) + b"\0"
    out += b"dataWindow\0box2i\0" + struct.pack("<i4i", 16, 0, 0, 0, 0) + b"\0"
    at = len(out) + 8
    return out + struct.pack("<Qii", at, 0, 4) + b"1234"


def dpx() -> bytes:
    head = bytearray(2048)
    head[:8] = b"SDPX" + struct.pack(">I", 2048)
    head[16:20] = struct.pack(">I", 2052)
    head[160:166] = b"Maker\0"
    head[1764:1769] = b"Slate"
    return bytes(head) + b"1234"


def mxf(product: str) -> bytes:
    value = product.encode("utf-16-be")
    item = struct.pack(">HH", 0x3C02, len(value)) + value
    key = bytes.fromhex("060e2b34025301010d01010101013000")
    row = key + b"\x83" + len(item).to_bytes(3, "big") + item
    pack = struct.pack(">HHIQQQQ", 1, 3, 1, 0, 0, 0, len(row)) + bytes(48)
    return bytes.fromhex("060e2b34020501010d01020101020400") + bytes([len(pack)]) + pack + row


def item_list(key: bytes, value: bytes) -> bytes:
    data = box(b"data", struct.pack(">II", 1, 0), value)
    handler = box(b"hdlr", bytes(8), b"mdir", bytes(13))
    return box(b"meta", bytes(4), handler, box(b"ilst", box(key, data)))


def keyed_list(key: str, value: bytes) -> bytes:
    names = box(b"keys", bytes(4), struct.pack(">I", 1), box(b"mdta", key.encode()))
    data = box(b"data", struct.pack(">II", 1, 0), value)
    handler = box(b"hdlr", bytes(8), b"mdta", bytes(13))
    return box(b"meta", handler, names, box(b"ilst", box(b"\0\0\0\1", data)))


def movie(brand: bytes, *parts: bytes, tracks: tuple[bytes, ...] = (b"vide",)) -> bytes:
    rows = [box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(13)))) for kind in tracks]
    return (
        box(b"ftyp", brand, bytes(4), brand) + box(b"moov", *rows, *parts) + box(b"mdat", b"sample")
    )


def heif(brand: bytes) -> bytes:
    """A picture file whose packet lies in ``mdat`` and whose EXIF lies in ``idat``."""
    infe = box(
        b"infe", b"\2\0\0\0", struct.pack(">HH", 1, 0), b"mime", b"\0application/rdf+xml\0\0"
    )
    also = box(b"infe", b"\2\0\0\0", struct.pack(">HH", 2, 0), b"Exif", b"\0")
    information = box(b"iinf", bytes(4), struct.pack(">H", 2), infe, also)
    exif = bytes(4) + EXIF
    data = box(b"idat", exif)

    def whole(at: int) -> bytes:
        rows = struct.pack(">HHHHII", 1, 0, 0, 1, at, len(PACKET))
        rows += struct.pack(">HHHHII", 2, 1, 0, 1, 0, len(exif))
        places = box(b"iloc", b"\1\0\0\0", b"\x44\0", struct.pack(">H", 2), rows)
        head = box(b"ftyp", brand, bytes(4), b"mif1", brand)
        head += box(
            b"meta", bytes(4), box(b"hdlr", bytes(8), b"pict", bytes(13)), information, places, data
        )
        return head + box(b"mdat", PACKET)

    return whole(len(whole(0)) - len(PACKET))


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\ntrailer\n<<>>\n%%EOF\n"


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><metadata>'
    b'<c2pa:manifest xmlns:c2pa="http://c2pa.org/manifest">AAAA</c2pa:manifest>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a/></x:xmpmeta></metadata></svg>'
)

Opener = Callable[[bytes], Source]


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The makers of this module, for tests that name one before it is called."""
    return sys.modules[__name__]


def samples() -> dict[str, bytes]:
    """One file of every format, each with as many kinds of metadata as it can carry."""
    nikon = {0x0106: (3, struct.pack("<H", 32803)), 0x010F: (2, b"NIKON CORPORATION\0")}
    bext = riff_chunk(b"bext", b"description")
    packet = riff_chunk(b"_PMX", PACKET)
    fmt = riff_chunk(b"fmt ", bytes(16))
    info = riff_chunk(b"LIST", b"INFO" + riff_chunk(b"ICMT", b"text"))
    store = riff_chunk(b"C2PA", STORE)
    data = riff_chunk(b"data", b"\0\1")
    wave = (fmt, data, info, packet, store, riff_chunk(b"id3 ", id3((b"TXXX", b"\0k\0v"))))
    ds64 = riff_chunk(b"ds64", struct.pack("<QQQI", 0, 2, 0, 0))
    text = box(b"\xa9cmt", struct.pack(">HH", 4, 0), b"text")
    user = box(b"udta", box(b"XMP_", PACKET), text, item_list(b"\xa9too", b"tool"))
    manifest = box(b"uuid", STORE_UUID, bytes(4), b"manifest\0", bytes(8), STORE)
    jp2 = b"\0\0\0\x0cjP  \r\n\x87\n" + box(b"ftyp", b"jp2 ", bytes(4), b"jp2 ")
    jxl = b"\0\0\0\x0cJXL \r\n\x87\n" + box(b"ftyp", b"jxl ", bytes(4), b"jxl ")
    tags = {
        270: (2, b"a description\0"),
        700: (1, PACKET),
        33723: (7, IIM),
        0xCD41: (7, STORE),
    }
    mark = ebml(0x67C8, ebml(0x45A3, b"AIGC"), ebml(0x4487, b"text"))
    title = ebml(0x1549A966, ebml(0x7BA9, b"title"))
    flac_info = b"\0\0\0\x22" + bytes(34)
    geob = (b"GEOB", b"\0application/x-c2pa-manifest-store\0c2pa\0c2pa\0" + STORE)
    private = (b"PRIV", b"XMP\0" + PACKET)
    raf = b"FUJIFILMCCD-RAW 0201" + bytes(64) + struct.pack(">II", 108, 0) + bytes(16)
    inner = jpeg(segment(0xE1, b"Exif\0\0" + EXIF))
    raf = raf[:88] + struct.pack(">I", len(inner)) + raf[92:108] + inner
    w64 = bytes.fromhex("726966662e91cf11a5d628db04c10000") + struct.pack("<Q", 64)
    w64 += bytes.fromhex("77617665f3acd3118cd100c04f8edb8a")
    w64 += b"bext" + bytes.fromhex("f3acd3118cd100c04f8edb8a") + struct.pack("<Q", 32) + b"12345678"
    caf_info = struct.pack(">I", 1) + b"title\0text\0"
    return {
        "jpg": jpeg(
            segment(0xE1, b"Exif\0\0" + EXIF),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PACKET),
            segment(0xEB, b"JP\0\1\0\0\0\1" + STORE),
            segment(0xED, b"Photoshop 3.0\0" + resource(1028, IIM)),
            segment(0xFE, b"a comment"),
        ),
        "png": png(
            chunk(b"caBX", STORE),
            chunk(b"tEXt", b"parameters\0Steps: 1"),
            chunk(b"zTXt", b"prompt\0\0" + zlib.compress(b"{}")),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PACKET),
            chunk(b"eXIf", EXIF),
        ),
        "gif": gif(
            gif_xmp(PACKET),
            b"\x21\xff\x0bC2PA_GIF\1\0\0" + bytes([len(STORE)]) + STORE + b"\0",
            b"\x21\xfe\4text\0",
        ),
        "webp": riff(
            b"WEBP",
            riff_chunk(b"VP8X", bytes(10)),
            riff_chunk(b"XMP ", PACKET),
            riff_chunk(b"EXIF", EXIF),
            store,
        ),
        "tiff": tiff(tags),
        "bigtiff": tiff(tags, big=True, order=">"),
        "dng": tiff({0xC612: (1, b"\1\4\0\0"), 700: (1, PACKET)}),
        "nef": tiff(nikon),
        "bmp": b"BM" + struct.pack("<IIII", 58, 0, 54, 40) + bytes(40),
        "avif": heif(b"avif"),
        "heic": heif(b"heic"),
        "heif": box(b"ftyp", b"mif1", bytes(4), b"mif1") + box(b"meta", bytes(4)),
        "jxl": jxl
        + box(b"xml ", PACKET)
        + box(b"Exif", bytes(4), EXIF)
        + STORE
        + box(b"jxlc", b"\xff\x0a"),
        "jxl-codestream": b"\xff\x0a\xfa\x1f\x00\x10" + bytes(8),
        "jp2": jp2 + box(b"uuid", XMP_UUID, PACKET) + box(b"uuid", b"JpgTiffExif->JP2", EXIF),
        "j2k": b"\xff\x4f\xff\x51\0\4\0\0\xff\x64\0\x08\0\1text\xff\x90\0\x0a",
        "psd": photoshop(resource(1028, IIM), resource(1060, PACKET), resource(1058, EXIF)),
        "psb": photoshop(resource(1060, PACKET), big=True),
        "svg": SVG,
        "exr": exr(comments="text", software="tool"),
        "dpx": dpx(),
        "cr2": b"II*\0\x10\0\0\0CR\2\0" + bytes(4) + tiff({700: (1, PACKET)})[8:10] + bytes(16),
        "orf": b"IIRO" + struct.pack("<I", 8) + bytes(16),
        "rw2": b"IIU\0" + struct.pack("<I", 8) + bytes(16),
        "raf": raf,
        "mp4": movie(b"isom", user) + manifest,
        "mov": movie(b"qt  ", keyed_list("com.example.prompt", b"text"), user),
        "m4v": movie(b"M4V "),
        "m4a": movie(b"M4A ", tracks=(b"soun",)),
        "3gp": movie(b"3gp5"),
        "cr3": movie(b"crx "),
        "avi": riff(b"AVI ", info, riff_chunk(b"LIST", b"movi"), packet, store),
        "wav": riff(b"WAVE", *wave),
        "bwf": riff(b"WAVE", bext, riff_chunk(b"iXML", b"<BWFXML/>"), *wave),
        "rf64": riff(b"WAVE", ds64, fmt, bext, b"data\xff\xff\xff\xff\0\1", mark=b"RF64"),
        "bw64": riff(b"WAVE", fmt, riff_chunk(b"axml", b"<a/>"), data, mark=b"BW64"),
        "w64": w64,
        "aiff": b"FORM"
        + struct.pack(">I", 400)
        + b"AIFF"
        + iff_chunk(b"APPL", b"XMP " + PACKET)
        + iff_chunk(b"ANNO", b"text")
        + iff_chunk(b"ID3 ", id3((b"TIT2", b"\0title"))),
        "aifc": b"FORM" + struct.pack(">I", 16) + b"AIFC" + iff_chunk(b"NAME", b"text"),
        "caf": b"caff\0\1\0\0" + b"info" + struct.pack(">Q", len(caf_info)) + caf_info,
        "mp3": id3((b"TXXX", b"\0AIGC\0text"), private, geob) + MP3_FRAME * 3,
        "aac": AAC_FRAME * 3,
        "flac": id3(geob)
        + b"fLaC"
        + flac_info
        + b"\x84"
        + struct.pack(">I", len(comments(prompt="text")))[1:]
        + comments(prompt="text")
        + b"\xff\xf8",
        "ogg": ogg(b"\1vorbis" + bytes(23), b"\3vorbis" + comments(AIGC="text") + b"\1"),
        "opus": ogg(b"OpusHead" + bytes(11), b"OpusTags" + comments(prompt="text")),
        "ogv": ogg(b"\x80theora" + bytes(35), b"\x81theora" + comments(title="text")),
        "mkv": matroska(b"matroska", title, ebml(0x1254C367, ebml(0x7373, mark))),
        "webm": matroska(b"webm", title),
        "mxf": mxf("Example"),
        "pdf": pdf(PACKET, b"<</AFRelationship /C2PA_Manifest>>"),
        "zip": zip_file(b"META-INF/content_credential.c2pa"),
        "odt": zip_file(b"mimetype", b"application/vnd.oasis.opendocument.text"),
        "epub": zip_file(b"mimetype", b"application/epub+zip"),
        "c2pa": STORE,
        "xmp": PACKET,
        "xml": b"<?xml version='1.0'?><!-- note --><list><a/></list>",
        "json": b'{"a": [1, 2]}',
        "csv": b"path,size\na.mov,1\n",
        "aaf": aaf.aaf(comments={"Comments": "text"}, marker="text"),
        "edl": b"TITLE: REEL 1\nFCM: NON-DROP FRAME\n",
        "text": "A note, for the café.".encode(),
    }


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Makes an open source of bytes."""
    sources: list[Source] = []

    def open_bytes(data: bytes) -> Source:
        path = tmp_path / f"{len(sources)}"
        path.write_bytes(data)
        sources.append(open_source(path))
        return sources[-1]

    yield open_bytes
    for source in sources:
        source.close()


@pytest.fixture
def walked(opened: Opener) -> Callable[[bytes], Container]:
    """Recognises and walks bytes."""

    def walk_bytes(data: bytes) -> Container:
        source = opened(data)
        found = recognise(source)
        assert found is not None
        return walk(source, found)

    return walk_bytes
