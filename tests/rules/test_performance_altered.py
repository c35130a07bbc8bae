import pytest

from provenance.rules import consent_missing, consent_out_of_scope, performance_altered
from provenance.rules.examples import cast

USE = """
[[disclosures]]
stage = "final"
title_id = "T"
talent = [{{ name = "{name}", type = "alteration"{talent} }}]
"""
CONSENT = '[[consents]]\ntitle_id = "T"\ntypes = {types}\n'
VEILED = "salted-sha256:d1"


def use(talent="", name="Talent One"):
    return USE.format(talent=talent, name=name)


def test_beyond_what_was_scripted(find):
    (problem,) = find(performance_altered, use(", as_scripted = false"))
    assert "does not stay as scripted" in problem.message
    assert not problem.undetermined
    assert "Talent One" not in problem.message
    assert find(consent_missing, use(", as_scripted = false")) == []


def test_new_dialogue(find):
    (problem,) = find(performance_altered, use(", as_scripted = true, visual_adr = true"))
    assert "not in the script" in problem.message


def test_a_consent_for_it(find):
    told = use(", as_scripted = false")
    assert find(performance_altered, told + CONSENT.format(types='["alteration"]')) == []


def test_a_consent_that_does_not_cover_it_is_told_once(find):
    told = use(", as_scripted = false") + CONSENT.format(types='["voice"]')
    assert find(performance_altered, told) == []
    assert len(find(consent_out_of_scope, told)) == 1


@pytest.mark.parametrize(
    ("name", "talent"), [("Talent One", ""), (VEILED, ", as_scripted = false"), (VEILED, "")]
)
def test_what_nobody_says_is_undetermined(find, name, talent):
    (problem,) = find(performance_altered, use(talent, name))
    assert problem.undetermined


def test_a_policy_that_admits_no_exception():
    evidence, policy = cast(
        use(", customary = true"), {"consent-missing": {"parameters": {"denied": ["customary"]}}}
    )
    (problem,) = performance_altered.check(evidence, policy)
    assert "admits no exception" in problem.message
