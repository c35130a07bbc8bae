"""Real files, really signed: what goes in comes out, and nothing is lost or left behind."""

import datetime as dt
import hashlib
import http.server
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from provenance.errors import (
    ManifestError,
    SigningError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from provenance.manifests.definition import IngredientFile, disclosure_of
from provenance.manifests.engine import Engine, Outcome
from provenance.manifests.signer import CallbackSigner, PemSigner
from provenance.model.evidence import Integrity, TrustState
from provenance.model.vocabulary import DISCLOSURE_LABEL, SOURCE_TYPES

from .conftest import MEDIA_TYPES, flip, issue, listing, make_media

KINDS = tuple(MEDIA_TYPES)


def read(engine, path, kind):
    return engine.read(path, media_type=MEDIA_TYPES[kind], where="embedded")


def digest(path):
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", KINDS)
def test_round_trip(kind, tmp_path, engine, signer, definition, disclosure, identity):  # noqa: PLR0917
    source = make_media(tmp_path, kind)
    before, target = source.read_bytes(), tmp_path / f"out.{kind}"
    label = engine.embed(
        source, target, media_type=MEDIA_TYPES[kind], definition=definition, signer=signer
    )
    assert source.read_bytes() == before
    reading = read(engine, target, kind)
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
def test_one_flipped_bit_is_tampering(kind, tmp_path, engine, unasked, signer, definition):  # noqa: PLR0917
    source, target = make_media(tmp_path, kind), tmp_path / f"out.{kind}"
    engine.embed(source, target, media_type=MEDIA_TYPES[kind], definition=definition, signer=signer)
    # Somewhere in the media, which every writer copies as it is.
    original = source.read_bytes()
    middle = len(original) // 2
    offset = target.read_bytes().find(original[middle : middle + 20])
    assert offset > 0
    flip(target, offset + 5)
    for each in (engine, unasked):
        reading = read(each, target, kind)
        assert reading.integrity is Integrity.INVALID
        assert reading.store.validation.tampered


def test_trust_is_apart_from_integrity(tmp_path, engine, unasked, elsewhere, signer, definition):  # noqa: PLR0917
    source, target = make_media(tmp_path, "png"), tmp_path / "out.png"
    engine.embed(source, target, media_type="image/png", definition=definition, signer=signer)
    states = {}
    for name, each in (("asked", engine), ("unasked", unasked), ("elsewhere", elsewhere)):
        reading = read(each, target, "png")
        assert reading.integrity is Integrity.VALID
        states[name] = reading.trust.state
    assert states == {
        "asked": TrustState.TRUSTED,
        "unasked": TrustState.NOT_ASKED,
        "elsewhere": TrustState.UNTRUSTED,
    }


def test_without_validation_nothing_is_claimed(tmp_path, engine, signer, definition):
    source, target = make_media(tmp_path, "jpg"), tmp_path / "out.jpg"
    engine.embed(source, target, media_type="image/jpeg", definition=definition, signer=signer)
    flip(target)
    reading = engine.read(target, media_type="image/jpeg", where="x", validate=False)
    assert (reading.outcome, reading.integrity) == (Outcome.FOUND, Integrity.NOT_CHECKED)
    assert reading.trust.state is TrustState.NOT_ASKED
    assert reading.store.active.actions


@pytest.fixture
def signed(tmp_path, engine, signer, definition):
    source, target = make_media(tmp_path, "jpg", "first"), tmp_path / "signed.jpg"
    engine.embed(source, target, media_type="image/jpeg", definition=definition, signer=signer)
    return target


@pytest.fixture
def edit(tmp_path, engine, signer, definition, signed):
    """Signs a file as an edited one, with the signed file as its parent."""

    def edited(source):
        target = tmp_path / "again.jpg"
        engine.embed(
            source,
            target,
            media_type="image/jpeg",
            definition=replace(definition, edited=True),
            signer=signer,
            parent=signed,
        )
        return target

    return edited


def test_an_existing_store_stays_as_parent(engine, signed, edit):
    target = edit(signed)
    store = read(engine, target, "jpg").store
    old = read(engine, signed, "jpg").store.active
    assert [node.manifest.label for node in store.walk()] == [store.active_label, old.label]
    (ingredient,) = store.active.ingredients
    assert (ingredient.relationship, ingredient.manifest) == ("parentOf", old.label)
    opened, edited = store.active.actions
    assert (opened.name, opened.source_type) == ("c2pa.opened", "")
    assert opened.ingredients == (ingredient.label,)
    assert edited.name == "c2pa.edited"
    assert edited.source_type


def test_the_parent_is_the_original_not_the_tagged_copy(tmp_path, engine, signed, edit):
    tagged = tmp_path / "tagged.jpg"
    tagged.write_bytes(signed.read_bytes())
    flip(tagged)  # as a metadata write would: its own store no longer holds
    reading = read(engine, edit(tagged), "jpg")
    assert reading.integrity is Integrity.VALID
    assert not reading.store.active.ingredients[0].validation.failure


def test_a_laundered_parent_shows(engine, signed, edit):
    flip(signed)
    reading = read(engine, edit(signed), "jpg")
    assert reading.store.engine_state == "Trusted"
    assert reading.integrity is Integrity.VALID
    assert reading.store.active.ingredients[0].validation.tampered


def test_a_store_is_never_dropped_in_silence(tmp_path, engine, signer, definition, signed):
    edited = replace(definition, edited=True)
    told = {"media_type": "image/jpeg", "definition": edited, "signer": signer}
    with pytest.raises(ManifestError, match="would be lost"):
        engine.embed(signed, tmp_path / "x.jpg", **told)
    bare = make_media(tmp_path, "jpg", "bare")
    with pytest.raises(ManifestError, match="no manifest store that could be kept"):
        engine.embed(bare, tmp_path / "x.jpg", **told, parent=bare)
    with pytest.raises(ManifestError, match="would be lost"):
        engine.sign_sidecar(signed, definition=edited, signer=signer)
    assert not (tmp_path / "x.jpg").exists()


def test_ingredients_of_any_kind(tmp_path, engine, signer, definition, signed):
    plate, photo = make_media(tmp_path, "exr", "plate"), make_media(tmp_path, "png", "photo")
    scan = make_media(tmp_path, "exr", "scan")
    (tmp_path / "scan.exr.c2pa").write_bytes(
        engine.sign_sidecar(scan, definition=definition, signer=signer).store
    )
    parts = (
        IngredientFile(plate, "plate.exr", "image/x-exr", digest(plate)),
        IngredientFile(photo, "photo.png", "image/png", digest(photo), "inputTo", embeddable=True),
        IngredientFile(
            scan, "scan.exr", "image/x-exr", digest(scan), store=tmp_path / "scan.exr.c2pa"
        ),
        IngredientFile(signed, "signed.jpg", "image/jpeg", digest(signed), embeddable=True),
    )
    target = tmp_path / "comp.jpg"
    engine.embed(
        make_media(tmp_path, "jpg", "comp-source"),
        target,
        media_type="image/jpeg",
        definition=replace(definition, ingredients=parts),
        signer=signer,
    )
    reading = read(engine, target, "jpg")
    assert (reading.integrity, reading.store.engine_state) == (Integrity.VALID, "Trusted")
    active = reading.store.active
    by_title = {each.title: each for each in active.ingredients}
    assert {title: bool(each.manifest) for title, each in by_title.items()} == {
        "plate.exr": False,
        "photo.png": False,
        "scan.exr": True,
        "signed.jpg": True,
    }
    assert len(reading.store.manifests) == 3
    created, *placed = active.actions
    assert created.ingredients == (by_title["photo.png"].label,)
    assert [each.name for each in placed] == ["c2pa.placed"] * 3
    assert {label for each in placed for label in each.ingredients} == {
        by_title[title].label for title in ("plate.exr", "scan.exr", "signed.jpg")
    }
    assert active.assertion(DISCLOSURE_LABEL).data["ingredients"] == [
        {"title": each.title, "sha256": each.digest, "relationship": each.relationship}
        for each in parts
    ]


def test_a_damaged_ingredient_is_named(tmp_path, engine, signer, definition, signed):
    signed.write_bytes(signed.read_bytes()[:1500])
    part = IngredientFile(signed, "x", "image/jpeg", "sha256:" + "0" * 64, embeddable=True)
    with pytest.raises(ManifestError, match=r"ingredient .*signed\.jpg"):
        engine.embed(
            make_media(tmp_path, "jpg"),
            tmp_path / "x.jpg",
            media_type="image/jpeg",
            definition=replace(definition, ingredients=(part,)),
            signer=signer,
        )


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


def test_no_mining_is_said_only_when_asked(tmp_path, engine, signer, definition):
    source = make_media(tmp_path, "png")
    for asked in (False, True):
        target = tmp_path / f"{asked}.png"
        engine.embed(
            source,
            target,
            media_type="image/png",
            definition=replace(definition, no_mining=asked),
            signer=signer,
        )
        told = read(engine, target, "png").store.active.assertion("cawg.training-mining")
        assert (told is not None) is asked
    assert {each["use"] for each in told.data["entries"].values()} == {"notAllowed"}
    assert len(told.data["entries"]) == 4


class TestFailures:
    """One clear line each, the original untouched, nothing left behind."""

    @pytest.fixture
    def attempt(self, tmp_path, engine, definition):
        source = make_media(tmp_path, "jpg")
        before = source.read_bytes()

        def run(signer, *, error=SigningError, match=".", advice="", there=False, **more):
            target = tmp_path / "out.jpg"
            if there:
                target.write_bytes(b"x" * 100_000)
            names = set(listing(tmp_path))
            told = {"media_type": "image/jpeg", "definition": definition} | more
            with pytest.raises(error, match=match) as caught:
                engine.embed(source, target, signer=signer, **told)
            assert "\n" not in str(caught.value)
            assert advice in caught.value.advice()
            assert source.read_bytes() == before
            assert set(listing(tmp_path)) == names
            if there:
                assert target.read_bytes() == b""

        return run

    @pytest.mark.parametrize("there", [False, True])
    def test_dead_time_stamping_authority(self, attempt, signer, there):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        attempt(replace(signer, tsa_url=url), match=f"authority {url} does not answer", there=there)

    def test_time_stamping_authority_that_talks_nonsense(self, attempt, signer):
        class Nonsense(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<html>")

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Nonsense) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            attempt(
                replace(signer, tsa_url=f"http://127.0.0.1:{server.server_port}/"),
                match="could not be made",
                advice=f"what answers at http://127.0.0.1:{server.server_port}/",
            )
            server.shutdown()

    def test_time_stamping_authority_that_hangs(self, tmp_path, trust, signer, definition):
        source, target = make_media(tmp_path, "jpg"), tmp_path / "out.jpg"
        with socket.create_server(("127.0.0.1", 0)) as mute, Engine(trust, timeout=30) as warm:
            warm.versions()
            warm._timeout = 1
            url = f"http://127.0.0.1:{mute.getsockname()[1]}/"
            with pytest.raises(SigningError, match=r"no answer within 1.*asks http"):
                warm.embed(
                    source,
                    target,
                    media_type="image/jpeg",
                    definition=definition,
                    signer=replace(signer, tsa_url=url),
                )
        assert listing(tmp_path) == ["source.jpg"]

    def test_callback_that_fails(self, attempt, identity):
        def refuse(_):
            raise PermissionError("the key is locked")

        chain = identity.chain.read_text()
        attempt(CallbackSigner(chain, "es256", refuse), match="PermissionError: the key is locked")
        attempt(CallbackSigner(chain, "es256", lambda _: "text"), match="gave str, not bytes")
        attempt(CallbackSigner(chain, "es256", lambda _: b"\1" * 64), match="could not be made")

    def test_expired_certificate(self, attempt, tmp_path):
        old = issue(tmp_path / "old", lasts=dt.timedelta(hours=-1))
        attempt(old.signer, match="expired on")

    def test_wrong_format(self, attempt, signer):
        attempt(signer, error=UnsupportedFormatError, media_type="image/x-exr")
        attempt(signer, error=ManifestError, media_type="image/png")

    def test_places(self, tmp_path, engine, signer, definition):
        source = make_media(tmp_path, "jpg")
        before = source.read_bytes()
        told = {"media_type": "image/jpeg", "definition": definition, "signer": signer}
        with pytest.raises(ManifestError, match="overwritten"):
            engine.embed(source, source, **told)
        with pytest.raises(UnreadableFileError):
            engine.embed(tmp_path / "no.jpg", tmp_path / "out.jpg", **told)
        with pytest.raises(ManifestError, match="No such file"):
            engine.embed(source, tmp_path / "nowhere" / "out.jpg", **told)
        assert source.read_bytes() == before
        assert listing(tmp_path) == ["source.jpg"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    def test_full_disk(self, tmp_path, engine, signer, definition):
        link = tmp_path / "full.jpg"
        link.symlink_to("/dev/full")
        with pytest.raises(ManifestError, match="No space left"):
            engine.embed(
                make_media(tmp_path, "jpg"),
                link,
                media_type="image/jpeg",
                definition=definition,
                signer=signer,
            )


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
    reading = read(engine, target, "jpg")
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
