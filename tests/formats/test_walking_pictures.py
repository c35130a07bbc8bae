"""Walking pictures: directories, text chunks, profiles and packets in pieces, as they are found."""

import struct
import zlib

import pytest

from provenance.formats import BlockKind
from provenance.formats.xmp import parse_xmp

C2PA, XMP, EXIF, IPTC = BlockKind.C2PA, BlockKind.XMP, BlockKind.EXIF, BlockKind.IPTC


def test_a_directory_of_tiff_becomes_one_exif_block(make, walked):
    inner = {0x9286: (7, b"ASCII\0\0\0Steps: 1")}
    outer = {0x8769: (4, bytes(4)), 270: (2, b"a description\0"), 700: (1, make.PACKET)}
    for big in (False, True):
        for order in "<>":
            at = len(make.tiff(outer, big=big, order=order))
            outer[0x8769] = (4, struct.pack(order + "I", at))
            # A classic child directory, moved behind the parent: its offsets move with it.
            child = make.tiff(inner, big=big, order=order)
            lead = 16 if big else 8
            moved = bytearray(child[lead:])
            place = (8 + 12) if big else (2 + 8)
            code = order + ("Q" if big else "I")
            (value,) = struct.unpack_from(code, moved, place)
            struct.pack_into(code, moved, place, value - lead + at)
            found = walked(make.tiff(outer, big=big, order=order) + bytes(moved))
            (block,) = [each for each in found.blocks if each.kind is EXIF]
            assert block.data[:2] == (b"II" if order == "<" else b"MM")
            assert b"a description" in block.data
            assert b"Steps: 1" in block.data
            assert make.PACKET not in block.data
            assert found.problems == ()


def test_png_text_behind_the_pixels_behind_the_end_and_with_a_stale_checksum(make, walked):
    late = make.chunk(b"tEXt", b"late\0one")[:-4] + b"\0\0\0\0"
    data = make.png(after=late) + make.chunk(b"tEXt", b"later\0two") + b"trailing bytes of a phone"
    found = walked(data)
    assert {(each.where, each.key, each.data) for each in found.blocks} == {
        ("PNG tEXt", "late", b"one"),
        ("PNG after IEND tEXt", "later", b"two"),
        ("after PNG IEND", "", b"trailing bytes of a phone"),
    }
    assert found.problems == ()


def test_png_profiles_are_unwrapped(make, walked):
    def profile(kind, data):
        text = f"\n{kind} profile\n{len(data):8}\n{data.hex()}\n".encode()
        return make.chunk(
            b"zTXt", f"Raw profile type {kind}".encode() + b"\0\0" + zlib.compress(text)
        )

    found = walked(
        make.png(
            profile("exif", b"Exif\0\0" + make.EXIF),
            profile("APP1", b"http://ns.adobe.com/xap/1.0/\0" + make.PACKET),
            profile("iptc", make.resource(1028, make.IIM)),
            profile("xmp", make.PACKET),
        )
    )
    assert [(each.kind, each.data) for each in found.blocks] == [
        (EXIF, make.EXIF), (XMP, make.PACKET), (IPTC, make.IIM), (XMP, make.PACKET)
    ]  # fmt: skip


def test_a_png_profile_of_another_writer_is_read(make, walked):
    """Picasa's APP1 holds bare EXIF; an encoder of test files left bytes behind the digits."""

    def profile(kind, data, rest=b""):
        text = b"\ngeneric profile\n%8d\n" % len(data) + data.hex().encode() + b"\n" + rest
        return make.chunk(b"zTXt", b"Raw profile type " + kind + b"\0\0" + zlib.compress(text))

    found = walked(make.png(profile(b"APP1", make.EXIF), profile(b"xmp", make.PACKET, b"}}\xd1")))
    assert [(each.kind, each.data) for each in found.blocks] == [
        (EXIF, make.EXIF), (XMP, make.PACKET)
    ]  # fmt: skip
    assert found.problems == ()


