"""stamp and approve from Python: what is done, what is refused, and that nothing is lost."""

import os
from pathlib import Path

import pytest

import provenance
from provenance import applying, planning
from provenance.errors import (
    ManifestError,
    RecordError,
    RegisterError,
    StampError,
)
from provenance.gathering import gather
from provenance.manifests.engine import Engine
from provenance.model.evidence import Integrity, TrustState
from provenance.register import Register
from provenance.stamping import Stamper


@pytest.fixture
def stamper(house):
    with (
        Register.open(Path(house.register)) as register,
        Stamper(house.signer(), register=register, trust=house.trust(), root=house.root) as made,
    ):
        yield made


def files(folder):
    return sorted(each.name for each in folder.iterdir())


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


@pytest.mark.parametrize("digest", ["sha256:xyz", "sha256:" + "a" * 63, "sha256:"])
def test_a_malformed_digest(digest, tmp_path):
    with pytest.raises(RecordError, match="not a digest"):
        provenance.approve([digest], by="A", reference="L", folder=tmp_path, signer=None)
    assert files(tmp_path) == []
