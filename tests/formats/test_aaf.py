"""AAF: the objects of a compound file, whatever lies in it and however it is broken."""

import struct

import pytest
from provenance_cli.samples import aaf as made

from provenance.errors import DamagedFileError
from provenance.formats import BlockKind, aaf, compound, open_source, recognise, walk

SIZES = pytest.mark.parametrize("shift", [9, 12])


@pytest.fixture
def put(tmp_path):
    def write(data):
        place = tmp_path / "cut.aaf"
        place.write_bytes(data)
        return place

    return write


def walked(place):
    with open_source(place) as source:
        form = recognise(source)
        assert form is not None
        assert form.name == "aaf"
        return walk(source, form)


def content(place):
    with open_source(place) as source:
        opened = aaf.Aaf(source, lambda: None)
        return opened.content()


def texts(container):
    return [(each.where, each.key, each.data.decode()) for each in container.blocks]


def wave(*chunks):
    body = b"".join(kind + struct.pack("<I", len(data)) + data for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


@SIZES
def test_what_is_said_of_clips_is_found_wherever_it_stands(put, shift):
    place = put(made.aaf(comments={"Comments": "søt"}, marker="AI:GENERATED", shift=shift))
    found = walked(place)
    assert not found.problems
    assert texts(found) == [
        ("AAF Identification", "CompanyName", "Sample maker"),
        ("AAF Identification", "ProductName", "Samples"),
        ("AAF Identification", "ProductVersionString", "1.0"),
        ("AAF Marker of Harbour Lights R1", "Comment", "AI:GENERATED"),
        ("AAF UserComments of shot_010", "Comments", "søt"),
    ]


def test_mobs_tell_name_id_length_and_the_files_that_they_refer_to(put):
    mobs, media = content(put(made.aaf(addresses=("file:///a/b.mxf", "file:///c.wav"))))
    assert media == []
    assert [(each.kind, each.name, each.top) for each in mobs] == [
        ("composition", "Harbour Lights R1", True),
        ("master", "shot_010", False),
        ("source", "source 0", False),
        ("source", "source 1", False),
    ]
    assert (mobs[0].edit_rate, mobs[0].duration) == ("24/1", 48)
    assert mobs[0].id == "060a2b340101010501010f1013000000" + f"{1:032x}"
    assert [each.file for each in mobs] == [False, False, True, True]
    assert [each.addresses for each in mobs[2:]] == [("file:///a/b.mxf",), ("file:///c.wav",)]


def test_a_text_is_told_once_and_a_programs_own_marks_not_at_all(put):
    said = {"Comments": "take two", "_PJ": "0a1b2c", "_USER": "two words"}
    found = walked(put(made.aaf(comments=said, marker="take two")))
    told = [(key, text) for where, key, text in texts(found) if "Identification" not in where]
    assert told == [("Comment", "take two"), ("Comments", "take two"), ("_USER", "two words")]


@SIZES
@pytest.mark.parametrize("length", [100, 30_000])
def test_media_inside_are_walked_like_files(put, shift, length):
    sound = wave(
        (b"bext", b"made by a tool".ljust(602, b"\0")),
        (b"fmt ", bytes(16)),
        (b"data", bytes(length)),
        (b"LIST", b"INFOICMT\x04\0\0\0text"),
    )
    found = walked(put(made.aaf(media=sound, shift=shift)))
    assert not found.problems
    inside = [each for each in found.blocks if each.where.startswith("AAF media inside")]
    assert [each.key for each in inside] == ["bext", "ICMT"]
    assert all(each.kind is BlockKind.RIFF for each in inside)
    assert inside[0].data.startswith(b"made by a tool")


def test_samples_without_a_header_hold_no_metadata(put):
    assert not walked(put(made.aaf(media=bytes(range(256)) * 40))).problems


def test_a_manifest_store_inside_is_told_and_never_taken_for_that_of_the_aaf(put, make):
    sound = wave((b"fmt ", bytes(16)), (b"C2PA", make.STORE), (b"data", bytes(8)))
    found = walked(put(made.aaf(media=sound)))
    assert found.problems == ("AAF media inside (wav): its manifest store was not validated",)
    assert all(each.kind is not BlockKind.C2PA for each in found.blocks)


def test_damaged_media_inside_make_the_file_partly_read(put):
    sound = wave((b"fmt ", bytes(16)), (b"data", bytes(8)))[:-4]
    (problem,) = walked(put(made.aaf(media=sound))).problems
    assert problem.startswith("AAF media inside (wav): ")


def test_more_media_than_are_looked_into_are_counted(put, monkeypatch):
    monkeypatch.setattr("provenance.formats.walkers.aaf.MAX_MEDIA", 0)
    (problem,) = walked(put(made.aaf(media=b"RIFF"))).problems
    assert problem == "aaf: 1 media inside were not looked into"


def test_more_objects_than_are_read_leave_what_was_read(put, monkeypatch):
    monkeypatch.setattr("provenance.formats.collecting.MAX_ELEMENTS", 8)
    found = walked(put(made.aaf(comments={"Comments": "a"})))
    assert found.problems == ("more than 8 elements; the rest was not read",)
    assert texts(found)[0] == ("AAF Identification", "CompanyName", "Sample maker")


def test_streams_that_many_entries_name_are_read_up_to_a_limit(put, monkeypatch):
    monkeypatch.setattr("provenance.formats.compound.MAX_READ", 600)
    (problem,) = walked(put(made.aaf())).problems
    assert problem == "streams of more than 600 bytes; the rest was not read"


def test_sectors_that_many_streams_share_are_followed_up_to_a_limit(put, monkeypatch):
    monkeypatch.setattr("provenance.formats.compound.MAX_STEPS", 40)
    (problem,) = walked(put(made.aaf(media=bytes(40_000)))).problems
    assert problem == "aaf: media inside: streams of more than 40 sectors; not all were read"


def test_objects_nest_no_deeper_than_a_limit(put):
    inner = made.object_("Segment-4803", 0x0F00, {})
    for _ in range(aaf.MAX_DEPTH + 1):
        inner = made.object_("Segment-4803", 0x0F00, {}, inner)
    mob = made.object_("Mobs-1901{0}", 0x3500, {0x4402: made.text("deep")}, inner)
    content_ = made.object_("Content-3b03", 0x1800, {}, mob)
    header = made.object_("Header-2", 0x2F00, {}, content_)
    (problem,) = walked(put(made.compound([header]))).problems
    assert problem == f"objects more than {aaf.MAX_DEPTH} deep; the rest was not read"


def test_a_compound_file_without_a_header_object_is_partly_read(put):
    found = walked(put(made.compound([made.Stream("WordDocument", b"x" * 5000)])))
    assert found.problems == ("the compound file holds no AAF header",)


def test_another_compound_file_is_no_aaf(tmp_path):
    place = tmp_path / "old.doc"
    place.write_bytes(made.compound([made.Stream("WordDocument", b"x")], kind=bytes(range(16))))
    with open_source(place) as source:
        assert recognise(source) is None


def _sector(data, number):
    """Where the entry of the allocation table for a sector stands; one table sector."""
    (table,) = struct.unpack_from("<I", data, 76)
    return ((table + 1) << 9) + 4 * number


def test_a_chain_of_sectors_in_a_circle_ends(put):
    data = bytearray(made.aaf())
    (directory,) = struct.unpack_from("<I", data, 48)
    struct.pack_into("<I", data, _sector(data, directory), directory)
    (problem,) = walked(put(bytes(data))).problems
    assert "longer than the file" in problem


def test_a_directory_in_a_circle_ends(put):
    data = bytearray(made.aaf())
    (directory,) = struct.unpack_from("<I", data, 48)
    root = (directory + 1) << 9
    struct.pack_into("<I", data, root + 128 + 76, 1)  # the header lies in itself
    (problem,) = walked(put(bytes(data))).problems
    assert problem == "the directory leads in a circle, or out of itself"


def test_a_stream_that_states_more_than_there_is_ends(put):
    data = bytearray(made.aaf(media=wave((b"data", bytes(9000)))))
    (directory,) = struct.unpack_from("<I", data, 48)
    start = (directory + 1) << 9
    end = start + 64 * 128
    at = data.index("Data-2702".encode("utf-16-le"), start, end)
    struct.pack_into("<I", data, at + 120, 0xFFFFFFF0)
    (problem,) = walked(put(bytes(data))).problems
    assert problem == "aaf: media inside: a stream is shorter than the directory says"


@pytest.mark.parametrize(
    "damage", [(28, b"\0\0"), (30, b"\x0c\0"), (26, b"\x09\0"), (58, b"\xff\xff")]
)
def test_a_damaged_header_is_told(put, damage):
    data = bytearray(made.aaf())
    data[damage[0] : damage[0] + 2] = damage[1]
    (problem,) = walked(put(bytes(data))).problems
    assert problem == "the header of the compound file is damaged"


def test_a_file_too_short_for_a_header_is_none(put):
    with open_source(put(made.aaf()[:300])) as source, pytest.raises(DamagedFileError):
        compound.Compound(source)


def test_numbers_and_foreign_texts_are_no_texts():
    values = aaf.Values(b"")
    assert (values.text(1), values.number(1), values.rate(1)) == ("", None, "")
    big = b"B\x20\x00\x01" + struct.pack(">HHH", 7, 0x82, 8) + struct.pack(">ii", 25, 1)
    assert aaf.Values(big).rate(7) == "25/1"
    assert aaf.Values(big).number(7) == (25 << 32) + 1
    assert aaf.umid(b"short") == ""
