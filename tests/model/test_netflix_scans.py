"""What triage asks for by the Netflix guidance is what a scan asks for, over plans of any kind."""

from hypothesis import given
from hypothesis import strategies as st

from provenance.model.disclosure import Principles
from provenance.model.planned import Concerns, PlannedUse
from provenance.model.vocabulary import Answer, Stage, StoryRelevance, UseCategory
from provenance.standings.cataloguing import completed
from provenance.standings.needs import needs_approval
from provenance.triage.deciding import triage

from .conftest import APPROVAL, NOTIFY, ONE, OPEN_TOOL, POLICY, SECURED, TOOL

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
    doubts |= {"sensitive_input", "realistic_event", "real_person", "union_work"}
    unsure = any(tree["concerns"][name] == "unsure" for name in doubts)
    if unsure and tree["digital_source_type"] in {"trainedAlgorithmicMedia", "composite"}:
        assert needs != ()
    if found.way.value == APPROVAL and tree["concerns"]["training"] != "yes":
        assert needs != ()
