"""What rules find in a file: how it weighs, what waives it, and the verdict that follows."""

import dataclasses
from datetime import date

import pytest

from provenance.errors import PolicyError
from provenance.judging import judge, judge_delivery, result, verdict
from provenance.model.approval import Scope, Waiver
from provenance.model.finding import Finding, Problem, Severity, Verdict
from provenance.model.policy import RuleSetting
from provenance.rules import BUILTIN
from provenance.rules.base import rule
from provenance.rules.deliveries import cast_delivery
from provenance.rules.examples import cast
from provenance.standings.standing import narrowed

from . import troubles

FINAL_WITH_APPROVAL = '[[disclosures]]\nstage = "final"\n[[approvals]]'


@rule(Severity.BLOCKING)
def loud(_evidence, _policy):
    """Nothing is ever in order.

    Fix:
        Use ``less``.
    """
    yield Problem("first\nline\x1b[0m", key="1")
    yield Problem("second", key="2", at_most=Severity.INFO, advice="Own advice.")


unsure = rule(Severity.WARNING)(troubles.unsure)
failing = rule(Severity.BLOCKING)(troubles.failing)


def test_findings_come_heaviest_first_with_their_advice_on_one_line(policy, evidence):
    first, second = judge(evidence(), policy("loud"), [loud])
    assert (first.severity, second.severity) == (Severity.BLOCKING, Severity.INFO)
    assert first.message == "first line [0m"
    assert first.advice == "Use `less`."
    assert second.advice == "Own advice."


def test_a_rule_that_the_policy_does_not_list_or_has_off_is_not_run(policy, evidence):
    assert judge(evidence(), policy("other"), [loud]) == ()
    assert judge(evidence(), policy(rules={"loud": {"severity": "off"}}), [loud]) == ()


@pytest.mark.parametrize(
    ("severity", "stage", "expected"),
    [
        (None, "final", "blocking"),
        (None, "temp", "overridable"),
        ("warning", "final", "warning"),
        ({"temp": "info"}, "temp", "info"),
        ({"temp": "info"}, "final", "blocking"),
    ],
)
def test_a_stage_changes_the_severity(severity, stage, expected, policy, evidence):
    applied = policy(rules={"loud": RuleSetting(severity=severity)}, stage=stage)
    assert judge(evidence(), applied, [loud])[0].severity == expected


def test_a_policy_may_lower_what_a_problem_may_weigh_but_not_raise_it(policy, evidence):
    applied = policy(rules={"loud": {"severity": "warning"}})
    assert [each.severity for each in judge(evidence(), applied, [loud])] == ["warning", "info"]


def test_an_id_is_stable_and_tells_findings_apart(policy, evidence):
    applied = policy("loud", "unsure")
    one = judge(evidence(), applied, [loud, unsure])
    assert one == judge(evidence(), applied, [loud, unsure])
    ids = {each.id for each in one}
    assert len(ids) == 3
    other = evidence('asset = { path = "other.png" }')
    assert ids.isdisjoint(each.id for each in judge(other, applied, [loud, unsure]))
    changed = evidence("asset = { size = 2 }")
    assert ids.isdisjoint(each.id for each in judge(changed, applied, [loud, unsure]))
    hashed = evidence('asset = { digest = "b" }')  # the same bytes, as far as one can know
    assert ids == {each.id for each in judge(hashed, applied, [loud, unsure])}


def test_two_problems_under_one_key_still_have_two_ids(policy, evidence):
    @rule(Severity.INFO)
    def twice(_evidence, _policy):
        """It repeats itself."""
        yield Problem("one")
        yield Problem("two")

    assert len({each.id for each in judge(evidence(), policy("twice"), [twice])}) == 2


def test_a_rule_that_fails_leaves_the_file_undetermined(policy, evidence):
    found = judge(evidence(), policy("failing", fail_on="blocking"), [failing])
    assert [each.undetermined for each in found] == [False, True]
    assert "ZeroDivisionError: by zero" in found[1].message
    warned = policy(rules={"failing": {"severity": "warning"}})
    assert result(evidence(), warned, [failing]).verdict is Verdict.UNDETERMINED


def test_judging_knows_no_clock(policy, evidence):
    with pytest.raises(PolicyError, match="as_of"):
        judge(evidence(), policy("loud", as_of=None), [loud])


