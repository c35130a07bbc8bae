"""consent add, revoke, list: signed records that stay in the house."""

import hashlib
import json
import stat

import pytest

ADD = ("consent", "add", "--talent", "Jane Doe", "--type", "voice", "--signed", "2026-10-01")


@pytest.fixture
def add(run, house):
    def adder(*arguments, code=0):
        ran = run(*ADD, *arguments, cwd=house)
        assert ran.code == code, ran.err
        return ran

    return adder


def consents(house):
    return sorted((house / "consents").glob("*.consent.json"))


def test_a_consent_is_written_signed_and_private(add, house):
    (house / "consent.pdf").write_bytes(b"signed by hand")
    ran = add(
        "--use", "two lines in episode 3", "--signed-separately", "--represented-by", "union",
        "--union", "SAG-AFTRA", "--term-end", "2030-12-31", "--territory", "DE", "--territory",
        "US", "--scan-notice", "2026-09-01T10:00+02:00", "--scan-reason", "likeness",
        "--compensation", "rider 4", "--security", "vault", "--document", "consent.pdf",
        "--training-allowed", "--reuse-allowed", "--by", "Counsel", "--note", "n", "--json",
    )  # fmt: skip
    record = ran.json()
    assert record["schema"] == "provenance.consent/1"
    assert record["talent"] == "Jane Doe"
    assert record["title_id"] == "T-1"
    assert record["signed_at"] == "2026-10-01T00:00:00Z"
    assert record["scan_notice_at"] == "2026-09-01T08:00:00Z"
    assert record["term_end"] == "2030-12-31"
    assert record["territories"] == ["DE", "US"]
    assert record["training_allowed"] is record["reuse_allowed"] is True
    digest = hashlib.sha256(b"signed by hand").hexdigest()
    assert record["document_sha256"] == f"sha256:{digest}"
    (written,) = consents(house)
    assert json.loads(written.read_text()) == record
    signature = written.with_name(f"{written.name}.c2pa")
    for path in (written, signature):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(written.parent.stat().st_mode) == 0o700
    assert "*" in (written.parent / ".gitignore").read_text().splitlines()
    assert b"Jane" not in signature.read_bytes()


def test_what_is_told(add, house):
    ran = add()
    (written,) = consents(house)
    record = json.loads(written.read_text())
    assert ran.err.splitlines() == [
        f"consent: consents/{written.name}",
        f"signature: consents/{written.name}.c2pa",
        f"consent_ref: {record['id']}",
        "It holds personal data: keep it in the house, and out of the delivery.",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--signed", "2099-01-01"), "a consent cannot have been given at 2099-01-01"),
        (("--signed", "soon"), "'soon' is no date"),
        (("--signed", "2026-10-01T10:00"), "has no zone"),
        (("--term-end", "2026-09-30"), "its term would end on 2026-09-30, before it was signed"),
        (("--territory", "Bavaria"), "a consent: 'Bavaria' is no territory: two letters"),
        (("--minor",), "a minor cannot give it"),
        (("--minor", "--given-by", "guardian"), "a guardian has to sign and to be named"),
        (("--type", "synthetic"), "'synthetic' is not one of"),
        (("--talent", ""), "consent: talent: "),
        (("--document", "gone.pdf"), "document gone.pdf: cannot be read"),
        (("--folder", "provenance.toml/x"), "provenance.toml/x: cannot be made"),
    ],
)
def test_what_cannot_be_recorded(add, house, arguments, words):
    ran = add(*arguments, code=2)
    assert len(ran.lines) == 1
    assert words in ran.err
    assert consents(house) == []


def test_a_consent_needs_its_production(run, tmp_path):
    assert run("init", "bare", "--title", "Bare").code == 0
    ran = run(*ADD, cwd=tmp_path / "bare")
    assert ran.code == 2
    assert ran.lines == [
        "error: a consent needs the production that it is for: it would cover none"
    ]
    assert run(*ADD, "--title-id", "T-9", cwd=tmp_path / "bare").code == 0


def test_outside_a_production_there_is_nowhere_to_write(run):
    ran = run(*ADD, "--title-id", "T-1")
    assert ran.code == 2
    assert ran.lines == ["error: no folder for consents"]


def test_a_consent_of_a_guardian(add):
    record = add("--minor", "--given-by", "guardian", "--guardian", "Mary Doe", "--json").json()
    assert (record["minor"], record["given_by"], record["guardian"]) == (
        True,
        "guardian",
        "Mary Doe",
    )


def test_list_shows_what_holds_and_what_does_not(add, run, house):
    for arguments in ((), ("--term-end", "2026-11-01"), ("--unsigned",)):
        add(*arguments)
    first = json.loads(consents(house)[0].read_text())["id"]
    assert run("consent", "revoke", first, "--at", "2026-11-20", cwd=house).code == 0
    ran = run("consent", "list", cwd=house)
    assert ran.code == 0, ran.err
    lines = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    assert len(lines) == 3
    by_id = {line.split()[0]: line for line in lines}
    assert "Jane Doe, revoked 2026-11-20" in by_id[first]
    assert sum("ended 2026-11-01" in line for line in lines) == 1
    assert sum("[unsigned]" in line for line in lines) == 1
    assert "voice; title T-1" in ran.out
    rows = run("consent", "list", "--json", cwd=house).json()["consents"]
    assert len(rows) == 4
    assert {row["trust"] for row in rows} == {"trusted", "not_asked"}


def test_list_where_there_is_nothing(run, house, tmp_path):
    assert run("consent", "list", cwd=house).err.splitlines() == ["no consents in consents"]
    ran = run("consent", "list", cwd=tmp_path)
    assert ran.err.splitlines() == ["no consents: no folder for them is known"]


def test_list_tells_what_was_edited(add, run, house):
    add()
    (written,) = consents(house)
    written.write_text(written.read_text().replace("voice", "dub"))
    (house / "consents" / "empty.consent.json").touch()
    ran = run("consent", "list", cwd=house)
    assert (ran.code, ran.out, len(ran.lines)) == (1, "", 2)
    assert all("does not count" in line for line in ran.lines)


def test_revoke_by_file_and_by_id_changes_no_consent(add, run, house):
    add()
    (written,) = consents(house)
    before = written.read_bytes()
    for named in (f"consents/{written.name}", json.loads(before)["id"]):
        ran = run("consent", "revoke", named, "--by", "Counsel", "--json", cwd=house)
        assert ran.code == 0, ran.err
        record = ran.json()
        assert record["revokes"] == json.loads(before)["id"] != record["id"]
        assert record["revoked_at"]
    assert written.read_bytes() == before
    again = run("consent", "revoke", record["id"], cwd=house)
    assert again.code == 2
    assert "it is a revocation itself" in again.err


def test_what_is_not_there_cannot_be_revoked(run, house):
    ran = run("consent", "revoke", "no-such-id", cwd=house)
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "no such consent" in ran.err
    assert "provenance consent list" in ran.err


def test_the_register_keeps_it_and_finds_it(add, run, house):
    add()
    (written,) = consents(house)
    name = json.loads(written.read_text())["id"]
    for path in (written, written.with_name(f"{written.name}.c2pa")):
        path.unlink()
    assert run("register", "verify", cwd=house).code == 0
    assert run("consent", "revoke", name, cwd=house).code == 0
