"""What one look at a file tells is what recognising, walking and decoding tell, or nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import formats, readers
from provenance.formats.base import BlockKind
from provenance.formats.glancing import glance
from provenance.formats.rasters import raster
from provenance.readers.base import Reading, limits
from provenance.readers.exif import decoded, exif_bytes, exif_texts
from provenance.readers.texts import folded

from .makers import exr

FIXTURES = Path(__file__).parents[2] / "fixtures"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
PLACES = [FIXTURES / "media", FIXTURES / "dialects", FIXTURES / "broken", CORPUS]
FILES = sorted(path for place in PLACES for path in place.rglob("*") if path.is_file())
KINDS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*", b"v/1\1", b"SDPX", b"XPDS")
SMALL = [
    path
    for path in FILES
    if path.stat().st_size < 1 << 17 and path.read_bytes()[:4].startswith(KINDS)
]
PLAIN = {BlockKind.EXIF, BlockKind.TEXT, BlockKind.COMMENT, BlockKind.RIFF, BlockKind.HEADER}


def compared(path):
    """What the look shows; held against the walk."""
    with formats.open_source(path) as source:
        seen = glance(source)
        if seen is None:
            return None
        assert formats.recognise(source) is seen.format, path
        if seen.format.name in {"exr", "dpx", "tiff"} and seen.picture:
            assert seen.picture == raster(source, seen.format), path
        container = formats.walk(source, seen.format)
    assert not container.problems, path
    assert {block.kind for block in container.blocks} <= PLAIN, path
    reading = Reading(container)
    held = folded(reading)
    if readers.unmoved(seen.exif, seen.texts):
        assert not limits(reading), path
        assert readers.signals(reading) == ((), ()), path
        assert not any(word in held for word in readers._WORDS), path
    if seen.format.name != "tiff":  # of which the walk makes an EXIF block
        exif = [block.data for block in container.blocks if block.kind is BlockKind.EXIF]
        assert list(seen.exif) == exif, path
    return seen


def test_one_look_tells_what_the_walk_tells():
    seen = [each for each in map(compared, FILES) if each]
    assert {each.format.name for each in seen} >= {"jpg", "png", "webp", "tiff", "exr", "dpx"}
    assert any(each.exif for each in seen)
    assert any(each.texts for each in seen)
    cinema = [each for each in seen if each.format.name in {"exr", "dpx", "tiff"}]
    assert cinema
    assert all(each.picture for each in cinema)


@given(st.sampled_from(SMALL), st.data())
@settings(max_examples=400, deadline=None)
def test_also_of_damaged_files(tmp_path_factory, sample, data):
    whole = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, min(len(whole), 4096) - 1) | st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(whole)) | st.integers(0, len(whole)))
    path = tmp_path_factory.mktemp("damaged") / sample.name
    path.write_bytes(whole[:end] + data.draw(st.just(b"") | st.binary(max_size=40)))
    compared(path)


def entry(order, tag, kind, amount, target):
    return b"".join(
        number.to_bytes(width, order)
        for number, width in ((tag, 2), (kind, 2), (amount, 4), (target, 4))
    )


ENTRIES = st.tuples(
    st.sampled_from([0x010E, 0x010F, 0x0131, 0x8769, 0x014A, 0x9286, 0x927C, 0x9C9C, 0x0112]),
    st.sampled_from([1, 2, 3, 4, 7, 13, 129, 9]),
    st.integers(0, 40) | st.just(1),
    st.integers(0, 200),
)


@given(
    st.sampled_from(["little", "big"]),
    st.lists(st.lists(ENTRIES, max_size=5), min_size=1, max_size=4),
    st.lists(st.sampled_from([b"Steps: 1", b"UNICODE\0", b"ASCII\0\0\0", b"\xc5\xbfteps:"])),
    st.binary(max_size=60),
)
@settings(max_examples=500, deadline=None)
def test_exif_has_no_text_beyond_those_bytes(order, directories, words, rest):
    data = (b"II*\0" if order == "little" else b"MM\0*") + (8).to_bytes(4, order)
    for entries in directories:
        data += len(entries).to_bytes(2, order)
        data += b"".join(entry(order, *each) for each in entries)
        data += (len(data) + 4).to_bytes(4, order)
    data += b"".join(words) + rest
    found = exif_bytes(data)
    if found is None:
        return
    met = []
    texts = exif_texts(data, met)
    assert not met
    held = "\n".join(map(decoded, found)).casefold()
    assert all(text.value.casefold() in held for text in texts)


@pytest.mark.parametrize("count", [1001, 3000])
def test_a_limit_of_exif_takes_more_than_a_look(count):
    rows = b"".join(entry("little", 0x010F, 2, 2, 65) for _ in range(count))
    data = b"II*\0\x08\0\0\0" + count.to_bytes(2, "little") + rows + bytes(4)
    assert exif_bytes(data) is None
    assert not readers.unmoved((data,), ())


def test_of_the_places_themselves_no_name_is_a_word():
    # The look hands on values; the names of EXIF tags and of header fields speak to nobody.
    names = (*readers.exif.TAGS.values(), "FileName", "Creator", "UserData", "Description")
    assert not any(word in name.casefold() for word in readers._WORDS for name in names)
    listening = {each.name for each in readers._LISTENING}
    assert {each.name for each in readers.BUILTIN} - listening == {
        *("c2pa", "xmp", "photoshop", "samsung", "pixels"),
    }
    assert all(each.words for each in readers._LISTENING)


def test_a_frame_is_not_taken_for_one_of_another_layout(tmp_path):
    """Layouts that were met are kept: headers of more of them than are kept, in turns."""
    said = [
        {"owner": "show a"},
        {"owner": "show b"},  # the same layout, another value
        {"owner": "a longer one"},
        {"other": "show a"},
        {"owner": "show a", "comments": "x"},
        {"comments": "x", "owner": "show a"},
        {},
        {"software": "tool"},
    ]
    for turn in range(2):
        for number, attributes in enumerate(said):
            path = tmp_path / f"shot.{turn}.{number:04}.exr"
            path.write_bytes(exr(**attributes))
            seen = compared(path)
            told = [part.decode() for part in seen.texts]
            assert dict(zip(told[::2], told[1::2], strict=True)) == attributes
