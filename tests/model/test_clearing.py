import pytest

from provenance.model.clearing import TOLD_BY
from provenance.model.standing import ApprovalState
from provenance.rules import BUILTIN


@pytest.mark.parametrize("state", list(TOLD_BY))
def test_what_tells_a_gap_is_a_rule_and_weighs_as_it_does(state):
    name, severity = TOLD_BY[state]
    (rule,) = (each for each in BUILTIN if each.name == name)
    assert dict(rule.severity) == dict(severity)


def test_every_state_that_is_not_approved_is_told_by_some_rule():
    assert set(ApprovalState) - set(TOLD_BY) == {ApprovalState.NOT_NEEDED, ApprovalState.APPROVED}
