"""The use case matrix of the Netflix guidance: one row for each of its rows.

Netflix, Using Generative AI in Content Production, August 2025.
A plan is harmless but for what its row says.
"""

import pytest

from .conftest import APPROVAL, ESCALATE, NOTIFY, ONE, OPEN_TOOL, SECURED, out

MATRIX = [
    # Ideation only: fine where the principles are followed.
    ("ideation", {"use_category": "ideation", "stage": "ideation"}, NOTIFY, set()),
    (
        "ideation, one principle not followed",
        {
            "use_category": "ideation",
            "stage": "ideation",
            "principles": {"p1_no_replication": "no"},
        },
        ESCALATE,
        set(),
    ),
    # On-camera background elements: judgement; escalate where the story depends on them.
    ("background", {"use_category": "background_element"}, NOTIFY, set()),
    (
        "background, incidental",
        {"use_category": "background_element", "story_relevance": "incidental"},
        NOTIFY,
        set(),
    ),
    (
        "background, story-relevant",
        {"use_category": "background_element", "story_relevance": "relevant"},
        ESCALATE,
        set(),
    ),
    (
        "background, nobody knows",
        {"use_category": "background_element", "story_relevance": "unknown"},
        ESCALATE,
        set(),
    ),
    (
        "background that stays in: the strict reading, or an incidental waiver",
        {"use_category": "background_element", "stage": "final", "human_contribution": "graded"},
        APPROVAL,
        {"incidental_waiver"},
    ),
    (
        "background that stays in and shows a real person: no waiver will do",
        {
            "use_category": "background_element",
            "stage": "final",
            "human_contribution": "graded",
            "concerns": {"real_person": "yes"},
        },
        APPROVAL,
        {"rights_clearance"},
    ),
    (
        "background that stays in and is read aloud",
        {"use_category": "background_element", "stage": "final", "story_relevance": "relevant"},
        APPROVAL,
        {"legal_review", "human_contribution"},
    ),
    # Final character designs, key visuals: stop; rights, audience, union.
    (
        "character or key visual",
        {"use_category": "character_or_key_visual"},
        APPROVAL,
        {"legal_review", "rights_clearance"},
    ),
    # Talent replication: stop; consent and legal review.
    (
        "talent replication",
        {"use_category": "talent_replica"},
        APPROVAL,
        {"legal_review", "consent"},
    ),
    ("synthetic voice", {"use_category": "voice"}, APPROVAL, {"legal_review", "consent"}),
    (
        "re-ageing is replication, scripted or not",
        {
            "use_category": "talent_replica",
            "talent": [{"name": ONE, "type": "alteration", "customary": True}],
        },
        APPROVAL,
        {"legal_review", "consent"},
    ),
    # Unowned training data: stop; rights risk.
    (
        "unowned training data",
        {"use_category": "unowned_training"},
        APPROVAL,
        {"licence", "legal_review"},
    ),
    # Proprietary material as input: escalate outside secured enterprise tools.
    (
        "proprietary input, secured",
        {"use_category": "proprietary_input"},
        NOTIFY,
        set(),
    ),
    (
        "proprietary input, not secured",
        {"use_category": "proprietary_input", "tools": [OPEN_TOOL]},
        APPROVAL,
        {"secured_tool"},
    ),
    (
        "proprietary input, one step of the workflow not secured",
        {"use_category": "proprietary_input", "tools": [SECURED, OPEN_TOOL]},
        APPROVAL,
        {"secured_tool"},
    ),
    (
        "proprietary input, no tool told",
        {"use_category": "proprietary_input", "tools": []},
        APPROVAL,
        {"secured_tool"},
    ),
    # Not in the matrix by name.
    ("effect on the way", {}, NOTIFY, set()),
    ("nobody knows what for", {"use_category": None}, ESCALATE, set()),
]


@pytest.mark.parametrize(
    ("changed", "goes", "asks"), [r[1:] for r in MATRIX], ids=[r[0] for r in MATRIX]
)
def test_the_use_case_matrix(changed, goes, asks):
    found = out(**changed)
    assert found.way.value == goes
    assert {each.value for each in found.asks} == asks


def test_every_category_of_the_matrix_has_its_row():
    told = {changed.get("use_category") for _, changed, _, _ in MATRIX}
    assert told >= {
        "ideation",
        "background_element",
        "character_or_key_visual",
        "talent_replica",
        "unowned_training",
        "proprietary_input",
    }
