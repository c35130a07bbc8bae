"""A sealed delivery at the other end: what became of it is told file by file."""

import json
import shutil

import pytest

from .conftest import SEAL, SEALS, told

POLICY = SEALS


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
