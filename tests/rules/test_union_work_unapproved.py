import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import union_work_unapproved
from provenance.rules.examples import cast


@pytest.mark.parametrize(
    ("told", "problems"),
    [
        ("union_work_affected = true", 1),
        ("union_work_affected = false", 0),
        ('union_work_affected = true\ngenai_used = "none"', 0),
        ("union_work_affected = true\n[[approvals]]", 0),
        ('union_work_affected = true\n[[approvals]]\nattested = "edited"', 1),
    ],
)
def test_union_work_wants_an_approval(find, told, problems):
    assert len(find(union_work_unapproved, f"[[disclosures]]\n{told}")) == problems


@pytest.mark.parametrize(
    ("stage", "general", "problems"),
    [("final", "overridable", 0), ("final", "warning", 1), ("temp", "warning", 0)],
)
def test_one_gap_is_one_finding(stage, general, problems):
    text = f'stage = "{stage}"\n[[disclosures]]\nunion_work_affected = true'
    rules = {"union-work-unapproved": {}, "approval-missing": {"severity": general}}
    evidence, policy = cast(text, rules)
    assert len(list(union_work_unapproved.check(evidence, policy))) == problems


def test_severity():
    assert union_work_unapproved.severity[Stage.FINAL] is Severity.OVERRIDABLE
    assert union_work_unapproved.severity[Stage.TEMP] is Severity.WARNING
