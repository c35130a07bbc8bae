"""Each asset meets the consents of its talents, however their names are told."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from provenance.indexes.consents import MAX_OTHER_TITLES, ConsentIndex, known_names, with_names
from provenance.model.asset import Asset, Family
from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Attestation, Evidence, HeldConsent, HeldDisclosure
from provenance.model.veiling import VEIL, veiled

REGISTER = Attestation("register")
WHEN = datetime(2026, 10, 1, tzinfo=UTC)
SALT = "s"


def held(talent="Jane Doe", title="T", **more):
    record = Consent(talent=talent, title_id=title, signed_at=WHEN, types=("voice",), **more)
    return HeldConsent(record, REGISTER)


def asset(name="Jane Doe", reference="", title="T"):
    told = Disclosure(
        title_id=title, talent=({"name": name, "type": "voice", "consent_ref": reference},)
    )
    return Evidence(
        Asset("a.wav", "wav", Family.AUDIO, "audio/wav", 10, "sha256:" + "0" * 64),
        disclosures=(HeldDisclosure(told, REGISTER),),
    )


def met(evidence, *consents, salt=""):
    attached = ConsentIndex.of(with_names(consents, salt)).attach(evidence)
    return [each.record for each in attached.consents]


def test_by_name_by_veiled_name_and_by_reference():
    mine, other = held(), held("John Roe")
    hidden = asset(veiled(SALT, "Jane Doe"))
    assert met(asset(), mine, other) == [mine.record]
    assert met(hidden, mine, other, salt=SALT) == [mine.record]
    assert met(hidden, mine, other) == []
    assert met(hidden, mine, salt="another") == []
    assert met(asset(veiled(SALT, "x"), mine.record.id), mine, other) == [mine.record]
    assert met(asset(), held(veiled(SALT, "Jane Doe"))) == []


def test_a_name_is_typed_on_two_systems():
    composed, apart = "Zo\u00e9  Doe", "Zoe\u0301 Doe"
    names = known_names(held(apart).record, SALT)
    plain = "Zo\u00e9 Doe"
    assert {apart, plain, veiled(SALT, apart), veiled(SALT, plain)} == names
    assert plain in known_names(held(composed).record)


def test_the_register_opens_a_name():
    mine = held()
    told = asset().disclosures[0].record
    entry = Entry("e", "a.wav", "", "", 1, "audio/wav", "m", "embedded", told, WHEN)
    hidden = asset(veiled(SALT, "Jane Doe"))
    assert met(replace(hidden, entries=(entry,)), mine) == [mine.record]


def test_of_other_titles_a_few_are_attached_and_those_that_allow_reuse():
    others = [held(title=f"title {number}") for number in range(100)]
    reused = held(title="another", reuse_allowed=True)
    mine = held()
    found = met(asset(), *others, reused, mine)
    assert found[:2] == [reused.record, mine.record]
    assert len(found) == 2 + MAX_OTHER_TITLES


def test_a_revocation_comes_with_what_it_ends():
    mine, other = held(), held("John Roe")
    ends = [held(revokes=each.record.id, revoked_at=WHEN) for each in (mine, other)]
    assert met(asset(), mine, other, *ends) == [mine.record, ends[0].record]
    # Alone it allows nothing.
    assert met(asset(), *ends) == []


def test_who_has_no_talent_has_no_consents():
    evidence = asset()
    assert ConsentIndex().attach(evidence) is evidence
    assert met(asset("nobody"), held()) == []


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_name_is_met_by_its_own_veil_and_no_other(name, other):
    record = Consent(talent=name, signed_at=WHEN)
    names = known_names(record, SALT)
    assert veiled(SALT, name) in names
    assert name in names
    if not other.startswith(VEIL) and other not in names:
        assert veiled(SALT, other) not in names
