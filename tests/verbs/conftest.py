"""A production of its own, and copies of media to stamp, gather and scan."""

import shutil
from pathlib import Path

import pytest

import provenance

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"


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
