"""waive: a named person lets findings pass, signed; and what makes no waiver."""

import json

import pytest

DIGEST = "sha256:" + "ab" * 32
WHY = ("--reason", "far wall", "--owner", "Post supervisor", "--expires", "2099-12-31")
RULE = "manifest-missing"


def waivers(house):
    return sorted((house / "approvals").glob("*.waiver.json"))


def test_a_waiver_is_written_and_signed(run, house, media):
    path = media("png", house)
    ran = run("waive", RULE, path, "plates/*.png", *WHY, "--json", cwd=house)
    assert ran.code == 0, ran.err
    record = ran.json()
    assert record["schema"] == "provenance.waiver/1"
    assert (record["rule"], record["title_id"], record["kind"]) == (RULE, "T-1", "")
    assert record["patterns"] == ["plates/*.png"]
    assert len(record["digests"]) == 1
    (written,) = waivers(house)
    assert json.loads(written.read_text()) == record
    assert written.with_name(f"{written.name}.c2pa").is_file()
    first, about = run("approvals", cwd=house).out.splitlines()
    assert first.startswith(f"{record['id']}  waived  Post supervisor, until 2099-12-31  [valid")
    assert about == f"    {RULE}: 1 digest, paths plates/*.png, title T-1: far wall"
    (listed,) = run("approvals", "--json", cwd=house).json()["waivers"]
    assert (listed["integrity"], listed["trust"]) == ("valid", "trusted")
    assert listed["waiver"] == record


def test_what_must_travel_is_told(run, house):
    ran = run("waive", RULE, DIGEST, *WHY, cwd=house)
    (written,) = waivers(house)
    assert ran.err.splitlines() == [
        f"waived {RULE}: approvals/{written.name}",
        f"signature: approvals/{written.name}.c2pa",
        "Both must travel with the delivery: in it, or apart for `scan --approvals`.",
    ]
    over = run("waive", RULE, DIGEST, *WHY[:-1], "2001-01-31", cwd=house)
    assert "its last day was 2001-01-31" in over.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((RULE, DIGEST, *WHY[:-2]), "error: Missing option '--expires'"),
        ((RULE, DIGEST, *WHY[:-1], "soon"), "error: Invalid value for '--expires'"),
        ((RULE, DIGEST, "--reason", "", *WHY[2:]), "error: waiver: reason: '' says nothing"),
        (("manifest-mising", DIGEST, *WHY), "error: waiver: no rule is called 'manifest-mising'"),
        ((RULE, "gone.png", *WHY), "error: gone.png: cannot be waived: no such file"),
        ((RULE, "sha256:xy", *WHY), "error: sha256:xy: not a digest"),
        ((RULE, DIGEST, "--incidental", *WHY), "error: waiver: manifest-missing has no incidental"),
    ],
)
def test_what_makes_no_waiver(run, house, arguments, words):
    ran = run("waive", *arguments, cwd=house)
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert ran.err.startswith(words)
    assert waivers(house) == []


def test_outside_a_production_there_is_nowhere_to_write(run):
    ran = run("waive", RULE, DIGEST, *WHY)
    assert (ran.code, ran.lines) == (2, ["error: no folder for approvals"])


def test_the_maker_of_a_file_does_not_waive_it(run, house, media, stamp):
    path = media("png", house / "delivery")
    stamp(path, "--stage", "final", "--use", "visual_effect")
    ran = run("waive", "approval-missing", path, *WHY, cwd=house)
    assert ran.code == 0
    scanned = run("scan", house / "delivery", cwd=house)
    assert scanned.code == 1
    assert "note: a waiver by Post supervisor does not count: its signer made" in scanned.out
    assert "waived by" not in scanned.out


def test_a_waiver_is_revoked_by_file_and_by_id(run, house):
    run("waive", RULE, DIGEST, *WHY, cwd=house)
    run("waive", RULE, "sha256:" + "cd" * 32, *WHY, cwd=house)
    first, second = waivers(house)
    for named in (first, json.loads(second.read_text())["id"]):
        ran = run("revoke", named, "--by", "Ada", "--reference", "T-9", "--json", cwd=house)
        assert ran.code == 0, ran.err
        record = ran.json()
        assert (
            record["revokes"] == json.loads((first if named == first else second).read_text())["id"]
        )
        assert len(record["scope"]["digests"]) == 1
