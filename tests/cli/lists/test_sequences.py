"""A sequence or a package stamped with one signature: what is written, and what is refused."""

import json
import os
import random
import shutil
import time

from provenance_cli.samples.packages import make_sample_package

from .conftest import LIST, NAME, SEQUENCES, TOLD, contents, entries, frame, told

POLICY = SEQUENCES


def test_one_signature_speaks_of_every_frame_and_touches_none(run, house, frames, scan):
    before = contents(frames)
    ran = run("stamp", frames, *TOLD, cwd=house)
    assert (ran.code, ran.lines[-1]) == (
        0,
        f"stamped {frames}/{NAME}.%04d.exr (10 frames, 1001-1010x1): one signature over {LIST}",
    )
    after = contents(frames)
    assert {path: after[path] for path in before} == before
    assert {path.name for path in set(after) - set(before)} == {LIST, f"{LIST}.c2pa"}
    report = scan(frames)
    (row,) = report["results"]
    assert row["path"] == f"{NAME}.%04d.exr"
    assert row["package"] == {
        "path": f"{NAME}.%04d.exr",
        "kind": "sequence",
        "frames": "1001-1010x1",
        "files": 10,
    }
    assert (row["integrity"], row["trust"]) == ("valid", "trusted")
    assert (row["ai"]["declaration"], row["ai"]["strength"]) == ("generated", "proven")
    assert row["disclosure"]["state"] == "complete"
    assert row["sidecars"] == [LIST]
    assert row["size"] == sum(map(len, before.values()))
    assert report["counts"]["files"] == report["counts"]["passed"] == 10
    (seal,) = report["seals"]
    assert (seal["kind"], seal["count"], seal["fitting"]) == ("hash list", 10, 10)


def test_the_register_holds_one_entry_a_sequence_and_knows_it_without_its_list(
    run, house, frames, policy
):
    run("stamp", frames, *TOLD, cwd=house)
    (entry,) = entries(run, house)
    assert entry["path"] == f"delivery/shots/{NAME}/{NAME}.%04d.exr"
    (frames / LIST).unlink()
    (frames / f"{LIST}.c2pa").unlink()
    ran = run("scan", frames, "--policy", policy, "--json", cwd=house)
    (row,) = ran.json()["results"]
    assert row["digest"] == entry["as_made"]
    assert row["disclosure"]["state"] == "complete"
    assert run("register", "verify", cwd=house).code == 0


def test_the_list_is_the_one_that_sha256sum_prints(run, house, frames):
    document = run("stamp", frames, *TOLD, "--json", cwd=house).json()
    (stamped,) = document["stamped"]
    record = json.loads((frames / LIST).read_text())
    assert stamped["as_made"] == record["digest"]
    assert (stamped["members"], stamped["frames"]) == (10, "1001-1010x1")
    assert stamped["hashlist"] == str(frames / LIST)
    assert [each["path"] for each in record["members"]] == [
        f"{NAME}.{number}.exr" for number in range(1001, 1011)
    ]
    assert record["pattern"] == f"{NAME}.%04d.exr"


def test_a_pattern_names_one_sequence_of_several(run, house, frames):
    shutil.copy(frame(frames, 1001), frames / "other.1001.exr")
    ran = run("stamp", frames, *TOLD, cwd=house)
    assert ran.code == 1
    assert "in it lie files of no sequence: other.1001.exr" in ran.err
    for pattern in (f"{NAME}.%04d.exr", f"{NAME}.####.exr"):
        assert run("stamp", frames / pattern, *TOLD, cwd=house).code == 0
    assert json.loads((frames / LIST).read_text())["members"][-1]["path"] == f"{NAME}.1010.exr"
    assert run("stamp", frames / "other.%04d.exr", *TOLD, cwd=house).code == 0
    assert run("stamp", frames / "none.%04d.exr", *TOLD, cwd=house).code == 1


def test_every_sequence_of_a_folder_gets_a_list(run, house, shots, scan):
    ran = run("stamp", shots, *TOLD, cwd=house)
    assert ran.code == 0
    assert len(list(shots.rglob("*.hashlist.json"))) == len(entries(run, house)) == 2
    report = scan(shots)
    assert {row["disclosure"]["state"] for row in report["results"]} == {"complete"}
    assert len(report["results"]) == len(report["packages"]) == 2


