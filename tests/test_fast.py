"""Fast effort: each shortcut gives what the slow way gives, and nothing starts an engine."""

import itertools
import json
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import to_json

import provenance
from provenance import formats, readers
from provenance.asking import claimed
from provenance.assetjson import asset_json
from provenance.formats.xmp_sidecar import xmp_sidecars
from provenance.gathering import Gatherer
from provenance.isolation import Isolated
from provenance.jsontext import escape_json, indented
from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.identity import create_identity
from provenance.manifests.sidecar import store_sidecars
from provenance.manifests.signer import PemSigner
from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence, Signal, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.model.report import EvidenceDocument
from provenance.model.values import asset_values, unrecorded_values
from provenance.model.vocabulary import AiClass, Effort
from provenance.packages.folder import survey
from provenance.readers import generators
from provenance.readers.base import Reading
from provenance.standings.declaring import declare
from provenance.streaming import EvidenceStream
from provenance.viewing import asset_fields, asset_view

STEMS = ("shot", "Shot", "shot.mov", "a.b.c", "x", ".hidden", "dot.", "ünï")
ENDINGS = ("", ".mov", ".MOV", ".xmp", ".XMP", ".c2pa", ".mov.xmp", ".mov.c2pa", ".json")
FIXTURES = Path(__file__).parents[1] / "fixtures"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
SAMPLES = [FIXTURES / "media", FIXTURES / "dialects", FIXTURES / "broken"]


@pytest.fixture(scope="module")
def stamped(tmp_path_factory):
    """A picture that carries our own disclosure, one with a sidecar, one with an odd name."""
    folder = tmp_path_factory.mktemp("stamped")
    made = create_identity(folder / "identity", name="Editor", organisation="House")
    told = Disclosure(digital_source_type="trainedAlgorithmicMedia")
    definition = Definition("still", told, SoftwareAgent("media-provenance"))
    source = FIXTURES / "media" / "jpg" / "still.jpg"
    there = folder / "there"
    there.mkdir()
    with Engine() as engine:
        engine.embed(
            source,
            there / "still.jpg",
            media_type="image/jpeg",
            definition=definition,
            signer=PemSigner(made.chain, made.key),
        )
    (there / "odd \u202e\x9b\udc80.txt").write_text("notes")
    (there / "lone.jpg").write_bytes(source.read_bytes())
    (there / "lone.jpg.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    return there


def gathered(folders):
    with Gatherer(effort=Effort.FAST) as gatherer:
        return [gatherer.gather(unit) for unit in survey(folders).units]


@pytest.fixture(scope="module")
def evidence(stamped):
    found = gathered([*filter(Path.is_dir, SAMPLES), stamped])
    assert sum(bool(each.signals) for each in found) > 50
    assert any(each.disclosures for each in found)
    return found


def test_the_stream_is_the_document(stamped):
    paths = [*filter(Path.is_dir, SAMPLES), stamped]
    stream = EvidenceStream(paths, effort=Effort.FAST)
    text = "".join(stream)
    document = EvidenceDocument.model_validate_json(text)
    assert escape_json(document.model_dump_json(by_alias=True, indent=2) + "\n") == text
    whole = provenance.read(paths, effort=Effort.FAST)
    assert document.assets == whole.assets
    assert stream.files == len(whole.assets)
    unread = [each for each in whole.assets if each.coverage in {"unreadable", "missing"}]
    assert stream.unread == len(unread)
    assert document.model_copy(update={"generated_at": whole.generated_at}) == whole


def test_an_empty_folder_and_a_missing_file(tmp_path):
    empty = EvidenceStream(tmp_path, effort=Effort.FAST)
    assert json.loads("".join(empty))["assets"] == []
    assert (empty.files, empty.unread) == (0, 0)
    missing = EvidenceStream([tmp_path / "nothing.mov"], effort=Effort.FAST)
    assert json.loads("".join(missing))["assets"][0]["coverage"] == "missing"
    assert (missing.files, missing.unread) == (1, 1)


def test_assets_are_written_as_their_models_are(evidence):
    for each in evidence:
        view = asset_view(each)
        lines = view.model_dump_json(indent=2).replace("\n", "\n    ")
        assert asset_json(each) == escape_json(lines), each.asset.path


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(1e-3, 1e9, allow_nan=False)
    | TEXT
    | st.datetimes(timezones=st.just(UTC))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXT, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_json_is_written_as_pydantic_writes_it(value):
    assert indented(value).encode() == to_json(value, indent=2)


def signal(ai, strength):
    return Signal("reader", "where", "value", strength, ai)


@pytest.mark.parametrize("ai", [None, *AiClass])
@pytest.mark.parametrize("strength", list(Strength))
def test_without_records_the_standing_is_known(ai, strength):
    signals = (signal(ai, strength),)
    asset = Asset("a.png", "png", Family.IMAGE, "image/png", 1)
    each = Evidence(asset, signals=signals, declaration=declare(signals))
    assert asset_values(each, *unrecorded_values(each)) == asset_fields(each)


def test_records_are_not_passed_over(evidence):
    held = next(each for each in evidence if each.disclosures)
    with pytest.raises(ValueError, match="records"):
        unrecorded_values(held)


def read_of(path):
    try:
        with formats.open_source(path) as source:
            kind = formats.recognise(source)
            if kind is None:
                return None
            container = formats.walk(source, kind)
            return Reading(container, claimed(source, container, shown="", alone=True).reading)
    except provenance.ProvenanceError:
        return None


PATIENT = tuple(replace(reader, words=(), kinds=frozenset()) for reader in readers.BUILTIN)
"""The readers, each of which listens to every file."""


def speakers(reading, path):
    """Who speaks of a file, where those that are asked say all that there is to say."""
    found, failures = readers.signals(reading)
    again = Reading(reading.container, reading.reading)
    said, spoke = [], set()
    for all_ears in PATIENT:
        try:
            signals = tuple(all_ears.read(again))
        except provenance.ProvenanceError:
            signals = ()
            assert all_ears.name in {each.reader for each in failures}, path
        said += signals
        spoke |= {all_ears.name} if signals else set()
    if not failures:
        assert list(found) == said, path
    return spoke


def test_readers_that_are_not_asked_have_nothing_to_say(stamped):
    folders = (*SAMPLES, stamped)
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    paths += sorted(CORPUS.glob("**/*.*"))[:500] if CORPUS.is_dir() else []
    readings = [(path, reading) for path in paths if (reading := read_of(path))]
    spoke = set().union(*(speakers(reading, path) for path, reading in readings))
    assert {each.name for each in readers.BUILTIN if each.words or each.kinds} <= spoke


DIALECTS = sorted(
    path
    for path in (FIXTURES / "dialects").rglob("*")
    if path.is_file() and path.stat().st_size < 1 << 17
)


@given(st.sampled_from(DIALECTS), st.data())
@settings(max_examples=150, deadline=None)
def test_nor_of_damaged_files(tmp_path_factory, sample, data):
    whole = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255) | st.sampled_from([each ^ 32 for each in whole]))
    path = tmp_path_factory.mktemp("damaged") / sample.name
    path.write_bytes(whole)
    reading = read_of(path)
    if reading is not None:
        speakers(reading, sample)


