import pytest

from provenance.rules import generator_hint

HINT = """
[[signals]]
where = "PNG tEXt Software"
value = "Painter"
strength = "{strength}"
ai = "{ai}"
"""


def test_a_hint_of_generation_is_asked_about(find):
    (problem,) = find(generator_hint, HINT.format(strength="hint", ai="generated"))
    assert "may hold" in problem.message
    assert "PNG tEXt Software" in problem.message
    assert problem.signals == (0,)


@pytest.mark.parametrize(
    ("strength", "ai"), [("stated", "generated"), ("hint", "enhanced"), ("hint", "not_generated")]
)
def test_only_a_hint_and_only_of_generation(find, strength, ai):
    assert find(generator_hint, HINT.format(strength=strength, ai=ai)) == []


@pytest.mark.parametrize(("attested", "asked"), [("trusted", 0), ("unsigned", 1)])
def test_a_disclosure_that_counts_answers(find, attested, asked):
    text = HINT.format(strength="hint", ai="composite")
    assert len(find(generator_hint, f'{text}[[disclosures]]\nattested = "{attested}"')) == asked
