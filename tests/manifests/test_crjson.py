"""From the engine's report to the model, on values made by hand."""

import io
from datetime import UTC, datetime

import c2pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.manifests import _native
from provenance.manifests.binding import MISMATCH, state_of, whole_file_binding
from provenance.manifests.crjson import store_from
from provenance.manifests.leaf import Leaf
from provenance.manifests.sidecar import sidecar_name
from provenance.model.manifest import SoftwareAgent, StoreLocation

from .conftest import make_media, pkcs8

URI = "self#jumbf=/c2pa/{}/c2pa.assertions/{}"


def status(code, label="urn:c2pa:new"):
    return {"code": code, "url": URI.format(label, "x"), "explanation": "because"}


REPORT = {
    "manifests": [
        {
            "label": "urn:c2pa:new",
            "isUpdateManifest": False,
            "assertions": {
                "c2pa.actions.v2": {
                    "allActionsIncluded": True,
                    "softwareAgents": [{"name": "Indexed", "version": "9"}],
                    "templates": [
                        {"action": "*", "description": "all"},
                        {"action": "c2pa.edited", "digitalSourceType": "from-template"},
                    ],
                    "actions": [
                        {
                            "action": "c2pa.opened",
                            "parameters": {
                                "ingredients": [
                                    {"url": "self#jumbf=c2pa.assertions/c2pa.ingredient.v3"}
                                ]
                            },
                        },
                        {"action": "c2pa.edited", "softwareAgentIndex": 0, "when": "2026-01-02"},
                        {"action": "c2pa.cropped", "digitalSourceType": "own", "x": [1, -2, 2.5]},
                    ],
                },
                "c2pa.actions.v2__1": {
                    "actions": [{"action": "com.x.y"}],
                    "allActionsIncluded": False,
                },
                "c2pa.ingredient.v3": {
                    "dc:title": "old.png",
                    "dc:format": "image/png",
                    "relationship": "parentOf",
                    "digitalSourceType": "on-ingredient",
                    "activeManifest": {"url": "self#jumbf=/c2pa/urn:uuid:old"},
                    "validationResults": {
                        "activeManifest": {
                            "success": [status("timeStamp.validated", "urn:uuid:old")],
                            "failure": [status(MISMATCH, "urn:uuid:old")],
                        }
                    },
                },
                "com.example.unknown": {"deep": [{"n": [1, 2, 300]}]},
            },
            "claim.v2": {
                "instanceID": "xmp:iid:1",
                "dc:title": "new.png",
                "claim_generator_info": {"name": "Maker", "version": "2", "specVersion": "2.4.0"},
                "created_assertions": [{"url": "self#jumbf=c2pa.assertions/c2pa.actions.v2"}],
                "gathered_assertions": [{"url": "self#jumbf=c2pa.assertions/com.example.unknown"}],
            },
            "signature": {
                "algorithm": "es256",
                "certificateInfo": {
                    "serialNumber": "ff",
                    "issuer": {"O": "Authority"},
                    "subject": {"CN": "Leaf", "O": "House"},
                    "validity": {
                        "notBefore": "2026-01-01T00:00:00+00:00",
                        "notAfter": "2027-01-01T01:00:00+01:00",
                    },
                },
                "timeStampInfo": {"timestamp": "2026-02-02T00:00:00+00:00"},
            },
            "validationResults": {
                "success": [status("claimSignature.validated")],
                "informational": [],
                "failure": [],
            },
            "ingredientDeltas": [
                {
                    "ingredientAssertionURI": URI.format("urn:c2pa:new", "c2pa.ingredient.v3"),
                    "validationDeltas": {"failure": [status("ingredient.manifest.mismatch")]},
                }
            ],
        },
        {
            "label": "urn:uuid:old",
            "assertions": {
                "c2pa.actions": {
                    "actions": [
                        {
                            "action": "c2pa.placed",
                            "softwareAgent": "Old Tool 1",
                            "parameters": {
                                "ingredient": {"url": "self#jumbf=c2pa.assertions/c2pa.ingredient"}
                            },
                        }
                    ]
                },
                "c2pa.ingredient": {
                    "dc:title": "older",
                    "c2pa_manifest": {"url": "self#jumbf=/c2pa/urn:uuid:older"},
                    "validationStatus": [
                        status("claimSignature.validated"),
                        status("assertion.hashedURI.mismatch"),
                    ],
                },
            },
            "claim": {"claim_generator": "Tool_X/1.5 c2pa-rs/0.1", "dc:format": "image/png"},
            "signature": {"timeStampInfo": {"timestamp": "2025-02-02T00:00:00+00:00"}},
            "validationResults": {},
        },
        {"label": "urn:uuid:orphan", "claim": {}, "assertions": {}},
    ]
}


@pytest.fixture
def store():
    return store_from(
        REPORT,
        location=StoreLocation.EMBEDDED,
        where="PNG caBX",
        leaves={"urn:c2pa:new": Leaf("sha256:aa", 255), "urn:uuid:old": Leaf("sha256:bb", 1)},
    )


