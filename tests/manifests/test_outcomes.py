"""Whatever a file is, reading ends with an outcome: no exception, no "none" by accident."""

import http.server
import random
import struct
import threading
import time

import c2pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.manifests import _native
from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine, Outcome
from provenance.manifests.reading import INTEGRITY_WITHOUT_STORE, without_store
from provenance.manifests.sidecar import sidecar_name
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Integrity

from .conftest import AGENT, MEDIA_TYPES, make_media

E = c2pa.C2paError


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (E.ManifestNotFound("ManifestNotFound: no JUMBF data found"), Outcome.NONE),
        (E.NotSupported("NotSupported: type is unsupported"), Outcome.NOT_SUPPORTED),
        (E.Io("Io: failed to fill whole buffer"), Outcome.DAMAGED_FILE),
        (E.Other("Other: asset could not be parsed: PNG out of range"), Outcome.DAMAGED_FILE),
        (E.Other("Other: prerelease content detected"), Outcome.UNREADABLE_STORE),
        (E.Other("Other: unknown algorithm"), Outcome.UNREADABLE_STORE),
        (E.Verify("Verify: invalid JUMBF header"), Outcome.UNREADABLE_STORE),
        (E.Decoding("Decoding: claim could not be converted from CBOR"), Outcome.UNREADABLE_STORE),
        (E.Signature("Signature: COSE"), Outcome.UNREADABLE_STORE),
        (E("InvalidBufferSize: 0 for 'manifest_data'"), Outcome.UNREADABLE_STORE),
        (E("Remote: must fetch remote manifests from url https://x/y"), Outcome.REMOTE_ONLY),
        (E.RemoteManifest("Remote: must fetch remote manifests from url u"), Outcome.REMOTE_ONLY),
        (RecursionError(), Outcome.UNREADABLE_STORE),
    ],
)
def test_every_exception_has_its_outcome(error, outcome):
    told = _native.failed(error)
    assert told["outcome"] is outcome
    assert told["detail"]
    assert "\n" not in told["detail"]
    assert ("remote_url" in told) is (outcome is Outcome.REMOTE_ONLY)


def test_only_none_is_no_manifest():
    integrity = {each: without_store(each, "x").integrity for each in Outcome}
    assert [each for each in Outcome if integrity[each] is Integrity.NO_MANIFEST] == [Outcome.NONE]
    assert integrity[Outcome.REMOTE_ONLY] is Integrity.EXTERNAL_ONLY
    assert set(INTEGRITY_WITHOUT_STORE) == {Outcome.NONE, Outcome.REMOTE_ONLY}
    rest = set(Outcome) - set(INTEGRITY_WITHOUT_STORE)
    assert {integrity[each] for each in rest} == {Integrity.UNREADABLE}


@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "wav", "webp"])
def test_nothing_there(kind, tmp_path, engine):
    reading = engine.read(make_media(tmp_path, kind), media_type=MEDIA_TYPES[kind], where="x")
    assert (reading.outcome, reading.integrity) == (Outcome.NONE, Integrity.NO_MANIFEST)


def test_odd_paths(tmp_path, engine):
    for path in (tmp_path / "missing.png", tmp_path):
        reading = engine.read(path, media_type="image/png", where="x")
        assert reading.outcome is Outcome.DAMAGED_FILE
        assert "cannot be read" in reading.detail
    empty = tmp_path / "a\n\x1b[31m.png"
    empty.write_bytes(b"")
    assert engine.read(empty, media_type="image/png", where="x").outcome is not Outcome.FOUND
    exr = make_media(tmp_path, "exr")
    assert engine.read(exr, media_type="image/x-exr", where="x").outcome is Outcome.NOT_SUPPORTED
    raw = tmp_path / "caf\udce9.png"
    raw.write_bytes(make_media(tmp_path, "png").read_bytes())
    assert engine.read(raw, media_type="image/png", where="x").outcome is Outcome.NONE


@pytest.fixture
def web():
    """A server on this machine that remembers who asked."""
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_a_remote_store_is_reported_and_not_fetched(tmp_path, engine, web):
    url, asked = web
    url += "/store.c2pa"
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="{url}"/>'
        "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()
    data = make_media(tmp_path, "jpg").read_bytes()
    body = b"http://ns.adobe.com/xap/1.0/\0" + packet
    path = tmp_path / "remote.jpg"
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:])
    reading = engine.read(path, media_type="image/jpeg", where="x")
    assert (reading.outcome, reading.integrity) == (Outcome.REMOTE_ONLY, Integrity.EXTERNAL_ONLY)
    assert reading.remote_url == url
    assert url in reading.detail
    assert asked == []


