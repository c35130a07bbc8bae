import pytest

from provenance.judging import judge, verdict
from provenance.rules import destination_hint
from provenance.rules.examples import cast

AD = """
[[disclosures]]
genre = "ad"
territories = ["{}"]
talent = [{{ name = "Nobody", type = "{}" }}]
"""


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", []),
        ("[[disclosures]]", []),
        (AD.format("US", "synthetic"), ["NY"]),
        (AD.format("US-NY", "synthetic"), ["NY"]),
        (AD.format("US", "replica_employment"), []),
        (AD.replace('"ad"', '"trailer"').format("US", "synthetic"), []),
        ('[[disclosures]]\nterritories = ["IN", "KR"]', ["IN", "KR"]),
        ('[[disclosures]]\nterritories = ["WORLD"]', ["IN", "KR"]),
        ('[[disclosures]]\ngenai_used = "none"\nterritories = ["IN"]', []),
    ],
)
def test_what_is_hinted_at(find, text, keys):
    assert [problem.key for problem in find(destination_hint, text)] == keys


@pytest.mark.parametrize("stage", ["ideation", "final"])
def test_a_hint_judges_nothing(stage):
    text = f'stage = "{stage}"\n[[disclosures]]\nterritories = ["KR"]'
    evidence, policy = cast(text, {"destination-hint": {}})
    found = judge(evidence, policy)
    assert [each.severity.value for each in found] == ["info"]
    assert verdict(evidence, found, policy) == "pass"
