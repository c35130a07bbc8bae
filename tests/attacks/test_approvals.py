"""Approvals that a dishonest vendor makes, borrows or hides."""

import re
import sqlite3
from datetime import timedelta

import pytest

import provenance
from provenance.errors import RegisterError
from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.records import program, write_record
from provenance.model.approval import Decision
from provenance.model.evidence import Attestation
from provenance.model.record import now
from provenance.register import Register

POLICY = """
extends = "netflix"
name = "own"
[[approvers]]
name = "Approver"
certificate = "Approver"
trust_list = "Approver CA"
"""


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(POLICY)
    return path


def approvals(report):
    return {each.path: each.approval.state for each in report.results}


def test_an_honest_delivery_passes(bench, policy):
    path = bench.picture()
    bench.stamp(path)
    bench.approve(path)
    assert bench.scan(policy).verdict == "pass"


def test_another_trusted_authority_cannot_write_the_approvers_name(bench, policy, person):
    bench.people["Vendor"] = impostor = person("Approver")
    path = bench.picture()
    bench.stamp(path)
    bench.approve(path, who="Vendor")
    # Two lists of one name: the policy's "Approver CA" then means neither of them.
    (result,) = bench.scan(policy).results
    assert result.approval.state == "missing"
    assert re.fullmatch(r"Approver CA \([0-9a-f]{8}\)", bench.scan(policy).trust_lists[0])
    vendors = bench.folder / "vendors.pem"
    vendors.write_bytes(impostor.ca.read_bytes() + bench.people["Stranger"].ca.read_bytes())
    report = bench.scan(policy, trust=("Approver",), also=[vendors])
    (result,) = report.results
    assert result.trust_list == "vendors"
    assert result.approval.state == "missing"
    assert any("no approver of the policy" in each for each in result.approval.reasons)


def test_a_borrowed_id_hides_no_rejection_of_the_register(bench):
    path = bench.picture()
    bench.stamp(path)
    bench.approve(path)
    rejected = bench.approve(path, decision=Decision.REJECTED, folder=bench.folder / "own").record
    place = bench.folder / "house" / "register.db"
    with Register.create(place) as register:
        register.add_approval(rejected, Attestation("register"))
    assert approvals(bench.scan(register=place)) == {"bg.png": "rejected"}
    borrowed = rejected.model_copy(update={"decision": Decision.NOTIFIED_ONLY})
    for who in ("Stranger", "Vendor"):
        with Engine() as engine:
            signer = bench.people[who].signer
            write_record(borrowed, bench.delivery / "a.json", signer=signer, engine=engine)
        assert approvals(bench.scan(register=place)) == {"bg.png": "rejected"}


def test_a_register_that_was_edited_by_hand_is_not_believed(bench):
    path = bench.picture()
    bench.stamp(path)
    rejected = bench.approve(path, decision=Decision.REJECTED, folder=bench.folder / "own").record
    place = bench.folder / "house" / "register.db"
    with Register.create(place) as register:
        register.add_approval(rejected, Attestation("register"))
    assert approvals(bench.scan(register=place)) == {"bg.png": "rejected"}
    with sqlite3.connect(place) as database:
        ((text,),) = database.execute("SELECT record FROM approvals").fetchall()
        assert '"rejected"' in text
        changed = text.replace('"rejected"', '"approved"')
        database.execute("UPDATE approvals SET record = ?", (changed,))
    database.close()
    with pytest.raises(RegisterError, match="is not what was written"):
        bench.scan(register=place)
    assert approvals(bench.scan(register="")) == {"bg.png": "missing"}


def forge(path, record, person):
    """A manifest with somebody else's disclosure in it."""
    with Engine() as engine:
        out = path.with_name("out.png")
        definition = Definition(path.name, record, program())
        engine.embed(path, out, media_type="image/png", definition=definition, signer=person.signer)
        out.replace(path)


def test_a_stranger_cannot_borrow_an_approval(bench):
    path = bench.picture()
    record = bench.stamp(path).evidence.disclosures[0].record
    bench.approve(path)
    forge(bench.picture("other.png", seed=1), record, bench.people["Stranger"])
    for stage in ("turnover", "final"):
        found = approvals(bench.scan(stage=stage))
        assert found == {"bg.png": "approved", "other.png": "missing"}


def findings(report):
    return {each.path: {found.rule for found in each.findings} for each in report.results}


def test_a_copied_disclosure_shows_where_both_files_are_delivered(bench):
    path = bench.picture()
    record = bench.stamp(path).evidence.disclosures[0].record
    bench.approve(path)
    forge(bench.picture("other.png", seed=1), record, bench.people["Vendor"])
    report = bench.scan()
    assert {each.verdict.value for each in report.results} == {"fail"}
    assert set(findings(report)) == {"bg.png", "other.png"}
    known = {"disclosure-contradicted", "tool-terms-stale"}  # the latter is information
    assert all(each == known for each in findings(report).values())
    again = record.model_copy(update={"id": "another"})
    forge(bench.picture("other.png", seed=1), again, bench.people["Vendor"])
    assert {each.verdict.value for each in bench.scan().results} == {"warn"}


def test_the_same_bytes_twice_are_no_matter(bench):
    path = bench.picture()
    bench.stamp(path)
    bench.approve(path)
    (bench.delivery / "copy.png").write_bytes(path.read_bytes())
    assert bench.scan().verdict == "pass"


def told(report, rule="approval-by-maker"):
    return [each.message for each in report.results[0].findings if each.rule == rule]


def test_the_makers_own_help_is_never_a_clean_pass(bench, policy):
    """Where nobody is named who may approve, a trusted maker may; and the buyer sees it."""
    path = bench.picture(generated=True)
    bench.stamp(path)
    # Dates are whole seconds, and of two of one second the rejection counts.
    earlier = now() - timedelta(seconds=1)
    bench.approve(path, granted_at=earlier)
    refused = bench.approve(path, decision=Decision.REJECTED, granted_at=earlier)
    assert bench.scan().verdict == "fail"
    by = {
        "by": "Approver",
        "reference": "T-2",
        "folder": bench.delivery / "approvals",
        "signer": bench.people["Vendor"].signer,
    }
    provenance.revoke(refused.path, **by)
    report = bench.scan()
    assert report.verdict == "warn"
    assert "the end of a rejection" in told(report)[0]
    assert bench.scan(policy).verdict == "fail"

    asked = bench.approve(
        path, decision=Decision.APPROVED_WITH_CONDITIONS, conditions=["legal review"]
    )
    assert bench.scan().results[0].approval.state == "conditions_open"
    provenance.satisfy(asked.path, **by)
    report = bench.scan()
    assert report.verdict == "warn"
    assert any("that a condition is met" in each for each in told(report))
    (result,) = bench.scan(policy).results
    assert result.approval.state == "conditions_open"


def test_a_date_ahead_of_the_scan_buys_nothing(bench, policy):
    """A first use in the future would be later than any approval."""
    path = bench.picture(generated=True)
    bench.stamp(path, first_used_at="2099-01-01T00:00:00Z")
    bench.approve(path)
    report = bench.scan(policy)
    assert report.verdict == "warn"
    assert "a clock was wrong" in told(report, "disclosure-contradicted")[0]
