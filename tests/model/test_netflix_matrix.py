"""Netflix, Using Generative AI in Content Production, August 2025, as a table: planned use in, way
out.

One row for each row of the use case matrix, each area that always needs written approval, each
principle, and each exception for performers. A plan is harmless but for what its row says.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.disclosure import Principles, StoryRelevance
from provenance.model.planned import Concerns, PlannedUse
from provenance.model.policy import Policy
from provenance.model.vocabulary import Answer, Stage, UseCategory
from provenance.standings.cataloguing import completed
from provenance.standings.needs import needs_approval
from provenance.triage.deciding import Outcome, triage

POLICY = Policy.model_validate({"name": "netflix", "version": "2025.08", "rules": {"x": {}}})
TOOL = {"name": "Image tool", "version": "3", "environment": "enterprise_secured"}
SECURED = {**TOOL, **dict.fromkeys(("stores_inputs", "stores_outputs"), "no")}
SECURED |= dict.fromkeys(("trains_on_inputs", "trains_on_outputs"), "no")
OPEN_TOOL = {"name": "Image tool", "version": "3", "environment": "vendor_secured"}
HARMLESS = {
    "what": "a street at night",
    "use_category": "visual_effect",
    "stage": "turnover",
    "story_relevance": "none",
    "tools": [SECURED],
    "principles": dict.fromkeys(Principles.model_fields, "yes"),
    "concerns": dict.fromkeys(Concerns.model_fields, "no"),
}
NOTIFY, ESCALATE, APPROVAL = "notify", "escalate", "written_approval"
ONE = "Talent One"


def plan(**changed: object) -> PlannedUse:
    tree = {**HARMLESS, **changed}
    for part in ("principles", "concerns"):
        tree[part] = {**HARMLESS[part], **changed.get(part, {})}
    return PlannedUse.model_validate(tree)


def out(policy: Policy = POLICY, **changed: object) -> Outcome:
    return triage(plan(**changed), policy)


def way(**changed: object) -> str:
    return out(**changed).way.value


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

PERFORMERS = [
    # No further consent: as scripted, unsafe for a human, unrecognisable. A likeness that can be
    # recognised waits for the written approval all the same.
    ("replica, as scripted", {"type": "replica_employment", "as_scripted": True}, APPROVAL, False),
    ("replica, unsafe", {"type": "replica_employment", "unsafe_for_human": True}, APPROVAL, False),
    (
        "replica, unrecognisable",
        {"type": "replica_independent", "recognisable": False},
        NOTIFY,
        False,
    ),
    (
        "replica, not as scripted",
        {"type": "replica_employment", "as_scripted": False},
        APPROVAL,
        True,
    ),
    ("replica, nobody says", {"type": "replica_employment"}, APPROVAL, True),
    (
        "replica, new dialogue is never as scripted",
        {"type": "replica_employment", "as_scripted": True, "visual_adr": True},
        APPROVAL,
        True,
    ),
    (
        "replica with a consent",
        {"type": "replica_employment", "consent_ref": "consent 3"},
        APPROVAL,
        False,
    ),
    # Digital alteration: consent, except for customary work.
    (
        "alteration, customary (cosmetics, noise)",
        {"type": "alteration", "customary": True},
        NOTIFY,
        False,
    ),
    ("alteration, as scripted", {"type": "alteration", "as_scripted": True}, NOTIFY, False),
    ("alteration, neither", {"type": "alteration", "as_scripted": False}, APPROVAL, True),
    ("alteration, nobody says", {"type": "alteration"}, APPROVAL, True),
    ("dub under an agreement", {"type": "dub", "agreement_ref": "agreement 2"}, NOTIFY, False),
    ("dub without one", {"type": "dub"}, APPROVAL, True),
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


@pytest.mark.parametrize(
    ("talent", "goes", "asked"), [r[1:] for r in PERFORMERS], ids=[r[0] for r in PERFORMERS]
)
def test_the_exceptions_for_performers(talent, goes, asked):
    found = out(talent=[{"name": ONE, **talent}])
    assert found.way.value == goes
    assert ("consent" in {each.value for each in found.asks}) is asked


def test_sensitive_input_escalates_in_a_secured_tool_too():
    assert way(concerns={"sensitive_input": "yes"}) == ESCALATE
    assert way(concerns={"proprietary_input": "yes", "sensitive_input": "no"}) == NOTIFY


def test_training_on_cleared_material_is_no_reason():
    assert way(training={"rights_cleared": "yes", "licence_ref": "licence 4"}) == NOTIFY


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


ANSWERS = st.sampled_from([each.value for each in Answer])
PLANS = st.fixed_dictionaries(
    {
        "use_category": st.none() | st.sampled_from(list(UseCategory)),
        "stage": st.none() | st.sampled_from(list(Stage)),
        "story_relevance": st.sampled_from(list(StoryRelevance)),
        "digital_source_type": st.sampled_from(
            ["trainedAlgorithmicMedia", "algorithmicallyEnhanced", "composite", "digitalCapture"]
        ),
        "tools": st.lists(st.sampled_from([SECURED, OPEN_TOOL, TOOL]), max_size=2),
        "names": st.lists(st.just("A work"), max_size=1),
        "talent": st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.just(ONE),
                    "type": st.sampled_from(
                        ["replica_employment", "synthetic", "alteration", "voice", "dub"]
                    ),
                    "recognisable": st.booleans(),
                    "customary": st.booleans(),
                    "visual_adr": st.booleans(),
                    "as_scripted": st.none() | st.booleans(),
                }
            ),
            max_size=1,
        ),
        "principles": st.fixed_dictionaries(dict.fromkeys(Principles.model_fields, ANSWERS)),
        "concerns": st.fixed_dictionaries(dict.fromkeys(Concerns.model_fields, ANSWERS)),
    }
)


@given(PLANS)
def test_a_scan_asks_for_what_triage_asks_for(tree):
    """What may begin on notice needs no approval when it is scanned, and the reverse."""
    found = triage(PlannedUse.model_validate(tree), POLICY)
    needs = needs_approval(completed(found.disclosure, POLICY.tools))
    assert found.reasons
    if found.way.value == NOTIFY:
        assert needs == ()
    doubts = {"personal_data", "third_party_ip", "names_protected", "training", "talent"}
    doubts |= {"realistic_event", "real_person", "union_work"}
    unsure = any(tree["concerns"][name] == "unsure" for name in doubts)
    if unsure and tree["digital_source_type"] in {"trainedAlgorithmicMedia", "composite"}:
        assert needs != ()
    if found.way.value == APPROVAL and tree["concerns"]["training"] != "yes":
        assert needs != ()
