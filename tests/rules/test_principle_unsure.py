import pytest

from provenance.judging import judge
from provenance.rules import approval_missing, principle_unsure
from provenance.rules.examples import cast

NAMES = (
    "p1_no_replication",
    "p2_no_store_train",
    "p3_enterprise_env",
    "p4_temporary",
    "p5_no_replacement",
)
RULES = (approval_missing, principle_unsure)
BOTH = {each.name: {} for each in RULES}


def text(stage="temp", told="", more="", **answers):
    given = "\n".join(f'{name} = "{answers.get(name[:2], "yes")}"' for name in NAMES)
    return (
        f'stage = "{stage}"\n[[disclosures]]\nstage = "{stage}"\n{told}\n'
        f"[disclosures.principles]\n{given}\n{more}"
    )


def judged(example, rules=BOTH):
    return judge(*cast(example, rules), RULES)


@pytest.mark.parametrize("principle", ["p1", "p2", "p3", "p4", "p5"])
def test_each_principle_has_an_answer(find, principle):
    (problem,) = find(principle_unsure, text(**{principle: "unsure"}))
    assert f"principle {principle} unanswered" in problem.message
    assert find(principle_unsure, text()) == []


def test_an_approval_settles_it(find):
    assert find(principle_unsure, text(p1="unsure", more="[[approvals]]")) == []
    unsigned = '[[approvals]]\nattested = "unsigned"'
    (problem,) = find(principle_unsure, text(p1="unsure", more=unsigned))
    assert "ticket 7: it is unsigned" in problem.message


@pytest.mark.parametrize(
    "changed",
    [
        {"p1": "unsure", "p2": "no"},
        {"p1": "unsure", "stage": "final"},
        {"p1": "unsure", "told": "union_work_affected = true"},
    ],
)
def test_what_needs_an_approval_anyway_is_told_as_missing(changed):
    (finding,) = judged(text(**changed))
    assert finding.rule == "approval-missing"
    assert "principle p1 unanswered" in finding.message


def test_one_fact_is_one_finding():
    example = text(p1="unsure")
    assert [each.rule for each in judged(example)] == ["principle-unsure"]
    alone = judged(example, {"approval-missing": {}})
    assert [each.rule for each in alone] == ["approval-missing"]


def test_what_is_not_generated_has_no_principles_to_answer(find):
    assert find(principle_unsure, text(p1="unsure", told='genai_used = "none"')) == []


@pytest.mark.parametrize(("stage", "weight"), [("temp", "warning"), ("turnover", "overridable")])
def test_severities(stage, weight):
    (finding,) = judged(text(stage, p1="unsure"))
    assert finding.severity == weight
