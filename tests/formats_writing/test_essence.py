"""The digest of the essence: blind to metadata, sharp for all else, honest where it cannot say."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from provenance.errors import UnreadableFileError
from provenance.formats import FORMATS, by_name
from provenance.formats.essence import can_compare, essence_digest, is_signed_pdf


@pytest.fixture
def digest(tmp_path):
    """Bytes and a format's name to a digest."""

    def made(data: bytes, name: str) -> str | None:
        path = tmp_path / "file"
        path.write_bytes(data)
        return essence_digest(path, by_name(name))

    return made


METHODS = {
    "jpg": "pixels", "png": "pixels", "gif": "pixels", "webp": "pixels", "tiff": "pixels",
    "bigtiff": "pixels", "mp4": "samples", "mov": "samples", "m4a": "samples", "m4v": "samples",
    "3gp": "samples", "wav": "wave-data", "bwf": "wave-data", "avi": "avi-media",
    "mp3": "mpeg-frames",
}  # fmt: skip


def test_each_sample_has_a_digest_by_the_method_of_its_kind(sample):
    path, form = sample
    found = essence_digest(path, form)
    assert found is not None
    method, _, value = found.partition(":")
    assert method == METHODS[form.name]
    assert len(value) == 64
    assert essence_digest(path, form) == found


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("mp4", b"AAAA"),
        ("mp4, movie box first", b"CCCC"),
        ("mp4, movie box first", b"mp4v"),
        ("mp4, fragmented", b"aaaa"),
        ("mp4, fragmented with offsets", b"bbbb"),
        ("wav", b"\x40\x41"),
        ("wav", b"\x40\x1f\0\0"),
        ("avi", b"frame two"),
        ("mp3, 2.4", b"\xff\xfb"),
    ],
)
def test_one_byte_of_media_is_enough(build, digest, name, place):
    form, make = build["samples"][name]
    data = make()
    at = data.index(place) + len(place) - 1
    other = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    assert digest(data, form) != digest(other, form)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "GIF", "WEBP"])
def test_one_pixel_of_the_last_frame_is_enough(digest, kind):
    images = [Image.new("RGB", (8, 8), (9, 9, 9)), Image.new("RGB", (8, 8), (200, 9, 9))]
    saved = []
    for _ in range(2):
        out = io.BytesIO()
        options = {"lossless": True} if kind == "WEBP" else {}
        images[0].save(out, kind, save_all=True, append_images=images[1:], **options)
        saved.append(digest(out.getvalue(), kind.lower()))
        images[1].putpixel((7, 7), (0, 255, 0))
    assert saved[0] != saved[1]


def test_text_in_a_picture_is_no_essence(build, digest):
    plain, told = build["picture"]("PNG"), build["png_with"]((b"tEXt", b"Title\0x"))
    assert digest(plain, "png") == digest(told, "png")


def test_a_movie_whose_offsets_point_elsewhere_differs(build, digest):
    data = build["movie"]()
    at = data.index(b"stco") + 12
    (offset,) = struct.unpack(">I", data[at : at + 4])
    moved = data[:at] + struct.pack(">I", offset + 1) + data[at + 4 :]
    outside = data[:at] + struct.pack(">I", len(data) * 2) + data[at + 4 :]
    assert digest(data, "mp4") != digest(moved, "mp4")
    assert digest(outside, "mp4") is None


def test_a_movie_moved_as_a_whole_is_the_same(build, digest):
    data = build["movie"](first=True)
    other = bytearray(data)
    at = data.index(b"stco") + 12
    for place in (at, at + 4):
        (offset,) = struct.unpack(">I", data[place : place + 4])
        other[place : place + 4] = struct.pack(">I", offset + 16)
    box = data.index(b"mdat") - 4
    assert digest(
        bytes(other[:box]) + build["box"](b"free", bytes(8)) + bytes(other[box:]), "mp4"
    ) == (digest(data, "mp4"))


def test_movies_that_cannot_be_compared(build, digest):
    data = build["movie"]()
    assert digest(data.replace(b"\0\0\0\1", b"\0\0\0\0", 1), "mp4") is None, "media elsewhere"
    assert digest(data[: data.index(b"moov") - 4], "mp4") is None, "no movie box"
    at = data.index(b"stsz") + 16
    long = data[:at] + struct.pack(">I", 5000) + data[at + 4 :]
    assert digest(long, "mp4") is None, "the samples are longer than the media data"


def test_tags_around_mpeg_frames_do_not_count(build, digest):
    bare = digest(build["mpeg"], "mp3")
    ape = b"APETAGEX" + struct.pack("<III", 2000, 32 + 5, 1) + bytes(12)
    lyrics = b"LYRICSBEGINx" + b"000012" + b"LYRICS200"
    for tail in (b"TAG" + bytes(125), b"items" + ape, lyrics + b"TAG" + bytes(125)):
        assert digest(build["mp3"](3, (b"TIT2", b"\0T")) + tail, "mp3") == bare
    assert digest(build["mp3"](3)[: -len(build["mpeg"])], "mp3") is None


def flac(blocks: list[tuple[int, bytes]], frames: bytes = b"\xff\xf8frames") -> bytes:
    body = b"fLaC"
    for place, (kind, data) in enumerate(blocks):
        last = 0x80 if place == len(blocks) - 1 else 0
        body += bytes([kind | last]) + len(data).to_bytes(3, "big") + data
    return body + frames


