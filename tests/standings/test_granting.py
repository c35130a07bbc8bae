"""Conditions that are met later, clocks that are wrong, and records that change others."""

from dataclasses import replace
from datetime import datetime

import pytest

from provenance.rules.examples import cast
from provenance.standings.standing import approval_standing

FINAL = '[[disclosures]]\nstage = "final"\nfingerprint = "a"\n'
CONDITIONAL = (
    FINAL
    + """
[[approvals]]
id = "yes"
decision = "approved_with_conditions"
granted_at = 2026-11-01T12:00:00Z
conditions = [{ id = "c1", text = "Credit the tool" }, { id = "c2", text = "No faces" }]
"""
)
MET = """
[[approvals]]
id = "met"
decision = "conditions_met"
satisfies = "yes"
reference = "ticket 9"
granted_at = 2026-11-10T12:00:00Z
conditions = [{ id = "c1", text = "Credit the  tool", satisfied_by = "card 12" }]
"""
BOTH = MET.replace(
    'card 12" }', 'card 12" }, { id = "c2", text = "No faces", satisfied_by = "cut 4" }'
)


def test_every_condition_must_be_met(approved):
    assert approved(CONDITIONAL).state == "conditions_open"
    partly = approved(CONDITIONAL + MET)
    assert partly.state == "conditions_open"
    assert "open: No faces" in partly.reasons[0]
    assert approved(CONDITIONAL + BOTH).state == "approved"


def test_two_records_may_meet_one_condition_each(approved):
    other = MET.replace('"met"', '"met2"').replace(
        '{ id = "c1", text = "Credit the  tool"', '{ id = "c2", text = "No faces"'
    )
    assert approved(CONDITIONAL + MET + other).state == "approved"


@pytest.mark.parametrize(
    "changed",
    [
        ('satisfies = "yes"', 'satisfies = "another"'),
        ("Credit the  tool", "Credit nobody"),
        ('id = "c1", text', 'id = "c9", text'),
        ("card 12", "TBD"),
        ("card 12", ""),
        ("2026-11-10", "2026-10-31"),
        ("2026-11-10", "2026-11-23"),
        ('reference = "ticket 9"', 'attested = "unsigned"'),
        ('reference = "ticket 9"', 'attested = "stranger"'),
        ('reference = "ticket 9"', 'attested = "edited"'),
        ('reference = "ticket 9"', 'scope = { digests = ["b"] }'),
    ],
)
def test_what_meets_no_condition(approved, changed):
    assert approved(CONDITIONAL + BOTH.replace(*changed)).state == "conditions_open"


def test_a_record_that_does_not_count_is_told(approved):
    unsigned = BOTH.replace(
        'reference = "ticket 9"', 'reference = "ticket 9"\nattested = "unsigned"'
    )
    (reason,) = approved(CONDITIONAL + unsigned).reasons
    assert "told as met, and it does not count: ticket 9: it is unsigned" in reason


def test_what_says_that_a_condition_is_met_can_be_revoked(approved):
    revoked = '[[approvals]]\ndecision = "revoked"\nrevokes = "met"\n'
    assert approved(CONDITIONAL + BOTH + revoked).state == "conditions_open"
    assert approved(CONDITIONAL + BOTH + revoked.replace('"met"', '"yes"')).state == "revoked"


def test_who_may_not_approve_cannot_say_that_a_condition_is_met(approved):
    policy = f'[[policy.approvers]]\nname = "Legal"\ncertificate = "sha256:{"f" * 64}"\n'
    by_legal = CONDITIONAL.replace('id = "yes"', 'id = "yes"\nfingerprint = "f"')
    assert approved(by_legal + BOTH + policy).state == "conditions_open"
    met = BOTH.replace('reference = "ticket 9"', 'fingerprint = "f"')
    assert approved(by_legal + met + policy).state == "approved"


def test_a_record_of_a_met_condition_approves_nothing_by_itself(approved):
    standing = approved(FINAL + BOTH)
    assert standing.state == "missing"
    assert standing.looks == ()


def test_an_answer_that_is_none_leaves_a_condition_open(approved):
    text = FINAL + '[[approvals]]\nconditions = [{ text = "Credit", satisfied_by = "tbd" }]'
    assert approved(text).state == "conditions_open"


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        ("granted_at = 2026-11-23T00:00:00Z", "dated in the future (2026-11-23)"),
        (
            "granted_at = 2026-11-05T00:00:00Z\ncreated_at = 2026-11-04T23:59:00Z",
            "a clock was wrong: written on 2026-11-04, granted on 2026-11-05",
        ),
        (
            "requested_at = 2026-11-02T00:00:00Z",
            "a clock was wrong: asked for on 2026-11-02, granted on 2026-11-01",
        ),
    ],
)
def test_a_clock_that_is_wrong_is_one_clear_line(approved, dates, reason):
    standing = approved(f"{FINAL}[[approvals]]\n{dates}")
    assert standing.state == "missing"
    assert standing.reasons == (f"ticket 7: {standing.looks[0].reason}",)
    assert reason in standing.reasons[0]


@pytest.mark.parametrize(
    "dates",
    [
        "granted_at = 2026-11-22T23:59:00Z",
        "granted_at = 2026-11-05T23:00:00Z\ncreated_at = 2026-11-05T01:00:00Z",
        "requested_at = 2026-11-01T23:00:00Z",
    ],
)
def test_days_are_compared_and_not_hours(approved, dates):
    assert approved(f"{FINAL}[[approvals]]\n{dates}").state == "approved"


def test_a_day_is_one_of_the_policys_time_zone(approved):
    text = FINAL + "[[approvals]]\ngranted_at = 2026-11-22T23:30:00Z\n"
    assert approved(text).state == "approved"
    east = text + '[policy]\ntime_zone = "Europe/Berlin"'
    assert "dated in the future (2026-11-23)" in approved(east).reasons[0]


@pytest.mark.parametrize(
    ("expires", "state"), [("2026-11-22", "approved"), ("2026-11-21", "expired")]
)
def test_the_last_day_counts_in_full(approved, expires, state):
    assert approved(f"{FINAL}[[approvals]]\nexpires = {expires}").state == state


def test_an_approval_is_not_granted_after_its_own_time_stamp():
    evidence, policy = cast(f"{FINAL}[[approvals]]\n")
    (held,) = evidence.approvals
    for day, state in ((1, "approved"), (31, "missing")):
        moment = datetime(2026, 10 if day == 31 else 11, day)  # noqa: DTZ001 - as the engine tells
        signature = replace(held.attestation.signature, time=moment)
        stamped = replace(held, attestation=replace(held.attestation, signature=signature))
        standing = approval_standing(replace(evidence, approvals=(stamped,)), policy)
        assert standing.state == state
        assert (state == "approved") or "time-stamped on 2026-10-31" in standing.reasons[0]
