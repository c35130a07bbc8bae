import pytest

from provenance.model.finding import Severity
from provenance.rules import disclosure_contradicted

AI = """
[[signals]]
source_type = "trainedAlgorithmicMedia"
strength = "{strength}"
{more}
"""


def test_a_denial_is_told_with_what_the_file_says(find):
    text = (
        AI.format(strength="stated", more="")
        + '[[disclosures]]\ngenai_used = "none"\ndigital_source_type = "digitalCapture"'
    )
    (problem,) = find(disclosure_contradicted, text)
    assert "no generative AI" in problem.message
    assert problem.signals == (0,)


@pytest.mark.parametrize("code", ["digitalCapture", "digitalCreation", "algorithmicallyEnhanced"])
def test_source_types_that_deny(find, code):
    text = (
        AI.format(strength="stated", more="") + f'[[disclosures]]\ndigital_source_type = "{code}"'
    )
    assert [each.key for each in find(disclosure_contradicted, text)] == ["disclosure-1 evidence"]


@pytest.mark.parametrize("code", ["compositeSynthetic", "composite", ""])
def test_source_types_that_do_not(find, code):
    text = (
        AI.format(strength="stated", more="") + f'[[disclosures]]\ndigital_source_type = "{code}"'
    )
    assert find(disclosure_contradicted, text) == []


def test_a_hint_contradicts_nobody(find):
    text = AI.format(strength="hint", more="") + '[[disclosures]]\ngenai_used = "none"'
    assert [each.key for each in find(disclosure_contradicted, text)] == ["disclosure-1 none"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('genai_used = "none"', "none"),
        ('stage = "final"\nprinciples = { p4_temporary = "yes" }', "p4"),
        (
            (
                'tools = [{ name = "P", trains_on_inputs = "yes" }]\n'
                'principles = { p2_no_store_train = "yes" }'
            ),
            "p2",
        ),
        (
            (
                'tools = [{ name = "P", environment = "consumer" }]\n'
                'principles = { p3_enterprise_env = "yes" }'
            ),
            "p3",
        ),
    ],
)
def test_answers_that_exclude_one_another(find, text, key):
    problems = find(disclosure_contradicted, f"[[disclosures]]\n{text}")
    assert [each.key for each in problems] == [f"disclosure-1 {key}"]


@pytest.mark.parametrize(
    ("told", "found", "told_of"),
    [
        ("Painter", "Painter Pro 2", 0),
        ("Painter Pro", "painter-pro", 0),
        ("Painter", "Dreamer", 1),
    ],
)
def test_a_tool_that_nobody_named(find, told, found, told_of):
    text = AI.format(strength="stated", more=f'generator = {{ name = "{found}" }}')
    problems = find(
        disclosure_contradicted, f'{text}[[disclosures]]\ntools = [{{ name = "{told}" }}]'
    )
    assert len(problems) == told_of
    assert all(each.at_most is Severity.WARNING and found in each.message for each in problems)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("created_at = 2099-01-01T00:00:00Z", "written on 2099-01-01"),
        ("first_used_at = 2026-11-23T12:00:00Z", "the tool first used on 2026-11-23"),
        (
            'notice = { reference = "mail", at = 2026-12-01T00:00:00Z }',
            "the buyer told on 2026-12-01",
        ),
    ],
)
def test_a_clock_that_is_wrong_is_one_clear_line(find, line, words):
    (problem,) = find(disclosure_contradicted, f"[[disclosures]]\n{line}")
    assert problem.key == "disclosure-1 clock"
    assert problem.message.endswith(f"a clock was wrong: {words}, and scanned on 2026-11-22")
    assert problem.at_most is Severity.OVERRIDABLE


@pytest.mark.parametrize(("zone", "told"), [("UTC", 1), ("America/Los_Angeles", 0)])
def test_a_day_is_that_of_the_production(find, zone, told):
    text = f'[policy]\ntime_zone = "{zone}"\n[[disclosures]]\ncreated_at = 2026-11-23T02:00:00Z'
    assert len(find(disclosure_contradicted, text)) == told


OVER_GENERATED = """
[[signals]]
source_type = "trainedAlgorithmicMedia"
strength = "proven"
in_ingredient = true

[[disclosures]]
source = "manifest top"
digital_source_type = "algorithmicallyEnhanced"

[[store.manifests]]
label = "top"
%s
ingredients = [{ manifest = "below", relationship = "parentOf" }]

[[store.manifests]]
label = "below"
actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]
"""


@pytest.mark.parametrize(
    "top",
    [
        'assertions = [{ label = "c2pa.ai-disclosure", data = {} }]',
        'actions = [{ name = "c2pa.edited", source_type = "compositeSynthetic" }]',
    ],
)
def test_what_is_generated_below_is_no_enhancement(find, top):
    (problem,) = find(disclosure_contradicted, OVER_GENERATED % top)
    assert problem.key == "disclosure-1 evidence"
