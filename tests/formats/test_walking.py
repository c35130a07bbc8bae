import struct
import zlib

import pytest

from provenance.formats import BlockKind, recognise
from provenance.formats.collecting import MAX_BLOCKS, MAX_ELEMENTS, MAX_TEXT
from provenance.formats.xmp import parse_xmp

C2PA, XMP, EXIF, IPTC = BlockKind.C2PA, BlockKind.XMP, BlockKind.EXIF, BlockKind.IPTC

WITH_STORE = {
    "jpg", "png", "gif", "webp", "tiff", "bigtiff", "svg", "jxl", "mp4", "avi", "wav", "bwf",
    "mp3", "flac", "pdf", "zip", "c2pa",
}  # fmt: skip
WITH_PACKET = {
    "jpg", "png", "gif", "webp", "tiff", "bigtiff", "dng", "avif", "heic", "jxl", "jp2", "psd",
    "psb", "svg", "mp4", "mov", "avi", "wav", "bwf", "aiff", "mp3", "pdf", "xmp",
}  # fmt: skip
WITH_EXIF = {
    "jpg", "png", "webp", "tiff", "bigtiff", "nef", "dng", "avif", "heic", "jxl", "jp2", "psd",
    "raf", "orf", "rw2",
}  # fmt: skip


@pytest.fixture
def containers(make, walked):
    return {name: walked(data) for name, data in make.samples().items()}


def named(containers, kind):
    return {
        name
        for name, found in containers.items()
        if any(each.kind is kind for each in found.blocks)
    }


def test_manifest_stores_and_packets_of_every_container_are_found(containers, make):
    assert named(containers, C2PA) == WITH_STORE
    assert named(containers, XMP) == WITH_PACKET
    assert named(containers, EXIF) >= WITH_EXIF - {"orf", "rw2"}
    assert named(containers, IPTC) == {"jpg", "psd", "tiff", "bigtiff"}
    for name, found in containers.items():
        for block in found.blocks:
            if block.kind is XMP and name != "svg":
                assert block.data == make.PACKET, (name, block.where)
            if block.kind is EXIF and name not in ("tiff", "bigtiff", "nef", "dng"):
                assert block.data == make.EXIF, (name, block.where)
            if block.kind is IPTC:
                assert block.data == make.IIM, (name, block.where)
            if block.kind is C2PA:
                assert block.size > 0
                assert block.data == b""


def test_sound_files_have_no_problems(containers):
    broken_by_design = {"cr2", "orf", "rw2", "w64", "aac", "heif"}
    assert {
        name: found.problems
        for name, found in containers.items()
        if found.problems and name not in broken_by_design
    } == {}


def test_places_are_where_the_bytes_are(make, walked):
    for name, data in make.samples().items():
        for block in walked(data).blocks:
            assert block.offset + block.size <= len(data), (name, block)
            if block.kind is C2PA and name != "pdf":
                held = data[block.offset : block.offset + block.size]
                assert make.STORE in held or name in ("svg", "zip"), (name, block)


@pytest.mark.parametrize(
    ("name", "kind", "key", "value"),
    [
        ("png", BlockKind.TEXT, "parameters", b"Steps: 1"),
        ("png", BlockKind.TEXT, "prompt", b"{}"),
        ("jpg", BlockKind.COMMENT, "", b"a comment"),
        ("gif", BlockKind.COMMENT, "", b"text"),
        ("bwf", BlockKind.RIFF, "bext", b"description"),
        ("bwf", BlockKind.RIFF, "iXML", b"<BWFXML/>"),
        ("rf64", BlockKind.RIFF, "bext", b"description"),
        ("bw64", BlockKind.RIFF, "axml", b"<a/>"),
        ("w64", BlockKind.RIFF, "bext", b"12345678"),
        ("wav", BlockKind.RIFF, "ICMT", b"text"),
        ("wav", BlockKind.ID3, "TXXX", b"\0k\0v"),
        ("avi", BlockKind.RIFF, "ICMT", b"text"),
        ("mp4", BlockKind.TEXT, "\xa9cmt", b"text"),
        ("mp4", BlockKind.ILST, "\xa9too", b"tool"),
        ("mov", BlockKind.ILST, "com.example.prompt", b"text"),
        ("mp3", BlockKind.ID3, "TXXX", b"\0AIGC\0text"),
        ("aiff", BlockKind.ID3, "TIT2", b"\0title"),
        ("aiff", BlockKind.RIFF, "ANNO", b"text"),
        ("aifc", BlockKind.RIFF, "NAME", b"text"),
        ("caf", BlockKind.TEXT, "title", b"text"),
        ("flac", BlockKind.VORBIS, "prompt", b"text"),
        ("ogg", BlockKind.VORBIS, "AIGC", b"text"),
        ("opus", BlockKind.VORBIS, "prompt", b"text"),
        ("ogv", BlockKind.VORBIS, "title", b"text"),
        ("mkv", BlockKind.MATROSKA, "AIGC", b"text"),
        ("webm", BlockKind.MATROSKA, "Title", b"title"),
        ("exr", BlockKind.HEADER, "software", b"tool"),
        ("dpx", BlockKind.HEADER, "Creator", b"Maker"),
        ("dpx", BlockKind.HEADER, "SlateInfo", b"Slate"),
        ("mxf", BlockKind.HEADER, "ProductName", b"Example"),
        ("j2k", BlockKind.COMMENT, "", b"text"),
    ],
)
def test_text_of_every_container(containers, name, kind, key, value):
    assert (kind, key, value) in {
        (each.kind, each.key, each.data) for each in containers[name].blocks
    }


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


