"""stamp, gather, scan and approve from Python: the same verbs, typed, without global state."""

import concurrent.futures
import os
import shutil
from pathlib import Path

import pytest

import provenance
from provenance import applying, asking, digesting, planning, sighting
from provenance.errors import (
    DamagedFileError,
    ManifestError,
    RecordError,
    RegisterError,
    StampError,
)
from provenance.gathering import Gatherer, gather
from provenance.manifests.engine import Engine
from provenance.model.evidence import Coverage, Integrity, TrustState
from provenance.packages.folder import named
from provenance.register import Register
from provenance.scanning import scan
from provenance.stamping import Stamper

MEDIA = Path(__file__).parents[1] / "fixtures" / "media"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    provenance.init(folder, title="Harbour Lights")
    return folder


@pytest.fixture
def house(founded, tmp_path):
    shutil.copytree(founded, tmp_path / "house")
    return provenance.load_production(tmp_path / "house")


@pytest.fixture
def media():
    def copy(kind, folder, name=None):
        source = min((MEDIA / kind).iterdir())
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(source, folder / (name or source.name)))

    return copy


@pytest.fixture
def told(house):
    return provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})


@pytest.fixture
def stamper(house):
    with (
        Register.open(Path(house.register)) as register,
        Stamper(house.signer(), register=register, trust=house.trust(), root=house.root) as made,
    ):
        yield made


def files(folder):
    return sorted(each.name for each in folder.iterdir())


# stamp


def test_the_whole_way(house, stamper, told, media, tmp_path):
    path = media("png", tmp_path / "delivery")
    made = path.read_bytes()
    done = stamper.stamp(path, told)
    assert done.evidence.integrity is Integrity.VALID
    assert done.evidence.trust.state is TrustState.TRUSTED
    assert done.entry.as_made == done.as_made != done.as_stamped == done.evidence.asset.digest
    assert done.entry.size == path.stat().st_size != len(made)
    assert done.evidence.disclosures[0].record.id == done.plan.disclosure.id
    approved = provenance.approve(
        [path], by="A", reference="L-1", folder=tmp_path / "delivery", signer=house.signer()
    )
    assert approved.signed
    report = provenance.scan(tmp_path / "delivery", "netflix", trust=house.anchors)
    (result,) = report.results
    assert (result.approval.state, result.trust) == ("approved", "trusted")
    assert report.verdict == "warn"  # the maker approved it
    assert provenance.read(path).assets[0].ai.declaration == "generated"


