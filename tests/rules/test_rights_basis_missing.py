import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import rights_basis_missing

TEXT = """
[[disclosures]]
{told}
inputs = [{{ kind = "image", third_party_ip = {theirs} {more} }}]
{approval}
"""


def text(theirs: str = "true", more: str = "", told: str = "", approval: str = "") -> str:
    more = f", {more}" if more else ""
    return TEXT.format(theirs=theirs, more=more, told=told, approval=approval)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (text(), "protected material of others went in (image), and no rights basis is told"),
        (text(theirs="false"), ""),
        (text(more='rights_basis = "licensed"'), ""),
        (text(more='rights_basis = "n/a"'), "protected material"),
        (text(more='licence_ref = "L 1"'), ""),
        (text(told='rights_clearance_ref = "C 1"'), ""),
        (text(approval='[[approvals]]\nrights_clearance_ref = "C 1"'), ""),
        (text(approval="[[approvals]]"), "protected material"),
        (text("false", told='principles = { p1_no_replication = "no" }'), "principle 1"),
        (text("false", told='principles = { p1_no_replication = "unsure" }'), ""),
        (
            text(told='principles = { p1_no_replication = "no" }'),
            "(image) and the output recreates",
        ),
        (text(told='genai_used = "none"'), ""),
    ],
)
def test_material_of_others_wants_a_basis(find, told, words):
    found = find(rights_basis_missing, told)
    assert len(found) == bool(words)
    assert all(words in each.message for each in found)


def test_severity():
    assert rights_basis_missing.severity[Stage.FINAL] is Severity.OVERRIDABLE
    assert rights_basis_missing.severity[Stage.TEMP] is Severity.WARNING
