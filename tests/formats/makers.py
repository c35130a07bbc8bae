"""Makers of the bytes of every container, piece by piece."""

import struct
import zlib

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
