"""Texts in one shape: EXIF, IPTC-IIM, ID3, plain; bounded whatever the bytes are."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.readers import exif, samsung
from provenance.readers.base import json_object, json_value, text_of, walk_json
from provenance.readers.exif import exif_texts
from provenance.readers.iptc import iptc_texts
from provenance.readers.texts import texts


def values(reading):
    return {text.key: text.value for text in texts(reading)}


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_text_tags_of_both_orders(make, order):
    data = make.tiff([(0x010F, 2, b"Make\0"), (0x0131, 2, b"A\0")], order)
    assert [(tag.directory, tag.name, tag.value) for tag in exif_texts(data)] == [
        ("IFD0", "Make", "Make"),
        ("IFD0", "Software", "A"),
    ]
    assert exif_texts(b"Exif\0\0" + data) == exif_texts(data)


@pytest.mark.parametrize("written", ["<", ">"])
@pytest.mark.parametrize("header", ["<", ">"])
def test_user_comment_in_either_utf16_whatever_the_header_says(make, written, header):
    text = "a cat \u732b\nSteps: 20, Sampler: Euler"
    data = make.tiff([], header, [make.user_comment(text, written)])
    (found,) = exif_texts(data)
    assert (found.directory, found.name, found.value) == ("ExifIFD", "UserComment", text)


@pytest.mark.parametrize(
    "raw",
    [
        b"ASCII\0\0\0plain text",
        b"\0\0\0\0\0\0\0\0plain text",
        b"plain text",
        b"UNICODE\0plain text",
        b"UNICODE\0\xfe\xff" + "plain text".encode("utf-16-be"),
        b"UNICODE\0\xff\xfe" + "plain text".encode("utf-16-le"),
    ],
)
def test_user_comment_in_other_codes(raw):
    assert exif.decode("UserComment", raw, "<") == "plain text"


def test_windows_titles_are_utf16():
    assert exif.decode("XPComment", "\u00e9t\u00e9\0".encode("utf-16-le"), ">") == "\u00e9t\u00e9"


def test_binary_is_no_text():
    assert exif.decode("MakerNote", bytes(range(256)) * 4, "<") == ""


def test_directories_that_point_at_one_another_end():
    ring = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HI", 0, 8)
    assert exif_texts(ring) == ()
    many = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 0xFFFF) + b"\0" * 1000
    assert exif_texts(many) == ()


@given(st.binary(max_size=400))
def test_random_exif_and_iptc_never_raise(data):
    exif_texts(data)
    exif_texts(b"II*\0\x08\0\0\0" + data)
    exif_texts(b"MM\0*\0\0\0\x08" + data)
    iptc_texts(data)
    iptc_texts(b"\x1c\x02\x6e" + data)


@given(st.data())
def test_mutated_exif_never_raises(make, data):
    whole = bytearray(
        make.tiff([(0x010F, 2, b"Ideogram AI\0")], "<", [make.user_comment("Steps: 1", "<")])
    )
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    exif_texts(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


def test_iptc_credit_and_extended_lengths():
    short = b"\x1c\x01\x5a\x00\x03\x1b%G\x1c\x02\x6e\x00\x04\xc3\xa9ab"
    assert [(each.name, each.value) for each in iptc_texts(short)] == [("Credit", "\u00e9ab")]
    long = b"\x1c\x02\x78\x80\x04\x00\x00\x00\x02hi"
    assert iptc_texts(long)[0].value == "hi"
    assert iptc_texts(b"\x1c\x02\x6e\xff\xff") == ()
    assert iptc_texts(b"\x1c\x02\x6e\x00\x09abc") == ()


@pytest.mark.parametrize(
    ("frame", "body", "key", "value"),
    [
        ("TIT2", b"\x03Song", "TIT2", "Song"),
        ("TPE1", b"\x01" + "\u00e9".encode("utf-16"), "TPE1", "\u00e9"),
        ("TXXX", b"\x00prompt\0{}", "TXXX:prompt", "{}"),
        ("TXXX", b"\x03AIGC\0{1}", "TXXX:AIGC", "{1}"),
        (
            "TXXX",
            b"\x01" + "ab".encode("utf-16") + b"\0\0" + "cd".encode("utf-16"),
            "TXXX:ab",
            "cd",
        ),
        (
            "TXXX",
            b"\x02" + "\u0100a\0".encode("utf-16-be") + "x".encode("utf-16-be"),
            "TXXX:\u0100a",
            "x",
        ),
        ("TXX", b"\x00prompt\0{}", "TXXX:prompt", "{}"),
        ("COM", b"\x00eng\0text", "COMM", "text"),
        ("WAS", b"https://suno.com/", "WOAS", "https://suno.com/"),
        ("COMM", b"\x00engdesc\0text", "COMM:desc", "text"),
        ("COMM", b"\x00eng\0text", "COMM", "text"),
        ("WOAS", b"https://suno.com/\0junk", "WOAS", "https://suno.com/"),
        ("WXXX", b"\x00d\0http://x", "WXXX:d", "http://x"),
    ],
)
def test_id3_frames(make, frame, body, key, value):
    assert values(make.text(frame, body, BlockKind.ID3)) == {key: value}


@pytest.mark.parametrize("frame", ["TXXX", "COMM", "WXXX", "APIC", "GEOB", "T", ""])
@given(body=st.binary(max_size=60))
def test_random_id3_frames_never_raise(make, frame, body):
    texts(make.text(frame, body, BlockKind.ID3))


def test_texts_are_read_once(make):
    reading = make.text("parameters", "x")
    assert texts(reading) is texts(reading)


def test_json_of_strangers():
    assert json_object(' {"a": 1}\0\0') == {"a": 1}
    assert json_object("[1]") is None
    assert json_object('{"a": ') is None
    with pytest.raises(DamagedFileError, match="deeper than the limit"):
        json_value("[" * 200_000)
    assert json_value("") is None
    assert text_of(10**5000) == ""
    assert text_of(value=True) == ""
    deep = value = {}
    for _ in range(5000):
        value["a"] = {}
        value = value["a"]
    assert sum(1 for _ in walk_json(deep)) == 5000


@given(st.binary(max_size=120), st.binary(max_size=40), st.sampled_from(sorted(samsung._NOTES)))
def test_random_trailers_never_raise(before, after, name):
    size = len(name).to_bytes(4, "little")
    for data in (before + after, before + b"\0\0\xa1\x0b" + size + name + after):
        for note, value in samsung.notes(data):
            samsung.parse(note, value)


@given(st.binary(max_size=700))
def test_random_broadcast_chunks_never_raise(make, data):
    texts(make.blocks(make.block(BlockKind.RIFF, "bext", data, "WAV")))


def test_fields_of_a_broadcast_chunk(make):
    data = b"Sc\xe9ne".ljust(256, b"\0") + b"Recorder".ljust(346, b"\0") + b"A=PCM\r\n"
    found = values(make.blocks(make.block(BlockKind.RIFF, "bext", data, "WAV")))
    assert found == {
        "Description": "Sc\u00e9ne",
        "Originator": "Recorder",
        "CodingHistory": "A=PCM\r\n",
    }
