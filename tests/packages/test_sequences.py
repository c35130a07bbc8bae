"""Image sequences: by names, and by what the headers say."""

import tracemalloc

import pytest
from PIL import Image

from provenance import understand
from provenance.model.frames import Frames, Run
from provenance.packages.naming import group, version_of

from .conftest import codes, dpx, only, words


def shown(names):
    found = group(names, "")
    return [(each.pattern, each.text) for each in found.sequences], found.singles


@pytest.mark.parametrize(
    ("names", "pattern", "text"),
    [
        (
            [f"a.{n}.exr" for n in range(1001, 1101) if n != 1050],
            "a.%04d.exr",
            "1001-1100x1 (gap 1050)",
        ),
        (["a.1.exr", "a.2.exr", "a.10.exr"], "a.%d.exr", "1-10x1 (gap 3-9)"),
        (["0000099.dpx", "0000100.dpx"], "%07d.dpx", "99-100x1"),
        (["a_0998.tif", "a_0999.tif", "a_10000.tif"], "a_%04d.tif", "998-10000x1 (gap 1000-9999)"),
        ([f"a.{n:04d}.j2c" for n in (10, 12, 14, 18)], "a.%04d.j2c", "10-18x2 (gap 16)"),
        (["a_1001_4k.exr", "a_1002_4k.exr"], "a_%04d_4k.exr", "1001-1002x1"),
        (["a.1001.left.exr", "a.1002.left.exr"], "a.%04d.left.exr", "1001-1002x1"),
        (["a_1001_pass2.exr", "a_1002_pass2.exr"], "a_%04d_pass2.exr", "1001-1002x1"),
        (["x_2048x1152.0001.dpx", "x_2048x1152.0002.dpx"], "x_2048x1152.%04d.dpx", "1-2x1"),
        ([f"p{n}.png" for n in range(1, 9)], "p%d.png", "1-8x1"),
    ],
)
def test_names_form_a_sequence(names, pattern, text):
    assert shown(reversed(names)) == ([(pattern, text)], ())


@pytest.mark.parametrize(
    "names",
    [
        ["comp_v001.exr", "comp_v002.exr"],
        ["v1.exr", "v2.exr"],
        ["still.1001.exr"],
        ["poster_1.png", "poster_2.png", "poster_3.png"],
        [f"IMG_{n * n * 37}.jpg" for n in range(1, 20)],
        ["2048x1152.exr", "2048x858.exr"],
        ["scan_20241101093000.tif", "scan_20241101093001.tif"],
        ["a.1001.exr", "a.1001.dpx"],
    ],
)
def test_names_that_form_none(names):
    assert shown(names) == ([], tuple(sorted(names)))


def test_versions_are_sequences_of_their_own():
    names = [f"hl_010_{v}.{n}.exr" for v in ("v001", "v002") for n in (1001, 1002)]
    assert [each for each, _ in shown(names)[0]] == ["hl_010_v001.%04d.exr", "hl_010_v002.%04d.exr"]
    assert version_of("hl_010_v002.") == "v002"
    assert version_of("nov12.") == ""


def test_one_number_in_two_paddings_makes_two_sequences():
    names = [f"a.{n:03d}.dpx" for n in (1, 2)] + [f"a.{n:04d}.dpx" for n in (1, 2)]
    assert shown(names)[0] == [("a.%03d.dpx", "1-2x1"), ("a.%04d.dpx", "1-2x1")]


def test_mixed_padding_is_one_sequence_with_a_fault(delivery):
    for number in range(1, 7):
        dpx(delivery, f"a.{number:0{3 if number < 4 else 4}d}.dpx")
    package = only(delivery, "sequence")
    assert package.count == 6
    assert codes(package) == {("padding", "")}
    assert set(package.paths()) == {each.name for each in delivery.iterdir()}


