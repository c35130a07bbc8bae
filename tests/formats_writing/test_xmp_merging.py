"""Several packets in one file: nothing that one of them says is lost when ours is written."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from provenance.errors import DamagedFileError, UnsupportedFormatError
from provenance.formats import by_name, open_source, recognise, walk
from provenance.formats.writing import embed_xmp, old_packets
from provenance.formats.xmp import ai_properties, parse_xmp, set_properties
from provenance.formats.xmp_merging import merged

DC = "http://purl.org/dc/elements/1.1/"
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def about(inside, attributes="", subject=""):
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="{subject}" xmlns:dc="{DC}" {attributes}>{inside}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


ONE = about("<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>", 'dc:format="a/b"')
TWO = about(
    "<dc:creator><rdf:Seq><rdf:li>Ben</rdf:li></rdf:Seq></dc:creator>"
    "<!-- a note --><dc:source>tape 7</dc:source>",
    'dc:rights="ours" dc:format="c/d"',
    "uuid:2",
)


def values(packet):
    return {each.path: each.value for each in parse_xmp(packet)}


def test_the_earlier_holds_where_two_say_something_of_one_property():
    assert values(merged([ONE, TWO])) == {
        "dc:format": "a/b",
        "dc:creator[1]": "Ann",
        "dc:rights": "ours",
        "dc:source": "tape 7",
    }
    assert values(merged([TWO, ONE]))["dc:creator[1]"] == "Ben"
    assert b"uuid:2" not in merged([ONE, TWO])  # one packet speaks of one subject


def test_one_packet_stays_to_the_letter_and_padding_is_none():
    assert merged([b"\0 \n", ONE, b""]) == ONE
    assert merged([b" ", b"\0"]) is None
    assert merged([]) is None
    assert values(merged([ONE, ONE, ONE])) == values(ONE)


def test_a_packet_without_a_description_takes_what_others_say():
    empty = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>'
    assert values(merged([empty, TWO])) == values(TWO)
    assert values(merged([TWO, empty])) == values(TWO)


def test_one_that_cannot_be_read_cannot_be_kept():
    for packets in ([ONE, b"<broken"], [b"<broken", ONE]):
        with pytest.raises(DamagedFileError):
            merged(packets)


@given(st.lists(st.one_of(st.sampled_from([ONE, TWO]), st.binary(max_size=60)), max_size=4))
def test_any_bytes_merge_or_are_damaged(packets):
    try:
        found = merged(packets)
    except DamagedFileError:
        return
    assert found is None or found in packets or values(found)


def files(build):
    """Files with two packets each, in places of their container that a writer replaces."""
    item = b"XML:com.adobe.xmp\0\0\0\0\0"
    start = b"http://ns.adobe.com/xap/1.0/\0"
    jpeg = build["picture"]("JPEG")
    segments = b"".join(
        b"\xff\xe1" + struct.pack(">H", 2 + len(start + each)) + start + each for each in (ONE, TWO)
    )
    first = build["box"](b"uuid", XMP_UUID, ONE)
    pmx = [build["chunk"](b"_PMX", each) for each in (ONE, TWO)]
    frames = [(b"PRIV", b"XMP\0" + each) for each in (ONE, TWO)]
    return {
        "png": build["png_with"]((b"iTXt", item + ONE), (b"iTXt", item + TWO)),
        "jpg": jpeg[:2] + segments + jpeg[2:],
        "mov": build["movie"](b"qt  ", user_data=build["box"](b"XMP_", ONE))
        + build["box"](b"uuid", XMP_UUID, TWO),
        "mp4": build["movie"]() + first + build["box"](b"uuid", XMP_UUID, TWO),
        "wav": build["wave"](bytes(100), *pmx),
        "mp3": build["mp3"](4, *frames),
    }


@pytest.mark.parametrize("kind", ["png", "jpg", "mov", "mp4", "wav", "mp3"])
def test_writing_ours_keeps_what_all_packets_of_a_file_say(build, tmp_path, kind):
    path, target = tmp_path / f"in.{kind}", tmp_path / f"out.{kind}"
    path.write_bytes(files(build)[kind])
    ours = ai_properties(SOURCE_TYPE, record_id="id-1")
    with open_source(path) as source:
        old = old_packets(source, walk(source, recognise(source)))
    assert len(old) == 2
    embed_xmp(path, target, by_name(kind), set_properties(merged(old), ours))
    with open_source(target) as source:
        (packet,) = old_packets(source, walk(source, recognise(source)))
    first = values(old[0])
    assert values(packet) == {**values(old[1]), **first, **values(set_properties(None, ours))}


def test_the_packet_of_a_second_page_is_left_to_that_page(tmp_path):
    pages = [Image.new("L", (8, 8), shade) for shade in (10, 200)]
    path = tmp_path / "in.tif"
    with TiffImagePlugin.AppendingTiffWriter(path, new=True) as out:
        for page, packet in zip(pages, (ONE, TWO), strict=True):
            tags = TiffImagePlugin.ImageFileDirectory_v2()
            tags[700] = packet
            tags.tagtype[700] = 1
            page.save(out, format="TIFF", tiffinfo=tags)
            out.newFrame()
    with open_source(path) as source:
        container = walk(source, recognise(source))
        assert len(container.blocks) >= 2
        assert old_packets(source, container) == (ONE,)


def test_a_format_without_a_place_for_xmp_says_so(tmp_path):
    path = tmp_path / "in.bmp"
    Image.new("RGB", (2, 2)).save(path, "BMP")
    with open_source(path) as source, pytest.raises(UnsupportedFormatError):
        old_packets(source, walk(source, recognise(source)))
