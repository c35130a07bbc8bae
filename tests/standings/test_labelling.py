import pytest

from provenance.model.disclosure import Disclosure
from provenance.model.talent import Talent
from provenance.rules.examples import cast
from provenance.standings.deceiving import may_deceive
from provenance.standings.labelling import label_standing
from provenance.viewing import asset_view

RULES = {"label-missing": {}, "eu-label-missing": {}}
WANTED = """
[policy]
bound_for = ["cinema"]
destinations = [
    { name = "cinema", territories = ["US"], labels = ["end_credits", "opening"] },
    { name = "web", territories = ["DE"] },
]
"""
AI = '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'
TOLD = '[[disclosures]]\nstage = "final"\n'
CREDIT = '[[disclosures.labels]]\nwhere = "end_credits"\ntext = "Made in part with AI"\n'


def standing(text, rules=None):
    return label_standing(*cast(text, RULES if rules is None else rules))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "not_required"),
        (AI, "not_required"),
        (TOLD + CREDIT, "present"),
        (WANTED, "not_required"),
        (AI + WANTED, "missing"),
        (TOLD + WANTED, "missing"),
        ('stage = "turnover"\n' + TOLD + WANTED, "missing"),
        ('stage = "temp"\n' + TOLD + WANTED, "not_required"),
        ('[[disclosures]]\ngenai_used = "none"\n' + WANTED, "not_required"),
        (
            '[[disclosures]]\ndigital_source_type = "algorithmicallyEnhanced"\n' + WANTED,
            "not_required",
        ),
        (TOLD + CREDIT + WANTED, "present"),
        (TOLD + CREDIT.replace("end_credits", "synopsis") + WANTED, "missing"),
        (TOLD + CREDIT + 'destinations = ["cinema"]\n' + WANTED, "present"),
        (TOLD + CREDIT + 'destinations = ["web"]\n' + WANTED, "missing"),
        (TOLD + CREDIT.replace("Made in part with AI", "TBD") + WANTED, "missing"),
        (TOLD + WANTED.replace('bound_for = ["cinema"]', 'bound_for = ["web"]'), "not_required"),
        (TOLD + WANTED.replace('bound_for = ["cinema"]', ""), "not_required"),
    ],
)
def test_states(text, state):
    assert standing(text, {"label-missing": {}}).state == state


def test_the_disclosure_says_where_it_goes_where_the_scan_does_not():
    text = TOLD + 'destinations = ["cinema"]\n' + WANTED.replace('bound_for = ["cinema"]', "")
    (ask,) = standing(text).asks
    assert (ask.destination, ask.met, ask.unsure) == ("cinema", False, "")
    assert ask.places == ("end_credits", "opening")


def test_a_destination_that_the_policy_does_not_know_is_undetermined():
    text = TOLD + 'destinations = ["plane"]\n' + WANTED.replace('bound_for = ["cinema"]', "")
    found = standing(text)
    assert found.state == "undetermined"
    assert found.reasons == ("the policy does not say what the destination plane asks for",)


def test_without_a_rule_nothing_is_asked_for():
    assert standing(TOLD + WANTED, {"undisclosed": {}}).state == "not_required"
    assert standing(TOLD + WANTED, {"label-missing": {"severity": "off"}}).asks == ()


def test_a_rule_that_is_off_may_be_on_for_one_destination():
    setting = {"severity": "off", "destinations": {"cinema": "warning"}}
    assert standing(TOLD + WANTED, {"label-missing": setting}).state == "missing"


def test_places_may_be_asked_for_wherever_it_goes():
    rules = {"label-missing": {"parameters": {"places": ["synopsis"]}}}
    (ask,) = standing(TOLD, rules).asks
    assert (ask.destination, ask.places) == ("", ("synopsis",))


@pytest.mark.parametrize(
    ("text", "state", "reason"),
    [
        ("", "present", ""),
        ('attested = "register"', "present", ""),
        ('attested = "unsigned"\nsource = "production"', "present", ""),
        ('attested = "unsigned"', "missing", "it is unsigned"),
        ('attested = "stranger"', "missing", "stands on no list"),
        ('attested = "edited"', "missing", "changed after it was signed"),
        ('attested = "unchecked"', "undetermined", "was not checked"),
        ("scope = {}", "missing", "its scope is empty"),
        ('scope = { digests = ["b"] }', "missing", ""),
        ('scope = { patterns = ["*.png"] }', "present", ""),
        ('scope = { title_id = "one" }', "present", ""),
        ('scope = { title_id = "two" }', "missing", "another title"),
        ('scope = { digests = ["a"], categories = ["voice"] }', "missing", "not among voice"),
        ('scope = { digests = ["a"], destinations = ["cinema"] }', "present", ""),
        ('scope = { digests = ["a"], destinations = ["web"] }', "missing", ""),
        ("created_at = 2026-11-24T12:00:00Z", "missing", "dated in the future"),
    ],
)
def test_a_record_of_notices(text, state, reason):
    found = standing(TOLD + 'title_id = "one"\n[[labellings]]\n' + text + WANTED)
    assert found.state == state
    assert any(reason in each for each in found.reasons) or not reason
    if state == "present":
        assert found.records == ("labelling-1",)
        assert found.labels[0].where == "end_credits"