def test_a_package_is_stamped_beside_its_folder(run, house, scan):
    folder = house / "delivery"
    folder.mkdir()
    make_sample_package(folder, "imp")
    before = contents(folder)
    ran = run("stamp", folder / "imp", "--package", *TOLD, cwd=house)
    assert ran.code == 0, ran.err
    assert contents(folder / "imp") == before
    assert {path.name for path in folder.iterdir()} == {
        "imp",
        "imp.hashlist.json",
        "imp.hashlist.json.c2pa",
    }
    report = scan(folder)
    assert {row["disclosure"]["state"] for row in report["results"]} == {"complete"}
    (row,) = report["packages"]
    assert (row["kind"], row["title"], row["coverage"]) == ("imp", "Harbour Lights", "read")
    (played,) = row["compositions"]
    assert played["title"] == "Harbour Lights"
    assert played["segments"][0]["resources"]
    (folder / "imp" / "stray.mxf").write_bytes(b"x")
    (folder / "imp" / "hl_notes.txt").unlink()
    assert told(scan(folder, code=1)) == [
        "imp.hashlist.json: imp/hl_notes.txt: signed, and not here",
        "imp.hashlist.json: imp/stray.mxf: here, and not signed",
    ]


def test_nothing_is_written_by_a_plan_or_where_it_cannot_be_meant(run, house, frames, tmp_path):
    before = contents(house)
    ran = run("stamp", frames, *TOLD, "--dry-run", cwd=house)
    assert (ran.code, "would stamp" in ran.err) == (0, True)
    assert run("stamp", frames, *TOLD, "--output", tmp_path, cwd=house).code == 1
    assert run("stamp", tmp_path / "nowhere", "--package", *TOLD, cwd=house).code == 1
    assert run("stamp", frame(frames, 1001), "--package", *TOLD, cwd=house).code == 1
    assert contents(house) == before


def test_a_frame_without_a_byte_and_a_link_out_are_refused(run, house, frames, tmp_path):
    frame(frames, 1005).write_bytes(b"")
    ran = run("stamp", frames, *TOLD, cwd=house)
    assert ran.code == 1
    assert f"{NAME}.1005.exr: not stamped: empty file: zero bytes" in ran.err
    frame(frames, 1005).unlink()
    outside = tmp_path / "outside.exr"
    shutil.copy(frame(frames, 1001), outside)
    frame(frames, 1005).symlink_to(outside)
    ran = run("stamp", frames, *TOLD, cwd=house)
    assert ran.code == 1
    assert "a link that leaves the delivery" in ran.err
    assert not (frames / LIST).exists()


def test_stamped_again_the_old_list_is_the_parent(run, house, frames, scan):
    run("stamp", frames, *TOLD, cwd=house)
    first = json.loads((frames / LIST).read_text())["id"]
    run("stamp", frames, "--source-type", "digitalCapture", "--tool", "Y", cwd=house)
    assert json.loads((frames / LIST).read_text())["id"] != first
    (row,) = scan(frames)["results"]
    # What it was called before is not forgotten by calling it a capture.
    assert row["ai"]["declaration"] == "generated"
    assert len(row["manifest"]["manifests"]) == 2
    assert len(entries(run, house)) == 2


def test_the_same_stamp_twice_changes_nothing(run, house, frames):
    run("stamp", frames, *TOLD, cwd=house)
    before = contents(frames)
    ran = run("stamp", frames, *TOLD, cwd=house)
    assert (ran.code, ran.lines[-1].endswith(", as it was")) == (0, True)
    assert contents(frames) == before
    assert len(entries(run, house)) == 1


def test_killed_at_any_time_and_stamped_again_it_is_as_if_nothing_had_been(
    start, run, house, frames, scan
):
    originals = contents(frames)
    chance = random.Random(7)
    for _ in range(8):
        process = start("stamp", frames, *TOLD, cwd=house)
        time.sleep(chance.uniform(0.1, 2.0))
        process.kill()
        process.communicate()
        assert {path: path.read_bytes() for path in originals} == originals
        assert run("register", "verify", cwd=house).code == 0
    ran = run("stamp", frames, *TOLD, cwd=house)
    assert ran.code == 0, ran.err
    assert sorted(os.listdir(frames)) == sorted(  # noqa: PTH208
        [*(path.name for path in originals), LIST, f"{LIST}.c2pa"]
    )
    assert {path: path.read_bytes() for path in originals} == originals
    (row,) = scan(frames)["results"]
    assert row["disclosure"]["state"] == "complete"
    assert len(row["manifest"]["manifests"]) == 1
    assert len(entries(run, house)) == 1
    assert run("register", "verify", cwd=house).code == 0
