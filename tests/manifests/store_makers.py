"""A manifest store with one assertion of any shape, and the report of an engine on it."""

import base64
import hashlib

from provenance.manifests.films import C2PA_UUID

from .film_makers import box

LABEL = "c2pa.hash.bmff.v3"
URL = f"self#jumbf=/c2pa/film/c2pa.assertions/{LABEL}"
OWN = {"xpath": "/uuid", "data": [{"offset": 8, "value": C2PA_UUID}]}
FTYP = {"xpath": "/ftyp"}
PLAIN = {"exclusions": [OWN, FTYP], "alg": "sha256", "hash": bytes(32), "name": "plain"}


def cbor(value):
    """Any value of an assertion (RFC 8949); a list of pairs in a tuple is a map as it stands."""
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return bytes([value]) if value < 24 else b"\x18" + bytes([value])
    kind, items = {str: (3, None), bytes: (2, None), list: (4, None)}.get(type(value), (5, None))
    if kind == 3:
        value = value.encode()
    if kind == 5:
        pairs = list(value.items()) if isinstance(value, dict) else list(value)
        items = b"".join(cbor(key) + cbor(each) for key, each in pairs)
        value = pairs
    elif kind == 4:
        items = b"".join(map(cbor, value))
    head = (
        bytes([kind << 5 | len(value)]) if len(value) < 24 else bytes([kind << 5 | 24, len(value)])
    )
    return head + (value if items is None else items)


def superbox(what, label, *parts):
    tail = bytes.fromhex("00110010800000aa00389b71")
    return box(b"jumb", box(b"jumd", what + tail + b"\x03" + label.encode() + b"\0"), *parts)


def assertion(data=None, label=LABEL, content=None):
    body = box(b"cbor", cbor(PLAIN if data is None else data)) if content is None else content
    return superbox(b"cbor", label, body)


def store(*assertions, label="film"):
    held = superbox(b"c2as", "c2pa.assertions", *assertions)
    return superbox(b"c2pa", "c2pa", superbox(b"c2ma", label, held))


def b64(digest):
    return f"b64'{base64.b64encode(digest).decode()}'"


def told(held, *, label=LABEL, url=None):
    """A report on a manifest that claims an assertion."""
    named = {
        "url": url or f"self#jumbf=c2pa.assertions/{label}",
        "hash": b64(hashlib.sha256(held[8:]).digest()),
    }
    entry = {
        "label": "film",
        "isUpdateManifest": False,
        "assertions": {"c2pa.actions.v2": {}, label: {}},
        "claim.v2": {"alg": "sha256", "created_assertions": [named], "gathered_assertions": []},
    }
    return {"manifests": [entry]}
