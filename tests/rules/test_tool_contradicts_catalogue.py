import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import tool_contradicts_catalogue

TEXT = """
stage = "{scan}"
[[disclosures]]
stage = "{stage}"
use_category = "visual_effect"
tools = [{{ name = "Painter", version = "3.1"{tool} }}]
[[policy.tools]]
name = "Painter"
{entry}
"""

ONE, OTHER = (f'terms_sha256 = "sha256:{each * 64}"' for each in "ab")
SHORT = {each: f"sha256:{each * 12}..." for each in "ab"}


def text(tool: str = "", entry: str = "", scan: str = "final", stage: str = "final") -> str:
    return TEXT.format(tool=f", {tool}" if tool else "", entry=entry, scan=scan, stage=stage)


@pytest.mark.parametrize(
    ("tool", "entry", "message"),
    [
        ("", "", ""),
        ("", "allowed = false", "the catalogue refuses Painter 3.1"),
        ("", 'allowed = false\nnote = "keeps inputs"', "refuses Painter 3.1: keeps inputs"),
        (
            'account_tier = "Free"',
            'account_tiers = ["team", "enterprise"]',
            "Painter 3.1 was used under the account tier Free; the catalogue clears team, enterp",
        ),
        ('account_tier = "TEAM"', 'account_tiers = ["team"]', ""),
        (
            'deployment = "saas"',
            'deployments = ["local"]',
            "Painter 3.1 was used as saas; the catalogue clears local",
        ),
        ("", 'categories = ["voice"]', "clears Painter 3.1 for voice, and it was used for visual"),
        ("", 'categories = ["voice", "visual_effect"]', ""),
        ("", 'stages = ["temp"]', "clears Painter 3.1 for temp, not for final"),
        ("", 'stages = ["final"]', ""),
        (
            'environment = "enterprise_secured"',
            'environment = "consumer"',
            "the disclosure says enterprise_secured of Painter 3.1, the catalogue consumer",
        ),
        ('environment = "enterprise_secured"', "", ""),
        ("", 'environment = "consumer"', ""),
        (
            'trains_on_inputs = "no"',
            'trains_on_inputs = "yes"',
            "trains on inputs: no, says the disclosure; yes, the catalogue",
        ),
        ('trains_on_inputs = "no"', 'trains_on_inputs = "unsure"', ""),
    ],
)
def test_what_the_catalogue_objects_to(find, tool, entry, message):
    problems = find(tool_contradicts_catalogue, text(tool, entry))
    assert len(problems) == bool(message)
    for problem in problems:
        assert message in problem.message
        assert not problem.undetermined
        assert problem.at_most is Severity.BLOCKING


@pytest.mark.parametrize(
    ("tool", "entry"),
    [
        ('environment = "consumer"', 'environment = "enterprise_secured"'),
        ('environment = "vendor_secured"', 'environment = "enterprise_secured"'),
        ('stores_inputs = "yes"', 'stores_inputs = "no"'),
    ],
)
def test_the_stricter_disclosure_is_a_warning_at_most(find, tool, entry):
    (problem,) = find(tool_contradicts_catalogue, text(tool, entry))
    assert problem.at_most is Severity.WARNING


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('account_tiers = ["team"]', "clears team, and account tier of Painter 3.1 is not told"),
        ('deployments = ["api"]', "clears api, and deployment of Painter 3.1 is not told"),
        ('account_tiers = ["free"]\nallowed = false', "refuses free, and account tier of Painter"),
        (
            'vendor = "A"\n[[policy.tools]]\nname = "Painter"\nvendor = "B"\nallowed = false',
            "has a Painter 3.1 by each of A, B; whose is not told",
        ),
    ],
)
def test_what_is_not_told_is_undetermined(find, entry, message):
    (problem,) = find(tool_contradicts_catalogue, text("", entry))
    assert message in problem.message
    assert problem.undetermined
    assert problem.at_most is Severity.OVERRIDABLE


def test_a_use_that_is_not_told_is_undetermined(find):
    told = text("", 'categories = ["voice"]').replace('use_category = "visual_effect"', "")
    (problem,) = find(tool_contradicts_catalogue, told)
    assert "what it was used for is not told" in problem.message
    assert problem.undetermined


@pytest.mark.parametrize(
    ("scan", "stage", "stages", "problems"),
    [
        ("temp", "temp", '["temp"]', 0),
        ("temp", "temp", '["final"]', 0),
        ("final", "temp", '["temp"]', 1),
        ("turnover", "final", '["turnover"]', 1),
        ("marketing", "marketing", '["final"]', 1),
    ],
)
def test_stages_are_cleared_on_the_way_to_them(find, scan, stage, stages, problems):
    told = text("", f"stages = {stages}", scan, stage)
    assert len(find(tool_contradicts_catalogue, told)) == problems


def test_several_things_are_told_apart(find):
    told = text(
        'stores_inputs = "no", stores_outputs = "no"',
        'stores_inputs = "yes"\nstores_outputs = "yes"\ncategories = ["voice"]',
    )
    assert len(find(tool_contradicts_catalogue, told)) == 3


def test_a_tool_that_is_not_listed_contradicts_nothing(find):
    told = text("", "allowed = false").replace('name = "Painter"\nallowed', 'name = "X"\nallowed')
    assert find(tool_contradicts_catalogue, told) == []


def test_severity():
    assert tool_contradicts_catalogue.severity[Stage.FINAL] is Severity.BLOCKING
    assert tool_contradicts_catalogue.severity[Stage.TEMP] is Severity.OVERRIDABLE


@pytest.mark.parametrize(
    ("tool", "entry", "message"),
    [
        (ONE, ONE, ""),
        (ONE, "", ""),
        ("", ONE, ""),
        (
            ONE,
            OTHER,
            f"rests on ({SHORT['a']}) are not those that the catalogue does ({SHORT['b']})",
        ),
        (ONE, f"{OTHER}\nterms_seen = 2026-11-01", f"({SHORT['b']}, seen on 2026-11-01)"),
    ],
)
def test_terms_of_another_wording_are_told_as_a_warning(find, tool, entry, message):
    problems = find(tool_contradicts_catalogue, text(tool, entry))
    assert len(problems) == bool(message)
    for problem in problems:
        assert message in problem.message
        assert problem.message.startswith("the terms of Painter 3.1 that the disclosure ")
        assert (problem.at_most, problem.undetermined) == (Severity.WARNING, False)
        assert problem.key.endswith(" terms")
