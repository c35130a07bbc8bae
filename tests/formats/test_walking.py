"""Walking one sample of every format: each store, packet and text is found, and where it lies."""

import pytest

from provenance.formats import BlockKind, recognise

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


def test_formats_without_blocks_walk_to_nothing(opened, make, walked):
    for data in (b"plain words", b'{"a": 1}', make.samples()["jxl-codestream"]):
        assert recognise(opened(data)) is not None
        assert walked(data).blocks == ()
