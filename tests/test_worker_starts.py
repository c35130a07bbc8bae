"""A command starts one worker, and reads a file's bytes once."""

import shutil
from pathlib import Path

import pytest

import provenance
from provenance import digesting, formats
from provenance.formats import digest as digests
from provenance.gathering import Gatherer
from provenance.isolation import parent
from provenance.manifests.identity import create_identity
from provenance.manifests.signer import PemSigner
from provenance.manifests.trust import TrustSettings, load_anchor
from provenance.model.disclosure import Disclosure, Tool
from provenance.model.evidence import Coverage, Integrity
from provenance.packages.folder import named
from provenance.stamping import Stamper

MEDIA = Path(__file__).parents[1] / "fixtures" / "media"
TOLD = Disclosure(
    digital_source_type="trainedAlgorithmicMedia", tools=(Tool(name="Tool", version="1"),)
)


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    return create_identity(tmp_path_factory.mktemp("identity"), name="Editor", organisation="House")


@pytest.fixture(scope="module")
def signer(identity):
    return PemSigner(identity.chain, identity.key)


@pytest.fixture
def trust(identity):
    return TrustSettings((load_anchor(identity.ca),))


@pytest.fixture
def folder(tmp_path):
    for each in ("jpg", "wav", "exr", "mxf"):
        shutil.copytree(MEDIA / each, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def starts(calls_of):
    """Commands of the processes that were started."""
    return calls_of("Popen", lambda command, *_: command, parent.subprocess)


@pytest.fixture
def passes(calls_of):
    """Files whose digest was taken while gathering."""
    return calls_of("feed", lambda source, _: source.path, digests, digesting)


def test_each_verb_starts_one_worker(folder, signer, starts):
    still, sound = min(folder.glob("*.jpg")), min(folder.glob("*.wav"))

    def one_more():
        count, starts[:] = len(starts), []
        return count

    with Stamper(signer) as stamper:
        stamper.stamp(still, TOLD)
        stamper.stamp(sound, TOLD, sidecar=True)
    assert one_more() == 1
    provenance.approve([still], by="A", reference="r", folder=folder / "approvals", signer=signer)
    assert one_more() == 1
    provenance.read(folder)
    assert one_more() == 1
    assert provenance.scan(folder, "netflix").counts.files > 3
    assert one_more() == 1


def test_a_sidecar_stamp_hashes_once(folder, signer, trust, passes):
    path = min(folder.glob("*.mxf"))
    with Stamper(signer, trust=trust) as stamper:
        stamped = stamper.stamp(path, TOLD, sidecar=True)
    assert passes == [path]
    assert stamped.evidence.integrity is Integrity.VALID
    assert stamped.as_made == stamped.as_stamped == formats.digest.digest_of(path)


def test_a_known_digest_counts_for_the_open_file_only(folder, signer, trust, passes):
    path = min(folder.glob("*.exr"))
    wrong = "sha256:" + 64 * "0"
    with Stamper(signer, trust=trust) as stamper, Gatherer(trust) as gatherer:
        known = stamper.stamp(path, TOLD, sidecar=True).as_made
        passes.clear()
        assert gatherer.gather(named(path), digest=wrong).integrity is Integrity.VALID
        assert passes == [path]  # a digest without the open file is not believed
        with formats.open_source(path) as source:
            valid = gatherer.gather(named(path), source=source, digest=known)
            told = gatherer.gather(named(path), source=source, digest=wrong)
            assert passes == [path]
            # The worker did not hash either: it compared what it was given.
            assert (valid.integrity, told.integrity) == (Integrity.VALID, Integrity.INVALID)
            path.write_bytes(path.read_bytes() + b"\0")
            late = gatherer.gather(named(path), source=source, digest=known)
    assert late.coverage is Coverage.UNREADABLE
    assert "changed" in late.failures[0].reason
