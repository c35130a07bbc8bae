"""Plug-ins: found wherever they are installed, and not searched for where there are none."""

import sys
import zipfile
from importlib.machinery import PathFinder
from importlib.metadata import MetadataPathFinder, version

import pytest

from provenance import plugins
from provenance.about import DISTRIBUTION, VERSION

LISTED = "[provenance.readers]\nhouse = house:reader\n"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    # Other libraries of the tests bring finders of their own, and importlib_metadata (of dask)
    # takes the method of the standard one away.
    usual = [each for each in sys.meta_path if not hasattr(each, "find_distributions")]
    monkeypatch.setattr(sys, "meta_path", [*dict.fromkeys([*usual, PathFinder])])
    monkeypatch.setattr(
        PathFinder,
        "find_distributions",
        staticmethod(MetadataPathFinder.find_distributions),
        raising=False,
    )
    plugins._points.cache_clear()
    yield
    plugins._points.cache_clear()


def names(group="provenance.readers"):
    return [each.name for each in plugins._points(group)]


def install(folder, listed):
    place = folder / "house-1.0.dist-info"
    place.mkdir(parents=True)
    (place / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1.0\n")
    if listed is not None:
        (place / "entry_points.txt").write_text(listed)
    return folder


def test_the_version_is_that_of_the_distribution():
    assert version(DISTRIBUTION) == VERSION


@pytest.mark.parametrize(
    ("listed", "found"), [(LISTED, ["house"]), ("[console_scripts]\na = b:c\n", []), (None, [])]
)
def test_a_distribution_on_the_path(tmp_path, monkeypatch, listed, found):
    monkeypatch.setattr(sys, "path", [str(install(tmp_path, listed))])
    assert names() == found
    assert plugins._may_be_told("provenance.readers") is bool(found)


def test_a_distribution_in_an_archive(tmp_path, monkeypatch):
    folder = install(tmp_path / "there", LISTED)
    archive = tmp_path / "house.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder))
    monkeypatch.setattr(sys, "path", [str(archive)])
    assert names() == ["house"]


def test_another_finder_is_asked(monkeypatch):
    class Finder:
        def find_distributions(self, *_):
            return []

    monkeypatch.setattr(sys, "path", ["/nowhere"])
    assert not plugins._may_be_told("provenance.readers")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert plugins._may_be_told("provenance.readers")


def test_lists_that_cannot_be_read(tmp_path, monkeypatch):
    place = install(tmp_path, None) / "house-1.0.dist-info"
    (place / "entry_points.txt").write_bytes(b"\xff\xfe\x00provenance")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert plugins._may_be_told("provenance.readers")
