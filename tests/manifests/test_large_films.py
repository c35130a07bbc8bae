"""Films of the size from which on we hash them, with nothing set for the test."""

import pytest

from provenance.manifests.films import MIN_MEDIA
from provenance.model.evidence import Integrity, TrustState

from .conftest import flip, issue, read_embedded
from .film_makers import MEDIA, box, film, read_both, sign

LARGE = MIN_MEDIA // len(MEDIA) * MEDIA


@pytest.fixture
def path(tmp_path):
    return tmp_path / "film.mp4"


def test_hashed_by_us_and_by_the_engine(path, tmp_path, monkeypatch):
    path.write_bytes(sign(issue(tmp_path / "id"), film(box(b"mdat", LARGE))))
    ours, engines, settled = read_both(path, monkeypatch)
    assert ours == engines
    assert settled
    flip(path, -len(MEDIA))
    ours, engines, settled = read_both(path, monkeypatch)
    assert ours == engines
    assert (settled, ours["state"]) == (False, "Invalid")


def test_a_smaller_one_is_the_engines(path, tmp_path, monkeypatch):
    path.write_bytes(sign(issue(tmp_path / "id"), film(box(b"mdat", LARGE[: -3 * len(MEDIA)]))))
    ours, engines, settled = read_both(path, monkeypatch)
    assert ours == engines
    assert (settled, ours["state"]) == (False, "Valid")


def test_through_the_worker(path, tmp_path, engine, embed):
    source = tmp_path / "source.mp4"
    source.write_bytes(film(box(b"mdat", LARGE)))
    embed(source, path)
    reading = read_embedded(engine, path, "mp4")
    assert (reading.integrity, reading.trust.state) == (Integrity.VALID, TrustState.TRUSTED)
    assert [each.code for each in reading.store.validation.success][
        -1
    ] == "assertion.bmffHash.match"
    flip(path, -len(MEDIA))
    reading = read_embedded(engine, path, "mp4")
    assert reading.integrity is Integrity.INVALID
    assert reading.store.validation.tampered