@pytest.mark.parametrize(
    "value",
    [
        *("Draw Things 1.2", "reve.com", "Aphrodite AI v1", "Ideogram AI", "NovelAI"),
        *("Fooocus v2.5", "Adobe Firefly 2", "Topaz Gigapixel AI"),
    ],
)
@pytest.mark.parametrize("write", [str, str.upper, str.lower])
def test_a_known_tool_has_one_of_the_words(value, write):
    assert generators.by_creator_tool(f" {write(value)}") is not None
    assert any(word in write(value).casefold() for word in generators.CREATOR_TOOL_WORDS)


def test_every_known_tool_is_tried():
    assert len(generators.CREATOR_TOOL_WORDS) == 8


def test_nothing_and_almost_nothing_as_json():
    value = {"a": [0, -0.0, 0.0, "", None, False, True, [], {}, (), [[]], {"%": "%s"}]}
    assert indented(value).encode() == to_json(value, indent=2)


def test_where_nothing_lies_no_reader_speaks():
    kind = formats.by_name("exr")
    for reading in (Reading(None), Reading(formats.Container(kind, ()))):
        assert not reading.speaks
        for reader in readers.BUILTIN:
            assert not tuple(reader.read(Reading(reading.container))), reader.name


def test_what_is_alone_has_no_sidecar(tmp_path):
    names = ["".join(parts) for parts in itertools.product(STEMS, ENDINGS)]
    for number, chosen in enumerate(itertools.combinations(names, 2)):
        if number % 7:  # every seventh pair of the 2,556 is plenty
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in chosen:
            (folder / name).write_bytes(b"x")
        for unit in survey([folder], hidden=True).units:
            beside = (*store_sidecars(unit.path), *xmp_sidecars(unit.path))
            assert not (unit.alone and beside), (chosen, unit)


def test_a_lone_file_is_known_to_be_alone(tmp_path):
    for name in ("a.mov", "b.wav", "b.wav.xmp"):
        (tmp_path / name).write_bytes(b"x")
    units = {unit.shown: unit for unit in survey([tmp_path]).units}
    assert units["a.mov"].alone
    assert not units["b.wav"].alone


def test_fast_effort_starts_no_process(monkeypatch, stamped):
    def refuse(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr(Isolated, "_running", refuse)
    document = json.loads("".join(EvidenceStream([*SAMPLES, stamped], effort=Effort.FAST)))
    assert document["tool"]["engines"] == {}
    by_name = {each["path"].rsplit("/")[-1]: each for each in document["assets"]}
    assert by_name["still.jpg"]["integrity"] in {"not_checked", "no_manifest"}
    assert any(each["integrity"] == "not_checked" for each in document["assets"])
