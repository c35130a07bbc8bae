"""The five principles of the Netflix guidance, what is not told, and the tools that answer.

Netflix, Using Generative AI in Content Production, August 2025.
A plan is harmless but for what its row says.
"""

import pytest

from provenance.model.disclosure import Principles
from provenance.model.planned import Concerns, PlannedUse
from provenance.model.policy import Policy
from provenance.model.vocabulary import Answer
from provenance.triage.deciding import triage

from .conftest import APPROVAL, ESCALATE, NOTIFY, POLICY, SECURED, TOOL, out, plan, way


@pytest.mark.parametrize("name", Principles.model_fields)
@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_each_principle_that_is_not_answered_yes_escalates(name, answer):
    told = {"tools": [{**TOOL}]} if name.startswith("p2") else {}
    if name.startswith("p3") and answer == "unsure":
        told = {"tools": []}
    found = out(principles={name: answer}, **told)
    assert found.way.value == ESCALATE
    (reason,) = [each for each in found.reasons if each.way.value == ESCALATE]
    assert (reason.ground, reason.key) == ("principle", name[:2])
    assert reason.source.endswith(f"principle {name[1]}")


def test_five_times_yes_is_enough_where_nothing_else_is_touched():
    found = out()
    assert found.way.value == NOTIFY
    assert [each.key for each in found.reasons] == ["all"]
    assert found.open_questions == ()


def test_nothing_told_is_unsure_all_over():
    found = triage(PlannedUse(), POLICY)
    assert found.way.value == ESCALATE
    assert {"stage", "use_category", "tools", "story_relevance"} <= set(found.open_questions)
    assert len(found.open_questions) == 4 + 5 + len(Concerns.model_fields)


def test_what_is_not_generated_needs_nothing():
    for changed in ({"genai_used": "none"}, {"digital_source_type": "digitalCapture"}):
        assert way(**changed, stage="final", concerns={"union_work": "yes"}) == NOTIFY


def test_an_enhancement_is_looked_at_for_what_it_touches():
    enhanced = {"digital_source_type": "algorithmicallyEnhanced", "stage": "final"}
    assert way(**enhanced, principles={"p1_no_replication": "unsure"}) == NOTIFY
    assert way(**enhanced, concerns={"personal_data": "yes"}) == APPROVAL


CATALOGUE = [
    {"name": "Image Tool", "versions": "3", **{k: v for k, v in SECURED.items() if k not in TOOL}}
    | {"environment": "enterprise_secured", "categories": ["ideation"], "stages": ["turnover"]},
    {"name": "Refused tool", "allowed": False, "note": "trains on everything"},
    {"name": "Keeping tool", "trains_on_inputs": "yes"},
]


@pytest.mark.parametrize(
    ("tool", "changed", "goes", "said"),
    [
        ({"name": "image tool", "version": "3.1"}, {"use_category": "ideation"}, NOTIFY, ""),
        ({"name": "image tool", "version": "3.1"}, {}, ESCALATE, "not cleared for visual_effect"),
        (
            {"name": "image tool", "version": "3.1"},
            {"use_category": "ideation", "stage": "temp"},
            ESCALATE,
            "not cleared for the stage temp",
        ),
        ({"name": "image tool", "version": "4"}, {}, ESCALATE, "not among those"),
        ({"name": "Other", "version": "1"}, {}, ESCALATE, "it is not in the catalogue"),
        ({"name": "Refused tool"}, {}, ESCALATE, "was looked at and refused (trains on every"),
        ({"name": "Keeping tool"}, {}, ESCALATE, "Keeping tool stores or trains on what goes in"),
    ],
)
def test_the_tool_catalogue_answers_and_refuses(tool, changed, goes, said):
    policy = POLICY.model_copy(
        update={"tools": Policy.model_validate({**POLICY.model_dump(), "tools": CATALOGUE}).tools}
    )
    unsure = {"p2_no_store_train": "unsure", "p3_enterprise_env": "unsure"}
    found = triage(plan(tools=[tool], principles=unsure, **changed), policy)
    assert found.way.value == goes
    assert said in " ".join(each.text for each in found.reasons)
    if goes == NOTIFY:  # the catalogue answered for the tool
        assert found.disclosure.principles.p2_no_store_train is Answer.YES
        assert found.disclosure.principles.p3_enterprise_env is Answer.YES
