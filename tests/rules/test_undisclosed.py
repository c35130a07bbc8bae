import pytest

from provenance.rules import undisclosed

AI = """
[[signals]]
source_type = "{code}"
strength = "{strength}"
"""


@pytest.mark.parametrize("strength", ["stated", "matched", "proven"])
@pytest.mark.parametrize(
    "code",
    ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic"],
)
def test_generated_content_wants_a_disclosure(find, code, strength):
    (problem,) = find(undisclosed, AI.format(code=code, strength=strength))
    assert problem.signals == (0,)
    assert code in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    "code", ["digitalCapture", "algorithmicallyEnhanced", "composite", "nonsense"]
)
def test_other_content_does_not(find, code):
    assert find(undisclosed, AI.format(code=code, strength="proven")) == []


def test_a_hint_is_left_to_its_own_rule(find):
    assert find(undisclosed, AI.format(code="trainedAlgorithmicMedia", strength="hint")) == []


@pytest.mark.parametrize(
    ("attested", "counts"),
    [
        ("trusted", True),
        ("stranger", True),
        ("unasked", True),
        ("unchecked", True),
        ("register", True),
        ("unsigned", False),
        ("edited", False),
        ("unread", False),
    ],
)
def test_which_disclosure_counts(find, attested, counts):
    text = AI.format(code="trainedAlgorithmicMedia", strength="stated")
    problems = find(undisclosed, f'{text}\n[[disclosures]]\nattested = "{attested}"')
    assert (problems == []) is counts


def test_it_says_why_a_disclosure_does_not_count(find):
    text = AI.format(code="trainedAlgorithmicMedia", strength="stated")
    (problem,) = find(
        undisclosed, text + '[[disclosures]]\nattested = "unsigned"\nsource = "d.json"'
    )
    assert "d.json: it is unsigned" in problem.message


def test_a_register_entry_discloses(find):
    text = AI.format(code="trainedAlgorithmicMedia", strength="stated")
    assert find(undisclosed, text + "[[entries]]") == []


ANCESTOR = """
[[signals]]
source_type = "trainedAlgorithmicMedia"

[[disclosures]]
source = "manifest below"

[[store.manifests]]
label = "top"
actions = [{ name = "%s", source_type = "%s" }]
ingredients = [{ manifest = "below", relationship = "parentOf" }]

[[store.manifests]]
label = "below"
"""


def test_an_ancestors_disclosure_speaks_of_what_was_only_edited(find):
    assert find(undisclosed, ANCESTOR % ("c2pa.cropped", "")) == []


def test_an_ancestors_disclosure_is_silent_about_what_was_generated_since(find):
    (problem,) = find(undisclosed, ANCESTOR % ("c2pa.edited", "trainedAlgorithmicMedia"))
    assert "added since" in problem.message
