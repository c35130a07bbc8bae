"""What the codes of a validated store mean: for its integrity, and for trust in its signer."""

import pytest

from provenance.manifests.reading import integrity_of, trust_of
from provenance.manifests.trust import TrustSettings
from provenance.model.evidence import Integrity, TrustState
from provenance.model.manifest import (
    Ingredient,
    Manifest,
    ManifestStore,
    Status,
    StoreLocation,
    Validation,
)


def store_with(*failures, state="Invalid", success=(), ingredients=()):
    results = Validation(
        success=tuple(Status(*each) for each in success),
        failure=tuple(Status(code) for code in failures),
    )
    active = Manifest("urn:c2pa:1", validation=results, ingredients=ingredients)
    return ManifestStore("urn:c2pa:1", StoreLocation.EMBEDDED, "x", (active,), results, state)


@pytest.mark.parametrize(
    ("failures", "state", "integrity"),
    [
        ((), "Trusted", Integrity.VALID),
        (("signingCredential.untrusted",), "Valid", Integrity.VALID),
        (("cawg.identity.untrusted",), "Valid", Integrity.VALID),
        (("cawg.ica.did_unavailable",), "Invalid", Integrity.VALID),
        (("signingCredential.expired",), "Invalid", Integrity.VALID),
        (("signingCredential.ocsp.revoked",), "Invalid", Integrity.VALID),
        (("signingCredential.invalid",), "Invalid", Integrity.INVALID),
        (("assertion.dataHash.mismatch",), "Invalid", Integrity.INVALID),
        (("assertion.action.malformed",), "Invalid", Integrity.INVALID),
        (("something.new",), "Invalid", Integrity.INVALID),
        ((), "Invalid", Integrity.INVALID),
    ],
)
def test_integrity(failures, state, integrity):
    assert integrity_of(store_with(*failures, state=state)) is integrity


def test_tampered_is_said_of_hashes_alone():
    assert store_with("assertion.bmffHash.mismatch").validation.tampered
    assert not store_with("assertion.hashedURI.mismatch").validation.tampered


def test_a_broken_ingredient_speaks_for_itself():
    deltas = Validation(failure=(Status("ingredient.manifest.mismatch"),))
    store = store_with(ingredients=(Ingredient("c2pa.ingredient.v3", deltas=deltas),))
    assert integrity_of(store) is Integrity.VALID


def test_trust_states(trust):
    asked, nobody = trust, TrustSettings()
    listed = ("signingCredential.trusted", "", "found in [urn:media-provenance:trust:0] anchors")
    other = ("signingCredential.trusted", "", "found in [urn:media-provenance:trust:7] anchors")
    assert trust_of(store_with(success=[listed]), asked).list_name == "Editor CA"
    assert trust_of(store_with(success=[other]), asked).list_name == ""
    assert trust_of(store_with(success=[listed]), nobody).state is TrustState.NOT_ASKED
    assert trust_of(store_with(), asked).state is TrustState.UNTRUSTED
    for codes, state in (
        (("signingCredential.expired", "signingCredential.untrusted"), TrustState.EXPIRED),
        (("signingCredential.ocsp.revoked",), TrustState.REVOKED),
    ):
        for settings_ in (asked, nobody):
            assert trust_of(store_with(*codes), settings_).state is state
