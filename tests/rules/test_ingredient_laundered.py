import pytest

from provenance.rules import ingredient_laundered

TREE = """
{more}
[[store.manifests]]
label = "top"
claim_generators = [{{ name = "Editor" }}]
{top}
ingredients = [{{ manifest = "middle", relationship = "{relationship}", title = "comp.png" }}]

[[store.manifests]]
label = "middle"
claim_generators = [{{ name = "Compositor" }}]
actions = [{{ name = "c2pa.opened" }}]
ingredients = [{{ manifest = "deep", relationship = "componentOf", title = "sky.png" }}]

[[store.manifests]]
label = "deep"
actions = [{{ name = "c2pa.created", source_type = "{deep}" }}]
"""
SILENT = 'actions = [{ name = "c2pa.opened" }]'


def tree(*, top=SILENT, relationship="parentOf", deep="trainedAlgorithmicMedia", more=""):
    return TREE.format(top=top, relationship=relationship, deep=deep, more=more)


@pytest.mark.parametrize(
    ("top", "says"),
    [
        (SILENT, "says nothing"),
        ("", "says nothing"),
        (
            'actions = [{ name = "c2pa.created", source_type = "digitalCapture" }]',
            "claims digitalCapture",
        ),
        ('actions = [{ name = "c2pa.edited", source_type = "humanEdits" }]', "says nothing"),
    ],
)
@pytest.mark.parametrize("deep", ["trainedAlgorithmicMedia", "compositeSynthetic"])
def test_a_generated_ingredient_is_found_however_deep(find, top, says, deep):
    (problem,) = find(ingredient_laundered, tree(top=top, deep=deep))
    assert says in problem.message
    assert "sky.png" in problem.message


@pytest.mark.parametrize(
    "top",
    [
        'actions = [{ name = "c2pa.edited", source_type = "compositeSynthetic" }]',
        'assertions = [{ label = "c2pa.ai-disclosure", data = {} }]',
    ],
)
def test_an_open_claim_is_honest(find, top):
    assert find(ingredient_laundered, tree(top=top)) == []


def test_nothing_generated_below(find):
    assert find(ingredient_laundered, tree(deep="digitalCapture")) == []


def test_an_input_is_no_part_of_the_picture(find):
    assert find(ingredient_laundered, tree(relationship="inputTo")) == []


@pytest.mark.parametrize(
    ("disclosure", "told"),
    [
        ('digital_source_type = "compositeSynthetic"', 0),
        ('digital_source_type = "trainedAlgorithmicMedia"', 0),
        ('digital_source_type = "digitalCapture"', 1),
        ('genai_used = "none"', 1),
        ('attested = "unsigned"', 1),
    ],
)
def test_a_disclosure_that_says_so_clears_it(find, disclosure, told):
    more = f'[[disclosures]]\nsource = "manifest top"\n{disclosure}'
    assert len(find(ingredient_laundered, tree(more=more))) == told


def test_an_ingredient_without_a_manifest_speaks_for_itself(find):
    text = """
    [[store.manifests]]
    ingredients = [{ title = "sky.png", source_type = "trainedAlgorithmicMedia" }]
    """
    assert len(find(ingredient_laundered, text)) == 1


def test_a_manifest_that_nothing_refers_to_is_not_hidden(find):
    text = """
    [[store.manifests]]
    actions = [{ name = "c2pa.created", source_type = "digitalCapture" }]
    [[store.manifests]]
    title = "loose.png"
    actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]
    """
    (problem,) = find(ingredient_laundered, text)
    assert "loose.png" in problem.message


def test_a_generator_that_signs_twice_hides_nothing(find):
    text = """
    [[store.manifests]]
    label = "again"
    claim_generators = [{ name = "Dreamer" }]
    ingredients = [{ manifest = "made", relationship = "componentOf" }]
    [[store.manifests]]
    label = "made"
    claim_generators = [{ name = "%s" }]
    actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]
    """
    assert find(ingredient_laundered, text % "Dreamer") == []
    assert len(find(ingredient_laundered, text % "Another")) == 1


def test_a_circle_of_ingredients_ends(find):
    text = """
    [[store.manifests]]
    label = "a"
    ingredients = [{ manifest = "b" }, { manifest = "a" }]
    [[store.manifests]]
    label = "b"
    ingredients = [{ manifest = "a" }]
    """
    assert find(ingredient_laundered, text) == []
