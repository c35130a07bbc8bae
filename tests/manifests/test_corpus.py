"""Real files: each one that has a manifest store yields an outcome, and none a crash."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from provenance.manifests.engine import Outcome
from provenance.model.evidence import Integrity

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no folder of real files"),
]


def has_mark(path):
    """Whether a C2PA box is anywhere in the file; a few of these are false alarms."""
    data = path.read_bytes()
    return b"c2pa" in data and b"jumb" in data


@pytest.fixture(scope="module")
def readings(unasked):
    found = {}
    with (CORPUS / "labels.csv").open(newline="") as table:
        for row in csv.DictReader(table):
            path = CORPUS / row["path"]
            if path.is_file() and has_mark(path):
                media_type = TYPES.get(path.suffix.lower(), "application/octet-stream")
                found[row["path"]] = unasked.read(path, media_type=media_type, where="x")
    return found


def test_every_file_has_an_outcome(readings):
    counts = Counter(each.outcome for each in readings.values())
    assert counts[Outcome.FOUND] >= 30
    assert not counts[Outcome.TIMED_OUT]
    assert not counts[Outcome.DIED]
    for reading in readings.values():
        assert reading.store if reading.outcome is Outcome.FOUND else reading.detail


def test_signers_and_codes_are_whole(readings):
    for path, reading in readings.items():
        if reading.store is None:
            continue
        signature = reading.store.active.signature
        assert signature is not None, path
        assert signature.fingerprint.startswith("sha256:"), path
        assert signature.serial.isdigit(), path
        assert signature.not_after is not None, path
        known = (Integrity.VALID, Integrity.INVALID)
        assert reading.integrity in known, path
        if reading.store.engine_state in {"Valid", "Trusted"}:
            assert reading.integrity is Integrity.VALID, path
        assert len(list(reading.store.walk())) == len(reading.store.manifests), path
