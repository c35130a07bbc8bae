import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import consent_missing, synthetic_performer_unjustified

USE = """
[[disclosures]]
{more}
talent = [{{ name = "The ferryman", type = "{type}"{talent} }}]
"""
WHOLE = ', justification = "a giant of ice", union_notice_ref = "letter 12"'


def use(talent="", kind="synthetic", more=""):
    return USE.format(talent=talent, type=kind, more=more)


@pytest.mark.parametrize(
    ("talent", "reason"),
    [
        ("", "no justification and no notice to the union"),
        (', justification = "a giant of ice"', "no notice to the union"),
        (', justification = "tbd", union_notice_ref = "letter 12"', "no justification"),
    ],
)
def test_what_is_missing(find, talent, reason):
    (problem,) = find(synthetic_performer_unjustified, use(talent))
    assert problem.message.endswith(f"has {reason}")
    assert "ferryman" not in problem.message


def test_what_is_not_meant(find):
    assert find(synthetic_performer_unjustified, use(WHOLE)) == []
    assert find(synthetic_performer_unjustified, use(kind="voice")) == []
    assert find(synthetic_performer_unjustified, use(more='genai_used = "none"')) == []
    assert find(consent_missing, use()) == []


def test_severity():
    assert synthetic_performer_unjustified.severity[Stage.FINAL] is Severity.OVERRIDABLE
    assert synthetic_performer_unjustified.severity[Stage.TEMP] is Severity.WARNING
