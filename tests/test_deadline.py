"""A file that keeps the engine busy for minutes costs its deadline, and the scan goes on."""

import shutil
import struct
from pathlib import Path

import pytest

import provenance
from provenance.gathering import Gatherer
from provenance.model.evidence import Coverage, Integrity
from provenance.packages.folder import named

SUB_IFDS, C2PA = 0x014A, 0xCD41
LONG, SHORT, UNDEFINED = 4, 3, 7


def directory(entries):
    packed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + packed + struct.pack("<I", 0)


def hanging_tiff(count=405, entries=20_000):
    """A TIFF with a C2PA tag and ``count`` SubIFDs: all the same one, of many small entries.

    The engine walks each and takes ten seconds and more for all; ours stops at its own limits.
    """
    array = 200
    store = array + 4 * count
    place = store + 64
    top = directory(
        [
            (256, LONG, 1, 16),
            (257, LONG, 1, 16),
            (SUB_IFDS, LONG, count, array),
            (C2PA, UNDEFINED, 64, store),
        ]
    )
    head = b"II*\0" + struct.pack("<I", 8) + top
    sub = directory([(40_000 + index, SHORT, 1, index) for index in range(entries)])
    return head.ljust(array, b"\0") + struct.pack("<I", place) * count + bytes(64) + sub


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bad.tif").write_bytes(hanging_tiff())
    shutil.copy(Path(__file__).parents[1] / "fixtures/media/tiff/still.tif", tmp_path)
    return tmp_path


def test_gathering_ends_and_says_why(folder):
    with Gatherer(timeout=1) as gatherer:
        bad = gatherer.gather(named(folder / "bad.tif"))
        good = gatherer.gather(named(folder / "still.tif"))  # by a new worker
    assert (bad.coverage, bad.integrity) == (Coverage.PARTLY_READ, Integrity.UNREADABLE)
    (failure,) = [each for each in bad.failures if each.gave_up]
    assert (failure.reader, failure.reason) == (
        "c2pa",
        "the engine gave no answer within 1 seconds",
    )
    assert good.coverage is Coverage.READ
    assert good.asset.facts is not None


def test_a_scan_is_undetermined(folder):
    report = provenance.scan(folder, "netflix", timeout=1)
    bad, good = report.results
    assert (report.verdict, bad.verdict) == ("undetermined", "undetermined")
    assert good.verdict in {"pass", "warn"}
    (finding,) = [each for each in bad.findings if each.rule == "manifest-invalid"]
    assert "no answer within 1 seconds" in finding.message
    assert "--timeout" in finding.advice
