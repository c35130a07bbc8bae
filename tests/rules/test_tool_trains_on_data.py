import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import tool_trains_on_data

TOOL = """
[[disclosures]]
stage = "final"
tools = [{{ name = "Painter", version = "3.1", {tool} }}]
{more}
"""
NO = (
    'stores_inputs = "no", stores_outputs = "no", trains_on_inputs = "no", trains_on_outputs = "no"'
)
UNSURE = 'stores_inputs = "unsure"'


def told(tool: str, more: str = "") -> str:
    return TOOL.format(tool=tool, more=more)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("stores_inputs", "stores inputs"),
        ("stores_outputs", "stores outputs"),
        ("trains_on_inputs", "trains on inputs"),
        ("trains_on_outputs", "trains on outputs"),
    ],
)
def test_what_a_tool_does_with_data_is_told(find, field, words):
    (problem,) = find(tool_trains_on_data, told(f'{field} = "yes"'))
    assert problem.message == f"Painter 3.1 {words}"
    assert not problem.undetermined
    assert problem.at_most is Severity.BLOCKING


def test_a_tool_that_keeps_nothing(find):
    assert find(tool_trains_on_data, told(NO)) == []


def test_what_nobody_says_is_undetermined(find):
    (problem,) = find(tool_trains_on_data, told(f"{NO.replace('no', 'unsure', 1)}"))
    assert problem.message == "nobody says whether Painter 3.1 stores inputs"
    assert problem.undetermined
    assert problem.at_most is Severity.OVERRIDABLE


@pytest.mark.parametrize(("answer", "problems"), [("yes", 0), ("no", 1), ("unsure", 1)])
def test_principle_two_answers_for_every_tool(find, answer, problems):
    more = f'principles = {{ p2_no_store_train = "{answer}" }}'
    assert len(find(tool_trains_on_data, told(UNSURE, more))) == problems


def test_principle_two_does_not_deny_what_a_tool_is_said_to_do(find):
    more = 'principles = { p2_no_store_train = "yes" }'
    assert len(find(tool_trains_on_data, told('trains_on_inputs = "yes"', more))) == 1


def test_a_local_tool_hands_nothing_out_unless_somebody_says_so(find):
    assert find(tool_trains_on_data, told('deployment = "local"')) == []
    assert find(tool_trains_on_data, told('deployment = "local", stores_inputs = "yes"'))


def test_the_catalogue_answers_what_the_disclosure_leaves_open(find):
    listed = '[[policy.tools]]\nname = "painter"\n' + NO.replace(", ", "\n")
    assert find(tool_trains_on_data, told(UNSURE) + listed) == []
    (problem,) = find(
        tool_trains_on_data,
        told(UNSURE) + '[[policy.tools]]\nname = "painter"\ntrains_on_outputs = "yes"',
    )
    assert problem.message == "Painter 3.1 trains on outputs, says the catalogue"
    assert not problem.undetermined


def test_a_word_of_the_catalogue_on_another_account_answers_nothing(find):
    listed = '[[policy.tools]]\nname = "painter"\naccount_tiers = ["pro"]\n' + NO.replace(
        ", ", "\n"
    )
    (problem,) = find(tool_trains_on_data, told(UNSURE) + listed)
    assert problem.undetermined
    assert find(tool_trains_on_data, told('account_tier = "Pro"') + listed) == []


@pytest.mark.parametrize(
    ("tool", "scope", "problems"),
    [
        ('trains_on_inputs = "yes"', 'digests = ["a"]', 1),
        ('trains_on_inputs = "yes"', 'digests = ["a"], tools = [{ name = "painter" }]', 0),
        ('trains_on_inputs = "yes"', 'tools = [{ name = "painter", versions = "4" }]', 1),
        ('trains_on_inputs = "yes"', 'tools = [{ name = "Other" }]', 1),
        (UNSURE, 'digests = ["a"]', 0),
        (UNSURE, 'digests = ["b"]', 1),
    ],
)
def test_what_an_approval_answers(find, tool, scope, problems):
    text = told(tool) + f"[[approvals]]\nscope = {{ {scope} }}"
    assert len(find(tool_trains_on_data, text)) == problems


def test_each_tool_by_itself(find):
    text = """
    [[disclosures]]
    tools = [{ name = "A", stores_inputs = "yes" }, { name = "B", stores_outputs = "yes" }]
    """
    assert [each.message for each in find(tool_trains_on_data, text)] == [
        "A stores inputs",
        "B stores outputs",
    ]


def test_what_is_not_generated_is_not_asked(find):
    text = told('trains_on_inputs = "yes"', 'genai_used = "none"')
    assert find(tool_trains_on_data, text) == []


def test_it_weighs_the_same_at_every_stage():
    assert {tool_trains_on_data.severity[stage] for stage in Stage} == {Severity.BLOCKING}
