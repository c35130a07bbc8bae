import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import input_names_uncleared

TEXT = """
[[disclosures]]
{told}
inputs = [{{ kind = "prompt", names_person_or_work = {names} {more} }}]
{approval}
"""


def text(names: str = '["A"]', more: str = "", told: str = "", approval: str = "") -> str:
    more = f", {more}" if more else ""
    return TEXT.format(names=names, more=more, told=told, approval=approval)


@pytest.mark.parametrize(
    ("told", "problems"),
    [
        (text(), 1),
        (text(names="[]"), 0),
        (text(more='licence_ref = "L 1"'), 0),
        (text(more='licence_ref = "TBD"'), 1),
        (text(more='rights_basis = "public domain"'), 0),
        (text(more='rights_basis = "Public_Domain"'), 0),
        (text(more='rights_basis = "licensed"'), 1),
        (text(told='rights_clearance_ref = "C 1"'), 0),
        (text(told='genai_used = "none"'), 0),
        (text(approval="[[approvals]]"), 1),
        (text(approval='[[approvals]]\nrights_clearance_ref = "C 1"'), 0),
        (text(approval='[[approvals]]\nrights_clearance_ref = "C 1"\nattested = "unsigned"'), 1),
    ],
)
def test_what_is_named_wants_a_clearance(find, told, problems):
    assert len(find(input_names_uncleared, told)) == problems


def test_names_are_counted_and_not_shown(find):
    (problem,) = find(input_names_uncleared, text('["Ada", "Bob", "Ada"]'))
    assert "input (prompt) names 2 persons or works" in problem.message
    assert "Ada" not in problem.message


def test_which_bases_need_no_licence_is_policy(find):
    assert find(input_names_uncleared, text(more='rights_basis = "parody"'), free=["Parody"]) == []


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        ("", 0),
        ('[[approvals]]\nid = "no"\ndecision = "rejected"\ngranted_at = 2026-11-02T00:00:00Z', 1),
        ('[[approvals]]\ndecision = "revoked"\nrevokes = "yes"', 1),
        ('[[approvals]]\ndecision = "revoked"\nrevokes = "other"', 0),
    ],
)
def test_a_reference_ends_with_its_approval(find, more, problems):
    approval = '[[approvals]]\nid = "yes"\nrights_clearance_ref = "C 1"\n'
    assert len(find(input_names_uncleared, text(approval=approval + more))) == problems


def test_any_approval_in_force_may_give_the_reference(find):
    approval = '[[approvals]]\n[[approvals]]\nrights_clearance_ref = "C 1"'
    assert find(input_names_uncleared, text(approval=approval)) == []


def test_severity():
    assert input_names_uncleared.severity[Stage.FINAL] is Severity.OVERRIDABLE
    assert input_names_uncleared.severity[Stage.TEMP] is Severity.WARNING
