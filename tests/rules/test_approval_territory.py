import pytest

from provenance.judging import judge
from provenance.rules import approval_territory
from provenance.rules.examples import cast

USE = """
stage = "{stage}"
[[disclosures]]
stage = "final"
{told}
[[approvals]]
scope = {{ {scope} }}
[policy]
{policy}
"""


def text(scope, told="", policy="", stage="final"):
    scope = ", ".join(each for each in ('digests = ["a"]', scope) if each)
    return USE.format(scope=scope, told=told, policy=policy, stage=stage)


@pytest.mark.parametrize(
    ("scope", "told", "reason"),
    [
        ('territories = ["DE"]', 'territories = ["DE", "FR"]', "territory FR is not among DE"),
        ('territories = ["EU"]', 'territories = ["us", "fr"]', "territory US is not among EU"),
        ('territories = ["DE"]', 'territories = ["WORLD"]', "territory WORLD"),
        ('territories = ["DE"]', 'territories = ["EU"]', "territory EU"),
        ('territories = ["DE"]', "", "limited to territories"),
        (
            'destinations = ["tv"]',
            'destinations = ["tv", "web"]',
            "destination web is not among tv",
        ),
        ('destinations = ["tv"]', "", "limited to destinations"),
    ],
)
def test_elsewhere(find, scope, told, reason):
    (problem,) = find(approval_territory, text(scope, told))
    assert reason in problem.message


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ('territories = ["DE", "FR"]', 'territories = ["de"]'),
        ('territories = ["EU"]', 'territories = ["DE", "FR", "EU"]'),
        ('territories = ["world"]', 'territories = ["DE", "WORLD"]'),
        ('destinations = ["tv", "web"]', 'destinations = ["web"]'),
        ("", 'territories = ["DE"]'),
    ],
)
def test_covered(find, scope, told):
    assert find(approval_territory, text(scope, told)) == []


OUTLETS = """
destinations = [
    { name = "tv", territories = ["DE"] },
    { name = "web", territories = ["WORLD"] },
]
"""


def test_the_territories_of_a_destination_count(find):
    told = 'destinations = ["tv", "web"]\nterritories = ["DE"]'
    (problem,) = find(approval_territory, text('territories = ["DE"]', told, OUTLETS))
    assert "territory WORLD" in problem.message


def test_a_version_that_is_bound_for_one_destination_needs_no_more(find):
    told = 'destinations = ["tv", "web"]\nterritories = ["DE", "FR"]'
    bound = OUTLETS + 'bound_for = ["tv"]'
    for scope in ('territories = ["DE"]', 'destinations = ["tv"]'):
        assert find(approval_territory, text(scope, told, bound)) == []
    elsewhere = OUTLETS + 'bound_for = ["web"]'
    assert len(find(approval_territory, text('territories = ["DE"]', told, elsewhere))) == 1
    assert len(find(approval_territory, text('destinations = ["tv"]', told, elsewhere))) == 1


@pytest.mark.parametrize(("stage", "weight"), [("temp", "warning"), ("final", "overridable")])
def test_severities(stage, weight):
    example = cast(text('territories = ["DE"]', stage=stage), {"approval-territory": {}})
    (finding,) = judge(*example, [approval_territory])
    assert finding.severity == weight
