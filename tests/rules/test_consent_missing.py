"""consent-missing: which uses of a performer need a consent, and which consent counts."""

from dataclasses import replace

import pytest

from provenance.model.consent import Consent
from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import consent_missing, performance_altered
from provenance.rules.examples import cast
from provenance.standings.consent_standing import consent_standings

from .conftest import UNPROVEN

USE = """
[[disclosures]]
stage = "final"
title_id = "T"
{more}
talent = [{{ name = "{name}"{talent} }}]
"""
CONSENT = """
[[consents]]
title_id = "T"
types = ["replica_employment", "replica_independent", "voice", "alteration"]
"""
VEILED = "salted-sha256:d1"


def use(talent="", name="Talent One", more=""):
    return USE.format(talent=f", {talent}" if talent else "", name=name, more=more)


@pytest.mark.parametrize("kind", ["replica_employment", "replica_independent", "voice"])
def test_a_replica_without_a_consent(find, kind):
    (problem,) = find(consent_missing, use(f'type = "{kind}"'))
    assert not problem.undetermined
    assert "talent 1" in problem.message
    assert "Talent One" not in problem.message
    assert find(consent_missing, use(f'type = "{kind}"') + CONSENT) == []


@pytest.mark.parametrize(
    ("talent", "needed"),
    [
        # Digital replica: doing what they did not perform, recognisable.
        ('type = "replica_employment"', "replica"),
        ('type = "replica_employment", as_scripted = false', "replica"),
        ('type = "replica_independent", as_scripted = true', ""),
        ('type = "replica_employment", as_scripted = true', ""),
        ('type = "replica_employment", as_scripted = false, unsafe_for_human = true', ""),
        ('type = "voice", as_scripted = false, recognisable = false', ""),
        # Customary work is no exception for a replica.
        ('type = "replica_employment", customary = true', "replica"),
        # Digital alteration: consent generally, except customary work.
        ('type = "alteration", as_scripted = false', "alteration"),
        ('type = "alteration", as_scripted = true', ""),
        ('type = "alteration", as_scripted = false, customary = true', ""),
        ('type = "alteration", as_scripted = false, unsafe_for_human = true', "alteration"),
        ('type = "alteration", as_scripted = false, recognisable = false', "alteration"),
        # Visual ADR: lips or face changed to new unscripted dialogue.
        ('type = "alteration", as_scripted = true, visual_adr = true', "alteration"),
        ('type = "alteration", customary = true, visual_adr = true', "alteration"),
        ('type = "replica_employment", as_scripted = true, visual_adr = true', "replica"),
        # Dubbing allowed by existing agreements.
        ('type = "dub", agreement_ref = "agreement 3"', ""),
        # A performer who is nobody cannot consent.
        ('type = "synthetic"', ""),
    ],
)
def test_the_lines_of_the_guidance(find, talent, needed):
    found = {
        "replica": find(consent_missing, use(talent)),
        "alteration": find(performance_altered, use(talent)),
    }
    assert {name for name, problems in found.items() if problems} == ({needed} - {""})
    assert not any(problem.undetermined for problems in found.values() for problem in problems)


def test_re_ageing_is_talent_replication_whatever_its_type(find):
    told = use('type = "alteration", customary = true', more='use_category = "talent_replica"')
    assert len(find(consent_missing, told)) == 1
    assert find(performance_altered, told) == []


def test_a_policy_may_admit_fewer_exceptions(find):
    told = use('type = "replica_employment", unsafe_for_human = true')
    assert find(consent_missing, told) == []
    assert len(find(consent_missing, told, denied=["unsafe_for_human"])) == 1


@pytest.mark.parametrize(("attested", "reason"), UNPROVEN)
def test_a_consent_that_is_not_vouched_for_does_not_count(find, attested, reason):
    (problem,) = find(
        consent_missing, use('type = "voice"') + CONSENT + f'attested = "{attested}"\n'
    )
    assert reason in problem.message
    assert not problem.undetermined


def test_what_the_register_vouches_for_counts(find):
    assert find(consent_missing, use('type = "voice"') + CONSENT + 'attested = "register"\n') == []


