"""Signed lists beside a frame, or the folder of a package, count in a bucket as on a disk."""

import shutil
from pathlib import Path

import pytest

import provenance
from provenance.storage import listing
from provenance.storage.failing import LostStoreError
from provenance.storage.listing import _stems

from .test_same_report import plain, put

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
POLICY = 'name = "ours"\n[rules]\nunreadable = {}\nseal-broken = {}\n'


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """A stamped sequence and a stamped package, and a policy that asks for both."""
    founded = provenance.init(tmp_path_factory.mktemp("house"), title="In the cloud")
    house = provenance.load_production(founded.config.parent)
    told = provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})
    folder = tmp_path_factory.mktemp("made") / "delivery"
    frame = min((MEDIA / "exr").iterdir())
    for number in range(1001, 1006):
        (folder / "shot").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(frame, folder / "shot" / f"hl_v002.{number}.exr")
    (folder / "pack").mkdir()
    shutil.copyfile(min((MEDIA / "png").iterdir()), folder / "pack" / "still.png")
    shutil.copyfile(min((MEDIA / "mxf").iterdir()), folder / "pack" / "master.mxf")
    for path, package in ((folder / "shot", False), (folder / "pack", True)):
        provenance.stamp_list(
            path, told, signer=house.signer(), trust=house.trust(), package=package
        )
    policy = folder.parent / "ours.toml"
    policy.write_text(POLICY)
    return folder, policy, house.anchors


@pytest.mark.parametrize("below", ["shot/hl_v002.1003.exr", "pack", "pack/master.mxf"])
def test_what_is_named_is_looked_up_in_its_list(store, signed, below):
    folder, policy, trust = signed
    put(store, folder)
    there = plain(provenance.scan(f"s3://bucket/delivery/{below}", policy, trust=trust))
    assert there == plain(provenance.scan(folder / below, policy, trust=trust))
    assert {each["disclosure"]["state"] for each in there["results"]} == {"incomplete"}
    assert {each["ai"]["declaration"] for each in there["results"]} == {"generated"}
    (seal,) = there["seals"]
    assert (seal["integrity"], seal["trust"]) == ("valid", "trusted")


def test_a_changed_frame_is_told(store, signed):
    folder, policy, trust = signed
    put(store, folder)
    other = (MEDIA / "exr" / min((MEDIA / "exr").iterdir()).name).read_bytes() + b"\0"
    store.put("delivery/shot/hl_v002.1003.exr", other)
    report = provenance.scan("s3://bucket/delivery/shot/hl_v002.1003.exr", policy, trust=trust)
    assert [each.message for each in report.findings] == [
        "hl_v002.exr.hashlist.json: frame 1003: changed since it was signed"
    ]


def test_only_what_may_be_a_frame_is_asked_for_in_lists_of_sequences(store, signed):
    folder, policy, _ = signed
    put(store, folder)
    provenance.scan("s3://bucket/delivery/pack/master.mxf", policy)
    asked = {path for method, path, _ in store.asked if method == "HEAD"}
    assert "/bucket/delivery/pack.hashlist.json" in asked
    assert not any("master" in path and "hashlist" in path for path in asked)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("hl_v002.1003.exr", "hl_v002.exr"),
        ("1003.exr", "frames.exr"),
        ("a.1003.left.exr", "a.left.exr"),
    ],
)
def test_lists_are_asked_for_by_the_names_that_stamp_gives(name, first):
    assert next(_stems(name)) == first
    assert len(set(_stems(name))) <= 9


def test_sizes_and_depths_in_a_name_do_not_hide_the_number_of_a_frame():
    stems = list(_stems("sh_0001_2048x1080_10bit_r709.dpx"))
    assert "sh_2048x1080_10bit_r709.dpx" in stems
    assert len(set(stems)) <= 15


def test_a_list_of_a_pattern_that_counts_versions_is_asked_for():
    assert "shot_v.exr" in set(_stems("shot_v0007.exr"))


@pytest.mark.parametrize("number", [0, 1])
def test_a_store_that_does_not_answer_has_not_said_that_there_is_no_list(
    store, signed, monkeypatch, number
):
    """Without the list a disclosure does not count, without its signature neither."""
    folder, policy, trust = signed
    put(store, folder)
    lost = ("pack.hashlist.json", "pack.hashlist.json.c2pa")[number]
    answer = listing.asked

    def asked(url, *arguments):
        if url.endswith(f"/{lost}"):
            raise LostStoreError(f"{url}: cannot be read: no answer in time")
        return answer(url, *arguments)

    monkeypatch.setattr(listing, "asked", asked)
    report = provenance.scan("s3://bucket/delivery/pack", policy, trust=trust)
    assert report.verdict != "pass"
    assert "no answer in time" in report.model_dump_json()
