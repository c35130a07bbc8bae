"""Talents are the same in clear and under the production's salt; sources come from its register."""

from datetime import UTC, date, datetime

import pytest

from provenance.model.approval import Approval, Approver, Decision, Scope, Waiver
from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure, Subject, Talent
from provenance.model.entry import Entry
from provenance.model.evidence import (
    Attestation,
    Evidence,
    HeldApproval,
    HeldDisclosure,
    HeldWaiver,
)
from provenance.model.policy import Policy
from provenance.model.veiling import veiled
from provenance.records import Index, Records
from provenance.standings.deriving import MAX_SOURCES, with_sources
from provenance.standings.standing import approval_standing

REGISTER = Attestation("register")
THEN = datetime(2026, 1, 1, tzinfo=UTC)
SALT = "secret"
NAME = "Zoë Example"
POLICY = Policy.model_validate(
    {"name": "x", "rules": {"approval-missing": {}}, "stage": "final"}
).model_copy(update={"as_of": date(2026, 6, 1)})


def digest(number):
    return f"sha256:{number:064x}"


def asset(name, number=0):
    told = Disclosure(
        digital_source_type="trainedAlgorithmicMedia", stage="final", talent=(Talent(name=name),)
    )
    return Evidence(
        Asset("shots/a.png", "png", Family.IMAGE, "image/png", 10, digest(number)),
        disclosures=(HeldDisclosure(told, REGISTER),),
    )


def approval(*talents):
    record = Approval(
        decision=Decision.APPROVED,
        approver=Approver(name="Approver"),
        reference="letter",
        scope=Scope(digests=(digest(0),), talents=talents),
        granted_at=THEN,
        created_at=THEN,
    )
    return HeldApproval(record, REGISTER)


@pytest.mark.parametrize(
    ("told", "allowed", "salt", "state"),
    [
        (NAME, NAME, "", "approved"),
        (NAME, "Zoe\u0308  Example ", "", "approved"),
        (veiled(SALT, NAME), veiled(SALT, NAME), "", "approved"),
        (veiled(SALT, NAME), NAME, SALT, "approved"),
        (NAME, veiled(SALT, NAME), SALT, "approved"),
        (veiled(SALT, NAME), NAME, "", "out_of_scope"),
        (veiled(SALT, NAME), NAME, "other", "out_of_scope"),
        (veiled(SALT, NAME), "Somebody Else", SALT, "out_of_scope"),
        (veiled(SALT, f" {NAME}"), f" {NAME}", SALT, "approved"),
    ],
)
def test_a_talent_in_clear_and_salted_is_one(told, allowed, salt, state):
    attached = Index.of(Records((approval(allowed),)), salt).attach(asset(told))
    assert approval_standing(attached, POLICY).state == state


def waiver(**fields):
    record = Waiver.model_validate(
        {"rule": "r", "reason": "r", "owner": "o", "expires": date(2026, 12, 31), **fields}
    )
    return HeldWaiver(record, REGISTER)


def test_each_asset_meets_its_own_waivers():
    mine = [
        waiver(digests=[digest(0)]),
        waiver(patterns=["*.png"]),
        waiver(patterns=["shots/*"], digests=[digest(7)]),
        waiver(title_id="one"),
    ]
    foreign = [waiver(digests=[digest(1)]), waiver(patterns=["plates/*"])]
    found = Index.of(Records(waivers=(*mine, *foreign))).attach(asset(NAME)).waivers
    assert sorted(map(id, found)) == sorted(map(id, mine))


def entry(number, *made_from):
    told = Disclosure(subject=Subject(derived_from=tuple(map(digest, made_from))))
    size, kind = 1, "image/png"
    return Entry(
        f"entry-{number}",
        "a",
        digest(number),
        digest(number),
        size,
        kind,
        "",
        "embedded",
        told,
        THEN,
    )


def chained(*entries):
    known = {each.as_made: (each,) for each in entries}
    first = Evidence(asset(NAME, 1).asset, entries=known.get(digest(1), ()))
    return with_sources(first, lambda each: known.get(each, ())).sources


def test_sources_are_followed_through_the_register():
    one, two, three = entry(1, 2), entry(2, 3), entry(3)
    assert chained(one, two, three) == (two, three)
    assert chained(one, three) == ()
    assert chained(entry(1, 2, 3), two, three) == ()
    assert chained() == ()


def test_the_way_back_has_an_end():
    assert len(chained(*(entry(number, number + 1) for number in range(1, 40)))) == MAX_SOURCES
    circle = chained(entry(1, 2), entry(2, 1))
    assert [each.id for each in circle] == ["entry-2", "entry-1"]


def test_an_approval_of_a_registered_source_meets_what_was_made_from_it():
    made = Disclosure(
        digital_source_type="trainedAlgorithmicMedia",
        stage="final",
        subject=Subject(derived_from=(digest(2),)),
    )
    source = Disclosure(digital_source_type="trainedAlgorithmicMedia")
    one, two = (
        Entry(f"{number}", "a", digest(number), digest(number), 1, "", "", "embedded", told, THEN)
        for number, told in ((1, made), (2, source))
    )
    evidence = Evidence(asset(NAME, 1).asset, entries=(one,), sources=(two,))
    granted = approval()
    scope = Scope(digests=(digest(2),))
    held = HeldApproval(granted.record.model_copy(update={"scope": scope}), REGISTER)
    attached = Index.of(Records((held,))).attach(evidence)
    assert approval_standing(attached, POLICY).state == "approved"
    assert (
        approval_standing(
            Index.of(Records((held,))).attach(Evidence(asset(NAME, 1).asset, entries=(one,))),
            POLICY,
        ).state
        == "missing"
    )
