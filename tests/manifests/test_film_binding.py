"""The hash over a film: which assertions are ours to check, and when the engine's word is."""

import pytest

from provenance.manifests.film_binding import film_binding
from provenance.manifests.films import C2PA_UUID

from .film_makers import box
from .store_makers import FTYP, LABEL, OWN, PLAIN, URL, assertion, b64, cbor, store, superbox, told

NO_ONE = "signingCredential.untrusted"


def bound(data=None, url=None):
    held = assertion(data)
    return film_binding(told(held, url=url), store(held))


def test_a_plain_binding():
    binding = bound()
    assert (binding.url, binding.algorithm, binding.digest) == (URL, "sha256", bytes(32))
    assert binding.left_out == {b"ftyp"}
    assert bound(url=URL) == binding
    nothing = dict.fromkeys(("length", "subset", "version", "flags", "exact"))
    assert (
        bound(PLAIN | {"exclusions": [OWN | nothing, FTYP | nothing | {"data": None}]}) == binding
    )
    assert (
        bound({key: value for key, value in PLAIN.items() if key not in {"alg", "name"}}) == binding
    )
    whole = [OWN, *({"xpath": each} for each in ("/ftyp", "/mfra", "/free", "/skip"))]
    kinds = {b"ftyp", b"mfra", b"free", b"skip"}
    assert bound(PLAIN | {"exclusions": whole}).left_out == kinds
    assert bound(PLAIN | {"exclusions": [OWN]}).left_out == frozenset()
    assert bound(PLAIN | {"alg": "sha512", "hash": bytes(64)}).algorithm == "sha512"


def test_the_versions_that_hash_offsets():
    for label, ours in (
        ("c2pa.hash.bmff.v2", True),
        ("c2pa.hash.bmff", False),
        ("c2pa.hash.bmff.v4", False),
        ("c2pa.hash.bmff.v3__1", False),
        ("c2pa.hash.bmff.v3.part", False),
        ("c2pa.hash.data", False),
        ("c2pa.hash.boxes", False),
    ):
        held = assertion(label=label)
        assert (film_binding(told(held, label=label), store(held)) is not None) == ours


@pytest.mark.parametrize(
    "exclusions",
    [
        None,
        [],
        [FTYP],
        [OWN, OWN],
        [OWN, FTYP, FTYP],
        [OWN, {"xpath": "/mdat"}],
        [OWN, {"xpath": "/moov"}],
        [OWN, {"xpath": "/moov/trak"}],
        [OWN, {"xpath": "/moov/trak/mdia/minf/stbl/stco", "subset": [{"offset": 16, "length": 0}]}],
        [OWN, {"xpath": "/meta/iloc"}],
        [OWN, {"xpath": "ftyp"}],
        [OWN, {"xpath": "//ftyp"}],
        [OWN, {"xpath": "/ftyp/"}],
        [OWN, {"xpath": "/ftyp[1]"}],
        [OWN, {"xpath": "/free[2]"}],
        [OWN, {"xpath": "/FTYP"}],
        [OWN, {"xpath": "/"}],
        [OWN, {"xpath": ""}],
        [OWN, {"xpath": None}],
        [OWN, {"xpath": 7}],
        [OWN, {"xpath": ["/ftyp"]}],
        [OWN, {}],
        [OWN, "/ftyp"],
        [OWN, FTYP | {"length": 8}],
        [OWN, FTYP | {"length": 0}],
        [OWN, FTYP | {"version": 0}],
        [OWN, FTYP | {"flags": bytes(3)}],
        [OWN, FTYP | {"exact": 1}],
        [OWN, FTYP | {"data": []}],
        [OWN, FTYP | {"data": [{"offset": 0, "value": b""}]}],
        [OWN, FTYP | {"subset": []}],
        [OWN, FTYP | {"subset": [{"offset": 0, "length": 0}]}],
        [OWN, FTYP | {"more": 1}],
        [{"xpath": "/uuid"}],
        [OWN, {"xpath": "/uuid"}],
        [OWN | {"xpath": "/uuid[1]"}],
        [OWN | {"xpath": "/moov"}],
        [OWN | {"length": 100}],
        [OWN | {"subset": [{"offset": 24, "length": 0}]}],
        [OWN | {"data": []}],
        [OWN | {"data": [{"offset": 8, "value": b""}]}],
        [OWN | {"data": [{"offset": 8, "value": C2PA_UUID[:15]}]}],
        [OWN | {"data": [{"offset": 9, "value": C2PA_UUID}]}],
        [OWN | {"data": [{"offset": 8, "value": C2PA_UUID[::-1]}]}],
        [OWN | {"data": [{"offset": 8, "value": list(C2PA_UUID)}]}],
        [OWN | {"data": [{"offset": 8, "value": C2PA_UUID, "mask": 1}]}],
        [OWN | {"data": OWN["data"] * 2}],
        [OWN | {"data": {"offset": 8, "value": C2PA_UUID}}],
    ],
)
def test_whatever_else_is_left_out_is_the_engines_work(exclusions):
    assert bound(PLAIN | {"exclusions": exclusions}) is None


