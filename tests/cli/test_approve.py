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
    given = ("--granted", "2001-01-02", "--expires", "2001-01-31")
    ran = run("approve", DIGEST, *given, *BY, cwd=house)
    assert ran.code == 0
    assert "its last day was 2001-01-31: it counts for nothing any more" in ran.lines
    assert (
        "its last day" not in run("approve", DIGEST, "--expires", "2999-01-31", *BY, cwd=house).err
    )


def test_a_scope_of_every_kind(run, house):
    how = (
        "--tool", "Painter:>=3,<4", "--tool", "Dreamer", "--model", "Oil", "--talent", "Zoe",
        "--territory", "eu", "--destination", "tv", "--requested", "2026-01-05",
        "--granted", "2026-01-06", "--legal-review", "LR-1", "--rights-clearance", "RC-1",
    )  # fmt: skip
    ran = run("approve", DIGEST, *how, *BY, "--json", cwd=house)
    assert ran.code == 0, ran.err
    record = ran.json()
    scope = record["scope"]
    assert scope["tools"] == [
        {"name": "Painter", "versions": ">=3,<4"},
        {"name": "Dreamer", "versions": ""},
    ]
    assert (scope["models"], scope["territories"], scope["destinations"]) == (
        ["Oil"],
        ["EU"],
        ["tv"],
    )
    (talent,) = scope["talents"]
    assert talent.startswith("salted-sha256:")
    assert record["requested_at"] == "2026-01-05T12:00:00Z"
    assert record["granted_at"] == "2026-01-06T12:00:00Z"
    assert (record["legal_review_ref"], record["rights_clearance_ref"]) == ("LR-1", "RC-1")
    about = run("approvals", cwd=house).out.splitlines()[1]
    for words in (
        "tool Painter >=3,<4",
        "model Oil",
        "1 talents",
        "territory EU",
        "destination tv",
    ):
        assert words in about


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--tool", "Painter:>x"), "error: approval: tool Painter: '>x' compares with what is no"),
        (("--tool", "Painter:>=4,<3"), "error: approval: tool Painter: no version is"),
        (("--granted", "2999-01-01"), "error: approval: granted on 2999-01-01, which is in the"),
        (("--granted", "2026-01-05T10:00"), "error: Invalid value for '--granted'"),
        (("--granted", "yesterday"), "error: Invalid value for '--granted'"),
        (
            ("--granted", "2026-01-05", "--requested", "2026-01-06"),
            "error: approval: asked for on 2026-01-06, after it was granted (2026-01-05)",
        ),
        (
            ("--granted", "2026-01-05", "--expires", "2026-01-03"),
            "error: approval: it would end on 2026-01-03, before it was granted (2026-01-05)",
        ),
        (("--territory", "Germany"), "error: approval: 'Germany' is no territory: two letters"),
    ],
)
def test_a_decision_that_could_never_count(run, house, arguments, words):
    ran = run("approve", DIGEST, *BY, *arguments, cwd=house)
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert ran.err.startswith(words)
    assert records(house) == []


def test_a_condition_is_met_by_a_record_of_its_own(run, house, media, stamp):
    path = media("png", house / "delivery")
    stamp(path, "--stage", "final", "--use", "visual_effect")
    how = ("--decision", "approved_with_conditions", "--condition", "Credit", "--condition", "Cut")
    run("approve", path, *how, *BY, cwd=house)
    (first,) = records(house)
    before = first.read_text()

    def states():
        report = run("scan", house / "delivery", "--json", cwd=house).json()
        return report["results"][0]["approval"]["state"]

    assert states() == "conditions_open"
    letter = house / "card.txt"
    letter.write_text("end titles, card 12")
    for condition in ("c1", "c2"):
        named = f"{json.loads(before)['id']}:{condition}"
        ran = run("approve", "--satisfies", named, "--evidence", letter, *BY, cwd=house)
        assert ran.code == 0, ran.err
        assert ran.err.startswith("conditions_met: approvals/")
    assert states() == "approved"
    assert first.read_text() == before
    met = [json.loads(each.read_text()) for each in records(house) if each != first]
    digest = "sha256:" + hashlib.sha256(letter.read_bytes()).hexdigest()
    assert {each["conditions"][0]["evidence_sha256"] for each in met} == {digest}
    assert "met for " in run("approvals", cwd=house).out


@pytest.mark.parametrize(
    ("named", "more", "words"),
    [
        ("{id}", (), "which condition? (open: c1, c2)"),
        ("{id}:c9", (), "no open condition is called 'c9' (open: c1, c2)"),
        ("nobody:c1", (), "nobody: no such approval"),
        ("{id}:c1", ("--evidence", "gone.eml"), "evidence gone.eml: cannot be read"),
        ("{id}:c1", ("--stage", "final"), "--satisfies takes no files and no scope"),
    ],
)
def test_what_meets_no_condition(run, house, named, more, words):
    run("approve", DIGEST, "--condition", "Credit", "--condition", "Cut", *BY, cwd=house)
    (record,) = records(house)
    identity = json.loads(record.read_text())["id"]
    ran = run("approve", "--satisfies", named.format(id=identity), *more, *BY, cwd=house)
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert words in ran.err
    assert records(house) == [record]