def test_no_global_state(house, told, media, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    other = provenance.init(tmp_path / "other", title="Other")
    path = media("png", tmp_path / "delivery")
    provenance.stamp(path, told, signer=house.signer())
    ours, theirs = (
        provenance.scan(path, "netflix", trust=[ca]).results[0].trust
        for ca in (house.anchors[0], other.identity.ca)
    )
    assert (ours, theirs) == ("trusted", "untrusted")
    # Nothing was found by walking up, and nothing is remembered from one call to the next.
    assert provenance.scan(path, "netflix").results[0].trust == "not_asked"


def test_a_file_that_changes_while_it_is_stamped(stamper, told, media, tmp_path, monkeypatch):
    path = media("png", tmp_path / "in")
    embed = Engine.embed

    def slow(self, source, target, **more):
        label = embed(self, source, target, **more)
        with path.open("ab") as file:
            file.write(b"late")
        return label

    monkeypatch.setattr(Engine, "embed", slow)
    with pytest.raises(StampError, match=r"still\.png: changed while it was being stamped"):
        stamper.stamp(path, told)
    assert files(path.parent) == ["still.png"]
    assert path.read_bytes().endswith(b"late")


@pytest.mark.parametrize("failure", ["essence", "binding", "engine"])
def test_what_cannot_be_proven_gets_a_sidecar(stamper, media, tmp_path, monkeypatch, failure):
    path = media("png", tmp_path / "in")
    before = path.read_bytes()
    if failure == "essence":
        digests = iter(["png:1", "png:2"])
        monkeypatch.setattr(applying, "essence_digest", lambda *_: next(digests))
    elif failure == "binding":
        embed = Engine.embed

        def damaging(self, source, target, **more):
            label = embed(self, source, target, **more)
            with target.open("r+b") as file:
                file.seek(-20, os.SEEK_END)
                file.write(b"x")
            return label

        monkeypatch.setattr(Engine, "embed", damaging)
    else:

        def refuse(*_, **__):
            raise ManifestError("no")

        monkeypatch.setattr(Engine, "embed", refuse)
    done = stamper.stamp(path, provenance.Disclosure(digital_source_type="digitalCapture"))
    assert path.read_bytes() == before
    assert (done.plan.manifest, done.evidence.integrity) == ("sidecar", Integrity.VALID)
    assert "embedding failed" in done.plan.reasons[-1]
    assert files(path.parent) == ["still.png", "still.png.c2pa", "still.png.xmp"]


def test_a_register_that_cannot_be_written_is_told_before(house, media, tmp_path):
    with (
        Register.open(Path(house.register), read_only=True) as register,
        pytest.raises(RegisterError, match="cannot be written"),
    ):
        Stamper(house.signer(), register=register)
    del media, tmp_path


def test_a_register_that_fails_after(stamper, told, media, tmp_path, monkeypatch):
    def fail(*_):
        raise RegisterError("the disk is full", hint="Make room.")

    monkeypatch.setattr(Register, "add", fail)
    path = media("png", tmp_path / "in")
    with pytest.raises(RegisterError, match=r"stamped, but not registered: the disk") as caught:
        stamper.stamp(path, told)
    assert caught.value.advice() == "Make room."
    assert gather(path).integrity is Integrity.VALID


def test_a_broken_store_is_never_lost(stamper, told, media, tmp_path):
    path = media("exr", tmp_path / "in")
    path.with_name(f"{path.name}.c2pa").write_bytes(b"rubbish" * 100)
    with pytest.raises(StampError, match="its manifest store cannot be read and would be lost"):
        stamper.stamp(path, told)
    assert path.with_name(f"{path.name}.c2pa").read_bytes() == b"rubbish" * 100


def test_what_a_plan_says(stamper, told, media, tmp_path):
    plans = {
        kind: stamper.plan(media(kind, tmp_path / kind), told)
        for kind in ("png", "heic", "rf64", "dng", "exr", "pdf")
    }
    assert plans["png"].reasons == ()
    for kind, plan in plans.items():
        assert plan.manifest == ("embedded" if kind in {"png", "pdf"} else "sidecar"), kind
        assert bool(plan.reasons) is (plan.manifest == "sidecar" or plan.xmp == "sidecar"), kind
    assert "camera original" in plans["dng"].reasons[0]
    assert not list(tmp_path.rglob("*.c2pa"))


def test_a_wav_near_the_limit_gets_a_sidecar(stamper, told, media, tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "WAV_EMBED_LIMIT", 100)
    plan = stamper.plan(media("wav", tmp_path / "in"), told)
    assert (plan.manifest, plan.reasons) == ("sidecar", ("embedding fails in a WAV near 4 GiB",))


# gather


def test_a_file_that_changes_while_it_is_read(media, tmp_path, monkeypatch):
    path = media("mov", tmp_path)
    feed = digesting.feed

    def slow(source, update):
        with path.open("ab") as file:
            file.write(b"late")
        feed(source, update)

    monkeypatch.setattr(digesting, "feed", slow)
    evidence = gather(path)
    assert evidence.coverage is Coverage.UNREADABLE
    assert evidence.failures[0].reason == "changed while it was being read"
    assert evidence.asset.digest is None


@pytest.mark.parametrize("error", [DamagedFileError("no"), IndexError("ours"), MemoryError()])
def test_no_file_ends_a_scan(media, tmp_path, monkeypatch, error):
    for name in "abc":
        media("png", tmp_path, f"{name}.png")
    glance = sighting.glance

    def hostile(source):
        if source.path.name == "b.png":
            raise error
        return glance(source)

    monkeypatch.setattr(sighting, "glance", hostile)
    report = scan(tmp_path, "netflix")
    assert [each.coverage for each in report.results] == ["read", "unreadable", "read"]
    assert report.verdict == "undetermined"


def test_a_register_that_fails_while_it_is_asked(house, media, tmp_path, monkeypatch):
    def fail(*_):
        raise RegisterError("it is damaged")

    monkeypatch.setattr(Register, "find", fail)
    with Register.open(Path(house.register)) as register:
        evidence = gather(media("png", tmp_path), register=register)
    assert evidence.coverage is Coverage.PARTLY_READ
    assert [(each.reader, each.reason) for each in evidence.failures] == [
        ("register", "it is damaged")
    ]


def test_the_engine_is_not_started_for_what_has_no_store(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing in it")
    with Gatherer() as gatherer:
        gatherer.gather(named(tmp_path / "notes.txt"))
        assert gatherer._worker().pid is None


def test_only_a_few_neighbours_are_asked(house, media, tmp_path, told, monkeypatch):
    path = media("exr", tmp_path / "in", "shot.exr")
    provenance.stamp(path, told, signer=house.signer())
    path.with_name("shot.exr.c2pa").rename(path.with_name("shot.c2pa"))
    path.unlink()
    for number in range(30):
        (path.parent / f"shot.{number:03}").write_bytes(bytes([number]) * 100)
    read, asked = Engine.read, []

    def counting(self, asset, **more):
        asked.append(asset)
        return read(self, asset, **more)

    monkeypatch.setattr(Engine, "read", counting)
    assert gather(path.parent / "shot.000").integrity is Integrity.INVALID
    assert len(asked) == asking.MAX_NEIGHBOURS + 1


# scan


@pytest.fixture
def delivery(media, tmp_path):
    for number in range(20):
        media("jpg", tmp_path / "delivery", f"{number:02}.jpg")
    return tmp_path / "delivery"


def test_any_executor_will_do(delivery):
    seen = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        spread = scan(delivery, "netflix", executor=pool, progress=lambda *told: seen.append(told))
    here = scan(delivery, "netflix")
    assert spread.results == here.results
    assert seen == [(20, 20, "19.jpg")]


def test_workers_that_are_lost_leave_files_that_nobody_looked_at(delivery):
    class Broken(concurrent.futures.Executor):
        def submit(self, *_, **__):
            future = concurrent.futures.Future()
            future.set_exception(RuntimeError("the farm is on fire"))
            return future

    class Gone(concurrent.futures.Executor):
        def submit(self, *_, **__):
            raise concurrent.futures.BrokenExecutor("no workers")

    for executor in (Broken(), Gone()):
        report = scan(delivery, "netflix", executor=executor)
        assert report.verdict == "undetermined"
        assert report.counts.unreadable == 20
        assert "the worker was lost" in report.results[0].failures[0].reason


def test_thumbnails_are_of_what_was_scanned(delivery):
    (delivery / "00.jpg").rename(delivery / "zz.jpg")
    report = scan(delivery, "netflix", exclude=["1*"])
    shown = provenance.thumbnails(report, [delivery], exclude=["1*"])
    named_ = {each.path for each in report.results if each.findings}
    assert set(shown) == named_
    assert all(each.startswith(b"\x89PNG") for each in shown.values())


# approve


@pytest.mark.parametrize("digest", ["sha256:xyz", "sha256:" + "a" * 63, "sha256:"])
def test_a_malformed_digest(digest, tmp_path):
    with pytest.raises(RecordError, match="not a digest"):
        provenance.approve([digest], by="A", reference="L", folder=tmp_path, signer=None)
    assert files(tmp_path) == []
