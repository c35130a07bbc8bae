import pytest

from provenance.judging import judge
from provenance.rules import eu_mark_unsigned
from provenance.rules.examples import cast

AI = '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'
MARK = """
[store]
[[store.manifests]]
actions = [{{ name = "c2pa.created", source_type = "{}" }}]
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (AI, "carries no signed mark"),
        ("[[disclosures]]\n", "carries no signed mark"),
        ('integrity = "external_only"\n' + AI, "was not fetched"),
        (AI + MARK.format("digitalCapture"), "the signed manifest does not say so"),
        ('integrity = "invalid"\n' + AI + MARK.format("trainedAlgorithmicMedia"), "not validate"),
        (AI + '[[disclosures]]\nterritories = ["PL"]', "carries no signed mark"),
    ],
)
def test_no_valid_manifest_says_that_it_was_generated(find, text, said):
    (problem,) = find(eu_mark_unsigned, text)
    assert said in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    "text",
    [
        "",
        AI + MARK.format("trainedAlgorithmicMedia"),
        AI + '[[disclosures]]\nterritories = ["US"]',
        '[[signals]]\nsource_type = "algorithmicallyEnhanced"',
    ],
)
def test_it_stays_silent(find, text):
    assert find(eu_mark_unsigned, text) == []


def test_the_mark_of_an_ingredient_is_a_mark(find):
    text = (
        AI
        + """
    [store]
    [[store.manifests]]
    actions = [{ name = "c2pa.opened" }]
    ingredients = [{ manifest = "manifest-2", relationship = "parentOf" }]
    [[store.manifests]]
    actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]
    """
    )
    assert find(eu_mark_unsigned, text) == []
    assert len(find(eu_mark_unsigned, text.replace('manifest = "manifest-2", ', ""))) == 1


@pytest.mark.parametrize("integrity", ["unreadable", "not_checked"])
def test_a_mark_that_was_not_read_or_checked_is_undetermined(find, integrity):
    (problem,) = find(eu_mark_unsigned, f'integrity = "{integrity}"\n' + AI)
    assert problem.undetermined


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("manifest-missing", AI),
        (
            "manifest-invalid",
            'integrity = "invalid"\n' + AI + MARK.format("trainedAlgorithmicMedia"),
        ),
    ],
)
def test_what_another_rule_of_the_policy_tells_is_not_told_twice(rule, text):
    found = judge(*cast(text, {"eu-mark-unsigned": {}, rule: {}}))
    assert [each.rule for each in found] == [rule]


@pytest.mark.parametrize(("stage", "severity"), [("temp", "info"), ("final", "warning")])
def test_severity_per_stage(stage, severity):
    (found,) = judge(*cast(f'stage = "{stage}"\n' + AI, {"eu-mark-unsigned": {}}))
    assert found.severity == severity
