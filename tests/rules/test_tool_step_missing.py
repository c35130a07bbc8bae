import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import tool_step_missing

SIGNAL = """
[[disclosures]]
tools = [{{ {tool} }}]
[[signals]]
reader = "texts"
where = "PNG tEXt Software"
ai = "generated"
generator = {{ name = "{name}" }}
{more}
"""


@pytest.mark.parametrize(
    ("tool", "name", "problems"),
    [
        ('name = "Painter"', "Upscaler", 1),
        ('name = "Painter"', "painter", 0),
        ('name = "Firefly", vendor = "Adobe"', "Adobe_Firefly", 0),
        ('name = "Adobe Firefly"', "Firefly", 0),
        ('name = "ChatGPT", model = "gpt-image"', "gpt-image 2.0", 0),
        ('name = "ChatGPT", vendor = "OpenAI"', "OpenAI", 0),
        ('name = "Paint"', "Painter", 1),
    ],
)
def test_a_step_goes_by_name_vendor_or_model(find, tool, name, problems):
    found = find(tool_step_missing, SIGNAL.format(tool=tool, name=name, more=""))
    assert len(found) == problems
    for problem in found:
        assert name in problem.message
        assert problem.signals == (0,)
        assert problem.at_most is Severity.BLOCKING


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("own_stamp = true", None),
        ("in_ingredient = true", None),
        ('strength = "hint"', Severity.WARNING),
        ('strength = "stated"', Severity.BLOCKING),
    ],
)
def test_which_signals_speak_of_steps(find, more, told):
    found = find(tool_step_missing, SIGNAL.format(tool='name = "A"', name="B", more=more))
    assert [each.at_most for each in found] == ([told] if told else [])


def test_what_is_no_generation_is_no_step(find):
    text = SIGNAL.format(tool='name = "A"', name="B", more="")
    for other in ("enhanced", "not_generated"):
        assert find(tool_step_missing, text.replace('"generated"', f'"{other}"')) == []


MANIFESTS = """
[[disclosures]]
source = "manifest top"
tools = [{tools}]
[[store.manifests]]
label = "top"
claim_generators = [{{ name = "Editor" }}]
actions = [{{ name = "c2pa.edited", source_type = "{edit}", agent = {{ name = "{agent}" }} }}]
ingredients = [{{ manifest = "below", relationship = "parentOf" }}]
[[store.manifests]]
label = "below"
claim_generators = [{{ name = "Sora" }}]
actions = [{{ name = "c2pa.created", source_type = "{born}" }}]
assertions = [{told}]
"""
AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
HAND = "http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits"


OWN = '{ label = "org.media-provenance.disclosure", data = { disclosure = { id = "x" } } }'


@pytest.mark.parametrize(
    ("tools", "types", "told", "names"),
    [
        ('{ name = "Sora" }', (HAND, AI), "", []),
        ('{ name = "Sora" }', (AI, AI), "", ["Filler"]),
        ('{ name = "Sora" }, { name = "Filler" }', (AI, AI), "", []),
        ('{ name = "Sora" }, { name = "Editor" }', (AI, AI), "", []),
        ('{ name = "Filler" }', (AI, AI), "", ["Sora"]),
        ('{ name = "Filler" }', (AI, HAND), "", []),
        ('{ name = "Filler" }', (AI, AI), OWN, []),
    ],
)
def test_actions_of_the_manifests_are_steps(find, tools, types, told, names):
    edit, born = types
    text = MANIFESTS.format(tools=tools, edit=edit, agent="Filler", born=born, told=told)
    found = find(tool_step_missing, text)
    assert len(found) == len(names)
    for problem, name in zip(found, names, strict=True):
        assert f"names {name}," in problem.message


def test_a_signer_is_a_name_too(find):
    text = f"""
    [[disclosures]]
    source = "manifest manifest-1"
    tools = [{{ name = "ChatGPT", vendor = "OpenAI" }}]
    [[store.manifests]]
    signature = {{ organisation = "OpenAI OpCo, LLC" }}
    actions = [{{ name = "c2pa.created", source_type = "{AI}", agent = {{ name = "GPT-4o" }} }}]
    """
    assert find(tool_step_missing, text) == []


def test_a_step_that_nothing_names_is_none(find):
    text = f"""
    [[disclosures]]
    source = "manifest manifest-1"
    tools = [{{ name = "A" }}]
    [[store.manifests]]
    actions = [{{ name = "c2pa.created", source_type = "{AI}" }}]
    """
    assert find(tool_step_missing, text) == []


@pytest.mark.parametrize(
    "disclosure", ["[[disclosures]]", "", '[[disclosures]]\ngenai_used = "none"']
)
def test_without_tools_other_rules_ask(find, disclosure):
    text = SIGNAL.format(tool="", name="B", more="").replace("[[disclosures]]\ntools = [{  }]", "")
    assert find(tool_step_missing, disclosure + text) == []


def test_a_tool_that_two_signals_name_is_told_once(find):
    text = SIGNAL.format(tool='name = "A"', name="B", more="")
    again = text + text[text.index("[[signals]]") :]
    (problem,) = find(tool_step_missing, again)
    assert problem.signals == (0, 1)


def test_severity():
    assert tool_step_missing.severity[Stage.FINAL] is Severity.OVERRIDABLE
    assert tool_step_missing.severity[Stage.TEMP] is Severity.WARNING
