import pytest

from provenance.rules import enhancement_by_generator

TOLD = """
[[disclosures]]
digital_source_type = "algorithmicallyEnhanced"
tools = [{tools}]
"""
FILE = """
[[signals]]
source_type = "algorithmicallyEnhanced"
generator = { name = "%s" }
"""


@pytest.mark.parametrize(
    ("tool", "told"),
    [
        ('name = "ComfyUI"', 1),
        ('name = "Krea", model = "flux.1-dev"', 1),
        ('name = "adobe firefly image 4"', 1),
        ('name = "SDXL1.0"', 1),
        ('name = "Topaz Photo AI"', 0),
        ('name = "Influx"', 0),
        ('name = "Soran"', 0),
    ],
)
def test_a_generative_tool_does_more_than_enhance(find, tool, told):
    assert len(find(enhancement_by_generator, TOLD.format(tools=f"{{ {tool} }}"))) == told


def test_a_house_names_its_own(find):
    text = TOLD.format(tools='{ name = "House Painter 3" }')
    assert find(enhancement_by_generator, text) == []
    assert len(find(enhancement_by_generator, text, generative_tools=["house painter"])) == 1
    comfy = TOLD.format(tools='{ name = "ComfyUI" }')
    assert find(enhancement_by_generator, comfy, generative_tools=[]) == []


@pytest.mark.parametrize(("name", "told"), [("ComfyUI", 1), ("Topaz Labs", 0)])
def test_the_file_itself_may_say_so(find, name, told):
    problems = find(enhancement_by_generator, FILE % name)
    assert [each.signals for each in problems] == [(0,)] * told
    action = (
        '[[store.manifests]]\nactions = [{ name = "c2pa.edited", source_type = '
        f'"algorithmicallyEnhanced", agent = {{ name = "{name}" }} }}]\n'
    )
    both = action + '[[signals]]\nsource_type = "algorithmicallyEnhanced"'
    assert len(find(enhancement_by_generator, both)) == told
    disclosed = FILE % name + TOLD.format(tools="")
    assert [each.key for each in find(enhancement_by_generator, disclosed)] == [
        "disclosure-1"
    ] * told


def test_an_enhancement_by_nobody_knows_what_is_open(find):
    (problem,) = find(enhancement_by_generator, TOLD.format(tools=""))
    assert problem.undetermined
    (problem,) = find(
        enhancement_by_generator, '[[signals]]\nsource_type = "algorithmicallyEnhanced"'
    )
    assert problem.undetermined


@pytest.mark.parametrize(
    "text",
    [
        '[[disclosures]]\ntools = [{ name = "ComfyUI" }]',
        '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'
        + TOLD.format(tools='{ name = "ComfyUI" }'),
        (
            '[[signals]]\nsource_type = "algorithmicallyEnhanced"\nin_ingredient = true\n'
            '[[disclosures]]\ngenai_used = "none"\ndigital_source_type = "digitalCapture"\n'
            'tools = [{ name = "Denoiser" }]'
        ),
        "",
    ],
    ids=["disclosed as generated", "declared as generated", "an ingredient's", "nothing"],
)
def test_what_is_not_asked_here(find, text):
    assert not [each for each in find(enhancement_by_generator, text) if not each.undetermined]
