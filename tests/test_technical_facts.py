"""Technical facts are read where somebody wants to see them; no verdict rests on them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import provenance
from provenance.gathering import Gatherer
from provenance.inspecting import MEDIA as FAMILIES
from provenance.packages.folder import survey
from provenance.sharding import scan_shard, share_of

pytestmark = pytest.mark.usefixtures("settled")
MEDIA = Path(__file__).parents[1] / "fixtures" / "media"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    for kind in ("png", "wav", "dpx", "pdf"):
        shutil.copyfile(min((MEDIA / kind).iterdir()), folder / f"a.{kind}")
    return folder


def bare(report):
    values = report.model_dump(mode="json", exclude={"generated_at"})
    for each in values["results"]:
        each["facts"] = None
    return values


def told(report):
    return {each.path: bool(each.facts) for each in report.results}


@pytest.mark.parametrize(
    "folder",
    [MEDIA, pytest.param(CORPUS, marks=pytest.mark.corpus)],
    ids=["fixtures", "corpus"],
)
def test_a_scan_says_the_same_with_them_and_without(folder):
    if not folder.exists():
        pytest.skip("no corpus")
    without, within = provenance.scan(folder), provenance.scan(folder, facts=True)
    assert not any(each.facts for each in without.results)
    assert any(each.facts for each in within.results)
    assert bare(without) == bare(within)


@pytest.mark.parametrize("kind", ["png", "jpg", "exr", "mxf", "mp4", "pdf", "zip"])
def test_headers_alone_give_the_evidence_of_a_whole_reading(kind):
    folder = MEDIA / kind
    units = survey([folder]).units
    with Gatherer(facts=False) as gatherer:
        for unit in units:
            whole = gatherer.gather(unit)
            assert whole.asset.digest
            from_headers = gatherer.gather(replace(unit, hashes=()))
            assert from_headers == replace(whole, asset=replace(whole.asset, digest=None))


def test_a_deep_reading_has_them(delivery):
    facts = told(provenance.scan(delivery, effort=provenance.Effort.DEEP))
    assert facts == {"a.dpx": True, "a.pdf": False, "a.png": True, "a.wav": True}


def test_what_is_kept_without_them_is_read_again_for_them(delivery, tmp_path):
    def scan(**more):
        report = provenance.scan(delivery, cache=tmp_path / "cache", **more)
        return report.model_copy(update={"generated_at": None})

    without, within = scan(), scan(facts=True)
    assert told(within)["a.png"]
    assert not any(told(without).values())
    assert scan() == without
    assert scan(facts=True) == within
    assert {each.family for each in within.results if each.facts} <= FAMILIES


def test_shards_bring_them_if_they_were_asked_for(delivery, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for facts in (False, True):
        shards = [tmp_path / f"{number}.json" for number in (1, 2)]
        for number, file in enumerate(shards, start=1):
            file.write_bytes(scan_shard(delivery.name, share_of(f"{number}/2"), facts=facts).text)
        merged = provenance.merge(shards)
        assert told(merged) == told(provenance.scan(delivery.name, facts=facts))