def test_versions_of_record_and_notice_must_both_admit_the_destination():
    text = """
    [[labellings]]
    labels = [{ where = "opening", text = "AI", destinations = ["web", "cinema"] }]
    scope = { digests = ["a"], destinations = ["%s"] }
    """
    assert standing(TOLD + text % "cinema" + WANTED).state == "present"
    assert standing(TOLD + text % "web" + WANTED).state == "missing"


def test_a_notice_of_one_version_says_nothing_where_no_destination_is_told():
    rules = {"label-missing": {"parameters": {"places": ["end_credits"]}}}
    found = standing(TOLD + CREDIT + 'destinations = ["web"]', rules)
    assert found.state == "undetermined"
    assert found.reasons == ("only web carries the notice, and no destination is told",)


def test_a_disclosure_that_does_not_count_declares_no_notice():
    found = standing('[[disclosures]]\nattested = "unsigned"\n' + CREDIT + WANTED)
    assert found.state == "missing"
    assert "it is unsigned" in found.reasons[0]


EU = """
[policy]
bound_for = ["web"]
destinations = [{ name = "web", territories = ["DE"] }, { name = "cinema", territories = ["US"] }]
"""
REAL = TOLD + "real_person_depicted = true\n"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (TOLD + EU, "not_required"),
        (REAL + EU, "missing"),
        (REAL + EU.replace('bound_for = ["web"]', 'bound_for = ["cinema"]'), "not_required"),
        (REAL, "missing"),
        (REAL + 'territories = ["FR"]\n', "missing"),
        (REAL + 'territories = ["WORLD"]\n', "missing"),
        (REAL + 'territories = ["US", "CA"]\n', "not_required"),
        # The scan names one version; what the disclosure says of others does not matter.
        (
            REAL
            + 'territories = ["FR"]\n'
            + EU.replace('bound_for = ["web"]', 'bound_for = ["cinema"]'),
            "not_required",
        ),
        (REAL + 'genre = "scripted"\n' + CREDIT + EU, "present"),
        (REAL + 'genre = "documentary"\n' + CREDIT + EU, "missing"),
        (REAL + CREDIT + EU, "undetermined"),
        (REAL + CREDIT.replace("end_credits", "opening") + EU, "present"),
        (REAL + CREDIT.replace("end_credits", "cue_sheet") + EU, "missing"),
        (AI + EU, "undetermined"),
        (AI + '[[disclosures]]\nattested = "unsigned"\n' + EU, "undetermined"),
        (AI + '[[disclosures]]\ngenai_used = "none"\n' + EU, "undetermined"),
    ],
)
def test_the_european_union_asks_for_what_could_appear_to_be_authentic(text, state):
    assert standing(text).state == state


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ({}, 0),
        ({"real_person_depicted": True}, 1),
        ({"realistic_event_risk": True, "real_person_depicted": True}, 2),
        ({"use_category": "voice"}, 1),
        ({"talent": (Talent(name="x"),)}, 1),
        ({"talent": (Talent(name="x", recognisable=False),)}, 0),
        ({"talent": (Talent(name="x", type="synthetic"),)}, 0),
        ({"real_person_depicted": True, "genai_used": "none"}, 0),
    ],
)
def test_what_may_appear_to_be_authentic(told, count):
    disclosure = Disclosure(digital_source_type="trainedAlgorithmicMedia", **told)
    assert len(may_deceive(disclosure)) == count


@pytest.mark.parametrize(("text", "state"), [("", "not_required"), (AI, "not_judged")])
def test_without_a_policy_it_is_shown_and_not_judged(text, state):
    evidence, policy = cast(text + WANTED, RULES)
    assert asset_view(evidence).label.state == state
    assert asset_view(evidence, policy).label.state == ("missing" if text else "not_required")


def test_the_view_shows_the_notices_that_count():
    view = asset_view(*cast(TOLD + CREDIT + 'start_tc = "01:00:00:00"\n' + WANTED, RULES))
    (notice,) = view.label.notices
    assert (notice.where, notice.text) == ("end_credits", "Made in part with AI")
    assert notice.start_tc == "01:00:00:00"
    assert view.label.records == ("disclosure-1",)
