"""What a signed file was made of: parents and ingredients go in, and none is lost in silence."""

import hashlib
from dataclasses import replace

import pytest

from provenance.errors import ManifestError
from provenance.manifests.definition import IngredientFile
from provenance.model.evidence import Integrity
from provenance.model.vocabulary import DISCLOSURE_LABEL

from .conftest import flip, make_media, read_embedded


def digest(path):
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def signed(tmp_path, embed):
    source, target = make_media(tmp_path, "jpg", "first"), tmp_path / "signed.jpg"
    embed(source, target)
    return target


@pytest.fixture
def edit(tmp_path, embed, signed):
    """Signs a file as an edited one, with the signed file as its parent."""

    def edited(source):
        target = tmp_path / "again.jpg"
        embed(source, target, parent=signed, edited=True)
        return target

    return edited


def test_an_existing_store_stays_as_parent(engine, signed, edit):
    target = edit(signed)
    store = read_embedded(engine, target, "jpg").store
    old = read_embedded(engine, signed, "jpg").store.active
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
    reading = read_embedded(engine, edit(tagged), "jpg")
    assert reading.integrity is Integrity.VALID
    assert not reading.store.active.ingredients[0].validation.failure


def test_a_laundered_parent_shows(engine, signed, edit):
    flip(signed)
    reading = read_embedded(engine, edit(signed), "jpg")
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


def test_ingredients_of_any_kind(tmp_path, engine, sign, embed, signed):
    plate, photo = make_media(tmp_path, "exr", "plate"), make_media(tmp_path, "png", "photo")
    scan = make_media(tmp_path, "exr", "scan")
    store = sign(scan)
    parts = (
        IngredientFile(plate, "plate.exr", "image/x-exr", digest(plate)),
        IngredientFile(photo, "photo.png", "image/png", digest(photo), "inputTo", embeddable=True),
        IngredientFile(scan, "scan.exr", "image/x-exr", digest(scan), store=store),
        IngredientFile(signed, "signed.jpg", "image/jpeg", digest(signed), embeddable=True),
    )
    target = tmp_path / "comp.jpg"
    embed(make_media(tmp_path, "jpg", "comp-source"), target, ingredients=parts)
    reading = read_embedded(engine, target, "jpg")
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


def test_a_damaged_ingredient_is_named(tmp_path, embed, signed):
    signed.write_bytes(signed.read_bytes()[:1500])
    part = IngredientFile(signed, "x", "image/jpeg", "sha256:" + "0" * 64, embeddable=True)
    with pytest.raises(ManifestError, match=r"ingredient .*signed\.jpg"):
        embed(make_media(tmp_path, "jpg"), tmp_path / "x.jpg", ingredients=(part,))
