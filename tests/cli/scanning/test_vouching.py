"""scan: what vouches for a file: signatures and approvals outside, the register inside."""

import shutil

import pytest

from .conftest import approve, verdicts


def rules(ran, path=None):
    return {
        finding["rule"]
        for each in ran.json()["results"]
        for finding in each["findings"]
        if path in {None, each["path"]}
    }


def test_a_post_house_needs_certificate_and_approvals_only(run, house, generated, ca):
    approve(run, house, "made.png", "--category", "background_element")
    assert run("scan", generated, "--trust", ca).code == 1
    beside = run("scan", generated, "--trust", ca, "--approvals", house / "approvals", "-o", "json")
    assert beside.code == 0, beside.out
    shutil.copytree(house / "approvals", generated / "approvals")
    inside = run("scan", generated, "--trust", ca, "-o", "json")
    assert inside.code == 0
    assert list(verdicts(inside)) == ["made.png"]
    (asset,) = inside.json()["results"]
    assert asset["approval"]["state"] == "approved"
    assert asset["trust"] == "trusted"
    # Without the certificate nobody vouches for the approval.
    assert run("scan", generated).code == 1


def test_the_register_knows_inside_what_nobody_knows_outside(run, house, generated, tmp_path):
    del generated
    stripped = tmp_path / "stripped"
    stripped.mkdir()
    shutil.copyfile(house / "original.png", stripped / "made.png")
    outside = run("scan", stripped, "-o", "json")
    assert outside.code == 0
    inside = run("scan", stripped, "-o", "json", cwd=house)
    assert inside.code == 1
    assert "mark-lost" in rules(inside)
    assert "mark-lost" in rules(
        run("scan", stripped, "--register", house / ".provenance/register.db", "-o", "json")
    )


def test_a_register_in_a_delivery_is_never_asked(run, house, generated, ca):
    approve(run, house, "made.png")
    shutil.rmtree(house / "approvals")
    shutil.copytree(house / ".provenance", generated / ".provenance")
    ran = run("scan", generated, "--trust", ca, "-o", "json")
    assert ran.code == 1
    assert "approval-missing" in rules(ran)


def test_a_record_that_was_changed_never_counts(run, house, generated, ca):
    approve(run, house, "made.png")
    shutil.copytree(house / "approvals", generated / "approvals")
    (record,) = (generated / "approvals").glob("*.json")
    assert run("scan", generated, "--trust", ca).code == 0
    record.write_text(record.read_text().replace("LETTER-1", "LETTER-2"))
    ran = run("scan", generated, "--trust", ca, "-o", "json")
    assert ran.code == 1
    assert ran.json()["results"][0]["approval"]["state"] == "missing"
    (problem,) = ran.json()["problems"]
    assert problem.startswith(f"approvals/{record.name}: does not count: it was changed")
    assert "does not count" in run("scan", generated, "--trust", ca).out
    assert "does not count" in run("scan", generated, "--trust", ca, "-o", "html").out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"schema": "provenance.approval/1", "decision": "maybe"}', ":1: decision: "),
        ('{"schema": "provenance.approval/1",\n "decision" "approved"}', ":2: "),
        ('{"schema": "provenance.approvals/1"}', "no record is called 'provenance.approvals'"),
    ],
)
def test_a_record_that_cannot_be_read_shows(run, delivery, text, words):
    (delivery / "letter.approval.json").write_text(text)
    ran = run("scan", delivery, "-o", "json")
    assert ran.json()["verdict"] == "warn"
    (problem,) = ran.json()["problems"]
    assert problem.startswith("letter.approval.json")
    assert words in problem
    assert "letter.approval.json" not in verdicts(ran)


def test_media_that_is_called_a_record_is_scanned(run, delivery):
    picture = (delivery / "stills" / "plate.png").read_bytes()
    text = b'tEXt\0"schema": "provenance.approval/1"'
    (delivery / "hidden.json").write_bytes(picture[:33] + text + picture[33:])
    assert "hidden.json" in verdicts(run("scan", delivery, "-o", "json"))


def test_several_certificates_from_the_environment(run, generated, house, ca, monkeypatch):
    approve(run, house, "made.png")
    monkeypatch.setenv("PROVENANCE_SCAN_TRUST", f"{ca}:{ca}")
    monkeypatch.setenv("PROVENANCE_SCAN_APPROVALS", str(house / "approvals"))
    assert run("scan", generated).code == 0
