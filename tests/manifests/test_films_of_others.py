"""Films by others, and the fixtures of every kind made of boxes, read in both ways."""

from pathlib import Path

import pytest

from provenance.manifests import _native_reader, films

from .conftest import issue
from .film_makers import read_both, sign

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SUFFIXES = {".mp4", ".m4v", ".m4a", ".mov", ".heic", ".avif", ".3gp"}
FIXTURES = ("mp4/shot.mp4", "mov/shot.mov", "m4a/sound.m4a", "heic/still.heic", "avif/still.avif")


@pytest.fixture(autouse=True)
def _any_size(monkeypatch):
    monkeypatch.setattr(films, "MIN_MEDIA", 1)
    monkeypatch.setattr(films, "STRUCTURE", 16)
    monkeypatch.setattr(_native_reader, "ORDINARY", 0)


@pytest.mark.parametrize("name", FIXTURES)
def test_fixtures(name, tmp_path, monkeypatch):
    path = tmp_path / "film.mp4"
    issued = issue(tmp_path / "id")
    signed = sign(issued, (ROOT / "fixtures" / "media" / name).read_bytes())
    path.write_bytes(signed)
    ours, engines, settled = read_both(path, monkeypatch, [issued.ca_pem.decode()])
    assert ours == engines
    assert settled
    assert ours["state"] == "Trusted"
    for at in range(len(signed) - 300, len(signed), 59):
        path.write_bytes(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :])
        ours, engines, _ = read_both(path, monkeypatch)
        assert ours == engines


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_corpus(monkeypatch):
    settled = 0
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix.lower() in SUFFIXES and films.C2PA_UUID in path.read_bytes():
            ours, engines, used = read_both(path, monkeypatch)
            assert ours == engines, path
            settled += used
    assert settled
