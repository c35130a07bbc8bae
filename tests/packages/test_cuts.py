"""Cuts (AAF): their timelines, the media that they refer to, and which of these are here."""

from provenance_cli.samples.aaf import aaf, compound

from provenance import scan, understand

from .conftest import codes, only, the_one


def put(folder, name, data=b"x"):
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def cut(folder, *addresses, name="cut.aaf", **more):
    put(folder, name, aaf(addresses=addresses, **more))
    return only(folder, "aaf", headers=False)


def told(package):
    return [
        (each.path or each.title, each.presence.value, each.role.value) for each in package.members
    ]


def test_a_cut_tells_its_timeline_its_program_and_its_media(delivery):
    package = cut(delivery, "file:///C%3A/a/shot%20010.mxf", "file:///D%3A/b/room.wav")
    assert (package.title, package.standard) == (
        "Harbour Lights R1",
        "AAF, by Sample maker Samples",
    )
    (played,) = package.compositions
    assert (played.path, played.title, played.edit_rate, played.duration) == (
        "cut.aaf",
        "Harbour Lights R1",
        "24/1",
        48,
    )
    assert told(package) == [
        ("file:///C:/a/shot 010.mxf", "elsewhere", "file"),
        ("file:///D:/b/room.wav", "elsewhere", "audio"),
    ]
    assert not package.problems


def test_media_in_the_delivery_are_found_by_name_letter_case_aside(delivery):
    put(delivery, "media/Shot_010.MXF", b"12345")
    put(delivery, "other.mov")
    package = cut(delivery, "file:///C%3A/rushes/shot_010.mxf")
    (member,) = package.members
    assert (member.path, member.size, member.title) == ("media/Shot_010.MXF", 5, "source 0")
    assert member.id.endswith(f"{16:032x}")
    assert package.count == 1


def test_accents_are_compared_whichever_way_they_are_written(delivery):
    put(delivery, "cafe\u0301.wav")
    (member,) = cut(delivery, "file:///x/caf%C3%A9.wav").members
    assert member.path == "cafe\u0301.wav"


def test_of_several_files_of_one_name_the_nearest_is_told(delivery):
    for folder in ("a", "day_2/sound", "z"):
        put(delivery, f"{folder}/take.wav")
    package = cut(delivery, "file://server/share/Day_2/Sound/take.wav")
    assert [each.path for each in package.members] == ["day_2/sound/take.wav"]
    assert package.notes == ("1 of the names stand for several files here; the nearest is told",)


def test_two_addresses_of_one_file_are_one_member(delivery):
    put(delivery, "take.wav")
    package = cut(delivery, "file:///a/take.wav", "file:///b/take.wav")
    assert told(package) == [("take.wav", "here", "audio")]


def test_media_inside_are_told(delivery):
    assert cut(delivery, media=b"RIFF" * 2000).notes == ("1 medium inside, 8,000 bytes",)


def test_a_cut_owns_nothing(delivery):
    put(delivery, "HL.mov")
    put(delivery, "HL.aaf", aaf(addresses=("file:///HL.mov",)))
    found = understand(delivery, headers=False)
    assert [each.kind.value for each in found] == ["aaf", "master"]
    assert [each.path for each in the_one(found, "master").members] == ["HL.mov", "HL.aaf"]


def test_what_is_no_aaf_is_not_understood(delivery):
    put(delivery, "text.aaf", b"plain words")
    put(delivery, "old.aaf", compound([], kind=bytes(range(16))))
    put(delivery, "bare.aaf", compound([]))
    found = [each for each in understand(delivery) if each.kind == "aaf"]
    assert [each.undetermined for each in found] == [True] * 3
    assert all(codes(each) == {("not understood", each.path)} for each in found)


def test_addresses_that_lead_nowhere_are_told_and_never_opened(delivery, tmp_path):
    put(tmp_path, "outside.wav")
    hostile = ("../outside.wav", "file:///", "", "%2e%2e/outside.wav", "a\\..\\outside.wav", "\x00")
    package = cut(delivery, *hostile)
    assert {each.presence.value for each in package.members} == {"elsewhere"}


def test_a_report_tells_the_cut(delivery):
    put(delivery, "shot_010.mxf")
    put(delivery, "cut.aaf", aaf())
    (row,) = scan(delivery, "house").packages
    assert (row.kind, row.path, row.title) == ("aaf", "cut.aaf", "Harbour Lights R1")
    assert row.verdict is None


def test_a_report_tells_masters_and_stems_without_any_list(delivery):
    for name in ("HL.mov", "HL.en.srt", "HL_DX.wav", "mix_MX.wav", "mix_FX.wav", "notes.txt"):
        put(delivery, name)
    rows = scan(delivery, "house").packages
    assert [(each.kind, each.path, each.count) for each in rows] == [
        ("master", "HL.mov", 3),
        ("stems", "mix_*.wav", 2),
    ]