def test_manifests(store):
    new, old, _ = store.manifests
    assert (store.active, store.active_label) == (new, "urn:c2pa:new")
    assert (new.title, new.claim_version, new.spec_version) == ("new.png", 2, "2.4.0")
    assert new.claim_generators == (SoftwareAgent("Maker", "2"),)
    assert (old.claim_version, old.media_type) == (1, "image/png")
    assert old.claim_generators == (SoftwareAgent("Tool_X", "1.5"),)
    assert new.all_actions_included is False  # one of two assertions says so
    assert old.all_actions_included is None
    walked = {node.manifest.label: node.referenced for node in store.walk()}
    assert walked == {"urn:c2pa:new": True, "urn:uuid:old": True, "urn:uuid:orphan": False}


def test_created_gathered_and_unknown(store):
    created = {each.label: each.created for each in store.active.assertions}
    assert created["c2pa.actions.v2"] is True
    assert created["com.example.unknown"] is False
    assert created["c2pa.ingredient.v3"] is None  # listed nowhere
    assert {each.created for each in store.manifests[1].assertions} == {None}
    unknown = store.active.assertion("com.example.unknown")
    assert unknown.data == {"deep": [{"n": [1, 2, 300]}]}


def test_actions(store):
    opened, edited, cropped, vendor = store.active.actions
    assert opened.ingredients == ("c2pa.ingredient.v3",)
    assert (edited.agent, edited.source_type) == (SoftwareAgent("Indexed", "9"), "from-template")
    assert (edited.when, edited.where) == ("2026-01-02", "c2pa.actions.v2[1]")
    assert (cropped.source_type, cropped.raw["x"]) == ("own", [1, -2, 2.5])
    assert (vendor.name, vendor.where) == ("com.x.y", "c2pa.actions.v2__1[0]")
    (placed,) = store.manifests[1].actions
    assert placed.agent == SoftwareAgent("Old Tool 1")
    assert placed.ingredients == ("c2pa.ingredient",)


def test_ingredients(store):
    (new,), (old,) = store.active.ingredients, store.manifests[1].ingredients
    assert (new.title, new.media_type, new.manifest) == ("old.png", "image/png", "urn:uuid:old")
    assert (new.relationship, new.source_type) == ("parentOf", "on-ingredient")
    assert new.validation.tampered
    assert new.deltas.failed_codes == {"ingredient.manifest.mismatch"}
    assert old.manifest == "urn:uuid:older"
    assert [each.code for each in old.validation.success] == ["claimSignature.validated"]
    assert old.validation.failed_codes == {"assertion.hashedURI.mismatch"}
    assert old.deltas is None


def test_signatures(store):
    new, old, orphan = (each.signature for each in store.manifests)
    assert (new.subject, new.organisation, new.issuer) == ("Leaf", "House", "Authority")
    assert (new.serial, new.fingerprint, new.name) == ("255", "sha256:aa", "House")
    assert new.time is None  # a stamp is there, but nobody validated it
    assert new.not_after == datetime(2027, 1, 1, tzinfo=UTC)
    assert old.time == datetime(2025, 2, 2, tzinfo=UTC)
    assert old.fingerprint == ""  # the certificate is not the one that the engine speaks of
    assert orphan is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def _places(value, path=()):
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*path, key)
            yield from _places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield (*path, index)
            yield from _places(each, (*path, index))


PLACES = list(_places(REPORT))


def _replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _replaced(value[path[0]], path[1:], new)
    return copy


@given(st.sampled_from(PLACES), JSON)
def test_any_value_may_have_any_type(path, new):
    report = _replaced(REPORT, path, new)
    store = store_from(report, location=StoreLocation.EMBEDDED, where="x")
    if store is not None:
        list(store.walk())
    whole_file_binding(report)
    state_of(report)


@given(JSON)
def test_any_report_at_all(report):
    store_from(report, location=StoreLocation.EMBEDDED, where="x")
    whole_file_binding(report)


def test_crjson_keeps_arrays_of_integers(tmp_path, engine, signer):
    """Why crJSON: the other report turns them into text (c2pa-rs issue 2570)."""
    path = make_media(tmp_path, "exr")
    builder = c2pa.Builder(
        {
            "claim_generator_info": [{"name": "x"}],
            "assertions": [
                {
                    "label": "c2pa.actions.v2",
                    "data": {
                        "actions": [
                            {
                                "action": "c2pa.created",
                                "digitalSourceType": "http://c2pa.org/digitalsourcetype/empty",
                            }
                        ]
                    },
                },
                {"label": "com.x", "data": {"n": [1, -2, 300]}},
                {
                    "label": "c2pa.hash.data",
                    "data": {"name": "", "alg": "sha256", "hash": [0] * 32, "pad": []},
                },
            ],
        },
        _native.context(()),
    )
    builder.set_no_embed()
    info = c2pa.C2paSignerInfo("es256", signer.chain.read_bytes(), pkcs8(signer.key), None)
    with c2pa.Signer.from_info(info) as engine_signer:
        store = builder.sign(engine_signer, "application/c2pa", io.BytesIO(), io.BytesIO())
    sidecar_name(path).write_bytes(store)
    reading = engine.read(path, media_type="x", where="x", sidecar=sidecar_name(path))
    assert reading.store.active.assertion("com.x").data == {"n": [1, -2, 300]}
