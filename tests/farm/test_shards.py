"""Shards and their merge: the report of a scan that nobody divided, whatever is missing told."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance.errors import ProvenanceError, ShardError
from provenance.model.shard import Share
from provenance.sharding import number_of, read_shard, share_of

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
KINDS = ("png", "jpg", "wav", "svg", "pdf", "mov", "exr", "webp")


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    for kind in KINDS:
        source = min((MEDIA / kind).iterdir())
        (folder / kind).mkdir(parents=True)
        shutil.copyfile(source, folder / kind / source.name)
    (folder / "empty.mov").touch()
    (folder / "approvals").mkdir()
    (folder / "approvals" / "x.approval.json").write_text('{"schema": "provenance.approval/1"}')
    return folder


@pytest.fixture
def shards(delivery, tmp_path):
    """Reads a delivery in three shards."""

    def reader(count=3, **more):
        files = []
        for index in range(1, count + 1):
            share = Share(index=index, count=count)
            part = provenance.scan_shard(delivery, share, **more)
            files.append(tmp_path / f"shard-{index}.json")
            files[-1].write_bytes(part.text)
        return files

    return reader


def timeless(report):
    return report.model_copy(update={"generated_at": None})


def test_the_same_report_as_undivided(delivery, shards):
    whole = timeless(provenance.scan(delivery))
    assert whole.problems
    files = shards()
    assert timeless(provenance.merge(files)) == whole
    assert timeless(provenance.merge(files[::-1])) == whole
    assert timeless(provenance.merge(shards(count=1))) == whole


def test_signed_files_and_their_approvals(tmp_path):
    founded = provenance.init(tmp_path / "house", title="Shards")
    house = provenance.load_production(founded.config.parent)
    told = provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})
    shots = house.root / "shots"
    shots.mkdir()
    for kind in ("png", "exr"):
        source = min((MEDIA / kind).iterdir())
        shutil.copyfile(source, shots / source.name)
        with provenance.open_register(house.register) as register:
            provenance.stamp(shots / source.name, told, signer=house.signer(), register=register)
    provenance.approve(
        [shots / "still.png"], by="A", reference="L", folder=shots, signer=house.signer()
    )
    whole = timeless(provenance.scan(shots, production=house))
    files = []
    for index in (1, 2):
        part = provenance.scan_shard(shots, Share(index=index, count=2), production=house)
        files.append(tmp_path / f"{index}.json")
        files[-1].write_bytes(part.text)
    assert {each.disclosure.state for each in whole.results} == {"incomplete"}
    assert timeless(provenance.merge(files, production=house)) == whole
    with pytest.raises(ShardError, match="other certificates"):
        provenance.merge(files)


def test_a_missing_shard_is_not_scanned(shards):
    first, second, third = shards()
    lost = {each.path for each in read_shard(second).files}
    assert lost
    report = provenance.merge([first, third])
    assert report.verdict == "undetermined"
    unread = {each.path for each in report.results if each.coverage == "unreadable"}
    assert unread == lost | {"empty.mov"}
    assert {
        each.failures[0].reason for each in report.results if each.path in lost - {"empty.mov"}
    } == {"not scanned: no shard read it"}


def test_what_changed_came_or_went_since(delivery, shards):
    files = shards()
    picture = delivery / "png" / "still.png"
    picture.write_bytes(picture.read_bytes() + b"\0")
    shutil.copyfile(picture, delivery / "new.png")
    (delivery / "wav" / "sound.wav").rename(delivery.parent / "sound.wav")
    told = {each.path: each for each in provenance.merge(files).results}
    assert "changed after its shard" in told["png/still.png"].failures[0].reason
    assert "no shard read it" in told["new.png"].failures[0].reason
    assert told["wav/sound.wav"].coverage == "missing"
    assert "gone since" in told["wav/sound.wav"].failures[0].reason
    shutil.rmtree(delivery)
    gone = provenance.merge(files)
    assert gone.verdict == "undetermined"
    assert {each.coverage for each in gone.results} == {"missing"}


def test_a_delivery_that_lies_elsewhere(delivery, shards, tmp_path):
    whole = timeless(provenance.scan(delivery))
    files = shards()
    (tmp_path / "other").mkdir()
    moved = delivery.rename(tmp_path / "other" / "delivery")
    assert timeless(provenance.merge(files, paths=[moved])) == whole


@pytest.mark.parametrize(
    ("one", "two", "words"),
    [
        ({}, {"policy": "house"}, "different policies"),
        ({}, {"stage": provenance.Stage.TEMP}, "different stages"),
        ({}, {"effort": provenance.Effort.FAST}, "different --effort"),
        ({}, {"hidden": True}, "with and without --hidden"),
        ({}, {"exclude": ["*.x"]}, "different --exclude"),
    ],
)
def test_shards_of_different_scans(delivery, tmp_path, one, two, words):
    for index, more in ((1, one), (2, two)):
        part = provenance.scan_shard(delivery, Share(index=index, count=2), **more)
        (tmp_path / f"{index}.json").write_bytes(part.text)
    with pytest.raises(ShardError, match=words):
        provenance.merge([tmp_path / "1.json", tmp_path / "2.json"])


def test_shards_of_different_deliveries_or_numbers(delivery, shards, tmp_path):
    first, second, _ = shards()
    with pytest.raises(ShardError, match="both shard 1"):
        provenance.merge([first, shutil.copyfile(first, tmp_path / "copy.json")])
    other = provenance.scan_shard(delivery / "png", Share(index=2, count=3))
    second.write_bytes(other.text)
    with pytest.raises(ShardError, match="of different deliveries"):
        provenance.merge([first, second])
    second.write_bytes(provenance.scan_shard(delivery, Share(index=2, count=2)).text)
    with pytest.raises(ShardError, match="one of 3 and one of 2"):
        provenance.merge([first, second])
    with pytest.raises(ProvenanceError, match="another policy"):
        provenance.merge([first], "house")
    with pytest.raises(ShardError, match="no shard was named"):
        provenance.merge([])


def test_evidence_that_no_reading_gives(shards, tmp_path):
    first, *_ = shards()
    document = json.loads(first.read_text())
    for change, words in (
        ({"twins": ["a"]}, "no reading of a file gives any"),
        ({"asset": document["files"][1]["evidence"]["asset"]}, "of another file"),
        ({"coverage": "splendid"}, "coverage"),
    ):
        altered = json.loads(first.read_text())
        altered["files"][0]["evidence"] |= change
        (tmp_path / "altered.json").write_text(json.dumps(altered))
        with pytest.raises(ShardError, match=words):
            read_shard(tmp_path / "altered.json")


@pytest.mark.parametrize("change", ["twice", "other", "schema", "more", "share"])
def test_documents_that_are_no_shards(shards, tmp_path, change):
    first, second, _ = shards()
    document, other = json.loads(first.read_text()), json.loads(second.read_text())
    if change == "twice":
        document["files"].append(document["files"][0])
    elif change == "other":
        document["files"].append(other["files"][0])
    elif change == "schema":
        document["schema"] = "provenance.report/1"
    elif change == "more":
        document["verdict"] = "pass"
    else:
        document["share"]["index"] = 9
    (tmp_path / "altered.json").write_text(json.dumps(document))
    with pytest.raises(ShardError) as told:
        provenance.merge([tmp_path / "altered.json"])
    assert "\n" not in str(told.value)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A shard of one file, and where to write others."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    share = Share(index=1, count=1)
    text = provenance.scan_shard(folder, share, effort=provenance.Effort.FAST).text
    return text, folder / "shard.json"


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1), cut=st.integers(0, 40), more=st.binary(max_size=20))
def test_any_bytes_give_a_shard_or_an_error(small, place, cut, more):
    text, path = small
    at = int(place * len(text))
    path.write_bytes(text[:at] + more + text[at + cut :])
    try:
        read_shard(path)
    except ShardError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either is right


def test_what_nests_without_end(tmp_path):
    path = tmp_path / "deep.json"
    path.write_bytes(b"[" * 100_000)
    with pytest.raises(ShardError, match="no shard"):
        read_shard(path)
    for no_file in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ShardError, match="cannot be read") as told:
            read_shard(no_file)
        assert "scan --shard" in told.value.advice()


def test_names_that_are_no_utf8(delivery, tmp_path):
    odd = delivery / "odd \udc80.png"
    try:
        shutil.copyfile(delivery / "png" / "still.png", odd)
    except OSError:
        pytest.skip("this file system takes no such name")
    files = []
    for index in (1, 2):
        files.append(tmp_path / f"{index}.json")
        files[-1].write_bytes(provenance.scan_shard(delivery, Share(index=index, count=2)).text)
    assert timeless(provenance.merge(files)) == timeless(provenance.scan(delivery))


def test_parts_are_even_and_do_not_move():
    names = [f"shots/sh{number:05d}.exr" for number in range(8000)]
    parts = [number_of(name, 8) for name in names]
    assert set(parts) == set(range(1, 9))
    assert all(900 < parts.count(number) < 1100 for number in range(1, 9))
    assert number_of("shots/sh00001.exr", 8) == parts[1]


@pytest.mark.parametrize("text", ["", "1", "0/4", "5/4", "a/b", "1/4/4", "-1/4", "1/99999999"])
def test_what_is_no_share(text):
    with pytest.raises(ShardError, match="no shard is called"):
        share_of(text)
