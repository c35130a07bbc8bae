"""``provenance seal``: what is sealed, what is not, and that no file is touched."""

import json
import os
import random
import shutil
import time

import pytest
from provenance_cli.samples.packages import make_sample_package

from .conftest import SEAL, SEALS, contents, told

POLICY = SEALS


def test_every_file_is_sealed_and_none_is_touched(seal, delivery, scan):
    before = contents(delivery)
    ran = seal(delivery)
    after = contents(delivery)
    assert {path.name for path in set(after) - set(before)} == {SEAL, f"{SEAL}.c2pa"}
    assert {path: after[path] for path in before} == before
    record = json.loads((delivery / SEAL).read_text())
    paths = {path.relative_to(delivery).as_posix() for path in before}
    assert {each["path"] for each in record["members"]} == paths
    assert f"sealed {len(paths)} files: pass under ours 1 at stage final" in ran.err
    assert (record["title_id"], record["stage"], record["verdict"]) == ("T-1", "final", "pass")
    assert record["policy"]["digest"].startswith("sha256:")
    members = {each["path"]: each for each in record["members"]}
    assert members["sky.png"]["verdict"] == "pass"
    assert len(members["sky.png"]["disclosures"]) == len(members["sky.png"]["approvals"]) == 1
    assert len(members["shots/hl_010_v002/hl_010_v002.1005.exr"]["disclosures"]) == 1
    assert members["reel.mxf.c2pa"]["verdict"] == ""
    report = scan(delivery)
    assert told(report) == []
    (one,) = [each for each in report["seals"] if each["kind"] == "seal"]
    assert (one["integrity"], one["trust"], one["verdict"]) == ("valid", "trusted", "pass")
    assert one["count"] == one["fitting"] == len(paths)
    assert str(delivery) not in json.dumps(report)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_sealed_and_scanned_with_any_number_of_processes(seal, delivery, scan, jobs):
    seal(delivery, "--jobs", jobs)
    scan(delivery, "--jobs", jobs)
    assert told(scan(delivery, "--effort", "fast", code=4))[0].endswith(
        "nobody compared its digest with the one that was signed"
    )


def test_what_fails_is_not_sealed_unless_somebody_insists(seal, delivery, scan):
    (delivery / "empty.mov").touch()
    before = contents(delivery)
    ran = seal(delivery, code=4)
    assert "not sealed: Undetermined" in ran.err
    assert "--despite-findings" in ran.err
    assert contents(delivery) == before
    ran = seal(delivery, "--despite-findings")
    assert "sealed despite its findings" in ran.err
    record = json.loads((delivery / SEAL).read_text())
    assert (record["verdict"], record["despite_findings"]) == ("undetermined", True)
    report = scan(delivery, code=4)
    assert any("sealed despite its findings" in each for each in told(report))
    (one,) = [each for each in report["seals"] if each["kind"] == "seal"]
    assert one["fitting"] == one["count"]


def test_a_finding_that_blocks_gives_code_1(delivery, run, house, tmp_path):
    strict = tmp_path / "strict.toml"
    strict.write_text(POLICY.replace("[rules]", "[rules]\napproval-missing = {}", 1))
    ran = run("seal", delivery, "--policy", strict, "--json", cwd=house)
    assert ran.code == 1
    assert ran.json()["schema"] == "provenance.report/1"
    assert not (delivery / SEAL).exists()


def test_sealed_again_it_replaces_itself(seal, delivery, scan):
    first = seal(delivery, "--json").json()
    (delivery / "late.txt").write_text("late\n")
    assert first["files"] + 1 == seal(delivery, "--json").json()["files"]
    record = json.loads((delivery / SEAL).read_text())
    assert record["id"] != first["id"]
    assert not {SEAL, f"{SEAL}.c2pa"} & {each["path"] for each in record["members"]}
    scan(delivery)


def test_links_hidden_files_and_odd_names(seal, delivery, scan, tmp_path):
    (delivery / ".DS_Store").write_bytes(b"x")
    (delivery / "again.png").symlink_to("sky.png")
    ran = seal(delivery)
    assert "not sealed: 1 name beginning with a dot" in ran.err
    assert "again.png" in (delivery / SEAL).read_text()
    assert told(scan(delivery)) == []
    (delivery / "again.png").unlink()
    outside = tmp_path / "outside.png"
    shutil.copy(delivery / "sky.png", outside)
    (delivery / "again.png").symlink_to(outside)
    messages = told(scan(delivery, code=1))
    assert any("again.png" in each for each in messages)
    (delivery / "again.png").unlink()
    (delivery / "back\\slash.txt").write_text("x")
    assert "no list can hold that name" in seal(delivery, code=1).err


def test_what_cannot_be_sealed(seal, delivery, run, tmp_path, policy):
    assert seal(delivery, "--effort", "fast", code=2)
    assert seal(tmp_path / "nowhere", code=2)
    assert seal(delivery / "sky.png", code=2)
    (tmp_path / "nothing").mkdir()
    assert seal(tmp_path / "nothing", code=3)
    shutil.copytree(delivery, tmp_path / "alone")
    ran = run("seal", tmp_path / "alone", "--policy", policy)
    assert ran.code == 2
    assert not (tmp_path / "alone" / SEAL).exists()


def test_killed_at_any_time_and_sealed_again_it_is_as_if_nothing_had_been(
    start, run, house, *, delivery, policy, scan
):
    originals = contents(delivery)
    chance = random.Random(11)
    for _ in range(6):
        process = start("seal", delivery, "--policy", policy, cwd=house)
        time.sleep(chance.uniform(0.3, 3.0))
        process.kill()
        process.communicate()
        assert {path: path.read_bytes() for path in originals} == originals
        assert run("register", "verify", cwd=house).code == 0
    ran = run("seal", delivery, "--policy", policy, cwd=house)
    assert ran.code == 0, ran.err
    now = contents(delivery)
    assert {path: now[path] for path in originals} == originals
    assert {path.name for path in set(now) - set(originals)} == {SEAL, f"{SEAL}.c2pa"}
    assert not [name for name in os.listdir(delivery) if name.startswith(".provenance")]  # noqa: PTH208
    assert told(scan(delivery)) == []


def test_a_seal_is_no_stray_file_of_a_package(run, house, policy):
    folder = house / "delivery"
    folder.mkdir()
    make_sample_package(folder, "imp")
    assert run("seal", folder / "imp", "--policy", policy, cwd=house).code == 0
    ran = run("packages", folder / "imp")
    assert (ran.code, "unlisted" in ran.out) == (0, False)
