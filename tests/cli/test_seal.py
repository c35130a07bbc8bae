"""``provenance seal``: a delivery is signed off, and the other end sees what became of it."""

import json
import os
import random
import shutil
import time

import pytest
from provenance_cli.samples.packages import make_sample_package

SEAL = "delivery.seal.json"
POLICY = """
name = "ours"
version = "1"
stage = "final"
[rules]
unreadable = {}
undisclosed = "blocking"
seal-broken = {}
[rules.record-unsigned]
severity = "warning"
"""
GENERATED = ("--source-type", "trainedAlgorithmicMedia", "--tool", "X", "--tool-version", "3")


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(POLICY)
    return path


@pytest.fixture
def delivery(house, media, run):
    """A sequence, a stamped picture, one with sidecars, and an approval."""
    folder = house / "delivery"
    folder.mkdir()
    make_sample_package(folder, "shots")
    shutil.rmtree(folder / "shots" / "scan_A001")
    media("png", folder, "sky.png")
    media("mxf", folder, "reel.mxf")
    for each in (folder / "sky.png", folder / "reel.mxf", folder / "shots"):
        assert run("stamp", each, *GENERATED, cwd=house).code == 0
    approve = ("approve", folder / "sky.png", "--by", "Studio", "--reference", "LETTER-1")
    assert run(*approve, "--folder", folder / "approvals", cwd=house).code == 0
    return folder


@pytest.fixture
def seal(run, house, policy):
    def sealer(folder, *more, code=0):
        ran = run("seal", folder, "--policy", policy, *more, cwd=house)
        assert ran.code == code, ran.err + ran.out[-2000:]
        return ran

    return sealer


@pytest.fixture
def scan(run, policy, ca):
    """Scans at the other end: no register, no configuration."""

    def scanner(folder, *more, code=0, trust=ca):
        trusted = ("--trust", trust) if trust else ()
        ran = run("scan", folder, "--policy", policy, *trusted, "--json", *more)
        assert ran.code == code, ran.err + ran.out[-3000:]
        return ran.json()

    return scanner


def contents(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def told(report):
    return [each["message"] for each in report["findings"] if each["rule"] == "seal-broken"]


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


def change(folder):
    with (folder / "reel.mxf").open("ab") as file:
        file.write(b"\0")


def lose(folder):
    (folder / "sky.png").unlink()


def add(folder):
    (folder / "late.txt").write_text("late\n")


def add_record(folder):
    shutil.copy(min((folder / "approvals").glob("*.json")), folder / "late.approval.json")


def lose_sidecar(folder):
    (folder / "reel.mxf.xmp").unlink()


def lose_approval(folder):
    for path in (folder / "approvals").iterdir():
        path.unlink()


def change_frame(folder):
    frames = folder / "shots" / "hl_010_v002"
    shutil.copy(frames / "hl_010_v002.1001.exr", frames / "hl_010_v002.1002.exr")


def rename(folder):
    (folder / "reel.mxf.xmp").rename(folder / "sky.png.xmp")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (change, {"reel.mxf: changed since it was signed"}),
        (lose, {"sky.png: signed, and not here"}),
        (add, {"late.txt: here, and not signed"}),
        (add_record, {"late.approval.json: here, and not signed"}),
        (lose_sidecar, {"reel.mxf.xmp: signed, and not here"}),
        (lose_approval, {".approval.json: signed, and not here", ".c2pa: signed, and not here"}),
        (change_frame, {"shots/hl_010_v002/hl_010_v002.1002.exr: changed since it was signed"}),
        (rename, {"reel.mxf.xmp: signed, and not here", "sky.png.xmp: here, and not signed"}),
    ],
)
def test_what_became_of_it_is_told_file_by_file(seal, delivery, scan, harm, words):
    seal(delivery)
    harm(delivery)
    messages = [each for each in told(scan(delivery, code=1)) if each.startswith(SEAL)]
    assert len(messages) == len(words)
    assert all(any(each.endswith(word) for each in messages) for word in words)


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
    add(delivery)
    assert first["files"] + 1 == seal(delivery, "--json").json()["files"]
    record = json.loads((delivery / SEAL).read_text())
    assert record["id"] != first["id"]
    assert not {SEAL, f"{SEAL}.c2pa"} & {each["path"] for each in record["members"]}
    scan(delivery)


