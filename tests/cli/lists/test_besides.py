"""One frame, or the folder of a package, named without the signed list that speaks of it."""

import pytest
from provenance_cli.samples.packages import make_sample_package

from provenance.besides import SUFFIX
from provenance.model.hashlist import HASHLIST_SUFFIX

from .conftest import LIST, NAME, OURS, TOLD, frame

POLICY = OURS


@pytest.fixture
def delivery(house):
    folder = house / "delivery"
    folder.mkdir()
    make_sample_package(folder, "shots")
    make_sample_package(folder, "imp")
    return folder


@pytest.fixture
def frames(run, house, delivery):
    """A stamped sequence."""
    assert run("stamp", delivery / "shots" / NAME, *TOLD, cwd=house).code == 0
    return delivery / "shots" / NAME


@pytest.fixture
def imp(run, house, delivery):
    """A stamped package."""
    assert run("stamp", delivery / "imp", "--package", *TOLD, cwd=house).code == 0
    return delivery / "imp"


@pytest.fixture
def elsewhere(run, policy, ca):
    """Reads and scans as the other side would: without the production's register."""

    def asked(verb, *paths, code=0, more=()):
        under = ("--policy", policy) if verb == "scan" else ()
        how = ("--trust", ca, "--register", "", "--json")
        ran = run(verb, *paths, *under, *how, *more)
        assert ran.code == code, ran.err + ran.out[-2000:]
        return ran.json()

    return asked


@pytest.mark.parametrize("verb", ["read", "scan"])
def test_a_frame_by_itself_has_what_its_list_discloses(verb, frames, elsewhere):
    found = elsewhere(verb, frame(frames, 1004))
    (asset,) = found["assets" if verb == "read" else "results"]
    assert asset["disclosure"]["state"] == "complete"
    assert (asset["integrity"], asset["trust"]) == ("valid", "trusted")
    assert asset["ai"]["declaration"] == "generated"
    assert asset["sidecars"] == [LIST]


def test_nothing_is_said_of_frames_that_were_not_asked_for(frames, elsewhere):
    frame(frames, 1001).unlink()
    found = elsewhere("scan", frame(frames, 1004), frame(frames, 1005))
    assert found["findings"] == []
    (seal,) = found["seals"]
    assert (seal["count"], seal["fitting"], seal["problems"]) == (10, 2, [])
    assert seal["path"].endswith(f"{NAME}/{LIST}")


def test_a_changed_frame_by_itself_is_told(frames, elsewhere):
    frame(frames, 1004).write_bytes(frame(frames, 1005).read_bytes())
    found = elsewhere("scan", frame(frames, 1004), code=1)
    assert [each["message"] for each in found["findings"]] == [
        f"{LIST}: frame 1004: changed since it was signed"
    ]
    (asset,) = elsewhere("read", frame(frames, 1004))["assets"]
    assert asset["disclosure"]["state"] == "none"
    assert asset["failures"] == [
        {"reader": "hash list", "reason": f"{LIST}: changed since it was signed"}
    ]


def test_a_frame_that_was_added_is_told(frames, elsewhere):
    frame(frames, 1099).write_bytes(frame(frames, 1005).read_bytes())
    found = elsewhere("scan", frame(frames, 1099), code=1)
    assert [each["message"] for each in found["findings"]] == [
        f"{LIST}: frame 1099: here, and not signed"
    ]
    (asset,) = elsewhere("read", frame(frames, 1099))["assets"]
    assert asset["failures"][0]["reason"] == f"{LIST}: here, and not signed"


def test_a_list_without_its_signature_speaks_of_nothing(frames, elsewhere):
    (frames / f"{LIST}.c2pa").unlink()
    (asset,) = elsewhere("read", frame(frames, 1004))["assets"]
    assert asset["disclosure"]["state"] == "none"
    assert asset["failures"][0]["reason"].startswith(f"{LIST}: does not count: ")
    found = elsewhere("scan", frame(frames, 1004), code=1)
    assert len(found["findings"]) == 1


def test_lists_of_other_sequences_and_other_texts_are_left_alone(frames, elsewhere):
    other = frames / "other.exr.hashlist.json"
    other.write_bytes((frames / LIST).read_bytes().replace(b'"hl_010', b'"hl_999'))
    (frames / "text.hashlist.json").write_text("no list at all")
    (frames / "folder.hashlist.json").mkdir()
    found = elsewhere("scan", frame(frames, 1004))
    assert [each["path"] for each in found["seals"]] == [LIST]


def test_a_folder_of_frames_is_read_with_its_list(frames, elsewhere):
    assets = elsewhere("read", frames)["assets"]
    assert {each["disclosure"]["state"] for each in assets} == {"complete"}


def test_fast_reading_compares_nothing(frames, elsewhere):
    (asset,) = elsewhere("read", frame(frames, 1004), more=("--effort", "fast"))["assets"]
    assert asset["disclosure"]["state"] == "none"
    assert asset["failures"] == []


def test_the_folder_of_a_package_is_looked_up_in_the_list_beside_it(imp, elsewhere):
    found = elsewhere("scan", imp)
    assert {each["disclosure"]["state"] for each in found["results"]} == {"complete"}
    (imp / "hl_notes.txt").unlink()
    found = elsewhere("scan", imp, code=1)
    assert [each["message"] for each in found["findings"]] == [
        "imp.hashlist.json: imp/hl_notes.txt: signed, and not here"
    ]


def test_one_file_of_a_package_is_looked_up_too(imp, elsewhere):
    (imp / "hl_notes.txt").unlink()
    found = elsewhere("scan", imp / "hl_picture.mxf")
    (result,) = found["results"]
    assert result["disclosure"]["state"] == "complete"
    assert found["findings"] == []


def test_a_list_is_called_as_it_is_written():
    assert SUFFIX == HASHLIST_SUFFIX
