import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import consent_by_whom, consent_missing, consent_out_of_scope

USE = """
[[disclosures]]
stage = "final"
title_id = "T"
talent = [{{ name = "Talent One", type = "voice", status = "{status}" }}]
[[consents]]
title_id = "T"
types = ["voice"]
{consent}
"""


@pytest.mark.parametrize(
    ("status", "consent", "reason"),
    [
        ("minor", "", "the performer is a minor, and the performer gave it"),
        ("minor", 'given_by = "estate"', "the performer is a minor, and the estate gave it"),
        ("minor", 'given_by = "guardian"', "a guardian gave it and is not named"),
        ("minor", 'given_by = "guardian"\nguardian = "tbd"', "is not named"),
        # The consent knows better than the disclosure.
        ("living", "minor = true", "the performer is a minor"),
        ("deceased", "", "the performer is deceased"),
        ("deceased", 'given_by = "guardian"\nguardian = "G"', "the performer is deceased"),
        ("living", 'given_by = "estate"', "alive and of age, and the estate gave it"),
        ("living", 'given_by = "guardian"\nguardian = "G"', "alive and of age"),
    ],
)
def test_who_cannot_give_it(find, status, consent, reason):
    text = USE.format(status=status, consent=consent)
    (problem,) = find(consent_by_whom, text)
    assert reason in problem.message
    assert "Talent One" not in problem.message
    assert find(consent_missing, text) == find(consent_out_of_scope, text) == []


@pytest.mark.parametrize(
    ("status", "consent"),
    [
        ("living", ""),
        ("minor", 'given_by = "guardian"\nguardian = "G"'),
        ("living", 'minor = true\ngiven_by = "guardian"\nguardian = "G"'),
        ("deceased", 'given_by = "estate"'),
        ("deceased", 'given_by = "union"'),
    ],
)
def test_who_can(find, status, consent):
    assert find(consent_by_whom, USE.format(status=status, consent=consent)) == []


def test_severity():
    assert consent_by_whom.severity[Stage.FINAL] is Severity.BLOCKING