@pytest.mark.parametrize("gap", [8, 64, 72, 200_000])
def test_chunks_behind_zeros_are_found(make, walked, gap):
    plain = make.riff(
        b"WAVE", make.riff_chunk(b"fmt ", bytes(16)), make.riff_chunk(b"data", b"\1\2")
    )
    store = make.riff_chunk(b"C2PA", b"store")
    body = plain[8:] + bytes(gap) + store
    found = walked(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert [each.kind for each in found.blocks] == [C2PA]
    waste = body[: -len(store)] + b"\0\1\2" + bytes(9)
    found = walked(b"RIFF" + struct.pack("<I", len(waste)) + waste)
    assert "no chunk at byte" in found.problems[0]


@pytest.mark.parametrize("kind", ["png", "gif", "wav"])
@pytest.mark.parametrize("tail", ["zip", "jpg", "mp4", "c2pa"])
def test_a_file_appended_to_another_is_told(make, walked, kind, tail):
    seeds = make.samples()
    found = walked(seeds[kind] + seeds[tail])
    assert any("another file is appended" in each for each in found.problems)
    waste = walked(seeds[kind] + b"\x01waste of a tool")
    assert not any("another file" in each for each in waste.problems)


def test_padding_is_no_problem(make, walked):
    plain = make.riff(
        b"WAVE", make.riff_chunk(b"fmt ", bytes(16)), make.riff_chunk(b"data", b"\1\2")
    )
    body = plain[8:] + bytes(4000)
    assert walked(b"RIFF" + struct.pack("<I", len(body)) + body).problems == ()


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


def test_a_directory_is_read_as_far_as_its_entries_go(make, walked):
    data = bytearray(make.zip_file(b"META-INF/content_credential.c2pa"))
    struct.pack_into("<I", data, len(data) - 10, 0)
    assert [each.kind for each in walked(bytes(data)).blocks] == [C2PA]
    hidden = walked(bytes(data) + b"PK\5\6" + bytes(18) + b"x")
    assert "not where the file ends" in hidden.problems[0]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (b"shots/bg.PNG", "1 media files inside"),
        (b"reel.mov", "1 media files inside"),
        (b"more.zip", "1 media files inside"),
        (b"notes.txt", ""),
        (b"shots/", ""),
        (b"docProps/thumbnail.jpeg", ""),
        (b"META-INF/content_credential.c2pa", ""),
    ],
)
def test_media_in_a_package_is_told_as_not_read(make, walked, name, problem):
    problems = walked(make.zip_file(name)).problems
    assert bool(problems) is bool(problem)
    assert all(problem in each for each in problems)


@pytest.mark.parametrize("version", [3, 4])
def test_id3_versions_and_flags(make, walked, version):
    frames = ((b"TXXX", b"\0prompt\0" + b"x" * 300), (b"WOAS", b"https://example.org"))
    found = walked(make.id3(*frames, version=version) + make.MP3_FRAME * 2)
    assert [(each.key, each.data) for each in found.blocks] == [
        ("TXXX", frames[0][1]), ("WOAS", frames[1][1])
    ]  # fmt: skip


def test_id3_of_version_22_and_doubled_zeros(make, walked):
    body = b"TXX" + b"\0\0\x08" + b"\0k\0v\xff\0\xe0w"
    packed = body[:6] + b"\0k\0v\xff\0\0\xe0w"
    tag = b"ID3\2\0\x80" + make.synchsafe(len(packed)) + packed
    (block,) = walked(tag + make.MP3_FRAME * 2).blocks
    assert (block.key, block.data) == ("TXX", b"\0k\0v\xff\0\xe0w")


