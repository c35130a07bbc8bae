"""Claims read without the engine: the same as the engine reads, and never an exception."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import formats
from provenance.errors import DamagedFileError
from provenance.formats import FORMATS, BlockKind
from provenance.formats.stores import MAX_STORE, store_bytes
from provenance.manifests.cbor import CborError, decode
from provenance.manifests.definition import Definition, IngredientFile
from provenance.manifests.engine import Outcome
from provenance.manifests.unvalidated import MAX_ASSERTIONS, MAX_MANIFESTS, read_unvalidated
from provenance.model.evidence import Integrity, TrustState
from provenance.model.manifest import SoftwareAgent, StoreLocation

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
AGENT = SoftwareAgent("media-provenance", "0.1.0")
LEFT_OUT = ("c2pa.hash.", "cawg.identity")


def block_of(source, kind):
    blocks = formats.walk(source, kind).blocks
    return next((block for block in blocks if block.kind is BlockKind.C2PA), None)


def taken(path):
    with formats.open_source(path) as source:
        kind = formats.recognise(source)
        block = block_of(source, kind) if kind else None
        return store_bytes(source, kind, block) if block else None


def claimed(store, location=StoreLocation.EMBEDDED):
    return read_unvalidated(store, location=location, where="x")


def plain(value):
    """Without what the engine fills in, and without hashes, whose writing it unifies."""
    if isinstance(value, dict):
        return {
            key: plain(each)
            for key, each in value.items()
            if each is not None and key not in {"pad", "hash"}
        }
    if isinstance(value, list):
        return [plain(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value


def comparable(manifest, left_out):
    actions = tuple(
        replace(each, raw=plain(each.raw), parameters=plain(each.parameters))
        for each in manifest.actions
    )
    return replace(
        manifest,
        actions=actions,
        ingredients=tuple(
            replace(each, raw=plain(each.raw), deltas=None) for each in manifest.ingredients
        ),
        assertions=tuple(
            replace(each, data=None if each.label in left_out else plain(each.data))
            for each in manifest.assertions
        ),
        # A time-stamp is told only where it was validated.
        signature=manifest.signature and replace(manifest.signature, time=None),
    )


def assert_same(mine, engines):
    assert mine.outcome is engines.outcome is Outcome.FOUND
    assert mine.store.active_label == engines.store.active_label
    assert [each.label for each in mine.store.manifests] == [
        each.label for each in engines.store.manifests
    ]
    for one, other in zip(mine.store.manifests, engines.store.manifests, strict=True):
        left_out = {each.label for each in one.assertions if each.data is None}
        assert all(_is_left_out(each) for each in other.assertions if each.label in left_out)
        assert comparable(one, left_out) == comparable(other, left_out)


def _is_left_out(assertion):
    """A hash, an identity, or a file inside the store, of which the engine tells the hash."""
    told = assertion.data if isinstance(assertion.data, dict) else {}
    return assertion.label.startswith(LEFT_OUT) or {"identifier", "hash"} <= told.keys()


EMBEDDING = sorted({kind.name: kind for kind in FORMATS if kind.engine_type}.items())


@pytest.mark.parametrize("name", [name for name, _ in EMBEDDING if name != "pdf"])
def test_every_format_that_the_engine_embeds_in(name, engine, signer, definition, tmp_path):
    kind = formats.by_name(name)
    sample = next((path for path in sorted(MEDIA.rglob("*")) if _is(path, name)), None)
    if sample is None:
        pytest.skip(f"no sample of {name}")
    other = tmp_path / "other.jpg"
    engine.embed(_jpeg(), other, media_type="image/jpeg", definition=definition, signer=signer)
    part = IngredientFile(other, "other", "image/jpeg", "sha256:" + "0" * 64, embeddable=True)
    target = tmp_path / f"signed{kind.extensions[0]}"
    engine.embed(
        sample,
        target,
        media_type=kind.engine_type,
        definition=replace(definition, ingredients=(part,)),
        signer=signer,
    )
    mine = claimed(taken(target))
    assert_same(mine, engine.read(target, media_type=kind.engine_type, where="x", validate=False))
    assert mine.integrity is Integrity.NOT_CHECKED
    assert mine.trust.state is TrustState.NOT_ASKED
    assert [node.manifest.label for node in mine.store.walk() if node.via] != []


def _is(path, name):
    if not path.is_file() or path.suffix == ".c2pa":
        return False
    with formats.open_source(path) as source:
        kind = formats.recognise(source)
        return kind is not None and kind.name == name and block_of(source, kind) is None


def _jpeg():
    return next(path for path in sorted(MEDIA.rglob("*.jpg")) if _is(path, "jpg"))


def test_a_sidecar(engine, signer, definition, tmp_path):
    path = tmp_path / "shot.mxf"
    path.write_bytes(b"essence")
    signed = engine.sign_sidecar(path, definition=definition, signer=signer)
    beside = tmp_path / "shot.mxf.c2pa"
    beside.write_bytes(signed.store)
    mine = claimed(taken(beside), StoreLocation.SIDECAR)
    assert_same(mine, engine.read(path, media_type="", where="x", sidecar=beside, validate=False))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no folder of real files")
def test_real_files(unasked):
    compared = 0
    with (CORPUS / "labels.csv").open(newline="") as table:
        paths = [CORPUS / row["path"] for row in csv.DictReader(table)]
    for path in filter(Path.is_file, paths):
        store = taken(path)
        if store is None:
            continue
        with formats.open_source(path) as source:
            kind = formats.recognise(source)
        engines = unasked.read(
            path, media_type=kind.engine_type or kind.media_type, where="x", validate=False
        )
        mine = claimed(store)
        if engines.outcome is Outcome.FOUND:
            assert_same(mine, engines)
            compared += 1
        else:
            assert mine.outcome is not Outcome.FOUND, path
    assert compared >= 30


@pytest.fixture(scope="module")
def store(engine, signer, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    definition = Definition("asset", None, AGENT, source_type="trainedAlgorithmicMedia")
    target = folder / "signed.jpg"
    engine.embed(_jpeg(), target, media_type="image/jpeg", definition=definition, signer=signer)
    return taken(target)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_mutants_give_a_reading_and_no_exception(store, data):
    changed = bytearray(store)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(store) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(store)))
    for mutant in (bytes(changed), bytes(changed[:cut]), bytes(changed) + bytes(changed[:cut])):
        reading = claimed(mutant)
        assert reading.store is not None or reading.detail
        assert reading.integrity in {Integrity.NOT_CHECKED, Integrity.UNREADABLE}


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_random_bytes_give_a_value_or_a_stated_error(data):
    for told in (False, True):
        try:
            decode(data, told=told)
        except CborError:
            continue
    assert claimed(data).integrity is Integrity.UNREADABLE


def box(kind, *parts):
    body = b"".join(parts)
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def superbox(what, label, *parts):
    tail = b"\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"
    return box(b"jumb", box(b"jumd", what + tail + b"\x03" + label + b"\0"), *parts)


def manifest(label=b"one", *assertions, claim=b"\xa0", what=b"c2ma"):
    claims = [superbox(b"c2cl", b"c2pa.claim.v2", box(b"cbor", claim))] if claim else []
    return superbox(what, label, superbox(b"c2as", b"c2pa.assertions", *assertions), *claims)


def whole(*manifests):
    return superbox(b"c2pa", b"c2pa", *manifests)


def test_the_last_manifest_is_active():
    found = claimed(whole(manifest(b"one"), manifest(b"two"))).store
    assert found.active_label == "two"
    assert [each.label for each in found.manifests] == ["two", "one"]


@pytest.mark.parametrize(
    ("store", "reason"),
    [
        (b"", "not a JUMBF box"),
        (whole(manifest(claim=b"")), "no claim"),
        (whole(manifest(claim=b"\x80")), "no claim"),
        (whole(manifest(what=b"c2cm")), "compressed"),
        (whole(*[manifest()] * (MAX_MANIFESTS + 1)), "more than 1000 manifests"),
        (
            whole(
                manifest(
                    b"one",
                    *(superbox(b"cbor", b"a%d" % n) for n in range(MAX_ASSERTIONS + 1)),
                )
            ),
            "more than 1000 assertions",
        ),
        (whole(manifest(b"one", superbox(b"json", b"a", box(b"json", b"[" * 100_000)))), "JSON"),
        (whole(manifest(b"one", superbox(b"cbor", b"a", box(b"cbor", b"\x81" * 99)))), "too deep"),
        (whole(manifest(b"one", superbox(b"cbor", b"a", box(b"cbor", b"\x9f" * 99)))), "too deep"),
        (whole(manifest(b"one", superbox(b"cbor", b"a", bytes(4) + b"cbor" + bytes(3 << 20)))),
         "more than 2097152 bytes"),
        (whole(manifest(b"one", superbox(b"cbor", b"a", box(b"cbor", b"\x9b" + b"\xff" * 8)))),
         "too many items"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(store, reason):
    reading = claimed(store)
    assert reading.outcome is Outcome.UNREADABLE_STORE
    assert reading.integrity is Integrity.UNREADABLE
    assert reason in reading.detail


def test_indefinite_lengths():
    text = b"\xbf\x68dc:title\x7f\x62ti\x63tle\xff\x63inf\x9f\x01\x02\xff\xff"
    assert decode(text, told=True) == {"dc:title": "title", "inf": [1, 2]}
    with pytest.raises(CborError, match="indefinite"):
        decode(text)
    assert claimed(whole(manifest(claim=text))).store.active.title == "title"


def test_a_store_that_is_too_large(tmp_path):
    path = tmp_path / "large.c2pa"
    with path.open("wb") as file:
        file.write((MAX_STORE + 100).to_bytes(4, "big") + whole()[4:])
        file.truncate(MAX_STORE + 100)
    with pytest.raises(DamagedFileError, match="over the limit"):
        taken(path)