def test_one_that_is_dated_in_the_future_does_not_count(find):
    late = CONSENT + "signed_at = 2026-11-23T12:00:00Z\n"
    (problem,) = find(consent_missing, use('type = "voice"') + late)
    assert "dated in the future" in problem.message
    ahead = '[policy]\ntime_zone = "Pacific/Auckland"\nas_of = 2026-11-24\n'
    assert find(consent_missing, ahead + use('type = "voice"') + late) == []


def test_one_of_somebody_else_is_none(find):
    (problem,) = find(consent_missing, use('type = "voice"') + CONSENT + 'talent = "Talent Two"\n')
    assert "refers to none" in problem.message
    assert "Talent" not in problem.message


def test_a_reference_to_nothing(find):
    (problem,) = find(consent_missing, use('type = "voice", consent_ref = "c-9"'))
    assert "was not seen" in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize("reference", ["", 'consent_ref = "c-9", '])
def test_a_veiled_name_without_a_consent_is_undetermined(find, reference):
    (problem,) = find(consent_missing, use(f'{reference}type = "voice"', name=VEILED))
    assert problem.undetermined
    assert problem.message.startswith("consent not seen: ")
    assert VEILED not in problem.message


def test_a_veiled_name_meets_its_consent_by_reference_and_by_a_veiled_one(find):
    told = use('type = "voice", consent_ref = "c-1"', name=VEILED)
    assert find(consent_missing, told + CONSENT + 'id = "c-1"\n') == []
    told = use('type = "voice"', name=VEILED)
    assert find(consent_missing, told + CONSENT + f'talent = "{VEILED}"\n') == []


def test_the_register_opens_a_veiled_name(find):
    told = use('type = "voice"', name=VEILED).replace("title_id", 'id = "d-1"\ntitle_id')
    held = """
    [[entries]]
    disclosure = { id = "d-1", talent = [{ name = "Talent One", type = "voice" }] }
    """
    (problem,) = find(consent_missing, told + held)
    assert not problem.undetermined
    assert find(consent_missing, told + held + CONSENT) == []
    assert find(consent_missing, told + held.replace("d-1", "d-2"))[0].undetermined


@pytest.mark.parametrize("category", ["voice", "talent_replica"])
def test_a_voice_of_nobody_knows_whom_is_undetermined(find, category):
    (problem,) = find(consent_missing, f'[[disclosures]]\nuse_category = "{category}"\n')
    assert problem.undetermined
    assert "nobody says whose it is" in problem.message
    nobody = 'talent = [{ name = "The ferryman", type = "synthetic" }]\n'
    assert find(consent_missing, f'[[disclosures]]\nuse_category = "{category}"\n{nobody}') == []


def test_every_talent_is_told_once(find):
    told = """
    [[disclosures]]
    talent = [{ name = "A", type = "voice" }, { name = "B", type = "voice" }]
    [[disclosures]]
    talent = [{ name = "A", type = "voice" }]
    """
    messages = [problem.message for problem in find(consent_missing, told)]
    assert [each.partition(" (")[0] for each in messages] == ["talent 1", "talent 2", "talent 1"]


def test_where_nothing_was_generated_no_consent_is_asked_for(find):
    assert find(consent_missing, use('type = "voice"', more='genai_used = "none"')) == []


def test_a_consent_of_a_later_version_is_not_understood():
    evidence, policy = cast(use('type = "voice"') + CONSENT)
    (held,) = evidence.consents
    later = Consent.model_validate({**held.record.model_dump(by_alias=True), "only_on": "Mondays"})
    evidence = replace(evidence, consents=(replace(held, record=later),))
    (standing,) = consent_standings(evidence, policy)
    assert standing.state == "missing"
    assert "only_on is not understood" in standing.reasons[0]


def test_severity():
    assert set(consent_missing.severity.values()) == {Severity.BLOCKING}
    assert performance_altered.severity[Stage.FINAL] is Severity.BLOCKING
    assert performance_altered.severity[Stage.TEMP] is Severity.OVERRIDABLE
