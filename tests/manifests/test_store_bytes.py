"""The bytes of a store that we parse ourselves: CBOR, boxes, the leaf of each signature."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.manifests import cbor
from provenance.manifests.definition import Definition
from provenance.manifests.jumbf import manifest_labels, signing_certificates
from provenance.manifests.leaf import leaf_from
from provenance.model.disclosure import Disclosure

from .conftest import AGENT, make_media


@pytest.mark.parametrize(
    ("hexadecimal", "value"),
    [
        ("00", 0),
        ("1903e8", 1000),
        ("3903e7", -1000),
        ("43010203", b"\1\2\3"),
        ("6161", "a"),
        ("83010203", [1, 2, 3]),
        ("a26161016162820203", {"a": 1, "b": [2, 3]}),
        ("f5", True),
        ("f6", None),
        ("f93c00", 1.0),
        ("d2820102", cbor.Tagged(18, [1, 2])),
    ],
)
def test_cbor(hexadecimal, value):
    assert cbor.decode(bytes.fromhex(hexadecimal)) == value


@pytest.mark.parametrize(
    "hexadecimal",
    ["", "18", "9f", "1c", "43", "61ff", "a201020103", "a18001", "0000", "81" * 40 + "00", "f8ff"],
)
def test_cbor_refuses(hexadecimal):
    with pytest.raises(cbor.CborError):
        cbor.decode(bytes.fromhex(hexadecimal))


@given(st.binary(max_size=200))
def test_random_bytes_are_no_store(data):
    manifest_labels(data)
    leaf_from(data)
    signing_certificates(data)
    signing_certificates(b"\0\0\0\0jumb" + data)
    with contextlib.suppress(cbor.CborError):
        cbor.decode(data)


@pytest.fixture(scope="module")
def signed_store(tmp_path_factory, engine, signer):
    told = Definition("x", Disclosure(digital_source_type="humanEdits"), AGENT)
    path = make_media(tmp_path_factory.mktemp("store"), "exr")
    return engine.sign_sidecar(path, definition=told, signer=signer)


def test_the_leaf_is_found_in_the_bytes(signed_store, identity):
    assert manifest_labels(signed_store.store) == (signed_store.label,)
    leaf = leaf_from(signing_certificates(signed_store.store)[signed_store.label])
    assert leaf is not None
    assert leaf.fingerprint == identity.fingerprint


@given(st.data())
def test_mutated_stores_are_parsed_or_not(signed_store, data):
    store = bytearray(signed_store.store)
    for _ in range(data.draw(st.integers(1, 5))):
        store[data.draw(st.integers(0, len(store) - 1))] = data.draw(st.integers(0, 255))
    manifest_labels(bytes(store))
    cut = bytes(store)[: data.draw(st.integers(0, len(store)))]
    for der in signing_certificates(cut).values():
        leaf_from(der)


def test_two_manifests_of_one_label_name_no_signer(signed_store):
    store = signed_store.store
    outer = int.from_bytes(store[:4], "big")
    head = 8 + int.from_bytes(store[8:12], "big")
    inner = store[head:outer]
    doubled = (outer + len(inner)).to_bytes(4, "big") + store[4:outer] + inner
    assert manifest_labels(doubled) == (signed_store.label,) * 2
    assert signing_certificates(doubled) == {}