def test_itunes_names_and_pictures(make, walked):
    mean = make.box(b"mean", bytes(4), b"com.apple.iTunes")
    own = make.box(b"name", bytes(4), b"AIGC")
    value = make.box(b"data", struct.pack(">II", 1, 0), b"label")
    cover = make.box(b"covr", make.box(b"data", struct.pack(">II", 13, 0), b"jpeg"))
    handler = make.box(b"hdlr", bytes(8), b"mdir", bytes(13))
    items = make.box(b"ilst", make.box(b"----", mean, own, value), cover)
    user = make.box(b"udta", make.box(b"meta", bytes(4), handler, items))
    (block,) = walked(make.movie(b"M4A ", user)).blocks
    assert (block.key, block.data) == ("----:com.apple.iTunes:AIGC", b"label")


def test_hashes_of_fragments_are_no_manifest_store(make, walked):
    merkle = make.box(b"uuid", make.STORE_UUID, bytes(4), b"merkle\0", bytes(8))
    assert walked(make.movie(b"isom") + merkle).blocks == ()


def test_brotli_boxes_are_told(make, walked):
    head = b"\0\0\0\x0cJXL \r\n\x87\n" + make.box(b"ftyp", b"jxl ", bytes(4), b"jxl ")
    found = walked(head + make.box(b"brob", b"xml ", b"packed"))
    assert "Brotli" in found.problems[0]


@pytest.mark.parametrize("name", [b"C2PA#5fManifest", b"#43#32PA_Manifest"])
def test_a_name_in_a_pdf_may_be_escaped(make, walked, name):
    data = make.pdf(b"<</AFRelationship/" + name + b"/Type/F>>")
    assert [each.kind for each in walked(data).blocks] == [C2PA]
    assert walked(make.pdf(b"<</AFRelationship/C2PA_Manifests>>")).blocks == ()


def test_a_packed_metadata_stream_of_a_pdf_is_read(make, walked):
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
    head = b"3 0 obj<</Type/Metadata/Subtype/XML/Filter/FlateDecode>>stream\n"
    (block,) = walked(make.pdf(head + zlib.compress(packet) + b"\nendstream endobj")).blocks
    assert (block.kind, block.data) == (BlockKind.XMP, packet)
    (block,) = walked(make.pdf(head + packet + b"\nendstream endobj")).blocks
    assert block.data == packet
    found = walked(make.pdf(head + b"\x80\x0b\x60\x50" + b"\nendstream endobj"))
    assert "packed in a way that is not read" in found.problems[0]


def test_rdf_in_an_svg_needs_no_packet_and_finds_its_prefixes(walked):
    outer = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:d="http://purl.org/dc/elements/1.1/"'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><metadata>'
    )
    inner = b'<rdf:RDF><rdf:Description rdf:about="" d:format="x"/></rdf:RDF>'
    found = walked(outer + inner + b"</metadata></svg>")
    (block,) = [each for each in found.blocks if each.kind is BlockKind.XMP]
    assert [(each.name, each.value) for each in parse_xmp(block.data)] == [("format", "x")]


def test_a_store_in_a_packed_object_stream_of_pdf(make, walked):
    packed = zlib.compress(b"1 0 <</AFRelationship /C2PA_Manifest>>")
    stream = b"<</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + packed + b"\nendstream"
    assert [each.kind for each in walked(make.pdf(stream)).blocks] == [C2PA]
    assert walked(make.pdf(stream.replace(packed, zlib.compress(b"nothing")))).blocks == ()


def test_sizes_that_stay_open_are_no_damage(make, walked):
    fmt = make.riff_chunk(b"fmt ", bytes(16))
    streamed = b"RIFF\xff\xff\xff\xffWAVE" + fmt + b"data\xff\xff\xff\xff\0\1\2\3"
    assert walked(streamed).problems == ()
    body = b"WAVE" + fmt + b"data\xff\xff\xff\xff\0\1\2\3"
    lying = b"RIFF" + struct.pack("<I", len(body)) + body
    assert "ends inside chunk data" in walked(lying).problems[0]


