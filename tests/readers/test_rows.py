"""Every row of the evidence page: its samples, read by the whole of ``gather``."""

import json
from pathlib import Path

import pytest

from fixtures.makers.dialects import SAMPLES
from provenance.gathering import Gatherer
from provenance.manifests.identity import create_identity
from provenance.manifests.requests import signer_request
from provenance.manifests.signer import PemSigner
from provenance.model.vocabulary import Effort
from provenance.packages.folder import named
from provenance.readers import BUILTIN

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PATTERNS = {pattern.name: reader for reader in BUILTIN for pattern in reader.patterns}
PROMPT = "lighthouse"


@pytest.fixture(scope="session")
def gatherers():
    with Gatherer() as normal, Gatherer(effort=Effort.DEEP) as deep:
        yield {False: normal, True: deep}


@pytest.fixture(scope="session")
def identities(tmp_path_factory):
    made = {}

    def identity(organisation):
        if organisation not in made:
            folder = tmp_path_factory.mktemp("identity")
            made[organisation] = create_identity(
                folder, name=organisation, organisation=organisation
            )
        return made[organisation]

    return identity


@pytest.fixture
def signed(gatherers, identities, tmp_path):
    """Signs the definition that a sample holds, with a certificate of its organisation."""

    def sign(path):
        told = json.loads(path.read_text("utf-8"))
        host = FIXTURES / "media" / told["host"]
        target = tmp_path / host.name
        identity = identities(told["organisation"])
        engine = gatherers[False].engine
        engine._isolated.call(
            "provenance.manifests._native_sign:embed",
            timeout=60,
            source=str(host),
            target=str(target),
            media_type=TYPES[host.suffix],
            manifest=told["manifest"],
            ingredients=[
                {"json": each, "path": "", "media_type": "", "store": None, "embedded": "no"}
                for each in told["ingredients"]
            ],
            signer=signer_request(PemSigner(identity.chain, identity.key)),
            anchors=[],
        )
        return target

    return sign


TYPES = {
    ".png": "image/png",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_sample(name, gatherers, request):
    sample, path = SAMPLES[name], FIXTURES / "dialects" / name
    if path.suffix == ".json":
        path = request.getfixturevalue("signed")(path)
    evidence = gatherers[sample.deep].gather(named(path))
    declaration = evidence.declaration
    assert evidence.failures == ()
    assert declaration.declared.value == sample.declared
    assert {(each.name, each.version) for each in declaration.generators} == set(sample.generators)
    assert (declaration.strength.value if declaration.strength else None) == sample.strength
    if sample.reader:
        assert sample.reader in {each.reader for each in evidence.signals}
    assert not any(PROMPT in each.value for each in evidence.signals)


def test_every_pattern_has_samples_and_every_sample_a_pattern():
    assert {name.split("/")[0] for name in SAMPLES} == set(PATTERNS)


def test_the_reader_of_a_pattern_speaks_of_one_of_its_samples():
    """A pattern stands with the reader that finds it."""
    silent = []
    for pattern, reader in PATTERNS.items():
        readers = {s.reader for name, s in SAMPLES.items() if name.split("/")[0] == pattern}
        if reader.name not in readers:
            silent.append((pattern, reader.name, readers))
    assert silent == []


def test_samples_on_disk_are_those_that_the_makers_make():
    folder = FIXTURES / "dialects"
    there = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    assert there == set(SAMPLES)
