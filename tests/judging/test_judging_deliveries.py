"""What is found in a delivery as a whole: weighed, waived, told, and part of the verdict."""

import dataclasses
from datetime import date

import pytest

from provenance.errors import PolicyError
from provenance.judging import build_report, judge_delivery, result
from provenance.model.delivery import DeliveryEvidence
from provenance.model.finding import Problem, Severity, Verdict
from provenance.model.policy import Policy
from provenance.model.report import Report
from provenance.model.summary import disagreement, retold
from provenance.rules.base import capped, delivery_rule, rule
from provenance.rules.deliveries import cast_delivery

from . import troubles
from .troubles import MOMENT, TOOL

SHA = "sha256:" + "b" * 64


@delivery_rule(Severity.BLOCKING)
def gone(delivery, _policy):
    """Everything is here.

    Fix:
        Deliver it.
    """
    yield Problem(f"1 of {len(delivery.assets) + 1} is gone\x1b[0m", path="sky\n.png", digest=SHA)


unsure = delivery_rule(Severity.WARNING)(troubles.unsure)
failing = delivery_rule(Severity.INFO)(troubles.failing)


@rule(Severity.WARNING)
def odd(_evidence, _policy):
    """No file is odd."""
    yield Problem("odd")


RULES = (gone, unsure, failing, odd)


def policy(**changed: object) -> Policy:
    rules = changed.pop("rules", {"gone": {}})
    values = {"name": "test", "rules": rules, "as_of": date(2026, 11, 22)}
    return Policy.model_validate({**values, **changed})


def delivery(text: str = "[[assets]]") -> DeliveryEvidence:
    return cast_delivery(text)[0]


def report(applied: Policy, whole: DeliveryEvidence | None = None, **more: object) -> Report:
    whole = delivery() if whole is None else whole
    known = {"tool": TOOL, "generated_at": MOMENT, "rules": RULES, "delivery": whole}
    return build_report(whole.assets, applied, **(known | more))


def waiver(**more: object) -> dict[str, object]:
    usual = {"id": "w", "rule": "gone", "reason": "r", "owner": "o", "expires": "2026-11-22"}
    return usual | more


def test_a_finding_says_what_it_speaks_of_on_one_line():
    (found,) = judge_delivery(delivery(), policy(), RULES)
    assert (found.severity, found.path) == (Severity.BLOCKING, "sky .png")
    assert found.message == "1 of 2 is gone [0m"
    assert found.advice == "Deliver it."
    assert judge_delivery(delivery(), policy(), RULES) == (found,)


def test_a_rule_of_the_delivery_judges_no_file_and_the_reverse():
    applied = policy(rules={"gone": {}, "odd": {}})
    assert [each.rule for each in judge_delivery(delivery(), applied, RULES)] == ["gone"]
    judged = result(delivery().assets[0], applied, RULES)
    assert [each.rule for each in judged.findings] == ["odd"]


@pytest.mark.parametrize(
    ("severity", "stage", "expected"),
    [
        (None, "final", "blocking"),
        (None, "temp", "overridable"),
        ({"temp": "info"}, "temp", "info"),
        ("off", "final", None),
    ],
)
def test_a_stage_changes_the_severity(severity, stage, expected):
    applied = policy(rules={"gone": {"severity": severity}}, stage=stage)
    found = judge_delivery(delivery(), applied, RULES)
    assert [each.severity for each in found] == ([expected] if expected else [])


@pytest.mark.parametrize(("bound_for", "expected"), [((), "blocking"), (("cinema",), "info")])
def test_a_destination_of_the_scan_changes_it_too(bound_for, expected):
    rules = {"gone": {"destinations": {"cinema": "info"}}}
    applied = policy(rules=rules, bound_for=bound_for)
    assert judge_delivery(delivery(), applied, RULES)[0].severity == expected


def test_a_rule_that_fails_leaves_the_delivery_undetermined():
    told = report(policy(rules={"failing": {}}))
    assert [each.undetermined for each in told.findings] == [False, True]
    assert "the delivery was not judged by it" in told.findings[1].advice
    assert told.verdict is Verdict.UNDETERMINED


def test_judging_knows_no_clock():
    with pytest.raises(PolicyError, match="as_of"):
        judge_delivery(delivery(), policy(as_of=None), RULES)


