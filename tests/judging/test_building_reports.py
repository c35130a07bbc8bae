"""What a report says of all files together: verdict, sentence, counts and next steps."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from provenance.judging import build_report
from provenance.model.evidence import Evidence
from provenance.model.finding import Severity, Verdict
from provenance.model.policy import Policy
from provenance.model.report import FindingView, Report, Result, alone
from provenance.model.summary import next_steps
from provenance.rules import BUILTIN
from provenance.rules.examples import cast

from .troubles import MOMENT, TOOL

AI = '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'


def report(assets: list[Evidence], applied: Policy, **more: object) -> Report:
    return build_report(assets, applied, tool=TOOL, generated_at=MOMENT, **more)


def named(path: str, text: str = "") -> Evidence:
    return cast(f'asset = {{ path = "{path}" }}\n{text}')[0]


def test_the_worst_file_decides_and_every_file_is_listed_by_path(policy):
    applied = policy("undisclosed", "unreadable", "generator-hint")
    good, bad = named("c.png"), named("b.png", AI)
    unread = named("a.png", 'coverage = "unreadable"')
    unread = dataclasses.replace(unread, asset=dataclasses.replace(unread.asset, path="a.png"))
    hint = named("d.png", AI + 'strength = "hint"')
    everything = report([good, hint, bad, unread], applied)
    assert [each.path for each in everything.results] == ["a.png", "b.png", "c.png", "d.png"]
    assert everything.verdict is Verdict.FAIL
    assert everything.sentence == (
        "Fail: 1 of 4 files failed under test at stage final; 1 could not be judged, "
        "1 with warnings."
    )
    assert report([good, hint, unread], applied).verdict is Verdict.UNDETERMINED
    assert report([good, hint], applied).verdict is Verdict.WARN
    assert report([good], applied).verdict is Verdict.PASS
    counts = everything.counts
    assert (counts.files, counts.passed, counts.failed, counts.warned) == (4, 1, 1, 1)
    assert (counts.undetermined, counts.unreadable) == (1, 1)


def test_nothing_scanned_is_no_pass(policy):
    empty = report([], policy("undisclosed"))
    assert empty.verdict is Verdict.UNDETERMINED
    assert "nothing was scanned" in empty.sentence


def test_a_record_that_cannot_be_read_is_told_and_keeps_from_passing(policy, evidence):
    told = report([evidence()], policy("undisclosed"), problems=["a.json:3:\nbroken"])
    assert told.verdict is Verdict.WARN
    assert told.problems == ("a.json:3: broken",)
    assert "1 record could not be read" in told.sentence
    assert told.next_steps[0].startswith("Mend or replace the records")


def test_next_steps_are_told_once_heaviest_first(policy):
    applied = policy("undisclosed", "manifest-missing", "file-unaccounted")
    told = report([named("a.png", AI), named("b.png", AI), named("c.png")], applied)
    assert [each.partition(":")[0] for each in told.next_steps] == [
        "undisclosed (2 files)",
        "manifest-missing (2 files)",
        "file-unaccounted (1 file)",
    ]


def test_approvals_come_after_what_would_void_them():
    steps = next_steps(
        alone(
            [
                Result.model_construct(
                    path=f"{number}.png",
                    findings=tuple(
                        FindingView(id="0", rule=rule, severity=weight, message="", advice="do")
                        for rule, weight in rules
                    ),
                )
                for number, rules in enumerate(
                    [
                        [
                            ("approval-missing", Severity.BLOCKING),
                            ("undisclosed", Severity.BLOCKING),
                        ],
                        [("approval-missing", Severity.BLOCKING), ("mark-lost", Severity.WARNING)],
                        [("manifest-invalid", Severity.BLOCKING)],
                    ]
                )
            ]
        ),
        0,
    )
    assert [each.partition(" ")[0] for each in steps] == [
        "manifest-invalid",
        "undisclosed",
        "approval-missing",
        "mark-lost",
    ]


def test_waivers_that_were_used_are_listed(policy, evidence, waiver):
    waivers = [waiver("undisclosed"), {**waiver("unreadable"), "id": "unused"}]
    told = report([evidence(AI)], policy("undisclosed", waivers=waivers))
    assert told.verdict is Verdict.PASS
    assert [each.id for each in told.waivers] == ["w"]
    assert told.counts.waived == 1
    assert told.next_steps == ()


def test_a_report_survives_the_way_to_json_and_back(policy, evidence):
    told = report([evidence(AI)], policy(*(each.name for each in BUILTIN)))
    assert Report.model_validate_json(told.to_json()) == told


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_from_a_file_can_be_judged_and_written(policy, evidence, path, value):
    asset = evidence(AI)
    asset = dataclasses.replace(
        asset,
        asset=dataclasses.replace(asset.asset, path=path),
        signals=(dataclasses.replace(asset.signals[0], where=value, source_type=value),),
    )
    told = report([asset], policy(*(each.name for each in BUILTIN)))
    assert Report.model_validate_json(told.to_json()) == told