def test_a_seal_that_was_edited_counts_for_nothing(seal, delivery, scan):
    seal(delivery)
    change(delivery)
    place = delivery / SEAL
    record = json.loads(place.read_text())
    record["members"] = [each for each in record["members"] if each["path"] != "reel.mxf"]
    place.write_text(json.dumps(record))
    messages = told(scan(delivery, code=1))
    assert f"{SEAL}: the seal does not count: it was changed after it was signed" in messages[0]
    (delivery / f"{SEAL}.c2pa").unlink()
    assert f"{SEAL}: the seal does not count: it is unsigned" in told(scan(delivery, code=1))


def test_a_strangers_seal_is_not_taken_for_the_senders(
    delivery, scan, run, seal, *, tmp_path, policy
):
    seal(delivery)
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    run("init", ".", "--title", "Other", cwd=stranger)
    swapped = stranger / "swapped"
    shutil.copytree(delivery, swapped)
    change(swapped)
    forged = run("seal", swapped, "--policy", policy, "--despite-findings", cwd=stranger)
    assert forged.code == 0
    messages = told(scan(swapped, code=1))
    assert any("sealed by Other, and its signer stands on no list" in each for each in messages)
    messages = told(scan(delivery, code=4, trust=None))
    assert any("no certificate was named" in each for each in messages)


def test_the_seal_of_another_delivery_is_broken(seal, delivery, scan, house, media):
    seal(delivery)
    other = house / "other"
    media("png", other, "other.png")
    for name in (SEAL, f"{SEAL}.c2pa"):
        shutil.copy(delivery / name, other / name)
    messages = told(scan(other, code=1))
    assert f"{SEAL}: other.png: here, and not signed" in messages
    assert f"{SEAL}: sky.png: signed, and not here" in messages


def test_a_seal_of_another_title_is_told(seal, delivery, run, *, tmp_path, policy, ca):
    seal(delivery)
    other = tmp_path / "elsewhere"
    other.mkdir()
    run("init", ".", "--title", "Other", "--title-id", "T-2", cwd=other)
    ran = run("scan", delivery, "--policy", policy, "--trust", ca, "--json", cwd=other)
    assert any("it seals the title T-1, and this is T-2" in each for each in told(ran.json()))


def test_a_sealed_delivery_within_another_folder_is_still_verified(seal, delivery, scan, tmp_path):
    seal(delivery)
    above = tmp_path / "inbox"
    shutil.copytree(delivery, above / "monday")
    assert told(scan(above)) == []
    add(above / "monday")
    assert told(scan(above, code=1)) == [f"monday/{SEAL}: late.txt: here, and not signed"]
    (above / "late.txt").write_text("beside it")
    assert len(told(scan(above, code=1))) == 1


def test_two_deliveries_are_verified_side_by_side(seal, delivery, run, *, policy, ca, tmp_path):
    seal(delivery)
    for name in ("one", "two"):
        shutil.copytree(delivery, tmp_path / name)
    change(tmp_path / "two")
    ran = run("scan", "one", "two", "--policy", policy, "--trust", ca, "--json")
    assert ran.code == 1
    messages = [each for each in told(ran.json()) if SEAL in each]
    assert messages == [f"two/{SEAL}: reel.mxf: changed since it was signed"]


def test_files_that_were_left_out_leave_it_undetermined(seal, delivery, scan):
    seal(delivery)
    messages = told(scan(delivery, "--exclude", "reel.mxf", code=4))
    assert messages == [
        f"{SEAL}: reel.mxf: nobody compared its digest with the one that was signed"
    ]


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


def test_a_policy_may_require_a_seal(delivery, run, ca, tmp_path, seal):
    strict = tmp_path / "strict.toml"
    text = POLICY.replace("seal-broken = {}\n", "")
    strict.write_text(f"{text}\n[rules.seal-broken.parameters]\nrequired = true\n")
    ran = run("scan", delivery, "--policy", strict, "--trust", ca, "--json")
    assert told(ran.json()) == ["it brings no seal"]
    seal(delivery)
    assert run("scan", delivery, "--policy", strict, "--trust", ca).code == 0


def test_a_hash_list_inside_is_sealed_and_verified_too(seal, delivery, scan):
    seal(delivery)
    change_frame(delivery)
    messages = told(scan(delivery, code=1))
    assert any("hashlist.json: frame 1002: changed" in each for each in messages)
    assert any(each.startswith(f"{SEAL}: shots/") for each in messages)


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
