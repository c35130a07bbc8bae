"""Films of a few kilobytes, made of boxes, signed in any way, and read in both ways."""

import hashlib
import io
import json

import c2pa

from provenance.manifests import _native
from provenance.manifests.films import C2PA_UUID

from .conftest import pkcs8

TYPE = "video/mp4"
CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
STANDARD = (
    {"xpath": "/uuid", "data": [{"offset": 8, "value": list(C2PA_UUID)}]},
    *({"xpath": each} for each in ("/ftyp", "/mfra", "/free", "/skip")),
)
"""What the engine leaves out of a hash by itself."""


def box(kind, *parts, large=False):
    body = b"".join(parts)
    if large:
        return b"\0\0\0\1" + kind + (16 + len(body)).to_bytes(8, "big") + body
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def c2pa_box(store=b"store", *, purpose=b"manifest", large=False):
    return box(b"uuid", C2PA_UUID, bytes(4), purpose + b"\0", bytes(8), store, large=large)


FTYP = box(b"ftyp", b"isom\0\0\0\0isommp42")
MOOV = box(b"moov", box(b"mvhd", bytes(100)), box(b"udta", box(b"name", b"take 4")))
MEDIA = bytes(range(250)) * 16


def film(*between):
    """An unsigned film of every kind of box: media of 32 and of 64 bits, room, XMP."""
    return b"".join(
        (
            FTYP,
            box(b"free", bytes(20)),
            MOOV,
            box(b"uuid", XMP_UUID, b"<x:xmpmeta/>"),
            *between,
            box(b"mdat", MEDIA),
            box(b"mdat", MEDIA[::-1], large=True),
            box(b"skip", b"room"),
        )
    )


def boxes(data):
    """Kind, start and end of the top-level boxes of a film, as far as they are sound."""
    found, at, size = [], 0, 8
    while at < len(data) and size >= 8:
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        found.append((data[at + 4 : at + 8], at, at + size))
        at += size
    return found


def sign(issued, data, *assertions, ingredients=()):
    """The film with a store that the engine makes; ingredients are streams of signed films."""
    actions = [{"action": "c2pa.created", "digitalSourceType": CAPTURE}]
    told = {"label": "c2pa.actions.v2", "data": {"actions": actions}}
    builder = c2pa.Builder(
        {"claim_generator_info": [{"name": "camera"}], "assertions": [told, *assertions]},
        _native.context(()),
    )
    for number, each in enumerate(ingredients):
        about = {"title": f"part {number}", "relationship": "componentOf"}
        builder.add_ingredient(about, TYPE, io.BytesIO(each))
    info = c2pa.C2paSignerInfo(
        "es256", issued.signer.chain.read_bytes(), pkcs8(issued.signer.key), None
    )
    target = io.BytesIO()
    with c2pa.Signer.from_info(info) as signer:
        builder.sign(signer, TYPE, io.BytesIO(data), target)
    return target.getvalue()


def sign_bound(issued, data, exclusions, digest, *, algorithm="sha256", version="v3", **fields):
    """The film with a hard binding of our own making.

    The digest is a function of the signed film: it is signed twice, since the hash is of offsets
    too, and these depend on how long the store is.
    """
    made = bytes({"sha256": 32, "sha384": 48, "sha512": 64}[algorithm])
    for _ in range(2):
        binding = {
            "label": f"c2pa.hash.bmff.{version}",
            "created": True,
            "data": {
                "exclusions": list(exclusions),
                "alg": algorithm,
                "hash": list(made),
                "name": "own",
                **fields,
            },
        }
        signed = sign(issued, data, binding)
        made = digest(signed)
    return signed


def digest_of(*left_out, algorithm="sha256", offsets=True):
    """The hash of a film, some of its kinds left out, made in the plainest way."""

    def run(data):
        made = hashlib.new(algorithm)
        for kind, start, end in boxes(data):
            own = kind == b"uuid" and data[start + 8 : start + 24] == C2PA_UUID
            if not own and f"/{kind.decode()}" not in left_out:
                made.update(start.to_bytes(8, "big") * offsets + data[start:end])
        return made.digest()

    return run


def changed(data, changes):
    """A film after a number of changes to its bytes or its boxes."""
    data = bytearray(data)
    for how, where, value in changes:
        parts = boxes(data) if how in {"insert", "drop", "swap", "double", "grow", "name"} else []
        _, start, end = parts[where % len(parts)] if parts else (b"", 0, 0)
        if how in {"flip", "byte"}:
            at = where % len(data)
            data[at] = value if how == "byte" else data[at] ^ 1 << value % 8
        elif how == "cut":
            del data[-1 - where % 300 :]
        elif how == "insert":
            data[start:start] = box((b"free", b"mdat", b"mfra", b"skip")[value % 4], bytes(value))
        elif how in {"drop", "swap"}:
            piece = data[start:end]
            del data[start:end]
            data += piece if how == "swap" else b""
        elif how == "double":
            data[end:end] = data[start:end]
        elif how == "grow":
            data[end:end] = bytes(value)
            data[start : start + 4] = (end - start + value).to_bytes(4, "big")
        else:
            data[start + 4 : start + 8] = (b"free", b"mdat", b"skip", b"uuid", b"fr/e")[value % 5]
        try:
            boxes(data)[0]
        except IndexError:
            break
    return bytes(data)


def without_times(told):
    """What reading gave, to be compared with what it gave at another time."""
    told = json.loads(json.dumps(told))
    for entry in told.get("report", {}).get("manifests", ()):
        entry["validationResults"].pop("validationTime", None)
    return told


def read_both(path, monkeypatch, anchors=()):
    """What reading a film gives, what the engine alone gives, and whether we hashed it."""
    settled = []
    whole = _native.settles

    def settles(report, stream):
        settled.append(whole(report, stream))
        return settled[-1]

    with monkeypatch.context() as patched:
        patched.setattr(_native, "settles", settles)
        ours = _native.read(str(path), TYPE, None, list(anchors), validate=True)
        patched.setattr(_native, "film_of", lambda _: None)
        engines = _native.read(str(path), TYPE, None, list(anchors), validate=True)
    return without_times(ours), without_times(engines), settled == [True]
