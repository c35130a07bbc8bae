import pytest

from provenance.rules import BUILTIN
from provenance.standings.clearing import TOLD_BY


@pytest.mark.parametrize("name", list(TOLD_BY))
def test_what_tells_a_gap_is_a_rule_and_weighs_as_it_does(name):
    (rule,) = (each for each in BUILTIN if each.name == name)
    assert dict(rule.severity) == dict(TOLD_BY[name])
