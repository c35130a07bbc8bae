"""Sidecars over any bytes: signed, chained, broken, missing."""

import datetime as dt
import time
from dataclasses import replace

import pytest
from cryptography.x509 import ObjectIdentifier

from provenance.errors import ManifestError, SigningError, UnreadableFileError
from provenance.manifests.definition import IngredientFile
from provenance.manifests.engine import Engine, Outcome
from provenance.manifests.shared import SIGNING_USAGES
from provenance.manifests.sidecar import sidecar_name, store_sidecars
from provenance.manifests.trust import Anchor, TrustSettings
from provenance.model.evidence import Integrity, TrustState
from provenance.model.manifest import StoreLocation

from .conftest import flip, issue, listing, make_media

TYPE = "image/x-exr"
CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


def read(engine, path, sidecar=None):
    sidecar = sidecar or sidecar_name(path)
    return engine.read(path, media_type=TYPE, where=sidecar.name, sidecar=sidecar)


@pytest.mark.parametrize("size", [0, 1, 5000, (1 << 20) + 1])
def test_any_bytes(size, tmp_path, engine, sign):
    path = tmp_path / "shot.exr"
    path.write_bytes(bytes(range(256)) * (size // 256) + b"\7" * (size % 256))
    before = path.read_bytes()
    sign(path)
    reading = read(engine, path)
    assert (reading.integrity, reading.trust.state) == (Integrity.VALID, TrustState.TRUSTED)
    assert reading.store.engine_state == "Trusted"
    assert (reading.store.location, reading.store.where) == (
        StoreLocation.SIDECAR,
        "shot.exr.c2pa",
    )
    assert path.read_bytes() == before
    path.write_bytes(before + b"x")
    reading = read(engine, path)
    assert reading.integrity is Integrity.INVALID
    assert reading.store.validation.tampered
    assert reading.store.engine_state == "Invalid"


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "wav", "mp4"])
def test_formats_that_the_engine_knows(kind, tmp_path, engine, sign):
    path = make_media(tmp_path, kind)
    sign(path)
    reading = engine.read(
        path, media_type="application/x-whatever", where="x", sidecar=sidecar_name(path)
    )
    assert reading.integrity is Integrity.VALID
    flip(path)
    assert read(engine, path).store.validation.tampered


def test_a_digest_that_is_known_is_not_taken_again(tmp_path, engine, sign):
    path = make_media(tmp_path, "exr")
    sign(path, digest="sha256:" + "ab" * 32)
    assert read(engine, path).store.validation.tampered


def test_expired_leaf(tmp_path, sign, isolated):
    path = make_media(tmp_path, "exr")
    issued = issue(tmp_path / "id", lasts=dt.timedelta(seconds=2))
    sign(path, signer=issued.signer)
    time.sleep(3.1)  # the last second counts as valid
    asked = TrustSettings((Anchor("x", issued.ca_pem.decode()),))
    for trust in (None, asked):
        reading = read(Engine(trust, isolated=isolated), path)
        assert (reading.integrity, reading.trust.state) == (Integrity.VALID, TrustState.EXPIRED)


def test_every_usage_that_c2pa_allows(tmp_path, sign, isolated):
    for index, usage in enumerate(SIGNING_USAGES):
        issued = issue(tmp_path / f"id{index}", usages=(ObjectIdentifier(usage),))
        path = make_media(tmp_path, "exr", f"file{index}")
        sign(path, signer=issued.signer)
        trust = TrustSettings(
            (
                Anchor("first", issue(tmp_path / "no").ca_pem.decode()),
                Anchor("second", issued.ca_pem.decode()),
            )
        )
        reading = read(Engine(trust, isolated=isolated), path)
        assert (reading.integrity, reading.trust.state, reading.trust.list_name) == (
            Integrity.VALID,
            TrustState.TRUSTED,
            "second",
        )


def test_a_chain_from_exr_to_dpx(tmp_path, engine, sign, definition):
    exr, dpx = make_media(tmp_path, "exr", "a"), tmp_path / "a.dpx"
    dpx.write_bytes(b"SDPX" + exr.read_bytes())
    first = sign(exr)
    part = IngredientFile(exr, "a.exr", TYPE, "sha256:" + "0" * 64, "parentOf", store=first)
    sign(dpx, definition=replace(definition, ingredients=(part,)))
    reading = read(engine, dpx)
    assert (reading.integrity, reading.store.engine_state) == (Integrity.VALID, "Trusted")
    active, parent = reading.store.manifests
    assert active.ingredients[0].manifest == parent.label
    assert active.ingredients[0].validation.failure == ()
    assert [each.name for each in active.actions] == ["c2pa.opened", "c2pa.edited"]
    # And further, over the same file: the old sidecar becomes the parent.
    again = sign(dpx, definition=replace(definition, edited=True), parent=sidecar_name(dpx))
    assert len(read(engine, dpx, again).store.manifests) == 3


