"""approve, revoke, approvals: signed decisions, and values that make none."""

import hashlib
import json

import pytest

DIGEST = "sha256:" + "ab" * 32
BY = ("--by", "A. Approver", "--reference", "LETTER-1")


@pytest.fixture
def approve(run, house):
    def approver(*arguments, code=0):
        ran = run("approve", *arguments, *BY, cwd=house)
        assert ran.code == code, ran.err
        return ran

    return approver


def records(house):
    return sorted((house / "approvals").glob("*.approval.json"))


def test_a_decision_is_written_and_signed(approve, run, house, stamp, media):
    path = media("png", house)
    made = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    stamp(path)
    ran = approve(path, "--category", "visual_effect", "--stage", "final", "--json",
                  "--expires", "2031-12-31", "--condition", "No faces")  # fmt: skip
    record = ran.json()
    assert record["schema"] == "provenance.approval/1"
    assert record["decision"] == "approved"
    assert record["expires"] == "2031-12-31"
    assert record["conditions"][0]["text"] == "No faces"
    assert made in record["scope"]["digests"]
    assert len(record["scope"]["digests"]) == 2
    assert len(record["scope"]["asset_ids"]) == 1
    (written,) = records(house)
    assert json.loads(written.read_text()) == record
    assert written.with_name(f"{written.name}.c2pa").is_file()
    listed = run("approvals", "--json", cwd=house).json()
    assert [each["integrity"] for each in listed["approvals"]] == ["valid"]
    assert [each["trust"] for each in listed["approvals"]] == ["trusted"]


def test_a_digest_will_do(approve, house):
    approve(DIGEST.replace("ab", "AB"))
    (written,) = records(house)
    assert json.loads(written.read_text())["scope"]["digests"] == [DIGEST]


@pytest.mark.parametrize("digest", ["sha256:xyz", "sha256:", DIGEST + "0", "sha256:" + "g" * 64])
def test_a_malformed_digest_is_one_line(approve, house, digest):
    ran = approve(digest, code=2)
    assert ran.lines == [
        f"error: {digest}: not a digest: sha256: and 64 hexadecimal digits are needed"
    ]
    assert records(house) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "error: an approval needs a scope: it would cover everything"),
        (("gone.png",), "error: gone.png: cannot be approved: no such file"),
        ((".",), "error: .: cannot be approved: a folder, not a file"),
        ((DIGEST, "--expires", "tomorrow"), "error: Invalid value for '--expires'"),
        ((DIGEST, "--category", "cat"), "error: Invalid value for '--category'"),
        ((DIGEST, "--condition", ""), "error: approval: text: "),
        ((DIGEST, "--evidence", "gone.eml"), "error: evidence gone.eml: cannot be read"),
        ((DIGEST, "--by", ""), "error: approval: name: "),
        ((DIGEST, "--folder", "provenance.toml/x"), "error: provenance.toml/x: cannot be made"),
    ],
)
def test_what_cannot_be_decided(run, house, arguments, words):
    ran = run("approve", *BY, *arguments, cwd=house)
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert ran.err.startswith(words)
    assert records(house) == []


def test_revoke_by_file_and_by_id(approve, run, house):
    approve(DIGEST)
    approve("sha256:" + "cd" * 32)
    first, second = records(house)
    for named in (first, json.loads(second.read_text())["id"]):
        ran = run("revoke", named, *BY, "--json", cwd=house)
        assert ran.code == 0, ran.err
        assert ran.json()["decision"] == "revoked"
    ended = {json.loads(path.read_text())["revokes"] for path in records(house)} - {""}
    assert ended == {json.loads(path.read_text())["id"] for path in (first, second)}


def test_a_broken_neighbour_does_not_stop_a_revocation(approve, run, house):
    approve(DIGEST)
    (record,) = records(house)
    (house / "approvals" / "0.approval.json").write_text("{")
    assert run("revoke", json.loads(record.read_text())["id"], *BY, cwd=house).code == 0


