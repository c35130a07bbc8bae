"""Deliveries made by the sample makers, and understood."""

from pathlib import Path

import pytest
from PIL import Image
from provenance_cli.samples import cinema
from provenance_cli.samples.packages import PACKAGES, make_sample_package

from provenance import understand

SECRET = "root-of-all-secrets"
"""What lies outside a delivery and must never come out of it."""
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.fixture
def delivery(tmp_path):
    """The folder of a test's delivery."""
    folder = tmp_path / "delivery"
    folder.mkdir()
    return folder


@pytest.fixture
def made(delivery):
    """Writes sample packages into the delivery."""

    def make(*names):
        for name in names or PACKAGES:
            make_sample_package(delivery, name)
        return delivery

    return make


def the_one(found, kind):
    """The only package of a kind."""
    (package,) = (each for each in found if each.kind == kind)
    return package


def only(path, kind, **how):
    return the_one(understand(path, **how), kind)


def codes(package):
    """What is wrong, as words and paths."""
    return {(each.code.value, each.path) for each in package.problems}


def words(package):
    return "\n".join(f"{each.code}: {each.path}: {each.message}" for each in package.problems)


def dpx(folder, name, size=(16, 9), project=b""):
    """One small DPX frame."""
    data = bytearray(cinema.dpx(Image.new("RGB", size), name=name[:90]))
    data[260 : 260 + len(project)] = project
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def edit(path, *pairs):
    """Replaces text in a document."""
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, f"{path.name} holds no {old!r}"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def the_file(folder, start):
    """The only file of a folder whose name begins so."""
    (found,) = folder.glob(f"{start}*")
    return found
