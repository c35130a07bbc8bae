"""Who vouches for the disclosures in a manifest store."""

import pytest

from provenance.manifests.ancestry import held_disclosures
from provenance.model.evidence import Integrity, Trust, TrustState
from provenance.model.manifest import (
    Assertion,
    Ingredient,
    Manifest,
    ManifestStore,
    Status,
    StoreLocation,
    Validation,
)
from provenance.model.vocabulary import DISCLOSURE_LABEL

TRUSTED = Validation(success=(Status("signingCredential.trusted"),))
ON_OUR_LIST = Trust(TrustState.TRUSTED, "ours")


def manifest(label, *ingredients, validation=TRUSTED, created=True):
    told = {"disclosure": {"schema": "provenance.disclosure/1", "id": label}}
    return Manifest(
        label,
        assertions=(Assertion(DISCLOSURE_LABEL, told, created),),
        ingredients=ingredients,
        validation=validation,
    )


def parent(label, validation=TRUSTED, deltas=None, relationship="parentOf"):
    return Ingredient(
        "c2pa.ingredient.v3",
        relationship=relationship,
        manifest=label,
        validation=validation,
        deltas=deltas,
    )


def attested(*manifests, trust=ON_OUR_LIST, integrity=Integrity.VALID):
    store = ManifestStore(manifests[0].label, StoreLocation.EMBEDDED, "PNG caBX", manifests)
    held, malformed = held_disclosures(store, integrity, trust)
    assert not malformed
    return {
        each.record.id: (each.attestation.integrity, each.attestation.trust.state) for each in held
    }


def failed(code):
    return Validation(failure=(Status(code),))


def test_an_ancestor_is_vouched_for_by_its_own_signature():
    found = attested(manifest("top", parent("below")), manifest("below"))
    assert found == {
        "top": (Integrity.VALID, TrustState.TRUSTED),
        "below": (Integrity.VALID, TrustState.TRUSTED),
    }


@pytest.mark.parametrize(
    ("recorded", "deltas", "own", "expected"),
    [
        (TRUSTED, failed("claimSignature.mismatch"), TRUSTED, Integrity.INVALID),
        (TRUSTED, failed("assertion.dataHash.mismatch"), TRUSTED, Integrity.INVALID),
        (failed("assertion.hashedURI.mismatch"), None, TRUSTED, Integrity.INVALID),
        (TRUSTED, None, failed("claimSignature.mismatch"), Integrity.INVALID),
        (None, None, TRUSTED, Integrity.INVALID),
        (TRUSTED, failed("signingCredential.untrusted"), TRUSTED, Integrity.VALID),
        (Validation(), None, Validation(), Integrity.VALID),
    ],
)
def test_what_was_found_since_it_was_taken_in_counts_too(recorded, deltas, own, expected):
    top = manifest("top", parent("below", recorded, deltas))
    found = attested(top, manifest("below", validation=own))
    assert found["below"] == (
        expected,
        TrustState.UNTRUSTED if expected is Integrity.VALID else TrustState.NOT_ASKED,
    )


@pytest.mark.parametrize(
    ("recorded", "deltas", "state"),
    [
        (TRUSTED, None, TrustState.TRUSTED),
        (TRUSTED, failed("signingCredential.untrusted"), TrustState.UNTRUSTED),
        (failed("signingCredential.untrusted"), TRUSTED, TrustState.TRUSTED),
        (failed("signingCredential.untrusted"), None, TrustState.UNTRUSTED),
    ],
)
def test_our_lists_decide_and_not_those_of_whoever_took_it_in(recorded, deltas, state):
    top = manifest("top", parent("below", recorded, deltas))
    assert attested(top, manifest("below"))["below"] == (Integrity.VALID, state)


def test_a_stranger_on_the_way_vouches_for_no_descent():
    top = manifest("top", parent("middle", Validation()))
    found = attested(top, manifest("middle", parent("below")), manifest("below"))
    assert found["below"] == (Integrity.VALID, TrustState.UNTRUSTED)


def test_under_a_strangers_manifest_nothing_is_trusted():
    stranger = Trust(TrustState.UNTRUSTED)
    found = attested(manifest("top", parent("below")), manifest("below"), trust=stranger)
    assert found["below"] == (Integrity.VALID, TrustState.UNTRUSTED)


def test_one_broken_link_breaks_what_hangs_below_it():
    top = manifest("top", parent("middle", deltas=failed("claimSignature.mismatch")))
    found = attested(top, manifest("middle", parent("below")), manifest("below"))
    assert found["below"][0] is Integrity.INVALID


def test_a_component_discloses_nothing_of_the_whole():
    top = manifest("top", parent("below", relationship="componentOf"))
    assert set(attested(top, manifest("below"))) == {"top"}


@pytest.mark.parametrize(
    ("created", "integrity"),
    [(True, Integrity.VALID), (None, Integrity.VALID), (False, Integrity.NO_MANIFEST)],
)
def test_nobody_vouches_for_a_gathered_assertion(created, integrity):
    assert attested(manifest("top", created=created))["top"][0] is integrity
