"""Consents, waivers and labels in the register."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from provenance.errors import RegisterError
from provenance.model.approval import Waiver
from provenance.model.consent import Consent
from provenance.model.evidence import Attestation, HeldApproval
from provenance.model.label import Label, Labelling
from provenance.register import Register

CONSENT = Consent(
    talent="Talent One", signed_at=datetime(2026, 10, 1, tzinfo=UTC), use_description="as a child"
)
LABELLING = Labelling(labels=(Label(where="end_credits", text="Made in part with AI"),))


def test_records_come_back_by_their_kind(register, waiver, attestation):
    unsigned = Attestation("register")
    given = waiver()
    for record in (CONSENT, given, LABELLING):
        register.add_record(record, attestation if record is given else unsigned)
    assert register.records(Consent) == ((CONSENT, unsigned),)
    assert register.records(Waiver) == ((given, attestation),)
    assert register.records(Labelling) == ((LABELLING, unsigned),)
    assert register.verify() == ()


def test_an_id_is_registered_once_for_a_kind(register, waiver, attestation):
    given = waiver()
    register.add_record(given, attestation)
    with pytest.raises(RegisterError, match="registered already"):
        register.add_record(given, attestation)
    register.add_record(CONSENT.model_copy(update={"id": given.id}), attestation)
    assert len(register.records(Waiver)) == 1


def test_fields_of_a_later_version_come_back(register, attestation):
    later = Consent.model_validate(
        CONSENT.model_dump(by_alias=True) | {"later": {"than": ["this"]}}
    )
    register.add_record(later, attestation)
    ((found, _),) = register.records(Consent)
    assert found.model_extra == {"later": {"than": ["this"]}}


def test_what_is_taken_in_is_taken_whole_or_not_at_all(
    register, entry, approval, waiver, attestation
):
    known = entry("known")
    register.add(known)
    before = register.head()
    with pytest.raises(RegisterError, match="registered already"):
        register.take_in(
            waiver(),
            attestation,
            entries=(entry("new"), known),
            approvals=(HeldApproval(approval(), attestation),),
        )
    assert register.head() == before
    assert register.records(Waiver) == ()
    register.take_in(
        waiver(), attestation, entries=(entry("new"),), records=((CONSENT, attestation),)
    )
    assert len(register.entries()) == 2
    assert register.records(Consent) == ((CONSENT, attestation),)
    assert register.verify() == ()


def test_a_record_changed_by_hand_is_found(place, waiver, attestation):
    with Register.create(place) as register:
        register.add_record(waiver(), attestation)
        with register._engine.begin() as connection:
            connection.execute(
                text("UPDATE records SET record = replace(record, 'undisclosed', 'unreadable')")
            )
        (found,) = register.verify()
    assert found.message == "Row 3 of the table records differs from its event in record."
