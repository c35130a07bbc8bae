import pytest

from provenance.model.finding import Severity
from provenance.rules import consent_expired, consent_missing, consent_out_of_scope

USE = """
[[disclosures]]
stage = "final"
title_id = "T"
talent = [{{ name = "Talent One", type = "replica_employment"{talent} }}]
[[consents]]
id = "c"
title_id = "T"
types = ["replica_employment"]
"""
REVOCATION = '[[consents]]\nid = "r"\nrevokes = "c"\ntitle_id = "T"\n'


def use(more="", talent=""):
    return USE.format(talent=talent) + more + "\n"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("term_end = 2026-11-21", "its term ended on 2026-11-21"),
        ("revoked_at = 2026-11-22T10:00:00Z", "it was revoked on 2026-11-22"),
        ("revoked_at = 2026-11-01T10:00:00Z\nterm_end = 2026-11-21", "revoked on 2026-11-01"),
    ],
)
def test_a_consent_that_is_over(find, more, reason):
    (problem,) = find(consent_expired, use(more))
    assert reason in problem.message
    assert "Talent One" not in problem.message
    for other in (consent_missing, consent_out_of_scope):
        assert find(other, use(more)) == []


def test_the_last_day_counts_in_the_zone_of_the_policy(find):
    assert find(consent_expired, use("term_end = 2026-11-22")) == []
    zone = '[policy]\ntime_zone = "Pacific/Auckland"\n'
    late = "revoked_at = 2026-11-22T11:30:00Z"  # the 23rd over there
    assert find(consent_expired, zone + use(late)) == []
    assert len(find(consent_expired, use(late))) == 1


def test_a_revocation_that_is_announced_does_not_hold_yet(find):
    assert find(consent_expired, use("revoked_at = 2026-12-01T10:00:00Z")) == []


def test_a_revocation_is_a_record_of_its_own(find):
    ended = use() + REVOCATION + "revoked_at = 2026-11-20T10:00:00Z\n"
    (problem,) = find(consent_expired, ended)
    assert "revoked on 2026-11-20" in problem.message
    other = ended.replace('revokes = "c"', 'revokes = "another"')
    assert find(consent_expired, other) == []


@pytest.mark.parametrize("attested", ["unsigned", "stranger"])
def test_a_revocation_that_does_not_count_is_told_as_a_warning(find, attested):
    text = f'{use()}{REVOCATION}revoked_at = 2026-11-20T10:00:00Z\nattested = "{attested}"\n'
    (problem,) = find(consent_expired, text)
    assert problem.at_most is Severity.WARNING
    assert "does not count" in problem.message


def test_another_consent_that_holds_is_enough(find):
    more = 'term_end = 2026-11-21\n[[consents]]\ntitle_id = "T"\ntypes = ["replica_employment"]'
    assert find(consent_expired, use(more)) == []


def test_no_further_consent_does_not_mean_one_that_has_ended(find):
    """A de-aged lead as scripted: what was made rests on the consent that there was."""
    told = use("term_end = 2026-11-21", ', as_scripted = true, consent_ref = "c"')
    assert len(find(consent_expired, told)) == 1
    assert find(consent_expired, told.replace(', consent_ref = "c"', "")) == []


def test_severity():
    assert set(consent_expired.severity.values()) == {Severity.BLOCKING}
