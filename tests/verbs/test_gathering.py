"""gather from Python: what is told of a file that fails, and how little is asked."""

from pathlib import Path

import provenance
from provenance import asking, digesting
from provenance.errors import (
    RegisterError,
)
from provenance.gathering import Gatherer, gather
from provenance.manifests.engine import Engine
from provenance.model.evidence import Coverage, Integrity
from provenance.packages.folder import named
from provenance.register import Register


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
