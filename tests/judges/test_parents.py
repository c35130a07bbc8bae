"""What ``stamp`` writes of a parent, as an independent verifier and reader see it."""

import json
import subprocess

import pytest
from PIL import Image

import provenance
from provenance.manifests.identity import create_identity
from provenance.manifests.signer import PemSigner
from provenance.model.disclosure import Disclosure

TOLD = Disclosure(digital_source_type="trainedAlgorithmicMedia")


@pytest.fixture
def derived(media, tmp_path):
    """A JPEG made from a stamped PNG, and stamped with that as its parent."""
    made = create_identity(tmp_path / "id", name="Maker", organisation="Maker")
    signer = PemSigner(made.chain, made.key, "")
    source = tmp_path / "source.png"
    source.write_bytes((media / "png" / "still.png").read_bytes())
    provenance.stamp(source, TOLD, signer=signer)
    path = tmp_path / "derived.jpg"
    with Image.open(source) as image:
        image.convert("RGB").resize((64, 64)).save(path)
    provenance.stamp(path, TOLD, signer=signer, parent=source)
    return path


def test_the_verifier_finds_it_valid(derived, verify):
    (answer,) = verify([(derived, None)])
    assert answer["valid"], answer


def test_the_reader_names_the_parent(derived, judges):
    exiftool = judges.exiftool()
    if exiftool is None:
        pytest.skip("exiftool is not installed: make judges")
    command = [*exiftool, "-json", "-G3", "-a", "-struct", "-JUMBF:all", derived]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "parentOf" in text
    assert "c2pa.opened" in text
    assert json.loads(text)
