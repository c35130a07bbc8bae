import pytest

from provenance.rules import approval_conditions_open

APPROVAL = '[[disclosures]]\nstage = "final"\n[[approvals]]\ndecision = "{decision}"\n{more}'


@pytest.mark.parametrize(
    ("decision", "more", "told"),
    [
        ("approved", "", 0),
        ("approved_with_conditions", "", 1),
        ("approved_with_conditions", 'conditions = [{ text = "Credit it" }]', 1),
        ("approved", 'conditions = [{ text = "Credit it" }]', 1),
        ("approved_with_conditions", 'conditions = [{ text = "C", satisfied_by = " " }]', 1),
        ("approved_with_conditions", 'conditions = [{ text = "C", satisfied_by = "card 3" }]', 0),
        ("approved", 'conditions = [{ text = "C", satisfied_by = "x" }, { text = "D" }]', 1),
    ],
)
def test_conditions(find, decision, more, told):
    assert (
        len(find(approval_conditions_open, APPROVAL.format(decision=decision, more=more))) == told
    )


def test_the_open_one_is_named(find):
    more = (
        'conditions = [{ text = "Credit it", satisfied_by = "x" }, { id = "c2", text = "Blur it" }]'
    )
    (problem,) = find(approval_conditions_open, APPROVAL.format(decision="approved", more=more))
    assert "Blur it" in problem.message
    assert "Credit" not in problem.message


def test_a_long_one_is_cut(find):
    more = f'conditions = [{{ text = "{"very " * 100}" }}]'
    (problem,) = find(approval_conditions_open, APPROVAL.format(decision="approved", more=more))
    assert problem.message.endswith("…")
    assert len(problem.message) < 300
