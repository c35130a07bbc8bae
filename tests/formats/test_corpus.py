"""Real files made by others: recognised, walked without a crash, and credentials found."""

import csv
from pathlib import Path

import pytest

from provenance.formats import BlockKind, contradicts, open_source, recognise, walk

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the project"),
]


@pytest.fixture(scope="module")
def results():
    out = []
    with (CORPUS / "labels.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            path = CORPUS / row["path"]
            with open_source(path) as source:
                found = recognise(source)
                out.append((row, path, found, walk(source, found) if found else None))
    return out


def test_nearly_every_name_agrees_and_the_rest_has_a_reason(results):
    """Unrecognised files are bytes that crashed parsers; lies are JPEG and PNG mixed up, and
    movies and raw files whose content is of another kind."""
    unknown = [row["path"] for row, _, found, _ in results if found is None]
    lies = [
        (path.suffix, found.name)
        for _, path, found, _ in results
        if found and contradicts(path, found)
    ]
    assert len(unknown) <= len(results) // 50
    assert all(row["label"] == "not-ai" for row, _, found, _ in results if found is None)
    assert len(lies) <= len(results) // 25
    assert {found for _, found in lies} <= {"jpg", "png", "mov", "mp4"}


def test_every_claimed_manifest_store_is_found(results):
    missed = [
        row["path"]
        for row, _, _, container in results
        if "c2pa[" in row["evidence"]
        and not (container and any(each.kind is BlockKind.C2PA for each in container.blocks))
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("evidence", "kinds"),
    [
        ("@xmp", {BlockKind.XMP}),
        ("@png_text", {BlockKind.TEXT}),
        ("@exif", {BlockKind.EXIF}),
        ("@id3", {BlockKind.ID3}),
        ("@vorbis", {BlockKind.VORBIS}),
        ("@mp4", {BlockKind.ILST, BlockKind.TEXT}),
    ],
)
def test_the_evidence_lies_in_a_block(results, evidence, kinds):
    concerned = [each for each in results if evidence in each[0]["evidence"]]
    assert concerned
    for row, _, _, container in concerned:
        assert container, row["path"]
        assert kinds & {each.kind for each in container.blocks}, row["path"]


def test_files_with_evidence_are_whole_but_for_those_that_are_not(results):
    partly = [row["path"] for row, _, _, container in results if container and container.problems]
    made = [path for path in partly if path.startswith("positive")]
    assert len(made) <= len(results) // 100, made
