import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import environment_contradicted

TEXT = """
[[disclosures]]
tools = [{{ name = "Painter", account_tier = "{tier}", environment = "{environment}" }}]
{more}
"""


def text(tier: str, environment: str = "enterprise_secured", more: str = "") -> str:
    return TEXT.format(tier=tier, environment=environment, more=more)


@pytest.mark.parametrize(
    ("tier", "problems"),
    [
        ("Free", 1),
        ("free_tier", 1),
        ("Personal Plus", 1),
        ("Trial (30 days)", 1),
        ("Enterprise", 0),
        ("Business", 0),
        ("", 0),
        ("Freestyle", 0),
    ],
)
def test_a_consumers_plan_is_no_enterprise(find, tier, problems):
    found = find(environment_contradicted, text(tier))
    assert len(found) == problems
    assert all(tier in each.message for each in found)


@pytest.mark.parametrize("environment", ["consumer", "vendor_secured", "unknown"])
def test_who_claims_nothing_contradicts_nothing(find, environment):
    assert find(environment_contradicted, text("Free", environment)) == []


def test_principle_three_claims_it_where_the_tool_does_not_say(find):
    more = 'principles = { p3_enterprise_env = "yes" }'
    (problem,) = find(environment_contradicted, text("Free", "unknown", more))
    assert "it answers that" in problem.message
    assert find(environment_contradicted, text("Free", "consumer", more)) == []


def test_the_catalogue_may_claim_it(find):
    more = '[[policy.tools]]\nname = "painter"\nenvironment = "enterprise_secured"'
    (problem,) = find(environment_contradicted, text("Free", "unknown", more))
    assert "the catalogue calls" in problem.message


def test_which_words_mean_a_consumer_is_policy(find):
    assert find(environment_contradicted, text("Creator"), consumer_tiers=["creator"])
    assert find(environment_contradicted, text("Free"), consumer_tiers=["creator"]) == []
    assert find(environment_contradicted, text("Solo Artist"), consumer_tiers=["solo artist"])


def test_severity():
    assert environment_contradicted.severity[Stage.FINAL] is Severity.OVERRIDABLE
    assert environment_contradicted.severity[Stage.TEMP] is Severity.WARNING