@pytest.mark.parametrize(
    ("name", "keep", "words"),
    [
        ("png", -2, "inside chunk IEND"),
        ("png", -12, "without chunk IEND"),
        ("jpg", -2, "inside the JPEG scan"),
        ("jpg", 20, "inside JPEG segment"),
        ("gif", -1, "no trailer"),
        ("webp", -4, "inside chunk C2PA"),
        ("tiff", -4, "ends inside it"),
        ("mp4", -4, "ends inside box uuid"),
        ("mov", -2, "ends inside box mdat"),
        ("wav", -2, "inside chunk id3"),
        ("aiff", -2, "inside chunk ID3"),
        ("flac", -10, "flac ends inside"),
        ("ogg", -3, "inside a page"),
        ("mkv", -4, "mkv ends inside"),
        ("exr", -2, "last chunk"),
        ("dpx", -2, "its picture"),
        ("psd", 60, "psd ends inside"),
        ("mxf", -3, "header metadata"),
        ("pdf", -8, "end mark"),
        ("zip", -30, "before its directory"),
        ("c2pa", -3, "manifest store"),
        ("svg", -5, "not well-formed"),
        ("caf", -3, "inside chunk"),
        ("mp3", 40, "inside the ID3 tag"),
    ],
)
def test_truncation_is_told(make, walked, name, keep, words):
    found = walked(make.samples()[name][:keep])
    assert any(words in problem for problem in found.problems), found.problems


def test_a_movie_without_its_movie_box(make, walked):
    data = make.box(b"ftyp", b"qt  ", bytes(4)) + make.box(b"mdat", b"x")
    assert "no movie box" in walked(data).problems[0]


def test_trailers_of_cameras_are_no_damage(make, walked):
    found = walked(make.jpeg() + b"\0\0SEFH" + bytes(40) + b"SEFT")
    assert [each.kind for each in found.blocks] == [BlockKind.TRAILER]
    assert found.problems == ()
    film = make.movie(b"mp42")
    assert walked(make.jpeg() + film).problems == ()
    assert walked(make.jpeg(tail=b"\xff\xd9\0\0\0\0")).blocks == ()


class TestLimits:
    def test_a_compressed_bomb_is_cut(self, make, walked):
        bomb = zlib.compress(bytes(64 << 20), 9)
        found = walked(make.png(make.chunk(b"zTXt", b"k\0\0" + bomb)))
        (block,) = found.blocks
        assert (len(block.data), block.cut) == (MAX_TEXT, True)
        assert "unfolds to more" in found.problems[0]

    def test_many_bombs_stop_the_walk(self, make, walked):
        bomb = make.chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(5 << 20), 9))
        found = walked(make.png(*[bomb] * 20))
        assert sum(len(each.data) for each in found.blocks) <= 64 << 20
        assert any("bytes of metadata" in each for each in found.problems)

    def test_damaged_compression_keeps_what_precedes(self, make, walked):
        packed = zlib.compress(b"text " * 9, 0)[:-6]
        found = walked(make.png(make.chunk(b"zTXt", b"k\0\0" + packed)))
        assert found.blocks[0].cut
        assert found.blocks[0].data.startswith(b"text text")
        assert found.problems

    def test_blocks_are_counted(self, make, walked):
        found = walked(make.png(*[make.chunk(b"tEXt", b"k\0v")] * (MAX_BLOCKS + 1)))
        assert len(found.blocks) == MAX_BLOCKS
        assert "metadata blocks" in found.problems[0]

    def test_elements_are_counted(self, make, walked):
        found = walked(make.png(make.chunk(b"teSt", b"") * (MAX_ELEMENTS + 1)))
        assert "elements" in found.problems[0]

    def test_directories_in_a_circle_end(self, make, walked):
        data = bytearray(make.tiff({270: (2, b"text\0\0\0\0")}))
        at = 8 + 2 + 12
        data[at : at + 4] = struct.pack("<I", 8)
        found = walked(bytes(data))
        assert len(found.blocks) == 1

    def test_nesting_ends(self, make, walked):
        data = b""
        for _ in range(50):
            data = make.box(b"udta", data)
        found = walked(make.movie(b"isom", data))
        assert any("nested deeper" in each for each in found.problems)
        tags = b""
        for _ in range(50):
            tags = make.ebml(0x67C8, tags)
        found = walked(make.matroska(b"matroska", make.ebml(0x1254C367, make.ebml(0x7373, tags))))
        assert any("nested deeper" in each for each in found.problems)

    def test_problems_are_one_line_without_control_characters(self, make, walked):
        found = walked(make.png(make.chunk(b"zTXt", b"\x1b[31m\nkey\0\0broken")))
        assert found.problems
        for problem in found.problems:
            assert problem.isprintable()


def test_formats_without_blocks_walk_to_nothing(opened, make, walked):
    for data in (b"plain words", b'{"a": 1}', make.samples()["jxl-codestream"]):
        assert recognise(opened(data)) is not None
        assert walked(data).blocks == ()
