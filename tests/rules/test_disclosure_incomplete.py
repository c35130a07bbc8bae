import pytest

from provenance.rules import disclosure_incomplete

WHOLE = {
    "digital_source_type": '"trainedAlgorithmicMedia"',
    "use_category": '"voice"',
    "stage": '"final"',
    "tools": '[{ name = "Painter", version = "3" }]',
}


def disclosure(**changed: str) -> str:
    fields = {**WHOLE, **changed}
    return "[[disclosures]]\n" + "\n".join(
        f"{key} = {value}" for key, value in fields.items() if value
    )


def test_a_whole_disclosure_passes(find):
    assert find(disclosure_incomplete, disclosure()) == []


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"digital_source_type": '""'}, "digital_source_type"),
        ({"digital_source_type": '"madeByModel"'}, "digital_source_type"),
        ({"use_category": ""}, "use_category"),
        ({"stage": ""}, "stage"),
        ({"tools": ""}, "tools"),
        ({"tools": '[{ name = "Painter" }]'}, "tools[0].version"),
        ({"tools": '[{ name = "TBD", version = "1" }]'}, "tools[0].name"),
        (
            {"tools": '[{ name = "P", version = "1" }, { name = "Q", version = "n/a" }]'},
            "tools[1].version",
        ),
    ],
)
def test_each_missing_field_is_told(find, changed, missing):
    (problem,) = find(disclosure_incomplete, disclosure(**changed))
    assert problem.message.endswith(f"does not tell {missing}")


@pytest.mark.parametrize(
    "word",
    [
        *("?", "???", "TBD", " tba ", "N/A", "unknown", "-", "...", "<...>", "Unsure"),
        *("<TBD>", "[to be  determined]", "(pending)", "____", "{}"),
        *("TBD?", "Lorem ipsum", "change me", "** fill in **"),
    ],
)
def test_a_placeholder_is_no_answer(find, word):
    tools = f'[{{ name = "Painter", version = "{word}" }}]'
    (problem,) = find(disclosure_incomplete, disclosure(tools=tools))
    assert "version" in problem.message


@pytest.mark.parametrize("word", ["0", "3.1-beta", "unknown-pleasures 2", "N/A-100"])
def test_an_odd_version_is_an_answer(find, word):
    tools = f'[{{ name = "Painter", version = "{word}" }}]'
    assert find(disclosure_incomplete, disclosure(tools=tools)) == []


@pytest.mark.parametrize(
    ("value", "told"), [('["TBD", ""]', False), ('["FR", "TBD"]', True), ("[]", False)]
)
def test_a_list_of_placeholders_is_empty(find, value, told):
    text = disclosure(territories=value)
    required = [*WHOLE, "territories"]
    assert (find(disclosure_incomplete, text, required=required) == []) is told


def test_nothing_used_is_complete(find):
    assert find(disclosure_incomplete, '[[disclosures]]\ngenai_used = "none"') == []


def test_a_policy_asks_for_other_fields(find):
    required = [
        "human_contribution",
        "principles.p1_no_replication",
        "tools.model",
        "story_relevance",
    ]
    problems = find(disclosure_incomplete, disclosure(), required=required)
    told = {problem.message.rpartition(" ")[2] for problem in problems}
    assert told == {
        "human_contribution",
        "principles.p1_no_replication",
        "tools[0].model",
        "story_relevance",
    }


def test_one_that_does_not_count_is_not_examined(find):
    assert find(disclosure_incomplete, '[[disclosures]]\nattested = "unsigned"') == []


LISTED = """
[[policy.tools]]
name = "Painter"
vendor = "Painters Ltd"
trains_on_inputs = "no"
"""


def test_what_the_catalogue_answers_need_not_be_repeated(find):
    required = ["tools.vendor", "tools.trains_on_inputs", "tools.stores_inputs"]
    (problem,) = find(disclosure_incomplete, disclosure() + LISTED, required=required)
    assert problem.message.endswith("does not tell tools[0].stores_inputs")
    assert len(find(disclosure_incomplete, disclosure(), required=required)) == 3