def test_flac(digest):
    bare = digest(flac([(0, bytes(34))]), "flac")
    assert bare is not None
    assert bare.startswith("flac-frames:")
    tagged = b"ID3\4\0\0\0\0\0\4" + bytes(4) + flac([(0, bytes(34)), (4, b"comment")])
    assert digest(tagged, "flac") == bare
    assert digest(flac([(0, bytes(33) + b"\1")]), "flac") != bare
    assert digest(flac([(0, bytes(34))], b"\xff\xf8framed"), "flac") != bare
    assert digest(flac([(0, bytes(34))])[:20], "flac") is None


def test_jxl(build, digest):
    box = build["box"]
    start = box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl \0\0\0\0jxl ")
    plain = start + box(b"jxlc", b"\xff\x0acode")
    told = start + box(b"xml ", b"<x/>") + box(b"jxlc", b"\xff\x0acode")
    assert digest(plain, "jxl") == digest(told, "jxl")
    assert digest(plain, "jxl") != digest(plain[:-1] + b"!", "jxl")
    assert digest(start, "jxl") is None
    assert digest(b"\xff\x0acode", "jxl-codestream") is not None


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9">{}'
    "<g><text>a <tspan>b</tspan></text></g></svg>"
)


def test_svg(digest):
    plain = digest(SVG.format("").encode(), "svg")
    assert plain is not None
    told = SVG.format(
        '\n <metadata><c2pa:manifest xmlns:c2pa="http://c2pa.org/manifest">AA</c2pa:manifest>'
        "</metadata>\n<!-- made -->"
    )
    assert digest(told.encode(), "svg") == plain
    assert digest(SVG.format("<rect/>").encode(), "svg") != plain
    assert digest(SVG.format("").replace("a ", "a").encode(), "svg") != plain
    assert digest(b"<!DOCTYPE svg><svg/>", "svg") is None
    assert digest(b"<svg>", "svg") is None


def package(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_packages(digest):
    plain = digest(package({"a": b"1" * 99, "b": b"2"}), "zip")
    assert plain is not None
    signed = {"b": b"2", "META-INF/content_credential.c2pa": b"store", "a": b"1" * 99}
    assert digest(package(signed, zipfile.ZIP_STORED), "docx") == plain
    assert digest(package({"a": b"1" * 99, "b": b"3"}), "zip") != plain
    assert digest(package({"a": b"1" * 99, "c": b"2"}), "zip") != plain
    broken = bytearray(package({"a": b"1" * 99}, zipfile.ZIP_STORED))
    broken[40] ^= 1
    assert digest(bytes(broken), "zip") is None, "its checksum is wrong"
    assert digest(b"PK\3\4", "zip") is None


def document(*contents: bytes, password: str = "", title: str = "") -> bytes:
    writer = PdfWriter()
    for data in contents:
        page = writer.add_blank_page(100, 100)
        stream = DecodedStreamObject()
        stream.set_data(data)
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pdf(digest):
    plain = digest(document(b"0 0 m", b"f"), "pdf")
    assert plain is not None
    assert digest(document(b"0 0 m", b"f", title="told"), "pdf") == plain
    assert digest(document(b"0 0 m", b"S"), "pdf") != plain
    assert digest(document(b"0 0 m"), "pdf") != plain
    assert digest(b"%PDF-1.7 nothing", "pdf") is None


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_encrypted_pdf(digest):
    assert digest(document(b"f", password="x"), "pdf") is None


def test_signed_pdf(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(document(b"f"))
    assert not is_signed_pdf(path)
    path.write_bytes(bytes((1 << 20) - 4) + b"/ByteRange [0 1 2 3]")
    assert is_signed_pdf(path), "also across two reads"
    with pytest.raises(UnreadableFileError):
        is_signed_pdf(tmp_path / "none.pdf")


def test_tiff_that_pillow_cannot_decode(digest):
    """Two samples of 32 bit floats a pixel: Pillow knows no such mode, the strips are hashed."""
    entries = [(256, 1), (257, 1), (258, 32), (259, 1), (262, 1), (273, 8), (277, 2), (278, 1)]
    entries += [(279, 8), (339, 3)]
    table = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)

    def made(pixel: bytes) -> bytes:
        head = b"II*\0" + struct.pack("<I", 16) + pixel
        return head + struct.pack("<H", len(entries)) + table + bytes(4)

    one, two = digest(made(b"12345678"), "tiff"), digest(made(b"12345679"), "tiff")
    assert one is not None
    assert one.startswith("tiff-strips:")
    assert one != two
    assert digest(made(b"12345678")[:40], "tiff") is None


@pytest.mark.parametrize(
    ("name", "kind"), [("jpg", "jpeg"), ("png", "png"), ("webp", "webp, extended")]
)
def test_too_large_for_pillow(build, digest, monkeypatch, name, kind):
    """A picture over Pillow's limit is compared as it is coded."""
    data = build["samples"][kind][1]()
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    found = digest(data, name)
    assert found is not None
    assert not found.startswith("pixels:")
    at = len(data) // 2 + 20
    other = data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]
    assert digest(other, name) != found


def test_without_a_method(digest):
    for name in ("mxf", "mkv", "heic", "exr", "dng"):
        assert digest(b"anything", name) is None
        assert not can_compare(by_name(name))


def test_every_format_that_is_embedded_in_can_be_compared():
    assert all(can_compare(each) for each in FORMATS if each.engine_type)


def test_a_missing_file(tmp_path):
    with pytest.raises(UnreadableFileError):
        essence_digest(tmp_path / "none.png", by_name("png"))


@given(
    data=st.binary(max_size=400),
    form=st.sampled_from([each for each in FORMATS if can_compare(each)]),
)
def test_random_bytes_never_raise(tmp_path_factory, data, form):
    path = Path(tmp_path_factory.getbasetemp()) / "random"
    path.write_bytes(data)
    essence_digest(path, form)
