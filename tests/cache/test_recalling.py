"""A file is read again when anything changed on which its evidence depends, and only then."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import provenance
from provenance import gathering, identifying, recalling
from provenance.caching import Cache
from provenance.gathering import Gatherer
from provenance.identifying import Identifier, program
from provenance.manifests.settings import Anchor, TrustSettings
from provenance.model.evidence import Coverage, ReaderFailure
from provenance.model.vocabulary import Effort

pytestmark = pytest.mark.usefixtures("settled")
MEDIA = Path(__file__).parents[2] / "fixtures" / "media"


@pytest.fixture
def delivery(tmp_path):
    folder = tmp_path / "delivery"
    for kind in ("png", "wav", "svg", "pdf"):
        source = min((MEDIA / kind).iterdir())
        (folder / kind).mkdir(parents=True)
        shutil.copyfile(source, folder / kind / source.name)
    return folder


@pytest.fixture
def read(monkeypatch):
    """Names of the files that were opened since it was last asked."""
    names = []
    gather = Gatherer.gather

    def noted(self, unit, **more):
        names.append(unit.shown)
        return gather(self, unit, **more)

    monkeypatch.setattr(gathering.Gatherer, "gather", noted)

    def asked():
        found = sorted(names)
        names.clear()
        return found

    return asked


@pytest.fixture
def scan(delivery, tmp_path):
    def scanner(**more):
        report = provenance.scan(delivery, **({"cache": tmp_path / "cache"} | more))
        return report.model_copy(update={"generated_at": None})

    return scanner


def test_what_is_as_it_was_is_not_read_again(scan, read):
    first = scan()
    assert len(read()) == 4
    assert scan() == first
    assert read() == []
    assert scan(cache=None) == first
    assert len(read()) == 4


def test_the_policy_is_no_part_of_it(scan, read):
    scan()
    read()
    judged = scan(policy="house", stage=provenance.Stage.TEMP)
    assert read() == []
    assert judged == scan(policy="house", stage=provenance.Stage.TEMP, cache=None)


def test_what_changed_is_read_again(scan, read, delivery):
    scan()
    read()
    picture = next((delivery / "png").iterdir())
    picture.write_bytes(picture.read_bytes() + b"\0")
    again = scan()
    assert read() == [f"png/{picture.name}"]
    assert again == scan(cache=None)


def test_a_time_that_was_put_back_hides_nothing(scan, read, delivery):
    scan()
    read()
    picture = next((delivery / "png").iterdir())
    before = picture.stat()
    raw = bytearray(picture.read_bytes())
    raw[-20] ^= 1
    with picture.open("r+b") as file:
        file.write(raw)
    os.utime(picture, ns=(before.st_atime_ns, before.st_mtime_ns))
    scan()
    assert read() == [f"png/{picture.name}"]


@pytest.mark.parametrize("name", ["{0}.xmp", "{1}.xmp", "{0}.c2pa", "{1}.c2pa", "{1}.XMP"])
def test_a_sidecar_counts(scan, read, delivery, name):
    scan()
    picture = next((delivery / "png").iterdir())
    sidecar = delivery / "png" / name.format(picture.name, picture.stem)
    for content in (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", b"<x:xmpmeta />"):
        read()
        sidecar.write_bytes(content)
        again = scan()
        assert f"png/{picture.name}" in read()
        assert again == scan(cache=None)
    sidecar.unlink()
    assert scan() == scan(cache=None)


def test_a_neighbour_to_which_a_sidecar_may_belong_counts(delivery):
    folder = delivery / "png"
    picture = next(folder.iterdir())
    (folder / f"{picture.stem}.c2pa").write_bytes(b"store")
    before = Identifier().of(str(picture), alone=False)
    assert Identifier().of(str(picture), alone=False) == before
    (folder / f"{picture.stem}.wav").write_bytes(b"another")
    assert Identifier().of(str(picture), alone=False) != before


def test_another_name_is_another_file(scan, read, delivery):
    scan()
    read()
    picture = next((delivery / "png").iterdir())
    picture.rename(picture.with_suffix(".mov"))
    again = scan()
    assert read() == [f"png/{picture.stem}.mov"]
    assert again == scan(cache=None)


def test_another_place_is_the_same_file(scan, read, delivery, tmp_path):
    first = scan()
    read()
    delivery.rename(tmp_path / "moved")
    report = provenance.scan(tmp_path / "moved" / "png", cache=tmp_path / "cache")
    assert read() == []
    (one,) = report.results
    assert [one.path] == [each.path[4:] for each in first.results if each.path.startswith("png/")]


def test_effort_trust_and_program_count(monkeypatch):
    plain = recalling.settings_of(Effort.NORMAL, TrustSettings(), {"c2pa": "1"})
    assert plain == recalling.settings_of(Effort.NORMAL, TrustSettings(), {"c2pa": "1"})
    trusting = TrustSettings((Anchor("a", "PEM"),))
    others = {
        recalling.settings_of(Effort.FAST, TrustSettings(), {"c2pa": "1"}),
        recalling.settings_of(Effort.NORMAL, trusting, {"c2pa": "1"}),
        recalling.settings_of(Effort.NORMAL, TrustSettings(), {"c2pa": "2"}),
    }
    monkeypatch.setattr(identifying, "VERSION", "0.0.0")
    others.add(recalling.settings_of(Effort.NORMAL, TrustSettings(), {"c2pa": "1"}))
    assert len({plain, *others}) == 5


def test_what_is_installed_counts(monkeypatch, tmp_path):
    before = program()
    (tmp_path / "plugin-1.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert program() != before


def test_what_was_changed_just_now_is_read_again(scan, read, monkeypatch):
    monkeypatch.setattr(identifying, "TICK_NS", 10**12)
    scan()
    read()
    scan()
    assert len(read()) == 4


def test_what_was_given_up_for_time_is_read_again(scan, read, monkeypatch):
    gather = Gatherer.gather

    def late(self, unit, **more):
        found = gather(self, unit, **more)
        failure = ReaderFailure("c2pa", "no answer within 60 seconds", gave_up=True)
        return replace(found, coverage=Coverage.PARTLY_READ, failures=(failure,))

    with monkeypatch.context() as patch:
        patch.setattr(gathering.Gatherer, "gather", late)
        assert scan().verdict == "undetermined"
    read()
    assert scan().verdict == "pass"
    assert len(read()) == 4


def test_what_changed_while_it_was_read_is_not_kept(scan, read, monkeypatch, delivery):
    picture = next((delivery / "png").iterdir())
    gather = Gatherer.gather

    def meddled(self, unit, **more):
        found = gather(self, unit, **more)
        if unit.shown.startswith("png/"):
            picture.write_bytes(picture.read_bytes() + b"\0")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(gathering.Gatherer, "gather", meddled)
        scan()
    read()
    scan()
    assert read() == [f"png/{picture.name}"]


def test_an_interrupted_scan_goes_on(scan, read, monkeypatch):
    gather, count = Gatherer.gather, iter(range(9))

    def interrupted(self, unit, **more):
        if next(count) == 2:
            raise KeyboardInterrupt
        return gather(self, unit, **more)

    with monkeypatch.context() as patch:
        patch.setattr(gathering.Gatherer, "gather", interrupted)
        with pytest.raises(KeyboardInterrupt):
            scan()
    read()
    again = scan()
    assert len(read()) == 2
    assert again == scan(cache=None)


def test_the_register_is_asked_again(tmp_path, read):
    founded = provenance.init(tmp_path / "house", title="Again")
    house = provenance.load_production(founded.config.parent)
    source = min((MEDIA / "png").iterdir())
    picture = house.root / "shots" / "made.png"
    picture.parent.mkdir()
    shutil.copyfile(source, picture)
    told = provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})

    def scan(cache=tmp_path / "cache"):
        report = provenance.scan(picture.parent, production=house, cache=cache)
        return report.model_copy(update={"generated_at": None})

    with provenance.open_register(house.register) as register:
        provenance.stamp(
            picture, told, signer=house.signer(), trust=house.trust(), register=register
        )
    stripped = picture.with_name("stripped.png")
    shutil.copyfile(source, stripped)  # the bytes as they were made
    first = scan()
    assert read()
    assert scan() == first == scan(None)
    other = picture.with_name("other.png")
    shutil.copyfile(source, other)
    scan()
    read()
    assert scan() == scan(None)


def test_a_cache_that_cannot_be_opened_changes_nothing(scan, tmp_path):
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "cache" / "scan-1.db").mkdir()
    with pytest.raises(provenance.ProvenanceError, match="cannot hold the cache"):
        scan()
    assert Cache.open(tmp_path / "cache") is None
