import pytest

from provenance.model.disclosure import Disclosure
from provenance.standings.needs import discloses_ai, needs_approval, uses_ai

YES = dict.fromkeys(
    (
        "p1_no_replication",
        "p2_no_store_train",
        "p3_enterprise_env",
        "p4_temporary",
        "p5_no_replacement",
    ),
    "yes",
)
HARMLESS = {
    "digital_source_type": "trainedAlgorithmicMedia",
    "use_category": "ideation",
    "stage": "ideation",
    "principles": YES,
}


def needs(**changed: object) -> tuple[str, ...]:
    return needs_approval(Disclosure.model_validate({**HARMLESS, **changed}))


def test_notice_is_enough_where_nothing_asks_for_more():
    assert needs() == ()
    assert needs(stage="turnover", use_category="background_element") == ()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"stage": "final"}, "stage final"),
        ({"stage": "marketing"}, "stage marketing"),
        ({"talent": [{"name": "A"}]}, "talent likeness or voice"),
        ({"use_category": "talent_replica"}, "talent likeness"),
        ({"use_category": "voice"}, "voice"),
        ({"use_category": "character_or_key_visual"}, "character or key visual"),
        ({"use_category": "unowned_training"}, "training on material that is not owned"),
        ({"inputs": [{"kind": "image", "personal_data": "some"}]}, "personal data as input"),
        ({"inputs": [{"kind": "image", "third_party_ip": True}]}, "third-party IP as input"),
        (
            {"inputs": [{"kind": "prompt", "names_person_or_work": ["x"]}]},
            "an input names a person or a work",
        ),
        (
            {"inputs": [{"kind": "script", "is_proprietary": True}]},
            "proprietary input outside an enterprise-secured tool",
        ),
        (
            {"use_category": "proprietary_input"},
            "proprietary input outside an enterprise-secured tool",
        ),
        ({"story_relevance": "relevant"}, "story relevance relevant"),
        ({"story_relevance": "central"}, "story relevance central"),
        ({"union_work_affected": True}, "union work affected"),
        ({"realistic_event_risk": True}, "may be mistaken for real events"),
        ({"real_person_depicted": True}, "depicts a real person"),
        (
            {"principles": {**YES, "p1_no_replication": "no"}},
            "principle p1 answered no (nothing unowned replicated)",
        ),
        (
            {"principles": {**YES, "p2_no_store_train": "unsure"}},
            "principle p2 unanswered (inputs neither stored nor trained on)",
        ),
    ],
)
def test_each_trigger_alone(changed, reason):
    assert needs(**changed) == (reason,)
    assert needs(**changed, genai_used="none") == ()
    assert needs(**changed, digital_source_type="digitalCapture") == ()


@pytest.mark.parametrize(
    ("talent", "category", "needed"),
    [
        ({"type": "alteration"}, "visual_effect", True),
        ({"type": "alteration", "customary": True}, "visual_effect", False),
        ({"type": "alteration", "as_scripted": True}, "visual_effect", False),
        ({"type": "alteration", "as_scripted": False}, "visual_effect", True),
        ({"type": "alteration", "customary": True, "visual_adr": True}, "visual_effect", True),
        ({"type": "alteration", "recognisable": False}, "visual_effect", False),
        ({"type": "alteration", "customary": True}, "talent_replica", True),
        ({"type": "replica_employment", "as_scripted": True}, "visual_effect", True),
        ({"type": "replica_independent", "recognisable": False}, "visual_effect", False),
        ({"type": "voice", "unsafe_for_human": True}, "music_or_sound", True),
        ({"type": "dub"}, "music_or_sound", True),
        ({"type": "dub", "agreement_ref": "dubbing agreement"}, "music_or_sound", False),
        ({"type": "synthetic", "recognisable": False}, "visual_effect", True),
    ],
)
def test_when_a_performer_is_touched(talent, category, needed):
    told = needs(talent=[{"name": "A", **talent}], use_category=category)
    assert bool(told) is needed
    assert ("talent likeness or voice" in told) is needed


@pytest.mark.parametrize(
    ("environments", "needed"),
    [
        (["enterprise_secured"], False),
        (["enterprise_secured", "consumer"], True),
        (["unknown"], True),
        ([], True),
    ],
)
def test_proprietary_input_is_safe_in_secured_tools_only(environments, needed):
    tools = [{"name": "T", "environment": each} for each in environments]
    assert bool(needs(use_category="proprietary_input", tools=tools)) is needed


def test_not_temporary_is_no_second_reason_for_a_final():
    assert needs(stage="final", principles={**YES, "p4_temporary": "no"}) == ("stage final",)
    assert needs(stage="temp", principles={**YES, "p4_temporary": "no"}) == (
        "principle p4 answered no (temporary only)",
    )


def test_several_principles_are_told_together():
    told = needs(principles={"p1_no_replication": "no", "p4_temporary": "yes"})
    assert told == (
        "principle p1 answered no (nothing unowned replicated)",
        (
            "principles p2, p3, p5 unanswered (inputs neither stored nor trained on, "
            "enterprise-secured tool, no talent or union work replaced)"
        ),
    )


def test_an_enhancement_needs_approval_for_what_it_touches_only():
    enhanced = {"digital_source_type": "algorithmicallyEnhanced", "stage": "final"}
    assert needs(**enhanced, principles={}) == ()
    assert needs(**enhanced, talent=[{"name": "A"}]) == ("talent likeness or voice",)


@pytest.mark.parametrize(
    ("code", "used", "uses", "says"),
    [
        ("trainedAlgorithmicMedia", "full", True, True),
        ("compositeSynthetic", "partial", True, True),
        ("composite", "full", True, False),
        ("", "full", True, False),
        ("nonsense", "full", True, False),
        ("digitalCapture", "full", False, False),
        ("trainedAlgorithmicMedia", "none", False, False),
    ],
)
def test_what_a_disclosure_says_of_generation(code, used, uses, says):
    disclosure = Disclosure(digital_source_type=code, genai_used=used)
    assert uses_ai(disclosure) is uses
    assert discloses_ai(disclosure) is says
