"""A flat delivery by what it is: artwork and paper beside masters and stems, by their content."""

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from provenance import understand
from provenance.model.package import PackageKind, Role
from provenance.packages.loose import about
from provenance.reporters.packages_text import render_packages
from provenance.sorting import sort

from .conftest import dpx, only

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\nGood evening.\r\n"
EDL = "TITLE: HL_R1\nFCM: NON-DROP FRAME\n\n001  AX  V  C  00:00:00:00 00:00:01:00 01:00:00:00\n"
ALE = "Heading\nFIELD_DELIM\tTABS\n\nColumn\nName\tStart\n\nData\nA001\t01:00:00:00\n"
FCP7 = '<?xml version="1.0"?>\n<!DOCTYPE xmeml>\n<xmeml version="5"><sequence/></xmeml>'
TTML = '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>'


@pytest.fixture
def flat(delivery):
    """A delivery without any list, most of it named by nobody's rules."""
    for name in ("art/one_sheet.png", "art/teaser.jpg", "hl_key_art.tif"):
        (delivery / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (16, 9)).save(delivery / name)
    texts = {
        "paper/HL_QC_report.pdf": PDF.decode(),
        "paper/cue sheet.csv": "cue,title\n1,Overture\n2,Harbour\n",
        "paper/reel1.edl": EDL,
        "paper/day01.ale": ALE,
        "paper/fr.srt": SRT,
        "paper/reel1.xml": FCP7,
        "paper/imsc.ttml": TTML,
        "paper/sound report": "Reel 3 is a temp mix.\n",
    }
    for name, text in texts.items():
        (delivery / name).parent.mkdir(exist_ok=True)
        (delivery / name).write_text(text, newline="")
    with zipfile.ZipFile(delivery / "paper" / "register.xlsx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", "<workbook/>")
    return delivery


def told(found, kind):
    return {
        each.path: {member.path.rpartition("/")[2]: member.title for member in each.members}
        for each in found
        if each.kind is kind
    }


def test_artwork_and_paper_of_each_folder(flat):
    found = understand(flat)
    assert told(found, PackageKind.ARTWORK) == {
        ".": {"hl_key_art.tif": "tiff picture"},
        "art": {"one_sheet.png": "png picture", "teaser.jpg": "jpg picture"},
    }
    assert told(found, PackageKind.PAPER) == {
        "paper": {
            "HL_QC_report.pdf": "PDF document; by its name a quality control report",
            "cue sheet.csv": "table (CSV); by its name a music cue sheet",
            "reel1.edl": "edit list (CMX 3600)",
            "day01.ale": "Avid log (ALE)",
            "fr.srt": "SubRip captions",
            "reel1.xml": "cut (Final Cut Pro 7)",
            "imsc.ttml": "TTML captions",
            "sound report": "text; by its name a sound report",
            "register.xlsx": "Excel table",
        }
    }
    assert [each.kind for each in found if each.kind is PackageKind.FOLDER] == []


def test_beside_a_master_and_stems(flat):
    for name in ("HL.mov", "HL.en.srt", "HL_DX.wav", "HL_MX.wav"):
        (flat / name).write_bytes(b"x")
    (flat / "unknown.bin").write_bytes(bytes(range(256)))
    found = understand(flat)
    assert {each.kind.value for each in found} >= {"master", "artwork", "paper", "folder"}
    assert [each.path for each in only(flat, "folder").members] == ["unknown.bin"]
    assert sum(each.count for each in found) == sum(1 for each in flat.rglob("*") if each.is_file())


def test_as_lines(flat):
    text = render_packages(understand(flat))
    assert "artwork  art\n" in text
    assert "  member    paper/fr.srt (SubRip captions, " in text


def test_names_alone_tell_neither(flat):
    kinds = {each.kind for each in understand(flat, headers=False)}
    assert kinds == {PackageKind.FOLDER}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("key_art.psd", b"no picture at all"),
        ("fr.srt", b"no captions at all"),
        ("report.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("empty.pdf", b""),
        ("notes.txt", b"Reel 3 is a temp mix."),
        ("card.approval.json", b'{"schema": "provenance.approval/1"}'),
        ("provenance.toml", b"[production]\ntitle = 'x'\n"),
        ("settings.json", b'{"a": 1}'),
        ("mix.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(28)),
        ("manual.xml", b"<?xml version='1.0'?><doc><p>use <tt >x</tt></p></doc>"),
        ("manual.xml", b"<?xml version='1.0'?><!-- <fcpxml> --><doc/>"),
        ("build-script.sh", b"#!/bin/sh\nexit 0\n"),
        ("credits.lua", b"print('credits')\n"),
        ("release.txt", b"Version 2 is out.\n"),
    ],
)
def test_what_is_neither_stays_with_the_rest(delivery, name, data):
    (delivery / name).write_bytes(data)
    assert sort(delivery / name) is None
    assert [each.kind for each in understand(delivery)] == [PackageKind.FOLDER]


def test_the_first_element_tells_behind_what_stands_in_front_of_it(delivery):
    front = "<?xml version='1.0'?>\n<!DOCTYPE tt [<!ENTITY a 'b'>]>\n<!-- of <doc> -->\n"
    (delivery / "a.xml").write_text(front + TTML.partition("?>")[2])
    found = sort(delivery / "a.xml")
    assert found is not None
    assert found.what == "TTML captions"


def test_what_stands_in_front_of_it_takes_no_time(delivery):
    (delivery / "a.xml").write_text("<?xml version='1.0'?>" + "<?a?>" * 800)
    assert sort(delivery / "a.xml") is None


def test_a_frame_is_no_artwork(delivery):
    dpx(delivery, "still.1001.dpx")
    assert [each.kind for each in understand(delivery)] == [PackageKind.FOLDER]


def test_the_role_is_by_the_content_and_not_by_the_name(delivery):
    (delivery / "script.txt").write_text(SRT)
    (package,) = understand(delivery)
    (member,) = package.members
    assert member.role is Role.TEXT
    assert member.title == "SubRip captions; by its name a script"
    assert package.notes == ("SubRip captions (1)",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("HL_QC_v2.pdf", "a quality control report"),
        ("Music Cue Sheet.pdf", "a music cue sheet"),
        ("A001_camera_report.csv", "a camera report"),
        ("E&O binder.pdf", "insurance (errors and omissions)"),
        ("GenAI_disclosure.docx", "a disclosure of AI"),
        ("talent-release.pdf", "a release or consent"),
        ("show_ENO.pdf", "insurance (errors and omissions)"),
        ("Brian Eno.pdf", ""),
        ("press release.pdf", ""),
        ("acqcept.pdf", ""),
        ("description.pdf", ""),
        ("", ""),
    ],
)
def test_a_name_only_helps(name, words):
    assert about(name) == words


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["a.pdf", "a.srt", "a.xml", "a.edl", "a", "a.json", "a.ai", "a.zip", "a.png"]),
    st.sampled_from([PDF, SRT.encode(), EDL.encode(), ALE.encode(), FCP7.encode(), b"PK\3\4", b""]),
    st.binary(max_size=80),
)
def test_any_bytes_are_something_or_nothing(tmp_path_factory, name, head, rest):
    path = tmp_path_factory.mktemp("loose") / name
    path.write_bytes(head + rest)
    piece = sort(path)
    assert piece is None or piece.kind in {PackageKind.ARTWORK, PackageKind.PAPER}
