"""The smallest file of every format that carries each kind of metadata."""

import struct
import zlib

from provenance_cli.samples import aaf

from .makers import (
    AAC_FRAME,
    EXIF,
    IIM,
    MP3_FRAME,
    PACKET,
    STORE,
    STORE_UUID,
    SVG,
    XMP_UUID,
    box,
    chunk,
    comments,
    dpx,
    ebml,
    exr,
    gif,
    gif_xmp,
    heif,
    id3,
    iff_chunk,
    item_list,
    jpeg,
    keyed_list,
    matroska,
    movie,
    mxf,
    ogg,
    pdf,
    photoshop,
    png,
    resource,
    riff,
    riff_chunk,
    segment,
    tiff,
    zip_file,
)


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
