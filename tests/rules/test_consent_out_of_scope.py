import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import consent_expired, consent_missing, consent_out_of_scope

USE = """
[[disclosures]]
stage = "final"
title_id = "T"
territories = ["DE"]
{more}
talent = [{{ name = "Talent One", type = "voice"{talent} }}]
"""
CONSENT = """
[[consents]]
title_id = "{title}"
types = {types}
{more}
"""


def use(more="", talent=""):
    return USE.format(more=more, talent=talent)


def consent(more="", types='["voice"]', title="T"):
    return CONSENT.format(more=more, types=types, title=title)


@pytest.mark.parametrize(
    ("told", "given", "reason"),
    [
        (use(), consent(title="OTHER"), "another production"),
        (use(), consent(title=""), "names no production"),
        (use(), consent(types="[]"), "allows no kind of use"),
        (use(), consent(types='["dub", "alteration"]'), "allows dub, alteration"),
        (use(), consent('territories = ["US"]'), "does not reach DE"),
        (use('training = { dataset_ref = "d" }'), consent(), "a model was trained"),
        (use(talent=', consent_ref = "c"'), consent('talent = "B"\nid = "c"'), "another performer"),
    ],
)
def test_what_a_consent_does_not_cover(find, told, given, reason):
    (problem,) = find(consent_out_of_scope, told + given)
    assert reason in problem.message
    assert not problem.undetermined
    assert "Talent One" not in problem.message
    assert find(consent_missing, told + given) == []


@pytest.mark.parametrize(
    ("told", "given"),
    [
        (use(), consent()),
        (use(), consent('territories = ["eu"]')),
        (use(), consent('territories = ["worldwide"]')),
        (use(), consent("reuse_allowed = true", title="OTHER")),
        (use(), consent("reuse_allowed = true", title="")),
        (use('training = { dataset_ref = "d" }'), consent("training_allowed = true")),
        (use("training = { fine_tuned = false }"), consent()),
        # One that covers is enough.
        (use(), consent(title="OTHER") + consent()),
        # What no further consent is asked for is not held against a consent's scope.
        (use(talent=', as_scripted = true, consent_ref = "c"'), consent('id = "c"', title="OTHER")),
    ],
)
def test_what_it_covers(find, told, given):
    assert find(consent_out_of_scope, told + given) == []


def test_what_cannot_be_compared_is_undetermined(find):
    told = use().replace('title_id = "T"', "").replace('territories = ["DE"]', "")
    (problem,) = find(consent_out_of_scope, told + consent('territories = ["DE"]'))
    assert problem.undetermined
    assert "the disclosure names none" in problem.message
    assert "nobody says where the file goes" in problem.message


def test_where_the_asset_goes_is_what_the_scan_says(find):
    given = consent('territories = ["DE"]')
    policy = """
    [policy]
    bound_for = ["worldwide streamer"]
    destinations = [{ name = "worldwide streamer", territories = ["DE", "JP"] }]
    """
    (problem,) = find(consent_out_of_scope, policy + use() + given)
    assert "JP" in problem.message


def test_one_fact_one_finding(find):
    """A consent for another production says nothing of this one: its term does not matter."""
    given = consent("term_end = 2020-01-01", title="OTHER")
    assert len(find(consent_out_of_scope, use() + given)) == 1
    assert find(consent_expired, use() + given) == []


def test_the_consent_that_comes_closest_is_told(find):
    given = consent(title="OTHER") + consent("term_end = 2026-01-01") + consent(types='["dub"]')
    (problem,) = find(consent_out_of_scope, use() + given)
    assert "allows dub" in problem.message


def test_two_veils_cannot_be_compared(find):
    told = use(talent=', consent_ref = "c"').replace("Talent One", "salted-sha256:d1")
    given = consent('talent = "salted-sha256:d2"\nid = "c"')
    (problem,) = find(consent_out_of_scope, told + given)
    assert problem.undetermined
    assert "another performer" in problem.message


def test_severity():
    assert consent_out_of_scope.severity[Stage.FINAL] is Severity.BLOCKING
    assert consent_out_of_scope.severity[Stage.TEMP] is Severity.OVERRIDABLE
