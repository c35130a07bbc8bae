"""Waivers that a dishonest vendor brings along, and approvals that cannot be right."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

import provenance
from provenance.errors import RecordError
from provenance.manifests.engine import Engine
from provenance.manifests.records import write_record
from provenance.model.approval import Approval, Approver, Decision, Scope

POLICY = """
extends = "netflix"
name = "own"
{more}
[rules]
background-unapproved = "blocking"
approval-missing = "blocking"
manifest-missing = "overridable"
"""
WAIVES = """
[[approvers]]
name = "Approver"
certificate = "Approver"
trust_list = "Approver CA"
waives = ["background-unapproved"]
"""
RULE = "background-unapproved"


@pytest.fixture
def policy(tmp_path):
    def write(more=""):
        path = tmp_path / "own.toml"
        name, _, rules = POLICY.partition("[rules]")
        path.write_text(f"{name.replace('{more}', '')}[rules]{rules}{more}")
        return path

    return write


@pytest.fixture
def background(bench):
    path = bench.picture()
    bench.stamp(path, story_relevance="incidental", title_id="T-1")
    return path


def waive(bench, *targets, who="Approver", rule=RULE, **fields):
    return provenance.waive(
        rule,
        targets,
        reason="a poster at the far wall",
        owner="Post supervisor",
        expires=fields.pop("expires", date.today() + timedelta(days=30)),  # noqa: DTZ011
        folder=fields.pop("folder", bench.delivery / "waivers"),
        signer=bench.people[who].signer,
        **fields,
    )


def found(report, rule=RULE):
    (finding,) = (each for each in report.results[0].findings if each.rule == rule)
    return finding


def test_an_approver_whom_the_policy_lets_waive_waives(bench, policy, background):
    assert not found(bench.scan(policy(WAIVES))).waived_by
    made = waive(bench, background, incidental=True)
    report = bench.scan(policy(WAIVES))
    assert found(report).waived_by == made.record.id
    (used,) = report.waivers
    assert (used.signer, used.source) == ("Approver", made.path.name)
    assert report.counts.waived == 1
    assert "/" not in used.source


def test_the_vendor_cannot_waive_what_it_made(bench, policy, background):
    vendors = WAIVES.replace('"Approver', '"Vendor')
    for text in ("", WAIVES, vendors):
        waive(bench, background, who="Vendor", incidental=True)
        finding = found(bench.scan(policy(text)))
        assert not finding.waived_by
        assert "its signer made what it waives" in finding.notes[0]


def test_nobody_waives_a_blocking_finding_whom_the_policy_does_not_name(bench, policy, background):
    waive(bench, background, incidental=True)
    finding = found(bench.scan(policy()))
    assert "the policy does not let Approver waive" in finding.notes[0]


def test_a_stranger_an_editor_and_a_file_without_signature(bench, policy, background):
    waive(bench, background, who="Stranger", incidental=True)
    assert "stands on no list" in found(bench.scan(policy(WAIVES))).notes[0]
    made = waive(bench, background, incidental=True)
    text = made.path.read_text()
    made.path.write_text(text.replace("far wall", "near wall"))
    report = bench.scan(policy(WAIVES))
    assert not found(report).waived_by
    assert any("it was changed after it was signed" in each for each in report.problems)
    made.path.write_text(text)
    assert found(bench.scan(policy(WAIVES))).waived_by
    made.path.with_name(f"{made.path.name}.c2pa").unlink()
    assert any("it is unsigned" in note for note in found(bench.scan(policy(WAIVES))).notes)


@pytest.mark.parametrize("word", ["soon", "2026-02-30"])
def test_a_malformed_day_never_counts(bench, policy, background, word):
    made = waive(bench, background, incidental=True)
    record = json.loads(made.path.read_text())
    made.path.write_text(json.dumps({**record, "expires": word}))
    report = bench.scan(policy(WAIVES))
    assert not found(report).waived_by
    (problem,) = report.problems
    assert "expires" in problem
    assert "\n" not in problem


def test_the_last_day_counts_in_full_and_the_next_is_told(bench, policy, background):
    today = date.today()  # noqa: DTZ011
    made = waive(bench, background, incidental=True, expires=today - timedelta(days=2))
    finding = found(bench.scan(policy(WAIVES)))
    assert f"it ended on {made.record.expires}" in finding.notes[0]
    waive(bench, background, incidental=True, expires=today + timedelta(days=1))
    assert found(bench.scan(policy(WAIVES))).waived_by


@pytest.mark.usefixtures("background")
def test_another_file_and_another_title(bench, policy):
    waive(bench, "sha256:" + "0" * 64, incidental=True)
    assert found(bench.scan(policy(WAIVES))).notes == ()
    waive(bench, "*.png", title_id="T-2", incidental=True)
    assert "another title" in found(bench.scan(policy(WAIVES))).notes[0]
    waive(bench, "*.png", title_id="T-1", incidental=True)
    assert found(bench.scan(policy(WAIVES))).waived_by


def test_a_waiver_is_taken_back(bench, policy, background):
    made = waive(bench, background, incidental=True)
    provenance.revoke(
        made.path,
        by="Approver",
        reference="T-9",
        folder=bench.delivery / "approvals",
        signer=bench.people["Approver"].signer,
    )
    assert "it was revoked" in found(bench.scan(policy(WAIVES))).notes[0]


def test_a_file_that_nobody_signed_is_not_waived_by_anybody(bench, policy):
    bench.picture(generated=False)
    path = bench.delivery / "bg.png"
    told = bench.told()
    with provenance.Stamper(bench.people["Vendor"].signer) as stamper:
        stamper.stamp(path, told)
    waive(bench, path, rule="manifest-missing")
    bench.picture("plain.png", seed=3, generated=True)
    waive(bench, bench.delivery / "plain.png", rule="manifest-missing")
    report = bench.scan(policy())
    plain = next(each for each in report.results if each.path == "plain.png")
    finding = next((each for each in plain.findings if each.rule == "manifest-missing"), None)
    assert finding is not None
    assert "nobody signed what it waives" in finding.notes[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no-such-rule",), "no rule is called 'no-such-rule'"),
        (("background-unaproved",), "did you mean 'background-unapproved'?"),
        ((RULE,), "a waiver needs a scope"),
        ((RULE, "*.png"), "a waiver needs a scope"),
        ((RULE, "gone.png"), "cannot be waived"),
    ],
)
def test_what_cannot_be_waived(bench, arguments, words):
    rule, *targets = arguments
    with pytest.raises(RecordError, match=words.replace("?", r"\?")):
        waive(bench, *targets, rule=rule)


@pytest.mark.parametrize("field", ["reason", "owner"])
@pytest.mark.parametrize("text", ["", "  ", "TBD"])
def test_a_reason_and_an_owner_say_something(bench, field, text):
    told = {"reason": "r", "owner": "o", field: text}
    with pytest.raises(RecordError, match=f"waiver: {field}:"):
        provenance.waive(
            RULE,
            ["sha256:" + "0" * 64],
            expires=date(2099, 1, 1),
            folder=bench.delivery,
            signer=bench.people["Approver"].signer,
            **told,
        )


def test_only_background_elements_are_incidental(bench):
    with pytest.raises(RecordError, match="has no incidental findings"):
        waive(bench, "sha256:" + "0" * 64, rule="approval-missing", incidental=True)


def decide(bench, path, who="Approver", **fields):
    """A decision whose dates are written by hand."""
    read = provenance.gather(path)
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    record = Approval.model_validate(
        {
            "decision": Decision.APPROVED,
            "approver": Approver(name=who),
            "reference": "T-1",
            "scope": Scope(digests=(read.asset.digest,)),
            "granted_at": moment,
            "created_at": moment,
            **fields,
        }
    )
    target = bench.delivery / "decision.approval.json"
    with Engine() as engine:
        write_record(record, target, signer=bench.people[who].signer, engine=engine)
    return target


def approval(report):
    return report.results[0].approval


def test_an_approval_that_can_be_right(bench, background):
    decide(bench, background)
    assert approval(bench.scan()).state == "approved"


def test_a_strangers_and_an_edited_approval(bench, background):
    target = decide(bench, background, who="Stranger")
    assert "stands on no list" in " ".join(approval(bench.scan()).reasons)
    target = decide(bench, background)
    target.write_text(target.read_text().replace("T-1", "T-2"))
    report = bench.scan()
    assert approval(report).state == "missing"
    assert any("changed after it was signed" in each for each in report.problems)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {
                "granted_at": datetime(2099, 1, 1, tzinfo=UTC),
                "created_at": datetime(2099, 1, 1, tzinfo=UTC),
            },
            "it is dated in the future (2099-01-01)",
        ),
        ({"granted_at": datetime(2026, 1, 5, tzinfo=UTC)}, "a clock was wrong: written on"),
        ({"created_at": datetime(2099, 1, 1, tzinfo=UTC)}, "written on 2099-01-01, scanned on"),
        ({"requested_at": datetime(2026, 1, 5, tzinfo=UTC)}, "a clock was wrong: asked for on"),
        ({"expires": date(2026, 1, 3)}, "it ended on 2026-01-03"),
    ],
)
def test_dates_that_cannot_be_right_are_one_clear_line(bench, background, fields, reason):
    decide(bench, background, **fields)
    shown = approval(bench.scan())
    assert shown.state in {"missing", "expired"}
    (line,) = (each for each in shown.reasons if reason in each)
    assert line.startswith("T-1: ")


def test_an_approval_of_another_title(bench, background):
    read = provenance.gather(background)
    scope = Scope(digests=(read.asset.digest,), title_id="T-2")
    decide(bench, background, scope=scope)
    assert any("another title" in each for each in approval(bench.scan()).reasons)


@pytest.mark.parametrize("word", ["soon", "31.12.2026"])
def test_a_malformed_day_of_an_approval_is_told_with_its_line(bench, background, word):
    target = decide(bench, background, expires=date(2099, 1, 1))
    target.write_text(target.read_text().replace("2099-01-01", word))
    report = bench.scan()
    assert approval(report).state == "missing"
    (problem,) = report.problems
    assert "decision.approval.json:" in problem
    assert "expires" in problem
