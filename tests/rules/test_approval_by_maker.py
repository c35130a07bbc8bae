import pytest

from provenance.model.finding import Severity
from provenance.rules import approval_by_maker

TEXT = """
[[disclosures]]
stage = "final"
fingerprint = "{maker}"
[[approvals]]
fingerprint = "{approver}"
signer = "Ada"
{more}
"""


@pytest.mark.parametrize(
    ("maker", "approver", "told"), [("e", "e", 1), ("e", "f", 0), ("", "e", 0), ("", "", 0)]
)
def test_the_same_certificate_is_told(find, maker, approver, told):
    problems = find(approval_by_maker, TEXT.format(maker=maker, approver=approver, more=""))
    assert len(problems) == told
    assert all(each.at_most is Severity.BLOCKING for each in problems)


def test_a_policy_that_names_approvers_has_decided(find):
    more = '[policy]\napprovers = [{ name = "A", certificate = "Ada" }]'
    assert find(approval_by_maker, TEXT.format(maker="e", approver="e", more=more)) == []


def test_the_register_alone_is_told_as_information(find):
    text = '[[disclosures]]\nstage = "final"\n[[approvals]]\nattested = "register"'
    (problem,) = find(approval_by_maker, text)
    assert problem.at_most is Severity.INFO


def test_an_approval_that_does_not_count_is_not_discussed(find):
    text = TEXT.format(maker="e", approver="e", more='attested = "stranger"')
    assert find(approval_by_maker, text) == []


MET = """
[[approvals]]
decision = "conditions_met"
satisfies = "yes"
fingerprint = "{signer}"
conditions = [{{ id = "c1", text = "a letter", satisfied_by = "mail 8" }}]
{more}
"""
ENDED = """
[[approvals]]
id = "no"
decision = "rejected"
fingerprint = "f"
[[approvals]]
decision = "revoked"
revokes = "no"
fingerprint = "{signer}"
{more}
"""
CONDITION = 'id = "yes"\nconditions = [{ id = "c1", text = "a letter" }]'


@pytest.mark.parametrize(
    ("signer", "more", "told"), [("e", "", 1), ("f", "", 0), ("e", 'attested = "stranger"', 0)]
)
def test_the_makers_word_that_a_condition_is_met_is_told(find, signer, more, told):
    text = TEXT.format(maker="e", approver="f", more=CONDITION)
    found = find(approval_by_maker, text + MET.format(signer=signer, more=more))
    assert len(found) == told
    assert all("that a condition is met" in each.message for each in found)


@pytest.mark.parametrize(
    ("signer", "more", "told"), [("e", "", 1), ("f", "", 0), ("e", 'attested = "stranger"', 0)]
)
def test_a_rejection_that_the_maker_took_back_is_told(find, signer, more, told):
    text = TEXT.format(maker="e", approver="f", more='id = "yes"')
    found = find(approval_by_maker, text + ENDED.format(signer=signer, more=more))
    assert len(found) == told
    assert all("the end of a rejection" in each.message for each in found)