@pytest.mark.parametrize(
    "data",
    [
        PLAIN | {"merkle": []},
        PLAIN | {"merkle": [{"uniqueId": 1}]},
        PLAIN | {"url": "http://a"},
        PLAIN | {"pad": bytes(2)},
        PLAIN | {"hash": None},
        PLAIN | {"hash": b""},
        PLAIN | {"hash": bytes(31)},
        PLAIN | {"hash": bytes(33)},
        PLAIN | {"hash": [0] * 32},
        PLAIN | {"hash": b64(bytes(32))},
        PLAIN | {"alg": "md5"},
        PLAIN | {"alg": "SHA256"},
        PLAIN | {"alg": ["sha256"]},
        PLAIN | {"alg": "sha512"},
        (*PLAIN.items(), ("hash", bytes(32))),
        (*PLAIN.items(), ("exclusions", [OWN])),
        (*PLAIN.items(), (0, [OWN, {"xpath": "/mdat"}])),
        (*PLAIN.items(), (b"exclusions", [OWN, {"xpath": "/mdat"}])),
        PLAIN | {"exclusions": [(*OWN.items(), ("xpath", "/mdat"))]},
        [],
        {},
        "text",
    ],
)
def test_whatever_else_it_says_is_the_engines_work(data):
    assert bound(data) is None


def test_only_the_bytes_that_are_claimed():
    held = assertion()
    report, other = told(held), assertion(PLAIN | {"hash": bytes(31) + b"\1"})
    assert film_binding(report, store(held)) is not None
    for stored in (
        b"",
        store(),
        store(other),
        store(held, held),
        store(held, other),
        store(held, label="another"),
        superbox(b"c2pa", "c2pa", *(box(b"jumb", store(held)[8:]) for _ in range(2))),
    ):
        assert film_binding(report, stored) is None
    twice = superbox(
        b"c2pa", "c2pa", *2 * [superbox(b"c2ma", "film", superbox(b"c2as", "a", held))]
    )
    assert film_binding(report, twice) is None
    plain = box(b"cbor", cbor(PLAIN))
    for content in (plain * 2, plain + box(b"free"), plain + b"x", box(b"json", b"{}"), b""):
        held = assertion(content=content)
        assert film_binding(told(held), store(held)) is None
    held = assertion(content=box(b"cbor", cbor(PLAIN) + b"\0"))
    assert film_binding(told(held), store(held)) is None


def test_only_what_the_claim_names_once():
    held = assertion()
    for change in (
        {"claim.v2": {"alg": "sha256", "created_assertions": []}},
        {"claim.v2": {}},
        {"assertions": {}},
        {"assertions": {LABEL: {}, "c2pa.hash.data": {}}},
        {"assertions": {LABEL: {}, f"{LABEL}__1": {}}},
        {"isUpdateManifest": True},
        {"isUpdateManifest": None},
        {"label": "another"},
        {"label": None},
    ):
        report = told(held)
        report["manifests"][0] |= change
        assert film_binding(report, store(held)) is None
    for url in ("x", "c2pa.assertions/" + LABEL, URL + "__1", URL.replace("film", "another")):
        assert film_binding(told(held, url=url), store(held)) is None
    report = told(held)
    named = report["manifests"][0]["claim.v2"]["created_assertions"]
    for also in (named[0], named[0] | {"url": named[0]["url"] + "__1"}):
        report["manifests"][0]["claim.v2"]["gathered_assertions"] = [also]
        assert film_binding(report, store(held)) is None
    for changed in ({"alg": "md5"}, {"alg": "sha512"}, {"hash": b64(bytes(32))}, {"hash": None}):
        report = told(held)
        report["manifests"][0]["claim.v2"]["created_assertions"][0] |= changed
        assert film_binding(report, store(held)) is None
    for nothing in ({}, {"manifests": []}, {"manifests": [None]}, None, []):
        assert film_binding(nothing, store(held)) is None


def results(**changes):
    success = ["claimSignature.validated", "claimSignature.insideValidity"]
    return {
        "success": [
            *({"code": code, "url": "s"} for code in success),
            {"code": "assertion.hashedURI.match", "url": URL},
        ],
        "failure": [{"code": NO_ONE}, {"code": "assertion.bmffHash.mismatch", "url": URL}],
    } | changes


def judged(found, deltas=()):
    entry = {"validationResults": found}
    told_of = [{"validationDeltas": {"failure": [{"code": code}]}} for code in deltas]
    return {"manifests": [entry, {"ingredientDeltas": told_of}]}


def test_only_the_one_objection_is_replaced():
    binding = bound()
    found = results()
    assert binding.is_open(judged(found, [NO_ONE]))
    binding.settle(found)
    assert [each["code"] for each in found["failure"]] == [NO_ONE]
    assert found["success"][-1] == {
        "code": "assertion.bmffHash.match",
        "url": URL,
        "explanation": "BMFF hash valid",
    }
    assert len(found["success"]) == 4
    assert not binding.is_open(judged(found))


@pytest.mark.parametrize("code", ["claimSignature.mismatch", "assertion.missing", "cawg.x", ""])
def test_any_other_objection_is_the_engines(code):
    binding, good = bound(), results()
    more = results(failure=[*good["failure"], {"code": code, "url": URL}])
    assert not binding.is_open(judged(more))
    assert not binding.is_open(judged(good, [code]))


def test_what_must_have_been_said():
    binding, good = bound(), results()
    mine = good["failure"][1]
    for failure in ([], [mine, mine], [mine | {"url": "x"}], [mine | {"code": "assertion.x"}]):
        assert not binding.is_open(judged(results(failure=failure)))
    for number in range(3):
        said = [each for at, each in enumerate(good["success"]) if at != number]
        assert not binding.is_open(judged(results(success=said)))
    twice = [*good["success"], good["success"][2]]
    assert not binding.is_open(judged(results(success=twice)))
