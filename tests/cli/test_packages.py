"""``provenance packages``: words, documents, exit codes."""

import pytest
from provenance_cli.samples.packages import PACKAGES, make_sample_package


@pytest.fixture
def delivery(tmp_path):
    for name in PACKAGES:
        make_sample_package(tmp_path / "delivery", name)
    return tmp_path / "delivery"


@pytest.mark.usefixtures("delivery")
def test_what_is_shown(run):
    ran = run("packages", "delivery")
    assert (ran.code, ran.err) == (0, "7 packages\n")
    blocks = ran.out.split("\n\n")
    kinds = [block.split()[:2] for block in blocks]
    assert kinds == [
        ["mhl", "card_A001/ascmhl"],
        ["dcp", "dcp"],
        ["imp", "imp"],
        ["imp", "imp_fr"],
        ["sequence", "shots/hl_010_v002/hl_010_v002.%04d.exr"],
        ["sequence", "shots/scan_A001/scan_A001.%07d.dpx"],
        ["aaf", "turnover/reel_1.aaf"],
        ["folder", "delivery"],
    ]
    assert "  frames    1001-1010x1, 10 frames, 13.9 kB\n" in ran.out
    assert "  plays     Harbour Lights, 1 frame at 24 fps, 0:00:00.041\n" in ran.out
    assert "(in imp)" in blocks[3]
    assert "listed hashes not checked" in blocks[2]


def test_hashes_are_compared_where_asked_for(run, delivery):
    ran = run("packages", "delivery/imp", "--verify")
    assert ran.code == 0
    assert "6 of 6 checked hashes match" in ran.out
    (delivery / "imp" / "hl_notes.txt").write_bytes(b"Reel 2, frame 9.\n")
    ran = run("packages", "delivery/imp", "--verify")
    assert ran.code == 1
    assert "  ! hash: hl_notes.txt: the sha1 is not the one that is listed\n" in ran.out


@pytest.mark.usefixtures("delivery")
def test_the_document(run):
    ran = run("packages", "delivery/shots", "--json")
    document = ran.json()
    assert list(document) == ["schema", "tool", "generated_at", "verified", "packages"]
    assert document["schema"] == "provenance.packages/1"
    first = document["packages"][0]
    assert first["frames"]["pattern"] == "hl_010_v002.%04d.exr"
    assert first["frames"]["runs"] == [[1001, 1010, 4]]
    assert first["id"] is None


@pytest.mark.usefixtures("delivery")
def test_how_the_media_of_a_cut_were_found(run):
    ran = run("packages", "delivery/turnover", "--json")
    (cut, _) = ran.json()["packages"]
    assert [(each["path"], each["match"]) for each in cut["members"]] == [
        (None, None),
        ("media/HL_R1_room.wav", "other umid"),
        ("media/hl_020.mxf", "umid"),
        ("media/mix_checked.wav", "renamed"),
    ]
    other = cut["members"][1]
    assert other["id"] != other["own_id"]
    shown = run("packages", "delivery/turnover").out
    assert "  member    media/mix_checked.wav (audio, 670 bytes, by UMID, renamed)\n" in shown
    assert f"but another UMID: {other['own_id']}, where the cut states {other['id']}" in shown


@pytest.mark.usefixtures("delivery")
def test_a_report_tells_how_the_media_of_a_cut_were_found(run):
    shown = run("scan", "delivery/turnover", "--policy", "house").out
    assert "    here, by UMID: media/hl_020.mxf\n" in shown
    assert "    here, by UMID, renamed: media/mix_checked.wav\n" in shown
    assert "    here, by name, another UMID: media/HL_R1_room.wav\n" in shown
    assert "    note: media/mix_checked.wav: found by its UMID; the cut calls it HL_R1" in shown


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda _: None, 0),
        (lambda folder: (folder / "imp" / "hl_notes.txt").unlink(), 1),
        (lambda folder: (folder / "imp" / "ASSETMAP.xml").write_text("<AssetMap>"), 4),
        (lambda folder: (folder / "shots" / "link").symlink_to("/etc"), 1),
    ],
    ids=["whole", "missing", "unreadable", "link"],
)
def test_exit_codes(run, delivery, break_it, code):
    break_it(delivery)
    assert run("packages", "delivery").code == code


def test_nothing_found_and_nothing_named(run, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("packages", "empty").code == 3
    (tmp_path / "empty" / "notes.txt").write_text("x")
    ran = run("packages", "empty")
    assert (ran.code, ran.err) == (3, "0 packages\n")
    assert run("packages").code == 2
    assert run("packages", "nowhere").code == 4


def test_names_only_opens_no_frame(run, delivery):
    (delivery / "shots" / "hl_010_v002" / "hl_010_v002.1004.exr").write_bytes(b"")
    assert run("packages", "delivery/shots").code == 1
    ran = run("packages", "delivery/shots", "--names-only")
    assert ran.code == 0
    assert "picture" not in ran.out


@pytest.mark.usefixtures("delivery")
def test_a_list_of_paths(run):
    ran = run("packages", "--files-from", "-", stdin=b"delivery/imp\ndelivery/imp_fr\n")
    assert (ran.code, ran.err) == (0, "2 packages\n")


def test_nothing_in_a_name_acts_on_the_terminal(run, delivery):
    notes = delivery / "imp" / "\x1b[31mred\u202e.txt"
    notes.write_text("x")
    ran = run("packages", "delivery/imp")
    assert "\x1b" not in ran.out
    assert "\\x1b[31mred\\u202e.txt" in ran.out