def test_extended_packets_are_put_together(make, walked):
    lead = b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32
    first = make.segment(0xE1, lead + struct.pack(">II", 8, 0) + b"abcd")
    second = make.segment(0xE1, lead + struct.pack(">II", 8, 4) + b"efgh")
    (block,) = walked(make.jpeg(second, first)).blocks
    assert (block.kind, block.data, block.key, block.cut) == (XMP, b"abcdefgh", "A" * 32, False)
    found = walked(make.jpeg(second))
    assert found.blocks[0].cut
    assert "pieces are missing" in found.problems[0]


def test_a_manifest_store_over_several_segments_is_one_block(make, walked):
    store = struct.pack(">I", len(make.STORE) + 20) + make.STORE[4:]
    header = store[:8]
    first = make.segment(0xEB, b"JP\0\1\0\0\0\1" + store)
    second = make.segment(0xEB, b"JP\0\1\0\0\0\2" + header + bytes(20))
    other = make.segment(0xEB, b"JP\0\2\0\0\0\1" + struct.pack(">I4s", 40, b"jumb") + bytes(40))
    found = walked(make.jpeg(first, second, other))
    assert [each.kind for each in found.blocks] == [C2PA]
    assert found.blocks[0].size == len(first) + len(second) - 4
    assert found.problems == ()
    assert "not whole" in walked(make.jpeg(first)).problems[0]


def test_a_store_is_found_behind_another_box_of_its_instance(make, walked):
    store = struct.pack(">I", len(make.STORE)) + make.STORE[4:]
    other = b"JP\0\1\0\0\0\1" + struct.pack(">I4s", 30, b"jumb") + bytes(22)
    data = make.jpeg(make.segment(0xEB, other), make.segment(0xEB, b"JP\0\1\0\0\0\1" + store))
    assert [each.kind for each in walked(data).blocks] == [C2PA]


@pytest.mark.parametrize("crowd", [b"<title>t</title>", b"<desc/>"])
def test_texts_of_an_svg_crowd_no_manifest_out(walked, crowd):
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:c2pa="http://c2pa.org/manifest">'
        + crowd * 5000
        + b"<metadata><c2pa:manifest>AAAA</c2pa:manifest></metadata></svg>"
    )
    found = walked(data)
    assert C2PA in [each.kind for each in found.blocks]
    assert "the rest was not read" in found.problems[0]


@pytest.mark.parametrize(
    ("opening", "closing", "held"),
    [
        (b'c2pa:manifest xmlns:c2pa="http://example.com/other"', b"c2pa:manifest", True),
        (b'x:manifest xmlns:x="http://c2pa.org/manifest"', b"x:manifest", True),
        (b'x:manifest xmlns:x="http://example.com/other"', b"x:manifest", False),
    ],
)
def test_the_manifest_of_an_svg_is_found_as_the_engine_finds_it(walked, opening, closing, held):
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><metadata><'
        + opening
        + b">AAAA</"
        + closing
        + b"></metadata></svg>"
    )
    assert (C2PA in [each.kind for each in walked(data).blocks]) is held


def test_a_store_needs_no_identifier_in_a_jpeg(make, walked):
    store = struct.pack(">I", len(make.STORE)) + make.STORE[4:]
    data = make.jpeg(make.segment(0xEB, b"XX\0\1\0\0\0\1" + store))
    assert [each.kind for each in walked(data).blocks] == [C2PA]


def test_brotli_boxes_are_told(make, walked):
    head = b"\0\0\0\x0cJXL \r\n\x87\n" + make.box(b"ftyp", b"jxl ", bytes(4), b"jxl ")
    found = walked(head + make.box(b"brob", b"xml ", b"packed"))
    assert "Brotli" in found.problems[0]


def test_rdf_in_an_svg_needs_no_packet_and_finds_its_prefixes(walked):
    outer = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:d="http://purl.org/dc/elements/1.1/"'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><metadata>'
    )
    inner = b'<rdf:RDF><rdf:Description rdf:about="" d:format="x"/></rdf:RDF>'
    found = walked(outer + inner + b"</metadata></svg>")
    (block,) = [each for each in found.blocks if each.kind is BlockKind.XMP]
    assert [(each.name, each.value) for each in parse_xmp(block.data)] == [("format", "x")]
