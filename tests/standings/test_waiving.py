"""Who may waive what: the policy, and signed records of people who did not make it."""

from dataclasses import replace

import pytest

from provenance.judging import build_report, judge
from provenance.model.approval import Waiver
from provenance.model.delivery import DeliveryEvidence
from provenance.model.evidence import HeldWaiver
from provenance.model.finding import Problem, Severity
from provenance.model.record import now
from provenance.model.report import ToolView
from provenance.rules.base import delivery_rule, rule
from provenance.rules.examples import cast

FILE = """
[[disclosures]]
fingerprint = "a"
{title}
[[waivers]]
rule = "{rule}"
signer = "Ada"
fingerprint = "{signer}"
{how}
[policy]
{policy}
"""


@rule(Severity.BLOCKING, fixed=True)
def blocks(_evidence, _policy):
    """Nothing passes."""
    yield Problem("no")


@rule(Severity.OVERRIDABLE, fixed=True)
def asks(_evidence, _policy):
    """Somebody has to say yes."""
    yield Problem("perhaps", incidental=True)


@delivery_rule(Severity.OVERRIDABLE, fixed=True)
def whole(_delivery, _policy):
    """The delivery as a whole."""
    yield Problem("something", path="notes.txt")


def found(checked=asks, text=FILE, **changed):
    """The one finding of a rule on a file that certificate "a" made; "b" signs the waiver."""
    filled = {
        "rule": checked.name,
        "signer": "b",
        "how": 'digests = ["a"]',
        "policy": "",
        "title": "",
        **changed,
    }
    evidence, policy = cast(text.format(**filled), {checked.name: {}})
    (finding,) = judge(evidence, policy, [checked])
    return finding


def test_a_signed_record_lets_an_overridable_finding_pass():
    finding = found()
    assert finding.waived_by == "waiver-1"
    assert finding.notes == ()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"signer": "a"}, "its signer made what it waives"),
        ({"how": 'digests = ["a"]\nattested = "unsigned"'}, "it is unsigned"),
        ({"how": 'digests = ["a"]\nattested = "register"'}, "what counts is the signed file"),
        ({"how": 'digests = ["a"]\nattested = "stranger"'}, "stands on no list"),
        ({"how": 'digests = ["a"]\nattested = "unasked"'}, "no certificate was named"),
        ({"how": 'digests = ["a"]\nattested = "edited"'}, "changed after it was signed"),
        ({"how": 'digests = ["a"]\nattested = "unchecked"'}, "was not checked"),
        ({"how": 'digests = ["a"]\nexpires = 2026-11-21'}, "it ended on 2026-11-21"),
        (
            {"how": 'digests = ["a"]\ncreated_at = 2026-11-23T00:00:00Z'},
            "dated in the future (2026-11-23)",
        ),
        ({"how": 'patterns = ["*.png"]'}, "names neither a title nor the digest"),
        ({"how": ""}, "names neither a title nor the digest"),
        ({"how": 'patterns = ["*.png"]\ntitle_id = "T"'}, "for a title, and the file names none"),
        (
            {"how": 'digests = ["a"]\ntitle_id = "T"', "title": 'title_id = "U"'},
            "it is for another title",
        ),
    ],
)
def test_what_does_not_count_is_told(changed, reason):
    finding = found(**changed)
    assert not finding.waived_by
    (note,) = finding.notes
    assert note.startswith("a waiver by The studio does not count: ")
    assert reason in note


@pytest.mark.parametrize(
    "how",
    [
        'digests = ["a"]\nexpires = 2026-11-22',
        'digests = ["a"]\ncreated_at = 2026-11-22T23:00:00Z',
        'title_id = "T"',
        'title_id = "T"\npatterns = ["bg.*"]',
        'digests = ["a"]\nkind = "incidental"',
    ],
)
def test_what_counts(how):
    assert found(how=how, title='title_id = "T"').waived_by


def test_of_another_rule_or_file_nothing_is_told():
    for changed in ({"rule": "other"}, {"how": 'digests = ["b"]'}, {"how": 'patterns = ["*.mov"]'}):
        finding = found(**changed)
        assert (finding.waived_by, finding.notes) == ("", ())


APPROVER = 'approvers = [{{ name = "Ada", certificate = "sha256:{0}"{1} }}]'


@pytest.mark.parametrize(
    ("entitled", "reason"),
    [
        (', waives = ["blocks"]', ""),
        (', waives = ["*"]', ""),
        (', waives = ["*"], stages = ["final"]', ""),
        (', waives = ["other"]', "does not let Ada waive blocks"),
        ("", "does not let Ada waive blocks"),
        (', waives = ["*"], stages = ["temp"]', "does not let Ada"),
        (', waives = ["*"], categories = ["voice"]', "does not let Ada"),
        (', waives = ["*"], territories = ["DE"]', "does not let Ada"),
    ],
)
def test_a_blocking_finding_needs_somebody_whom_the_policy_names(entitled, reason):
    finding = found(blocks, policy=APPROVER.format("b" * 64, entitled))
    assert bool(finding.waived_by) is not bool(reason)
    assert all(reason in note for note in finding.notes)


