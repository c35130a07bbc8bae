"""What always needs written approval by the Netflix guidance: one row for each area.

Netflix, Using Generative AI in Content Production, August 2025.
A plan is harmless but for what its row says.
"""

import pytest

from provenance.model.planned import Concerns

from .conftest import APPROVAL, ESCALATE, NOTIFY, ONE, OPEN_TOOL, out, way

ALWAYS = [
    # Introduction: final deliverables, third-party IP (likeness and data: below).
    (
        "stays in",
        {"stage": "final"},
        {"human_contribution"},
    ),
    (
        "marketing",
        {"stage": "marketing", "human_contribution": "composited by hand"},
        set(),
    ),
    ("third-party IP", {"concerns": {"third_party_ip": "yes"}}, {"rights_clearance"}),
    # Data use.
    (
        "buyer's own material",
        {"concerns": {"proprietary_input": "yes"}, "tools": [OPEN_TOOL]},
        {"secured_tool"},
    ),
    ("personal data", {"concerns": {"personal_data": "yes"}}, set()),
    ("training, in the style of", {"concerns": {"training": "yes"}}, {"licence"}),
    ("fine-tuning, not cleared", {"training": {"rights_cleared": "no"}}, {"licence"}),
    # Creative output.
    ("central to the story", {"story_relevance": "central"}, set()),
    ("prompt names a work", {"names": ["A film of 1974"]}, {"rights_clearance"}),
    ("prompt names somebody", {"concerns": {"names_protected": "yes"}}, {"rights_clearance"}),
    (
        "an input names somebody",
        {"inputs": [{"kind": "image", "names_person_or_work": ["A painter"]}]},
        {"rights_clearance"},
    ),
    # Talent and performance.
    ("a performance, nobody says whose", {"concerns": {"talent": "yes"}}, {"consent"}),
    (
        "digital replica",
        {"talent": [{"name": ONE, "type": "replica_employment"}]},
        {"consent", "legal_review"},
    ),
    (
        "tone or intent changed",
        {"talent": [{"name": ONE, "type": "alteration", "as_scripted": False}]},
        {"consent"},
    ),
    (
        "visual ADR, customary or not",
        {"talent": [{"name": ONE, "type": "alteration", "customary": True, "visual_adr": True}]},
        {"consent"},
    ),
    (
        "digital performer",
        {"talent": [{"name": "Nobody", "type": "synthetic"}]},
        {"union_notice"},
    ),
    (
        "somebody deceased",
        {"talent": [{"name": ONE, "type": "voice", "status": "deceased"}]},
        {"consent", "legal_review"},
    ),
    (
        "a model made for another production",
        {
            "title_id": "T-1",
            "talent": [
                {"name": ONE, "type": "alteration", "customary": True, "model_title_id": "T-0"}
            ],
        },
        {"consent"},
    ),
    # Ethics.
    ("mistakable for real", {"concerns": {"realistic_event": "yes"}}, {"audience_notice"}),
    ("a real person", {"concerns": {"real_person": "yes"}}, {"rights_clearance"}),
    ("union work", {"concerns": {"union_work": "yes"}}, {"union_notice"}),
]


@pytest.mark.parametrize(("changed", "asks"), [r[1:] for r in ALWAYS], ids=[r[0] for r in ALWAYS])
def test_what_always_needs_written_approval(changed, asks):
    found = out(**changed)
    assert found.way.value == APPROVAL
    assert {each.value for each in found.asks} == asks
    heaviest = [each for each in found.reasons if each.way is found.way]
    assert heaviest
    assert all(each.source for each in found.reasons)
    # One word less sure is a matter for the contact, not for nobody.
    doubtful = {
        name: "unsure" for name, word in changed.get("concerns", {}).items() if word == "yes"
    }
    if doubtful and "tools" not in changed:
        assert way(concerns=doubtful) == ESCALATE


def test_every_concern_has_its_row():
    told = {name for _, changed, _ in ALWAYS for name in changed.get("concerns", {})}
    assert told | {"sensitive_input"} == set(Concerns.model_fields)


def test_sensitive_input_escalates_in_a_secured_tool_too():
    assert way(concerns={"sensitive_input": "yes"}) == ESCALATE
    assert way(concerns={"proprietary_input": "yes", "sensitive_input": "no"}) == NOTIFY


def test_training_on_cleared_material_is_no_reason():
    assert way(training={"rights_cleared": "yes", "licence_ref": "licence 4"}) == NOTIFY