def test_gaps_are_told_and_counted(delivery):
    for number in (1, 2, 5, 6, 9):
        dpx(delivery / "shot", f"a.{number:04d}.dpx")
    package = only(delivery, "sequence")
    assert package.path == "shot/a.%04d.dpx"
    assert "4 frames missing in 1-9x1 (gaps 3-4, 7-8)" in words(package)
    assert package.frames.missing == 4


def test_many_gaps_are_named_only_so_far():
    runs = tuple(Run(n, n, 4) for n in range(0, 60, 3))
    text = Frames("", "a.", ".exr", runs).text
    assert text.startswith("0-57x1 (gaps 1-2, 4-5,")
    assert text.endswith("and 11 more)")


def test_two_sequences_in_one_folder(delivery):
    for name in ("a", "b"):
        for number in (1, 2, 3):
            dpx(delivery, f"{name}.{number:04d}.dpx")
    found = understand(delivery)
    assert [each.name for each in found] == ["a.%04d.dpx", "b.%04d.dpx"]
    assert all(each.notes == ("1 other sequence in its folder",) for each in found)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"size": (32, 18)}, "frame 1005: 32x18, where the others are 16x9"),
        (
            {"project": b"OTHER SHOW"},
            "frame 1005: project=OTHER SHOW, where the others say nothing",
        ),
    ],
)
def test_one_frame_of_another_show(delivery, how, told):
    for number in range(1001, 1011):
        dpx(delivery, f"hl.{number}.dpx", **(how if number == 1005 else {}))
    package = only(delivery, "sequence")
    assert codes(package) == {("odd frame", "")}
    assert told in words(package)
    assert not understand(delivery, headers=False)[0].problems


def test_one_frame_under_another_name(delivery):
    for number in range(1001, 1011):
        dpx(delivery, f"{'other' if number == 1005 else 'hl'}.{number}.dpx")
    package = only(delivery, "sequence")
    assert codes(package) == {("gap", ""), ("odd frame", "other.1005.dpx")}


def test_one_frame_of_another_format_and_one_that_is_empty(delivery):
    for number in range(1001, 1011):
        dpx(delivery, f"hl.{number}.dpx")
    Image.new("RGB", (16, 9)).save(delivery / "x.png")
    (delivery / "x.png").rename(delivery / "hl.1003.dpx")
    (delivery / "hl.1007.dpx").write_bytes(b"")
    (delivery / "hl.1008.dpx").write_bytes(b"no picture at all")
    package = only(delivery, "sequence")
    assert codes(package) == {
        ("odd frame", ""),
        ("empty", "hl.1007.dpx"),
        ("unreadable", "hl.1008.dpx"),
    }
    assert "frame 1003: png 16x9" in words(package)
    assert package.undetermined


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG", "JPEG2000"])
def test_every_format_in_which_frames_come(delivery, kind):
    ending = {"TIFF": "tif", "PNG": "png", "JPEG": "jpg", "JPEG2000": "jp2"}[kind]
    for number in range(8):
        Image.new("RGB", (24, 16)).save(delivery / f"f.{number:04d}.{ending}", kind)
    package = only(delivery, "sequence")
    assert package.count == 8
    assert package.picture.startswith(f"{package.standard if ending != 'tif' else 'tiff'} 24x16")
    assert not package.problems
    assert package.size == sum(each.stat().st_size for each in delivery.iterdir())


def test_frames_that_were_named_one_by_one(made):
    folder = made("shots") / "shots" / "hl_010_v002"
    frames = sorted(folder.iterdir())
    package = only(frames[2:5], "sequence")
    assert package.frames.text == "1003-1005x1"


def test_memory_is_that_of_ranges_not_of_frames():
    count = 100_000
    names = (f"a_rather_long_name_of_a_shot_v003.{n:07d}.exr" for n in range(count))
    tracemalloc.start()
    found = group(names, "")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.sequences[0].runs == (Run(0, count - 1, 7),)
    assert peak < 80 * count  # the names alone would take 90 bytes each
