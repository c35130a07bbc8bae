"""Flat masters with side files, and stems."""

import pytest

from provenance import understand
from provenance.model.package import Role

from .conftest import only


def write(folder, *names):
    for name in names:
        (folder / name).write_bytes(b"x" * len(name))


def shown(folder):
    return {
        each.name: sorted(member.path for member in each.members)
        for each in understand(folder)
        if each.kind in {"master", "stems"}
    }


def test_a_master_and_what_is_named_after_it(delivery):
    side = ("HL_textless.mov", "HL.mov", "HL.en.srt", "HL_51.wav", "HL-QC.pdf", "HL_textless.xml")
    write(delivery, *side, "HLX.srt", "poster.psd", "HL.psd")
    assert shown(delivery) == {
        "HL.mov": ["HL-QC.pdf", "HL.en.srt", "HL.mov", "HL_51.wav"],
        "HL_textless.mov": ["HL_textless.mov", "HL_textless.xml"],
    }
    package = next(each for each in understand(delivery) if each.name == "HL.mov")
    assert [each.role for each in package.members] == [
        *(Role.MASTER, Role.DATA, Role.TEXT, Role.AUDIO)
    ]
    rest = only(delivery, "folder")
    assert [each.path for each in rest.members] == ["HL.psd", "HLX.srt", "poster.psd"]


@pytest.mark.parametrize(
    ("names", "programme"),
    [
        (("HL_R1_DX_51.wav", "HL_R1_MX_51.wav", "HL_R1_FX_51.wav"), "HL_R1_*_51.wav"),
        (("HL_51.L.wav", "HL_51.R.wav", "HL_51.C.wav", "HL_51.LFE.wav"), "HL_51.*.wav"),
        (("hl dialogue.aif", "hl music.aif"), "hl *.aif"),
    ],
)
def test_stems(delivery, names, programme):
    write(delivery, *names)
    assert shown(delivery) == {programme: sorted(names)}


@pytest.mark.parametrize(
    "names",
    [
        ("HL_DX.wav",),
        ("room_tone.wav", "atmos.wav"),
        ("HL_DX.wav", "OTHER_MX.wav"),
        ("HL_DX.wav", "HL_MX.aif"),
        ("L.wav", "R.wav"),
        ("HL.mov", "HLX.srt"),
        ("HL.mov", "HL.psd"),
    ],
)
def test_what_does_not_belong_together(delivery, names):
    write(delivery, *names)
    assert shown(delivery) == {}


def test_a_file_of_an_imp_is_no_master(made):
    folder = made("imp") / "imp"
    write(folder, "hl_picture.en.srt")
    assert shown(folder) == {}


def test_two_roots_of_one_name(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name / "reel").mkdir(parents=True)
        write(tmp_path / name / "reel", "HL.mov", "HL.srt")
    found = understand([tmp_path / "a" / "reel", tmp_path / "b" / "reel"])
    assert len({each.path for each in found}) == 2