def test_an_unknown_approval_cannot_be_revoked(run, house):
    ran = run("revoke", "no-such-id", *BY, cwd=house)
    assert ran.code == 2
    assert len(ran.lines) == 1
    assert "no such approval" in ran.err
    assert "provenance approvals" in ran.err


def test_approvals_tells_what_does_not_count(approve, run, house):
    approve(DIGEST)
    (record,) = records(house)
    record.write_text(record.read_text().replace("LETTER-1", "LETTER-9"))
    (house / "approvals" / "empty.approval.json").touch()
    ran = run("approvals", cwd=house)
    assert ran.code == 1
    assert not ran.out
    assert len(ran.lines) == 2
    assert all("does not count" in line for line in ran.lines)


def test_unsigned_ones_are_called_so(approve, run, house):
    approve(DIGEST, "--unsigned")
    assert "[unsigned]" in run("approvals", cwd=house).out


def test_outside_a_production_there_is_nowhere_to_write(run):
    ran = run("approve", DIGEST, *BY)
    assert ran.code == 2
    assert ran.lines == ["error: no folder for approvals"]


def test_what_must_travel_is_told_with_paths_that_can_be_copied(run, house, tmp_path):
    ran = run("approve", DIGEST, *BY, cwd=house)
    (record,) = records(house)
    name = f"approvals/{record.name}"
    assert ran.err.splitlines() == [
        f"approved: {name}",
        f"signature: {name}.c2pa",
        "Both must travel with the delivery: in it, or apart for `scan --approvals`.",
    ]
    revoked = run("revoke", record, *BY, cwd=house)
    assert revoked.err.startswith("revoked: approvals/")
    outside = run("approve", DIGEST, *BY, "--folder", tmp_path / "away", cwd=house)
    assert outside.err.startswith(f"approved: {tmp_path}/away/")
    unsigned = run("approve", DIGEST, *BY, "--unsigned", cwd=house)
    assert "not for the receiver" in unsigned.err


def test_no_approvals_are_told(run, house):
    ran = run("approvals", cwd=house)
    assert (ran.code, ran.out, ran.err) == (0, "", "no approvals in approvals\n")
    assert run("approvals", "--json", cwd=house).err == ""
    ran = run("approvals")
    assert (ran.code, ran.err) == (0, "no approvals: no folder for them is known\n")


def test_a_digest_as_sha256sum_prints_it(run, house):
    bare = DIGEST.removeprefix("sha256:")
    assert run("approve", bare.upper(), *BY, cwd=house).code == 0
    (record,) = records(house)
    assert json.loads(record.read_text())["scope"]["digests"] == [DIGEST]
    ran = run("approve", "nowhere.png", *BY, cwd=house)
    assert ran.code == 2
    assert "sha256:..." in ran.err


def test_a_list_of_approvals_says_what_each_speaks_of(run, house):
    how = ("--pattern", "vfx_*", "--stage", "final", "--category", "voice", "--title-id", "T-1")
    run("approve", DIGEST, *how, "--condition", "Credit it", *BY, cwd=house)
    (record,) = records(house)
    run("revoke", record, "--by", "Ada", "--reference", "LETTER-2", cwd=house)
    first, about, second, ended = run("approvals", cwd=house).out.splitlines()
    assert record.name.startswith(first.split()[0])
    said = "1 digest, paths vfx_*, voice, stage final, title T-1"
    assert about == f"    LETTER-1: {said}, condition: Credit it"
    assert "  revoked  " in second
    assert ended == f"    LETTER-2: revokes {first.split()[0]}, {said}"


def test_an_approval_that_has_ended_when_it_is_made(run, house):
    ran = run("approve", DIGEST, "--expires", "2001-01-31", *BY, cwd=house)
    assert ran.code == 0
    assert "its last day was 2001-01-31: it counts for nothing any more" in ran.lines
    assert (
        "its last day" not in run("approve", DIGEST, "--expires", "2999-01-31", *BY, cwd=house).err
    )
