import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import tool_not_listed

TEXT = """
[[disclosures]]
tools = [{{ name = "Painter"{tool} }}]
[[policy.tools]]
{entry}
"""


@pytest.mark.parametrize(
    ("tool", "entry", "reason", "undetermined"),
    [
        ("", 'name = "painter"', "", False),
        ("", 'name = "Other"', "it is not in the catalogue", False),
        (', vendor = "A"', 'name = "Painter"\nvendor = "B"', "it is not in the catalogue", False),
        (', version = "2"', 'name = "Painter"\nversions = "3"', "version 2 is not among", False),
        ("", 'name = "Painter"\nversions = "3"', "lists it by version", True),
        ("", 'name = "Painter"\nmodels = ["X"]', "lists it by model", True),
        (', model = "Y"', 'name = "Painter"\nmodels = ["X"]', "model Y is not among", False),
        (
            ', account_tier = "Pro"',
            'name = "Painter"\naccount_tiers = ["free"]\nallowed = false',
            "lists other accounts or deployments of it",
            False,
        ),
    ],
)
def test_every_tool_is_looked_up(find, tool, entry, reason, undetermined):
    problems = find(tool_not_listed, TEXT.format(tool=tool, entry=entry))
    assert len(problems) == bool(reason)
    for problem in problems:
        assert "Painter" in problem.message
        assert reason in problem.message
        assert problem.undetermined is undetermined


def test_a_policy_without_a_catalogue_asks_nothing(find):
    assert find(tool_not_listed, '[[disclosures]]\ntools = [{ name = "Painter" }]') == []


def test_a_tool_that_is_listed_and_refused_is_listed(find):
    assert (
        find(tool_not_listed, TEXT.format(tool="", entry='name = "Painter"\nallowed = false')) == []
    )


def test_what_is_not_generated_is_not_asked(find):
    text = TEXT.format(tool="", entry='name = "Other"')
    assert find(tool_not_listed, text.replace("tools", 'genai_used = "none"\ntools', 1)) == []


def test_severity():
    assert tool_not_listed.severity[Stage.FINAL] is Severity.WARNING
    assert tool_not_listed.severity[Stage.IDEATION] is Severity.INFO