def test_a_chain_over_a_tampered_parent_shows(tmp_path, engine, sign, definition):
    exr, dpx = make_media(tmp_path, "exr", "a"), make_media(tmp_path, "exr", "b")
    first = sign(exr)
    flip(exr)
    part = IngredientFile(exr, "a.exr", TYPE, "sha256:" + "0" * 64, "parentOf", store=first)
    sign(dpx, definition=replace(definition, ingredients=(part,)))
    reading = read(engine, dpx)
    assert reading.store.engine_state == "Trusted"
    assert reading.store.active.ingredients[0].validation.tampered


def test_an_embedded_store_becomes_parent_of_a_sidecar(tmp_path, engine, sign, signer, definition):
    source, signed = make_media(tmp_path, "jpg"), tmp_path / "signed.jpg"
    engine.embed(source, signed, media_type="image/jpeg", definition=definition, signer=signer)
    sign(signed, definition=replace(definition, edited=True), parent=signed)
    reading = read(engine, signed)
    assert reading.integrity is Integrity.VALID
    assert len(reading.store.manifests) == 2
    assert not reading.store.active.ingredients[0].validation.failure


@pytest.mark.parametrize(
    "junk", [b"", b"\0", b"garbage" * 50, b"\0\0\0\1jumb" + b"\xff" * 90, b"%PDF-1.4"]
)
def test_a_sidecar_that_is_none(junk, tmp_path, engine):
    path = make_media(tmp_path, "exr")
    sidecar_name(path).write_bytes(junk)
    reading = read(engine, path)
    assert reading.outcome is Outcome.UNREADABLE_STORE
    assert reading.integrity is Integrity.UNREADABLE
    assert reading.detail


def test_a_huge_sidecar_is_not_read(tmp_path, engine):
    path = make_media(tmp_path, "exr")
    with sidecar_name(path).open("wb") as file:
        file.truncate(8 << 30)
    reading = read(engine, path)
    assert reading.outcome is Outcome.UNREADABLE_STORE
    assert "larger than" in reading.detail


def test_truncated_stores_are_unreadable_or_invalid(tmp_path, engine, sign):
    path = make_media(tmp_path, "exr")
    store = sign(path).read_bytes()
    for length in range(1, len(store), 211):
        sidecar_name(path).write_bytes(store[:length])
        reading = read(engine, path)
        assert reading.integrity in {Integrity.UNREADABLE, Integrity.INVALID}


def test_missing_files(tmp_path, engine, signer, definition, sign):
    with pytest.raises(UnreadableFileError):
        engine.sign_sidecar(tmp_path / "no.exr", definition=definition, signer=signer)
    path = make_media(tmp_path, "exr")
    place = sign(path)
    path.unlink()
    reading = read(engine, path, place)
    assert (reading.outcome, reading.integrity) == (Outcome.DAMAGED_FILE, Integrity.UNREADABLE)
    gone = tmp_path / "gone.c2pa"
    with pytest.raises(ManifestError, match="cannot be read"):
        sign(
            make_media(tmp_path, "exr"),
            definition=replace(definition, edited=True),
            parent=gone,
        )


def test_signing_fails_before_the_file_is_hashed(tmp_path, engine, definition):
    issued = issue(tmp_path / "old", lasts=dt.timedelta(days=-1), starts=dt.timedelta(days=-2))
    with pytest.raises(SigningError, match="expired"):
        engine.sign_sidecar(tmp_path / "no.exr", definition=definition, signer=issued.signer)


def test_names(tmp_path):
    movie = tmp_path / "shot.mov"
    assert store_sidecars(movie) == ()
    for name in ("shot.c2pa", "shot.mov.c2pa", "shot.mov"):
        (tmp_path / name).write_bytes(b"")
    assert [each.name for each in store_sidecars(movie)] == ["shot.mov.c2pa", "shot.c2pa"]
    assert store_sidecars(tmp_path / "shot.c2pa") == ()
    assert sidecar_name(movie) == tmp_path / "shot.mov.c2pa"
    (tmp_path / "other.c2pa").mkdir()
    assert store_sidecars(tmp_path / "other.mov") == ()
    assert listing(tmp_path)