def finding(severity: str = "info", *, undetermined: bool = False, waived: str = "") -> Finding:
    return Finding("id", "some", Severity(severity), "m", "a", (), undetermined, waived)


@pytest.mark.parametrize(
    ("coverage", "findings", "fail_on", "expected"),
    [
        ("read", [], "blocking", "pass"),
        ("read", [finding("info")], "blocking", "pass"),
        ("read", [finding("warning")], "blocking", "warn"),
        ("read", [finding("overridable")], "blocking", "warn"),
        ("read", [finding("blocking")], "blocking", "fail"),
        ("read", [finding("overridable")], "overridable", "fail"),
        ("read", [finding("info")], "info", "fail"),
        ("read", [finding("blocking", waived="w")], "blocking", "pass"),
        ("read", [finding("blocking", waived="w"), finding("blocking")], "blocking", "fail"),
        ("read", [finding("info", undetermined=True)], "blocking", "undetermined"),
        ("read", [finding("info", undetermined=True, waived="w")], "blocking", "warn"),
        ("unreadable", [], "blocking", "undetermined"),
        ("partly_read", [finding("warning")], "blocking", "undetermined"),
        ("not_supported", [finding("blocking")], "blocking", "fail"),
        ("missing", [finding("info", waived="w")], "blocking", "undetermined"),
    ],
)
def test_verdicts(policy, evidence, *, coverage, findings, fail_on, expected):
    asset = evidence(f'coverage = "{coverage}"')
    assert verdict(asset, findings, policy(fail_on=fail_on)) == expected


def test_a_waived_unreadable_file_is_never_clean(policy, evidence, waiver):
    unread = evidence('coverage = "unreadable"')
    judged = result(unread, policy("unreadable", waivers=[waiver("unreadable")]))
    assert judged.verdict is Verdict.WARN
    assert [each.waived_by for each in judged.findings] == ["w"]


@pytest.mark.parametrize(
    ("changed", "applies"),
    [
        ({}, True),
        ({"expires": "2026-11-21"}, False),
        ({"rule": "other"}, False),
        ({"patterns": ["bg.*"]}, True),
        ({"patterns": ["plates/*"]}, True),
        ({"patterns": ["*.mov"]}, False),
        ({"digests": ["sha256:" + "a" * 64]}, True),
        ({"digests": ["sha256:" + "c" * 64]}, True),
        ({"digests": ["sha256:" + "b" * 64]}, False),
        ({"digests": ["sha256:" + "b" * 64], "patterns": ["bg.*"]}, True),
    ],
)
def test_what_a_waiver_speaks_of(changed, applies, policy, evidence, waiver):
    asset = evidence('asset = { path = "plates/bg.png" }\n[[entries]]\nas_made = "c"')
    applied = policy("loud", waivers=[{**waiver("loud"), **changed}])
    assert {bool(each.waived_by) for each in judge(asset, applied, [loud])} == {applies}


@pytest.mark.parametrize("stage", ["ideation", "temp", "turnover", "final", "marketing"])
def test_every_example_of_every_rule_is_judged_by_all_rules(stage, policy):
    applied = policy(*(each.name for each in BUILTIN), stage=stage)
    for each in BUILTIN:
        for text in map(each.section, ("Fails", "Passes")):
            if each.of_delivery:
                judged = judge_delivery(cast_delivery(text)[0], applied)
            else:
                judged = result(cast(text)[0], applied).findings
            assert not any("could not be applied" in one.message for one in judged)


def test_many_candidates_are_narrowed_to_those_that_name_the_asset():
    asset, applied = cast(FINAL_WITH_APPROVAL, {each.name: {} for each in BUILTIN})
    (held,) = asset.approvals
    strangers = tuple(
        dataclasses.replace(
            held,
            record=held.record.model_copy(
                update={"id": f"a{n}", "scope": Scope(digests=(f"sha256:{n:064x}",))}
            ),
        )
        for n in range(1, 2001)
    )
    crowded = dataclasses.replace(asset, approvals=(*strangers, held))
    assert narrowed(crowded, applied) == asset
    assert narrowed(asset, applied) is asset
    assert result(crowded, applied) == result(asset, applied)
    undisclosed = dataclasses.replace(crowded, disclosures=())
    assert narrowed(undisclosed, applied) is undisclosed


def test_a_waivers_day_is_inclusive_and_needs_no_more_than_a_date(waiver):
    assert Waiver.model_validate(waiver("loud")).expires == date(2026, 11, 22)
