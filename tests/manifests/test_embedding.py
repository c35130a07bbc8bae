"""Real files, really signed: what goes in comes out, and what was changed shows."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from provenance.errors import ManifestError
from provenance.manifests.definition import disclosure_of
from provenance.manifests.engine import Engine, Outcome
from provenance.manifests.signer import CallbackSigner, PemSigner
from provenance.model.evidence import Integrity, TrustState
from provenance.model.vocabulary import SOURCE_TYPES

from .conftest import MEDIA_TYPES, flip, issue, listing, make_media, read_embedded

KINDS = tuple(MEDIA_TYPES)


@pytest.mark.parametrize("kind", KINDS)
def test_round_trip(kind, tmp_path, engine, embed, disclosure, identity):  # noqa: PLR0917
    source = make_media(tmp_path, kind)
    before, target = source.read_bytes(), tmp_path / f"out.{kind}"
    label = embed(source, target)
    assert source.read_bytes() == before
    reading = read_embedded(engine, target, kind)
    assert (reading.outcome, reading.integrity) == (Outcome.FOUND, Integrity.VALID)
    assert (reading.trust.state, reading.trust.list_name) == (TrustState.TRUSTED, "Editor CA")
    manifest = reading.store.active
    assert manifest.label == label == reading.store.active_label
    assert manifest.signature.fingerprint == identity.fingerprint
    assert manifest.signature.name == "House"
    assert manifest.claim_generators[0].name == "media-provenance"
    assert (manifest.spec_version, manifest.all_actions_included) == ("2.4.0", False)
    (action,) = manifest.actions
    assert action.name == "c2pa.created"
    assert action.source_type == SOURCE_TYPES["trainedAlgorithmicMedia"].uri
    assert (action.agent.name, action.agent.version) == ("Painter", "3")
    assert disclosure_of(manifest) == disclosure
    assert all(each.created for each in manifest.assertions)
    assert manifest.assertion("c2pa.ai-disclosure").data["modelName"] == "painter-xl"
    assert not any("thumbnail" in each.label for each in manifest.assertions)
    assert listing(tmp_path) == sorted([source.name, target.name])


@pytest.mark.parametrize("kind", KINDS)
def test_one_flipped_bit_is_tampering(kind, tmp_path, engine, unasked, embed):
    source, target = make_media(tmp_path, kind), tmp_path / f"out.{kind}"
    embed(source, target)
    # Somewhere in the media, which every writer copies as it is.
    original = source.read_bytes()
    middle = len(original) // 2
    offset = target.read_bytes().find(original[middle : middle + 20])
    assert offset > 0
    flip(target, offset + 5)
    for each in (engine, unasked):
        reading = read_embedded(each, target, kind)
        assert reading.integrity is Integrity.INVALID
        assert reading.store.validation.tampered


def test_trust_is_apart_from_integrity(tmp_path, engine, unasked, elsewhere, embed):
    source, target = make_media(tmp_path, "png"), tmp_path / "out.png"
    embed(source, target)
    states = {}
    for name, each in (("asked", engine), ("unasked", unasked), ("elsewhere", elsewhere)):
        reading = read_embedded(each, target, "png")
        assert reading.integrity is Integrity.VALID
        states[name] = reading.trust.state
    assert states == {
        "asked": TrustState.TRUSTED,
        "unasked": TrustState.NOT_ASKED,
        "elsewhere": TrustState.UNTRUSTED,
    }


def test_without_validation_nothing_is_claimed(tmp_path, engine, embed):
    source, target = make_media(tmp_path, "jpg"), tmp_path / "out.jpg"
    embed(source, target)
    flip(target)
    reading = engine.read(target, media_type="image/jpeg", where="x", validate=False)
    assert (reading.outcome, reading.integrity) == (Outcome.FOUND, Integrity.NOT_CHECKED)
    assert reading.trust.state is TrustState.NOT_ASKED
    assert reading.store.active.actions


@pytest.mark.parametrize("code", ["softwareImage", "trainedAlgorithmicMedium", ""])
def test_only_words_of_the_vocabulary_are_written(  # noqa: PLR0917
    tmp_path, engine, signer, definition, disclosure, code
):
    told = disclosure.model_copy(update={"digital_source_type": code})
    with pytest.raises(ManifestError, match="source type"):
        engine.sign_sidecar(
            make_media(tmp_path, "exr"),
            definition=replace(definition, disclosure=told),
            signer=signer,
        )


def test_no_mining_is_said_only_when_asked(tmp_path, engine, embed):
    source = make_media(tmp_path, "png")
    for asked in (False, True):
        target = tmp_path / f"{asked}.png"
        embed(source, target, no_mining=asked)
        told = read_embedded(engine, target, "png").store.active.assertion("cawg.training-mining")
        assert (told is not None) is asked
    assert {each["use"] for each in told.data["entries"].values()} == {"notAllowed"}
    assert len(told.data["entries"]) == 4


def test_callback_signer_signs(tmp_path, engine, identity, definition):
    key = serialization.load_pem_private_key(identity.key.read_bytes(), None)
    asked = []

    def sign(data):
        asked.append(len(data))
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    source, target = make_media(tmp_path, "jpg"), tmp_path / "out.jpg"
    engine.embed(
        source,
        target,
        media_type="image/jpeg",
        definition=definition,
        signer=CallbackSigner(identity.chain.read_text(), "", sign),
    )
    reading = read_embedded(engine, target, "jpg")
    assert (reading.integrity, reading.trust.state) == (Integrity.VALID, TrustState.TRUSTED)
    assert asked
    assert max(asked) < 10_000


def test_key_in_the_older_pem_form(tmp_path, isolated, definition):
    issued = issue(tmp_path / "id")
    assert b"BEGIN EC PRIVATE KEY" in issued.signer.key.read_bytes()
    engine = Engine(isolated=isolated)
    signed = engine.sign_sidecar(
        make_media(tmp_path, "exr"),
        definition=definition,
        signer=PemSigner(issued.signer.chain, issued.signer.key, "es256"),
    )
    assert signed.label.startswith("urn:c2pa:")
