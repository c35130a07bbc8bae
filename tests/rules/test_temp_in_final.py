import pytest

from provenance.model.finding import Severity
from provenance.rules import temp_in_final

TEXT = 'stage = "{scan}"\n[[disclosures]]\nstage = "{told}"\n'


@pytest.mark.parametrize("scan", ["final", "marketing"])
@pytest.mark.parametrize("told", ["ideation", "temp"])
def test_temporary_material_is_not_delivered(find, scan, told):
    (problem,) = find(temp_in_final, TEXT.format(scan=scan, told=told))
    assert told in problem.message
    assert scan in problem.message


@pytest.mark.parametrize(
    ("scan", "told"),
    [("temp", "temp"), ("turnover", "temp"), ("final", "final"), ("final", "turnover")],
)
def test_other_stages_are_in_order(find, scan, told):
    assert find(temp_in_final, TEXT.format(scan=scan, told=told)) == []


def test_an_unsigned_note_is_believed_against_itself(find):
    assert (
        len(find(temp_in_final, TEXT.format(scan="final", told="temp") + 'attested = "unsigned"'))
        == 1
    )


def test_a_superseded_disclosure_is_history(find):
    text = (
        TEXT.format(scan="final", told="temp")
        + '[[disclosures]]\nstage = "final"\nsupersedes = "disclosure-1"'
    )
    assert find(temp_in_final, text) == []


INGREDIENT = """
[[disclosures]]
stage = "final"
{more}
[[store.manifests]]
label = "top"
ingredients = [{{ manifest = "below", title = "rough.png", relationship = "componentOf" }}]
[[store.manifests]]
label = "below"
assertions = [{{ label = "org.media-provenance.disclosure", data = {data} }}]
"""


@pytest.mark.parametrize(
    ("data", "more", "told"),
    [
        ('{ disclosure = { id = "old", stage = "temp" } }', "", 1),
        ('{ disclosure = { id = "old", stage = "final" } }', "", 0),
        ('{ disclosure = { id = "old", stage = ["temp"] } }', "", 0),
        ('["temp"]', "", 0),
        ('{ disclosure = ["temp"] }', "", 0),
        ('{ disclosure = { id = "old", stage = "temp" } }', 'supersedes = "old"', 0),
    ],
)
def test_a_temporary_ingredient_is_a_warning(find, data, more, told):
    problems = find(temp_in_final, INGREDIENT.format(data=data, more=more))
    assert len(problems) == told
    assert all(
        each.at_most is Severity.WARNING and "rough.png" in each.message for each in problems
    )


def test_what_was_only_shown_to_a_tool_is_not_in_the_picture(find):
    text = INGREDIENT.format(data='{ disclosure = { id = "old", stage = "temp" } }', more="")
    assert find(temp_in_final, text.replace("componentOf", "inputTo")) == []
    deeper = text.replace("componentOf", "inputTo").replace(
        "assertions =",
        """ingredients = [{ manifest = "deep", title = "x", relationship = "parentOf" }]
[[store.manifests]]
label = "deep"
assertions =""",
    )
    assert find(temp_in_final, deeper) == []
    assert len(find(temp_in_final, deeper.replace("inputTo", "componentOf"))) == 1
