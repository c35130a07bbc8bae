"""What a scan says of a sequence and of its signed list, whole, changed, edited or a stranger's."""

import json
import shutil

import pytest

from provenance import load_production
from provenance.manifests.engine import Engine
from provenance.manifests.signed_lists import write_list
from provenance.model.hashlist import HashList, ListedFile
from provenance.replacing import replacing

from .conftest import LIST, NAME, SEQUENCES, TOLD, frame, told

POLICY = SEQUENCES


def swap(folder):
    shutil.copyfile(frame(folder, 1001), frame(folder, 1004))


def lose(folder):
    frame(folder, 1004).unlink()


def add(folder):
    shutil.copyfile(frame(folder, 1001), frame(folder, 1011))


def empty(folder):
    frame(folder, 1004).write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (swap, "frame 1004: changed since it was signed"),
        (lose, "frame 1004: signed, and not here"),
        (add, "frame 1011: here, and not signed"),
        (empty, "frame 1004: changed since it was signed"),
    ],
)
def test_a_frame_that_is_not_as_it_was_signed_is_named(run, house, frames, *, scan, harm, words):
    run("stamp", frames, *TOLD, cwd=house)
    harm(frames)
    report = scan(frames, code=1)
    assert told(report) == [f"{LIST}: {words}"]
    rows = {row["path"]: row for row in report["results"]}
    good = rows.pop(f"{NAME}.%04d.exr")
    assert good["disclosure"]["state"] == "complete"
    assert good["package"]["files"] == (10 if harm is add else 9)
    assert [row["disclosure"]["state"] for row in rows.values()] == (
        [] if harm is lose else ["none"]
    )
    assert all(row["package"]["path"] == f"{NAME}.%04d.exr" for row in rows.values())


def test_frames_whose_names_were_swapped_are_named(run, house, frames, scan):
    run("stamp", frames, *TOLD, cwd=house)
    spare = frames / "spare"
    frame(frames, 1002).write_bytes(frame(frames, 1002).read_bytes() + b"\0")
    scan(frames, code=1)
    run("stamp", frames, *TOLD, cwd=house)
    scan(frames)
    frame(frames, 1002).rename(spare)
    frame(frames, 1003).rename(frame(frames, 1002))
    spare.rename(frame(frames, 1003))
    assert told(scan(frames, code=1)) == [f"{LIST}: frames 1002-1003: changed since it was signed"]


def test_a_list_that_was_edited_speaks_for_nobody(run, house, frames, scan):
    run("stamp", frames, *TOLD, cwd=house)
    place = frames / LIST
    swap(frames)
    record = json.loads(place.read_text())
    record["members"][3]["sha256"] = record["members"][0]["sha256"]
    place.write_text(json.dumps(record))
    report = scan(frames, code=1)
    assert any("it was changed after it was signed" in each for each in told(report))
    assert {row["disclosure"]["state"] for row in report["results"]} == {"none"}


def test_an_unsigned_list_speaks_for_nobody(run, house, frames, scan):
    run("stamp", frames, *TOLD, cwd=house)
    (frames / f"{LIST}.c2pa").unlink()
    report = scan(frames, code=1)
    assert told(report) == [f"{LIST}: the hash list does not count: it is unsigned"]
    assert report["results"][0]["disclosure"]["state"] == "none"


def test_a_strangers_list_binds_and_is_not_trusted(run, frames, tmp_path, scan):
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    assert run("init", ".", "--title", "Other", cwd=stranger).code == 0
    shutil.copytree(frames, stranger / "frames")
    assert run("stamp", "frames", *TOLD, cwd=stranger).code == 0
    report = scan(stranger / "frames", code=4)
    (row,) = report["results"]
    assert (row["integrity"], row["trust"]) == ("valid", "untrusted")
    assert [each["rule"] for each in row["findings"]] == ["signer-untrusted"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../../../provenance.toml", "leaves the list's folder"),
        ("/etc/passwd", "leaves the list's folder"),
        ("sub/x.1001.exr", "leaves the list's folder"),
    ],
)
def test_a_list_that_names_files_elsewhere_opens_none(house, frames, scan, path, words):
    """Signed by somebody, so that only its paths are wrong."""
    signer = load_production(house).signer()
    digest = "sha256:" + "a" * 64
    record = HashList(
        pattern=f"{NAME}.%04d.exr", digest=digest, members=(ListedFile(path, 1, digest),)
    )
    with Engine() as engine, replacing() as files:
        write_list(record, frames / LIST, files, signer=signer, engine=engine)
        files.commit()
    messages = told(scan(frames, code=1))
    assert any(path in each and words in each for each in messages)
    assert any("frames 1001-1010: here, and not signed" in each for each in messages)


@pytest.mark.parametrize(
    "text",
    [
        '{"schema": "provenance.hashlist/1"}',
        '{"schema": "provenance.hashlist/2", "members": []}',
        '{"schema": "provenance.hashlist/1", "digest": "x", "members": [' + "[" * 5000,
        '{"schema": "provenance.seal/1", "members": 7}',
        '{"schema": "provenance.hashlist/1", "digest": "sha256:' + "a" * 64 + '", "new": 1, '
        '"members": [{"path": "x", "size": 1, "sha256": "sha256:' + "a" * 64 + '"}]}',
    ],
    ids=["empty", "later", "deep", "no list", "unknown key"],
)
def test_what_begins_as_a_list_and_is_none_is_told(frames, scan, text):
    (frames / LIST).write_text(text)
    (message,) = told(scan(frames, code=1))
    assert "cannot be read" in message
    assert "\n" not in message


def test_a_frame_with_a_stamp_of_its_own_is_told_apart(run, house, frames, scan):
    run("stamp", frame(frames, 1003), *TOLD, cwd=house)
    report = scan(frames)
    rows = {row["path"]: row for row in report["results"]}
    assert set(rows) == {f"{NAME}.%04d.exr", f"{NAME}.1003.exr"}
    assert rows[f"{NAME}.1003.exr"]["disclosure"]["state"] == "complete"
    assert rows[f"{NAME}.%04d.exr"]["disclosure"]["state"] == "none"
    assert rows[f"{NAME}.%04d.exr"]["package"]["frames"] == "1001-1010x1 (gap 1003)"
