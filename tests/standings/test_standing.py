"""In what state its approvals leave an asset, and what it needs."""

from dataclasses import replace

import pytest

from provenance.model.disclosure import Principles
from provenance.rules.examples import cast
from provenance.standings.standing import approval_of, approval_standing

FOLLOWED = "".join(f'{name} = "yes"\n' for name in Principles.model_fields)
FINAL = '[[disclosures]]\nstage = "final"\n'


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "not_needed"),
        ('[[signals]]\nsource_type = "trainedAlgorithmicMedia"', "missing"),
        ('[[signals]]\nsource_type = "trainedAlgorithmicMedia"\nstrength = "hint"', "not_needed"),
        ('[[disclosures]]\ngenai_used = "none"', "not_needed"),
        (FINAL, "missing"),
        (FINAL + "[[approvals]]", "approved"),
        (FINAL + '[[approvals]]\nattested = "unsigned"', "missing"),
        (FINAL + '[[approvals]]\nscope = { stages = ["temp"] }', "out_of_scope"),
        (FINAL + "[[approvals]]\nexpires = 2026-11-01", "expired"),
        (FINAL + '[[approvals]]\ndecision = "rejected"', "rejected"),
        (FINAL + '[[approvals]]\n[[approvals]]\ndecision = "revoked"', "revoked"),
        (FINAL + '[[approvals]]\ndecision = "approved_with_conditions"', "conditions_open"),
    ],
)
def test_states_of_approval(text, state, approved):
    assert approved(text).state == state


def test_an_approval_that_does_is_named_and_the_others_are_not(approved):
    text = FINAL + '[[approvals]]\nattested = "unsigned"\n[[approvals]]\n[[approvals]]'
    standing = approved(text)
    assert standing.records == ("approval-2",)
    assert standing.reasons == ()
    assert "stage final" in standing.needs


@pytest.mark.parametrize("order", [("unsigned", "trusted"), ("trusted", "unsigned")])
@pytest.mark.parametrize("decision", ["rejected", "revoked"])
def test_a_copied_id_hides_no_decision(order, decision, approved):
    words = {"unsigned": "notified_only", "trusted": decision}
    text = FINAL + "[[approvals]]\n"
    for attested in order:
        text += f'[[approvals]]\nid = "x"\nattested = "{attested}"\n'
        text += f'decision = "{words[attested]}"\ngranted_at = 2026-11-02T00:00:00Z\n'
    assert approved(text).state == decision


@pytest.mark.parametrize(
    ("day", "more", "state"),
    [
        (2, "", "conditions_open"),
        (1, "", "approved"),
        (2, 'attested = "stranger"', "approved"),
        (2, "expires = 2026-11-20", "approved"),
        (2, 'scope = { categories = ["voice"] }', "approved"),
        (2, 'conditions = [{ text = "Credit it", satisfied_by = "card 3" }]', "approved"),
    ],
)
def test_a_condition_that_is_set_later_holds_an_earlier_approval_up(day, more, state, approved):
    text = f"""
    {FINAL}
    [[approvals]]
    granted_at = 2026-11-01T12:00:00Z
    [[approvals]]
    id = "later"
    decision = "approved_with_conditions"
    granted_at = 2026-11-0{day}T12:00:00Z
    {more}
    """
    standing = approved(text)
    assert standing.state == state
    ended = """
    [[approvals]]
    decision = "revoked"
    revokes = "later"
    granted_at = 2026-11-03T12:00:00Z
    """
    assert approved(text + ended).state == "approved"


@pytest.mark.parametrize(("decision", "state"), [("approved", "missing"), ("rejected", "rejected")])
def test_a_later_version_may_restrict_in_words_that_we_do_not_know(decision, state):
    evidence, policy = cast(f'{FINAL}[[approvals]]\ndecision = "{decision}"')
    (held,) = evidence.approvals
    told = held.record.model_dump(mode="json", by_alias=True)
    told["scope"]["frames"] = "1-20"
    later = replace(held, record=type(held.record).model_validate(told))
    standing = approval_standing(replace(evidence, approvals=(later,)), policy)
    assert standing.state == state
    assert state == "rejected" or "scope.frames is not understood" in standing.reasons[0]


@pytest.mark.parametrize(("stage", "state"), [("turnover", "not_needed"), ("final", "missing")])
def test_what_is_delivered_as_final_is_final(stage, state, approved):
    text = f'stage = "{stage}"\n[[disclosures]]\nstage = "turnover"\n'
    assert approved(f"{text}[disclosures.principles]\n{FOLLOWED}").state == state


def test_an_end_cannot_be_checked_without_a_day():
    evidence, policy = cast(FINAL + "[[approvals]]\nexpires = 2030-01-01")
    assert approval_standing(evidence, policy).state == "approved"
    timeless = policy.model_copy(update={"as_of": None})
    standing = approval_standing(evidence, timeless)
    assert standing.state == "expired"
    assert "today is not known" in standing.reasons[0]


def test_a_pinned_certificate_approves_from_the_register(approved):
    text = (
        FINAL
        + """
    [[approvals]]
    source = "register"
    attested = "{}"
    fingerprint = "f"
    [policy]
    approvers = [{{ name = "Studio", certificate = "sha256:{}" }}]
    """
    )
    assert approved(text.format("unasked", "f" * 64)).state == "approved"
    assert approved(text.format("unasked", "e" * 64)).state == "missing"
    assert approved(text.format("edited", "f" * 64)).state == "missing"


PROPRIETARY = """
stage = "temp"
[[disclosures]]
stage = "temp"
{told}
tools = [{{ name = "Painter", version = "3" }}]
[disclosures.principles]
{principles}[policy]
tools = [{{ name = "painter", environment = "{listed}" }}]
"""


@pytest.mark.parametrize(
    ("told", "listed", "needed"),
    [
        ('use_category = "proprietary_input"', "enterprise_secured", False),
        ('use_category = "proprietary_input"', "consumer", True),
        ('use_category = "proprietary_input"', "unknown", True),
        ("", "consumer", False),
    ],
)
def test_the_catalogue_says_whether_a_tool_is_secured(told, listed, needed):
    evidence, policy = cast(PROPRIETARY.format(principles=FOLLOWED, told=told, listed=listed))
    standing = approval_standing(evidence, policy)
    assert bool(standing.needs) is needed
    assert approval_of(evidence, policy, evidence.disclosures[0]) == standing
