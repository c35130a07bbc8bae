"""What many manifests of one tool have in common is kept: no file is told what another one says."""

from dataclasses import replace

import pytest

from provenance.assetjson import asset_json
from provenance.errors import DamagedFileError
from provenance.jsontext import escape_json, indented
from provenance.manifests.crjson import store_from
from provenance.manifests.reading import StoreReading
from provenance.manifests.shared import Outcome
from provenance.manifests.statements import Held
from provenance.model.asset import Asset, Family
from provenance.model.evidence import Evidence, Integrity, Trust
from provenance.model.manifest import Manifest, Shared, StoreLocation
from provenance.model.values import asset_values, unrecorded_values
from provenance.readers import c2pa
from provenance.readers.base import Reading
from provenance.standings.declaring import declare

SCHEME = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def created(source_type, agent="Painter"):
    action = {
        "action": "c2pa.created",
        "digitalSourceType": SCHEME + source_type,
        "softwareAgent": {"name": agent, "version": "3"},
    }
    return {"c2pa.actions.v2": {"actions": [action]}, "c2pa.hash.data": None}


GENERATED, CAPTURED = (
    created(each) for each in ("trainedAlgorithmicMedia", "computationalCapture")
)


def store(assertions, label="urn:c2pa:1", kind=Held, where="JPEG APP11", **claim):
    """A store of one manifest, by the report that a reading without the engine makes."""
    told = {"claim_generator_info": [{"name": "Painter", "version": "3"}]} | claim
    held = assertions if isinstance(assertions, kind) else kind(assertions)
    entry = {"label": label, "assertions": held, "claim.v2": told}
    return store_from({"manifests": [entry]}, location=StoreLocation.EMBEDDED, where=where)


def signals(of):
    reading = StoreReading(Outcome.FOUND, of, Integrity.NOT_CHECKED, Trust())
    return tuple(c2pa.read(Reading(None, reading)))


def evidence(of):
    told = signals(of)
    asset = Asset("a.jpg", "jpg", Family.IMAGE, "image/jpeg", 7)
    return Evidence(
        asset, integrity=Integrity.NOT_CHECKED, store=of, signals=told, declaration=declare(told)
    )


def row(of):
    return asset_json(evidence(of))


def without_sharing(of):
    found = evidence(of)
    return escape_json(indented(asset_values(found, *unrecorded_values(found)), "    "))


def apart(of):
    """The same store, its assertions and actions shared with no other."""
    manifests = [
        replace(each, assertions=tuple(each.assertions), actions=tuple(each.actions))
        for each in of.manifests
    ]
    return replace(of, manifests=tuple(manifests))


def test_assertions_that_are_shared_are_read_once():
    held = Held(GENERATED)
    first, second = store(held), store(held, "urn:c2pa:2", **{"dc:title": "Two"})
    assert first.active.assertions is second.active.assertions
    assert first.active.actions is second.active.actions
    assert isinstance(first.active.assertions, Shared)
    assert not isinstance(store(GENERATED, kind=dict).active.assertions, Shared)


@pytest.mark.parametrize("assertions", [GENERATED, CAPTURED])
def test_the_same_is_said_with_and_without_sharing(assertions):
    held = Held(assertions)
    stores = [
        store(held, label, where=where, **{"dc:title": title})
        for label, where, title in (
            ("urn:c2pa:1", "JPEG APP11", "One"),
            ("urn:c2pa:2", "JPEG APP11", 'a "quoted" %s title'),
            ("urn:c2pa:3", "PNG caBX", "\0"),
            ("\0", "\0", "half a pair \udc80, an override \u202e"),
            ("", "", ""),
        )
    ]
    for each in stores:
        assert signals(each) == signals(apart(each))
        assert row(each) == without_sharing(each) == row(apart(each))
        assert row(each) == without_sharing(
            store(
                assertions, each.active.label, dict, each.where, **{"dc:title": each.active.title}
            )
        )
    assert len({row(each) for each in stores}) == len(stores)


def test_what_else_a_manifest_holds_is_its_own():
    held = Held(GENERATED)
    plain = store(held)
    others = [
        store(held, claim_generator_info=[{"name": "Other", "version": "1"}]),
        store(held, created_assertions=[{"url": "self#jumbf=c2pa.assertions/c2pa.actions.v2"}]),
        store(Held(created("trainedAlgorithmicMedia", "Other"))),
        store(Held(GENERATED | {"com.example.more": {}})),
    ]
    for other in others:
        assert row(other) == without_sharing(other) == row(apart(other))
        assert other.active != plain.active


def test_one_maker_is_not_taken_for_another_of_the_same_assertions():
    """The maker is named with its vendor, whom the claim generator tells."""
    held = Held(created("trainedAlgorithmicMedia", "Painter"))
    names = [
        signals(store(held, claim_generator_info=[{"name": name}]))[0].generator.name
        for name in ("Painter", "Adobe Firefly")
    ]
    assert names == ["Painter", "Adobe Firefly Painter"]


def test_ingredients_and_several_manifests_are_read_for_each():
    ingredient = {"c2pa.ingredient.v3": {"relationship": "parentOf", "dc:title": "a"}}
    one = store(Held(GENERATED | ingredient))
    assert one.active.ingredients
    assert row(one) == without_sharing(one) == row(apart(one))
    pair = replace(one, manifests=(*store(Held(CAPTURED)).manifests, Manifest("urn:c2pa:9")))
    assert row(pair) == without_sharing(pair)


def test_a_limit_is_told_for_each_file_that_meets_it(monkeypatch):
    monkeypatch.setattr("provenance.readers.base.MAX_NODES", 3)
    held = Held(created("digitalArt") | {"cawg.metadata": {str(each): each for each in range(9)}})
    for label in ("urn:c2pa:1", "urn:c2pa:2"):
        with pytest.raises(DamagedFileError, match="JSON of more than 3 values"):
            signals(store(held, label))
