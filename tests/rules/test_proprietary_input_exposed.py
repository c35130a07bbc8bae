import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import proprietary_input_exposed
from provenance.rules.examples import cast

TEXT = """
[[disclosures]]
{told}
tools = [{{ name = "Painter", version = "3", environment = "{environment}" }}]
{more}
"""
INPUT = 'inputs = [{ kind = "script", is_proprietary = true }]'


def text(environment: str, more: str = "", told: str = INPUT) -> str:
    return TEXT.format(environment=environment, more=more, told=told)


@pytest.mark.parametrize(
    ("environment", "told", "words"),
    [
        ("enterprise_secured", INPUT, ""),
        ("consumer", INPUT, "(script) went into Painter 3 (a consumer's environment) and has no"),
        ("vendor_secured", INPUT, "Painter 3 (secured by its vendor only)"),
        ("consumer", 'inputs = [{ kind = "script" }]', ""),
        ("consumer", 'use_category = "proprietary_input"', "proprietary input went into Painter 3"),
        ("consumer", f'genai_used = "none"\n{INPUT}', ""),
    ],
)
def test_proprietary_input_wants_an_enterprise_tool(find, environment, told, words):
    found = find(proprietary_input_exposed, text(environment, told=told))
    assert len(found) == bool(words)
    for problem in found:
        assert words in problem.message
        assert not problem.undetermined
        assert problem.at_most is Severity.BLOCKING


@pytest.mark.parametrize("told", [text("unknown"), f"[[disclosures]]\n{INPUT}"])
def test_where_it_ran_that_nobody_tells_is_undetermined(find, told):
    (problem,) = find(proprietary_input_exposed, told)
    assert "not told" in problem.message
    assert problem.undetermined
    assert problem.at_most is Severity.OVERRIDABLE


@pytest.mark.parametrize(("listed", "problems"), [("enterprise_secured", 0), ("consumer", 1)])
def test_the_catalogue_knows_where_it_runs(find, listed, problems):
    more = f'[[policy.tools]]\nname = "Painter"\nenvironment = "{listed}"'
    found = find(proprietary_input_exposed, text("unknown", more))
    assert [each.undetermined for each in found] == [False] * problems


def test_the_tool_that_exposes_is_named(find):
    told = f"""
    [[disclosures]]
    {INPUT}
    tools = [
        {{ name = "A", environment = "enterprise_secured" }},
        {{ name = "B", environment = "consumer" }},
        {{ name = "C" }},
    ]
    """
    (problem,) = find(proprietary_input_exposed, told)
    assert "went into B (" in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    ("approval", "problems"), [("", 0), ('attested = "unsigned"', 1), ('decision = "rejected"', 1)]
)
def test_an_approval_covers_it(find, approval, problems):
    told = text("consumer", f"[[approvals]]\n{approval}")
    found = find(proprietary_input_exposed, told)
    assert len(found) == problems
    assert all("that counts: ticket 7: it " in each.message for each in found)


@pytest.mark.parametrize(
    ("general", "problems"),
    [("blocking", 0), ("overridable", 1), ("off", 1), ({}, 0)],
)
def test_one_gap_is_one_finding(general, problems):
    setting = general if general == {} else {"severity": general}
    rules = {"proprietary-input-exposed": {}, "approval-missing": setting}
    evidence, policy = cast(text("consumer"), rules)
    assert len(list(proprietary_input_exposed.check(evidence, policy))) == problems


def test_it_weighs_the_same_at_every_stage():
    assert {proprietary_input_exposed.severity[stage] for stage in Stage} == {Severity.BLOCKING}