@pytest.mark.parametrize(
    ("changed", "applies"),
    [
        ({}, True),
        ({"expires": "2026-11-21"}, False),
        ({"rule": "unsure"}, False),
        ({"patterns": ["sky*"]}, True),
        ({"patterns": ["bg*"]}, False),
        ({"digests": [SHA]}, True),
        ({"digests": ["sha256:" + "c" * 64]}, False),
    ],
)
def test_what_a_waiver_speaks_of(changed, applies):
    told = report(policy(waivers=[waiver(**changed)]))
    assert bool(told.findings[0].waived_by) is applies
    assert told.verdict is (Verdict.PASS if applies else Verdict.FAIL)
    assert told.counts.waived == applies
    assert [each.id for each in told.waivers] == (["w"] if applies else [])
    assert bool(told.next_steps) is not applies


@pytest.mark.parametrize(
    ("rules", "verdict", "sentence"),
    [
        (
            {"gone": {}},
            "fail",
            (
                "Fail: the delivery of 1 file failed as a whole under test at stage final; 1 "
                "finding about the delivery as a whole; no single file failed."
            ),
        ),
        (
            {"gone": {"severity": "warning"}},
            "warn",
            (
                "Warn: of 1 file under test at stage final, 1 finding about the delivery as a "
                "whole; none failed."
            ),
        ),
        (
            {"unsure": {}, "gone": {"severity": "warning"}},
            "undetermined",
            (
                "Undetermined: of 1 file under test at stage final, 2 findings about the delivery "
                "as a whole; none failed."
            ),
        ),
        (
            {"gone": {"severity": "info"}},
            "pass",
            "Pass: 1 file under test at stage final, nothing to object.",
        ),
        (
            {"gone": {}, "odd": {"severity": "blocking"}},
            "fail",
            (
                "Fail: 1 of 1 file failed under test at stage final; 1 finding about the delivery "
                "as a whole."
            ),
        ),
    ],
)
def test_it_counts_in_verdict_and_sentence(rules, verdict, sentence):
    told = report(policy(rules=rules))
    assert (told.verdict, told.sentence) == (verdict, sentence)
    assert disagreement(told) == ""
    assert retold(told) == told
    assert Report.model_validate_json(told.to_json()) == told


def test_a_waived_doubt_ends_as_a_warning():
    applied = policy(rules={"unsure": {}}, waivers=[waiver(rule="unsure")])
    assert report(applied).verdict is Verdict.WARN


def test_the_next_step_speaks_of_the_delivery():
    told = report(policy(rules={"gone": {}, "odd": {}}))
    assert told.next_steps[0] == "gone (the delivery): Deliver it."
    assert told.next_steps[1].startswith("odd (1 file)")


def test_nothing_scanned_stays_nothing_scanned():
    told = report(policy(rules={"unsure": {}}), DeliveryEvidence())
    assert told.verdict is Verdict.UNDETERMINED
    assert "nothing was scanned" in told.sentence


def test_the_assets_are_those_that_are_judged():
    two = delivery("[[assets]]\n[[assets]]\nasset.path = 'b.png'")
    told = report(policy(), dataclasses.replace(two, assets=()), delivery=None)
    assert "1 of 1 is gone" in told.findings[0].message
    whole = dataclasses.replace(two, assets=())
    told = build_report(
        two.assets, policy(), tool=TOOL, generated_at=MOMENT, rules=RULES, delivery=whole
    )
    assert "1 of 3 is gone" in told.findings[0].message


def test_information_that_fails_is_told_as_a_failure():
    told = report(policy(rules={"gone": {"severity": "info"}}, fail_on="info"))
    assert told.sentence == (
        "Fail: the delivery of 1 file failed as a whole under test at stage final; no single file "
        "failed."
    )


@pytest.mark.parametrize("field", ["findings", "waived", "severity"])
def test_a_saved_report_whose_delivery_was_edited_does_not_add_up(field):
    saved = report(policy()).model_dump(mode="json", by_alias=True)
    if field == "findings":
        saved["findings"] = []
    elif field == "waived":
        saved["findings"][0]["waived_by"] = "w"
    else:
        saved["findings"][0]["severity"] = "info"
    assert disagreement(Report.model_validate(saved))


def test_what_is_told_as_a_number_keeps_its_weight():
    many = (
        Problem(f"{number}", at_most=Severity.WARNING, undetermined=number > 100)
        for number in range(103)
    )
    told = list(capped(many, "like these"))
    assert len(told) == 101
    assert told[-1].message == "3 more like these"
    assert told[-1].at_most is Severity.WARNING
    assert told[-1].undetermined
