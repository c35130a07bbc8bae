import struct
from pathlib import Path

import pytest

from provenance.formats import FORMATS, by_extension, by_name, contradicts, recognise

LEFT_OUT = {"arw", "raw", "docx", "xlsx", "pptx"}  # made in tests of their own below


def test_every_format_is_recognised_by_a_hand_made_file(make, opened):
    samples = make.samples()
    got = {name: recognise(opened(data)) for name, data in samples.items()}
    assert {name: found.name if found else None for name, found in got.items()} == {
        name: name for name in samples
    }
    assert set(samples) | LEFT_OUT == {each.name for each in FORMATS}


@pytest.mark.parametrize(("maker", "name"), [(b"SONY\0", "arw"), (b"PENTAX\0", "raw")])
def test_sensor_data_in_a_child_directory_is_camera_raw(make, opened, maker, name):
    child = make.tiff({0x0106: (3, struct.pack("<H", 32803))})[8:]
    plain = make.tiff({0x010F: (2, maker), 0x014A: (4, bytes(4))})
    at = len(plain)
    parent = make.tiff({0x010F: (2, maker), 0x014A: (4, struct.pack("<I", at))})
    assert recognise(opened(parent + child)).name == name


@pytest.mark.parametrize(
    ("part", "name"), [(b"word/document.xml", "docx"), (b"xl/workbook.xml", "xlsx")]
)
def test_office_documents_by_their_parts(make, opened, part, name):
    data = make.zip_file(b"[Content_Types].xml" + part)  # one name that holds both is enough
    assert recognise(opened(data)).name == name


@pytest.mark.parametrize(
    ("tracks", "name"),
    [((b"soun",), "m4a"), ((b"vide", b"soun"), "mp4"), ((b"soun", b"tmcd"), "mp4"), ((), "mp4")],
)
def test_a_vague_brand_is_told_by_its_tracks(make, opened, tracks, name):
    assert recognise(opened(make.movie(b"mp42", tracks=tracks))).name == name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\0\0\0\x10styp" + bytes(8), "mp4"),
        (b"\0\0\0\x10moof" + bytes(8), "mp4"),
        (b"\0\0\0\x08wide\0\0\0\x08mdat", "mov"),
        (b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<s:svg xmlns:s='x'>", "svg"),
        ("TITLE: x\r\n001  AX  V  C  00:00:00:00".encode("utf-16"), "edl"),
        (b"\n\n<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "xmp"),
        (b"[1, 2]", "json"),
        (b"001  AX       V     C        00:00:00:00 00:00:01:00", "edl"),
        (b"\0" * 100 + b"FORM", None),
        (b"plain\x01", None),
        (b"caf\xe9", None),
        (b"BM not a bitmap\0\0\0\0", None),
        (b"RIFF\x04\0\0\0WHAT", None),
        (b"", None),
    ],
)
def test_beginnings(opened, data, name):
    found = recognise(opened(data))
    assert (found.name if found else None) == name


@pytest.mark.parametrize("far", ["", "x" * 390, "x" * 1200])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{far}\n\n{far}\n001  AX  V  C 00:00:00:00\n", "edl"),
        ("{far}\n{far}\n{far}\n{far}\n001  AX  V  C 00:00:00:00\n", "text"),
        ("{far}a,b\n\n1,2{far}\nx\n", "csv"),
        ("{far}a,b\n1,2,3\n", "text"),
        ("{far}a\t\n1\t\nno more\n\n\n", "csv"),
        ("{far}\u00e4;b\n1;2\n", "csv"),
    ],
)
def test_lists_by_their_first_lines_however_long_these_are(opened, text, name, far):
    found = recognise(opened(text.format(far=far or "-").encode()))
    assert found is not None
    assert found.name == name


def test_text_before_binary_is_not_text(opened):
    assert recognise(opened(b"P6 header\n" * 500 + bytes(range(256)) * 40)) is None


def test_audio_needs_a_second_frame(make, opened):
    assert recognise(opened(make.MP3_FRAME + b"noise" * 10)) is None
    assert recognise(opened(make.AAC_FRAME + b"noise" * 10)) is None
    assert recognise(opened(make.id3() + make.AAC_FRAME * 2)).name == "aac"
    assert recognise(opened(make.id3() + bytes(700) + make.MP3_FRAME * 2)).name == "mp3"


@pytest.mark.parametrize(
    ("path", "content", "promise"),
    [
        ("a.jpeg", "jpg", ""), ("a.JPE", "jpg", ""), ("a.png", "jpg", "png"),
        ("a.tif", "bigtiff", ""), ("a.tiff", "dng", "tiff"), ("a.nef", "jpg", "nef"),
        ("a.wav", "rf64", ""), ("a.wav", "bwf", ""), ("a.wav", "w64", "wav"),
        ("a.wav", "mp3", "wav"), ("a.aif", "aifc", ""), ("a.aiff", "aifc", ""),
        ("a.m4a", "mp4", ""), ("a.mp4", "m4a", ""), ("a.mp4", "mov", "mp4"),
        ("a.mov", "mp4", "mov"), ("a.heif", "heic", ""), ("a.heic", "heif", ""),
        ("a.heic", "avif", "heic"), ("a.ogg", "opus", ""), ("a.opus", "ogg", "opus"),
        ("a.jxl", "jxl-codestream", ""), ("a.mkv", "webm", ""), ("a.webm", "mkv", "webm"),
        ("a.zip", "docx", ""), ("a.docx", "zip", "docx"), ("a.txt", "csv", ""),
        ("a.unheard", "png", ""), ("png", "png", ""), ("a.pef", "raw", ""),
    ],
)  # fmt: skip
def test_names_that_lie(path, content, promise):
    assert contradicts(Path(path), by_name(content)) == promise


def test_the_table_is_sound():
    names = [each.name for each in FORMATS]
    assert len(set(names)) == len(names)
    for each in FORMATS:
        assert each.extensions
        assert all(part.startswith(".") and part == part.lower() for part in each.extensions)
        assert contradicts(Path("x" + each.extensions[0]), each) == ""
        assert not (each.raw and each.engine_type), f"{each.name}: originals are not written into"
    assert by_extension(Path("shot.0001.EXR")).name == "exr"
    assert by_extension(Path("README")) is None
    unwritable = {"heic", "heif", "rf64", "bw64", "w64", "mxf", "mkv", "exr", "jxl-codestream"}
    assert not [each for each in unwritable if by_name(each).engine_type]
    with pytest.raises(KeyError):
        by_name("nothing")