def test_limits_of_who_waives_are_met():
    entitled = ', waives = ["*"], categories = ["voice"], territories = ["EU"]'
    told = 'use_category = "voice"\nterritories = ["DE"]'
    policy = APPROVER.format("b" * 64, entitled)
    assert found(blocks, policy=policy, title=told).waived_by
    elsewhere = told.replace("DE", "US")
    assert not found(blocks, policy=policy, title=elsewhere).waived_by


def test_whoever_made_it_waives_nothing_whatever_the_policy_lets_them():
    policy = APPROVER.format("a" * 64, ', waives = ["*"]')
    for checked in (blocks, asks):
        finding = found(checked, signer="a", policy=policy)
        assert "its signer made" in finding.notes[0]


UNSIGNED = FILE.replace('[[disclosures]]\nfingerprint = "a"\n{title}\n', "{title}")


def test_of_a_file_that_nobody_signed_the_waiver_needs_a_known_approver():
    assert "its signer may have made it" in found(text=UNSIGNED).notes[0]
    known = APPROVER.format("b" * 64, "")
    assert found(text=UNSIGNED, policy=known).waived_by
    assert found(blocks, text=UNSIGNED, policy=known).notes


POLICY_WAIVER = """
[[policy.waivers]]
id = "own"
rule = "{rule}"
reason = "r"
owner = "Post"
expires = {expires}
{more}
"""


@pytest.mark.parametrize("checked", [blocks, asks])
def test_the_policys_own_waiver_lets_anything_pass(checked):
    text = "[policy]\n" + POLICY_WAIVER.format(
        rule=checked.name, expires="2026-11-22", more='kind = ""'
    )
    evidence, policy = cast(text, {checked.name: {}})
    assert judge(evidence, policy, [checked])[0].waived_by == "own"


@pytest.mark.parametrize(
    ("expires", "more", "reason"),
    [
        ("2026-11-21", "", "it ended on 2026-11-21"),
        ("2026-12-31", 'kind = "incidental"', "for an incidental element, and this is none"),
        ("2026-12-31", 'title_id = "T"', "the file names none"),
    ],
)
def test_a_policys_waiver_that_does_not_count_is_told_too(expires, more, reason):
    text = "[policy]\n" + POLICY_WAIVER.format(rule="blocks", expires=expires, more=more)
    evidence, policy = cast(text, {"blocks": {}})
    (finding,) = judge(evidence, policy, [blocks])
    assert not finding.waived_by
    assert reason in finding.notes[0]


def test_a_record_cannot_borrow_the_id_of_a_waiver_of_the_policy():
    text = FILE.format(
        rule="asks", signer="b", how='id = "own"\ndigests = ["a"]', policy="", title=""
    ) + POLICY_WAIVER.format(rule="other", expires="2026-12-31", more="")
    evidence, policy = cast(text, {"asks": {}})
    (finding,) = judge(evidence, policy, [asks])
    assert "the id of a waiver of the policy" in finding.notes[0]


def test_a_later_version_is_not_understood():
    evidence, policy = cast(
        FILE.format(rule="asks", signer="b", how='digests = ["a"]', policy="", title=""),
        {"asks": {}},
    )
    (held,) = evidence.waivers
    written = {**held.record.model_dump(by_alias=True), "frames": "1-2"}
    later = HeldWaiver(Waiver.model_validate(written), held.attestation)
    (finding,) = judge(replace(evidence, waivers=(later,)), policy, [asks])
    assert "frames is not understood" in finding.notes[0]


def reported(evidence, policy, rules, **more):
    tool = ToolView(name="x", version="0")
    return build_report([evidence], policy, tool=tool, generated_at=now(), rules=rules, **more)


def test_a_waiver_that_was_used_is_listed_with_its_signer_and_place():
    text = FILE.format(
        rule="asks",
        signer="b",
        how='digests = ["a"]\nsource = "/home/somebody/house/w.waiver.json"',
        policy="",
        title="",
    )
    evidence, policy = cast(text, {"asks": {}})
    report = reported(evidence, policy, [asks])
    (used,) = report.waivers
    assert (used.signer, used.source, used.owner) == ("Ada", "w.waiver.json", "The studio")
    assert report.results[0].findings[0].waived_by == used.id
    assert "/home" not in report.to_json()


def test_the_delivery_as_a_whole_is_waived_by_somebody_who_made_none_of_it():
    text = FILE.format(rule="whole", signer="{}", how='title_id = "T"', policy="", title="{}")
    for signer, waived in (("b", True), ("a", False)):
        evidence, policy = cast(text.format('title_id = "T"', signer), {"whole": {}})
        delivery = DeliveryEvidence(waivers=evidence.waivers)
        report = reported(evidence, policy, [whole], delivery=delivery)
        (finding,) = report.findings
        assert bool(finding.waived_by) is waived
        assert len(report.waivers) == waived
        assert bool(finding.notes) is not waived


def test_a_waiver_can_be_taken_back():
    taken = '\n[[approvals]]\ndecision = "revoked"\nrevokes = "waiver-1"\nattested = "{}"\n'
    text = FILE.replace("[policy]", taken + "[policy]")
    for attested, reason in (("trusted", "it was revoked"), ("unsigned", "")):
        finding = found(text=text.replace("{}", attested))
        assert bool(finding.waived_by) is not bool(reason)
        assert all(reason in note for note in finding.notes)
