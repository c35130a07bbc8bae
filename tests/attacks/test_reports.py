"""Saved reports that somebody edited."""

import json

import pytest

from provenance.model.report import Report
from provenance.model.summary import disagreement, retold


@pytest.fixture
def saved(bench):
    bench.picture(generated=True)
    (bench.delivery / "half.png").write_bytes((bench.delivery / "bg.png").read_bytes()[:60])
    bench.picture("clean.png", seed=1)
    return json.loads(bench.scan(trust=()).to_json())


def test_an_untouched_report_adds_up(saved):
    report = Report.model_validate(saved)
    assert {each.verdict.value for each in report.results} == {"fail", "undetermined", "pass"}
    assert disagreement(report) == ""
    assert retold(report) == report


def top(saved):
    saved["verdict"] = "pass"


def numbers(saved):
    saved["counts"]["failed"] = 0


def one_file(saved):
    saved["results"][0]["verdict"] = "pass"
    saved["counts"].update(failed=0, passed=2)


def unread_file(saved):
    each = next(each for each in saved["results"] if each["verdict"] == "undetermined")
    each["verdict"] = "pass"
    saved["counts"].update(undetermined=0, passed=2)


@pytest.mark.parametrize("edit", [top, numbers, one_file, unread_file])
def test_a_verdict_must_follow_from_the_results(saved, edit):
    edit(saved)
    assert disagreement(Report.model_validate(saved))


def test_the_words_are_made_anew(saved):
    sentence = saved["sentence"]
    saved |= {"sentence": "Pass: nothing to object.", "limits": "All is well.", "next_steps": []}
    again = retold(Report.model_validate(saved))
    assert again.sentence == sentence
    assert "not evidence of absence" in again.limits
    assert again.next_steps