def slow_gif() -> bytes:
    """A GIF of a million comments: the engine takes some ten microseconds for each."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
    return head + b"\x21\xfe\x01a\0" * 1_000_000 + b"\x3b"


def test_a_file_that_keeps_the_engine_busy_is_given_up(tmp_path):
    path = tmp_path / "slow.gif"
    path.write_bytes(slow_gif())
    with Engine() as own:
        own.versions()
        start = time.monotonic()
        reading = own.read(path, media_type="image/gif", where="x", timeout=0.5)
        assert time.monotonic() - start < 5
        assert (reading.outcome, reading.integrity) == (Outcome.TIMED_OUT, Integrity.UNREADABLE)
        assert "0.5 seconds" in reading.detail
        healthy = make_media(tmp_path, "tif")
        assert own.read(healthy, media_type="image/tiff", where="x").outcome is Outcome.NONE


@pytest.fixture(scope="module")
def signed(tmp_path_factory, engine, signer):
    folder = tmp_path_factory.mktemp("signed")
    told = Disclosure(digital_source_type="trainedAlgorithmicMedia")
    found = {}
    for kind in ("jpg", "png", "wav", "webp"):
        target = folder / f"out.{kind}"
        engine.embed(
            make_media(folder, kind),
            target,
            media_type=MEDIA_TYPES[kind],
            definition=Definition("x", told, AGENT),
            signer=signer,
        )
        found[kind] = target.read_bytes()
    exr = make_media(folder, "exr")
    found["c2pa"] = engine.sign_sidecar(
        exr, definition=Definition("x", told, AGENT), signer=signer
    ).store
    return found


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(["jpg", "png", "wav", "webp", "c2pa"]),
    seed=st.integers(0, 2**32),
    edits=st.integers(1, 12),
    how=st.sampled_from(["flip", "cut", "length", "splice"]),
)
def test_mutants_have_an_outcome(kind, seed, edits, how, tmp_path, engine, signed):  # noqa: PLR0917
    dice, data = random.Random(seed), bytearray(signed[kind])
    for _ in range(edits):
        at = dice.randrange(len(data))
        if how == "flip":
            data[at] ^= 1 << dice.randrange(8)
        elif how == "length":
            data[at : at + 4] = struct.pack(">I", dice.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF]))
        elif how == "splice":
            other = dice.randrange(len(data))
            data[at:at] = data[other : other + dice.randrange(1, 400)]
    if how == "cut":
        del data[dice.randrange(len(data)) :]
    path = tmp_path / f"mutant.{kind}"
    path.write_bytes(data)
    if kind == "c2pa":
        exr = make_media(tmp_path, "exr")
        reading = engine.read(exr, media_type="image/x-exr", where="x", sidecar=path)
        assert reading.outcome is not Outcome.NONE
    else:
        reading = engine.read(path, media_type=MEDIA_TYPES[kind], where="x")
    assert reading.outcome in Outcome
    assert (reading.store is not None) is (reading.outcome is Outcome.FOUND)
    assert reading.outcome is Outcome.FOUND or reading.detail
    assert reading.outcome not in {Outcome.TIMED_OUT, Outcome.DIED}


def test_the_engine_is_configured_as_agreed(monkeypatch):
    given_ = {}
    monkeypatch.setattr(_native.c2pa.Context, "from_dict", given_.update)
    _native.context.__wrapped__(("PEM0", "PEM1"))
    assert given_["verify"] == {
        "verify_after_reading": True,
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
    }
    assert given_["core"]["decode_identity_assertions"] is False
    assert given_["core"]["allowed_network_hosts"] == []
    assert given_["builder"]["thumbnail"]["enabled"] is False
    usages = given_["trust"]["trust_config"].split("\n")
    assert "1.3.6.1.4.1.62558.2.1" in usages
    assert "1.3.6.1.5.5.7.3.4" in usages
    assert "1.3.6.1.5.5.7.3.8" not in usages  # timeStamping signs no claim
    kinds = [(each["trust_kind"], each["trust_anchors"]) for each in given_["trust"]["anchors"]]
    assert kinds == [("manifest", "PEM0"), ("tsa", "PEM0"), ("manifest", "PEM1"), ("tsa", "PEM1")]


def test_a_sidecar_of_a_big_file_has_time(tmp_path):
    path = tmp_path / "big.mxf"
    with path.open("wb") as file:
        file.truncate(40 << 30)
    assert Engine(timeout=60)._deadline(path) > 2000
    assert sidecar_name(path).name == "big.mxf.c2pa"
