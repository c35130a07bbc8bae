"""What the register keeps of a delivery that was sealed: who signed it off, when, and what."""

import hashlib
import json
import os

import pytest
from provenance_cli.samples.packages import make_sample_package

POLICY = 'name = "ours"\nversion = "1"\nstage = "final"\n[rules]\nunreadable = {}\n'


@pytest.fixture
def delivery(house):
    make_sample_package(house / "out", "shots")
    return house / "out"


@pytest.fixture
def seal(run, house, delivery, tmp_path):
    policy = tmp_path / "ours.toml"
    policy.write_text(POLICY)

    def sealer(*more, code=0):
        ran = run("seal", delivery, "--policy", policy, "--json", *more, cwd=house)
        assert ran.code == code, ran.err
        return ran

    return sealer


@pytest.fixture
def kept(run, house):
    def lister():
        return run("register", "seals", "--json", cwd=house).json()["seals"]

    return lister


def test_the_register_keeps_who_sealed_what_and_when(seal, kept, delivery, run, house):
    made = seal().json()
    (one,) = kept()
    assert one["schema"] == "provenance.signoff/1"
    assert (one["seal_id"], one["digest"]) == (made["id"], made["digest"])
    assert (one["files"], one["bytes"]) == (made["files"], made["bytes"])
    data = (delivery / "delivery.seal.json").read_bytes()
    assert one["seal_sha256"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert (one["delivery"], one["verdict"], one["stage"]) == ("out", "pass", "final")
    assert one["policy"]["name"] == "ours"
    assert one["signer"]
    assert one["fingerprint"].startswith("sha256:")
    assert made["unregistered"] is None
    ran = run("register", "seals", cwd=house)
    assert ran.out.split()[2] == "pass"
    assert one["digest"][:19] in ran.out
    assert f"by {one['signer']}" in ran.out


def test_sealing_again_is_kept_beside_the_first_and_the_chain_holds(seal, kept, run, house):
    seal()
    seal()
    assert len({each["seal_id"] for each in kept()}) == 2
    assert run("register", "verify", cwd=house).code == 0


def test_a_delivery_that_is_not_sealed_is_not_kept(seal, kept, delivery):
    (delivery / "empty.mov").write_bytes(b"")
    seal(code=4)
    assert kept() == []


def test_without_a_register_nothing_is_kept(seal, kept):
    assert json.loads(seal("--register", "").out)["unregistered"] is None
    assert kept() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_register_that_may_not_be_written_leaves_the_seal_and_a_warning(seal, house):
    (house / ".provenance" / "register.db").chmod(0o400)
    ran = seal()
    assert "sealed, but not registered: " in ran.err


def test_a_register_that_fails_leaves_the_seal_and_a_warning(seal, kept, delivery, monkeypatch):
    def fails(*_):
        from provenance.errors import RegisterError  # noqa: PLC0415 - as it is raised

        raise RegisterError("the disk is full")

    monkeypatch.setattr("provenance.register.Register.add_record", fails)
    ran = seal()
    assert ran.json()["unregistered"] == "the disk is full"
    assert "warning: sealed, but not registered: the disk is full" in ran.err
    assert (delivery / "delivery.seal.json.c2pa").is_file()
    assert kept() == []


def test_a_register_with_seals_can_be_handed_over(seal, run, house, tmp_path):
    seal()
    ran = run("register", "export", tmp_path / "bundle.json", cwd=house)
    assert ran.code == 0, ran.err
    assert "signoff" not in (tmp_path / "bundle.json").read_text()
