import pytest

from provenance.model.finding import Severity
from provenance.rules import approval_expired, approval_missing

FINAL = '[[disclosures]]\nstage = "final"\n'
APPROVED = '[[approvals]]\nid = "yes"\ngranted_at = 2026-11-02T12:00:00Z\n'


@pytest.mark.parametrize(("day", "told"), [("21", 1), ("22", 0), ("23", 0)])
def test_the_last_day_counts_in_full(find, day, told):
    problems = find(approval_expired, f"{FINAL}{APPROVED}expires = 2026-11-{day}")
    assert len(problems) == told


def test_a_day_is_a_day_of_the_policys_time_zone(find):
    text = FINAL + '[[approvals]]\ngranted_at = 2026-11-22T23:30:00Z\n[policy]\ntime_zone = "{}"'
    assert find(approval_missing, text.format("UTC")) == []
    (problem,) = find(approval_missing, text.format("Asia/Tokyo"))
    assert "future" in problem.message


DECISION = """
[[approvals]]
reference = "no"
decision = "{decision}"
granted_at = 2026-11-{day}T12:00:00Z
"""


@pytest.mark.parametrize(("day", "told"), [("01", 0), ("02", 1), ("03", 1), ("23", 0)])
@pytest.mark.parametrize("decision", ["rejected", "revoked"])
def test_the_later_decision_wins(find, decision, day, told):
    text = FINAL + APPROVED + DECISION.format(decision=decision, day=day)
    hard = [each for each in find(approval_expired, text) if each.at_most is Severity.BLOCKING]
    assert len(hard) == told
    assert all(decision in each.message for each in hard)


def test_a_rejection_alone(find):
    (problem,) = find(approval_expired, FINAL + DECISION.format(decision="rejected", day="03"))
    assert "the use was rejected" in problem.message
    assert find(approval_missing, FINAL + DECISION.format(decision="rejected", day="03")) == []


REVOKED = """
[[approvals]]
decision = "revoked"
reference = "end"
granted_at = 2026-11-01T12:00:00Z
"""


@pytest.mark.parametrize(("revokes", "told"), [("yes", 1), ("another", 0)])
def test_a_revocation_ends_the_approval_that_it_names(find, revokes, told):
    text = f'{FINAL}{APPROVED}{REVOKED}revokes = "{revokes}"\nscope = {{}}'
    assert len(find(approval_expired, text)) == told


def test_a_revocation_of_part_leaves_the_rest(find):
    text = f'{FINAL}{APPROVED}{REVOKED}revokes = "yes"\nscope = {{ digests = ["b"] }}'
    assert find(approval_expired, text) == []


def test_a_revocation_that_does_not_count_is_told_and_ends_nothing(find):
    text = f'{FINAL}{APPROVED}{REVOKED}revokes = "yes"\nattested = "unsigned"'
    (problem,) = find(approval_expired, text)
    assert problem.at_most is Severity.WARNING
    assert "it is unsigned" in problem.message
    assert find(approval_missing, text) == []


def test_a_revoked_rejection_is_none(find):
    text = FINAL + DECISION.format(decision="rejected", day="03") + 'id = "no"\n'
    text += APPROVED + REVOKED + 'revokes = "no"'
    assert find(approval_expired, text) == []
