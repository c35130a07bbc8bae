"""scan from Python: no file and no worker ends it, and any executor will do."""

import concurrent.futures

import pytest

import provenance
from provenance import sighting
from provenance.errors import (
    DamagedFileError,
)
from provenance.scanning import scan


@pytest.mark.parametrize("error", [DamagedFileError("no"), IndexError("ours"), MemoryError()])
def test_no_file_ends_a_scan(media, tmp_path, monkeypatch, error):
    for name in "abc":
        media("png", tmp_path, f"{name}.png")
    glance = sighting.glance

    def hostile(source):
        if source.path.name == "b.png":
            raise error
        return glance(source)

    monkeypatch.setattr(sighting, "glance", hostile)
    report = scan(tmp_path, "netflix")
    assert [each.coverage for each in report.results] == ["read", "unreadable", "read"]
    assert report.verdict == "undetermined"


@pytest.fixture
def delivery(media, tmp_path):
    for number in range(20):
        media("jpg", tmp_path / "delivery", f"{number:02}.jpg")
    return tmp_path / "delivery"


def test_any_executor_will_do(delivery):
    seen = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        spread = scan(delivery, "netflix", executor=pool, progress=lambda *told: seen.append(told))
    here = scan(delivery, "netflix")
    assert spread.results == here.results
    assert seen == [(20, 20, "19.jpg")]


def test_workers_that_are_lost_leave_files_that_nobody_looked_at(delivery):
    class Broken(concurrent.futures.Executor):
        def submit(self, *_, **__):
            future = concurrent.futures.Future()
            future.set_exception(RuntimeError("the farm is on fire"))
            return future

    class Gone(concurrent.futures.Executor):
        def submit(self, *_, **__):
            raise concurrent.futures.BrokenExecutor("no workers")

    for executor in (Broken(), Gone()):
        report = scan(delivery, "netflix", executor=executor)
        assert report.verdict == "undetermined"
        assert report.counts.unreadable == 20
        assert "the worker was lost" in report.results[0].failures[0].reason


def test_thumbnails_are_of_what_was_scanned(delivery):
    (delivery / "00.jpg").rename(delivery / "zz.jpg")
    report = scan(delivery, "netflix", exclude=["1*"])
    shown = provenance.thumbnails(report, [delivery], exclude=["1*"])
    named_ = {each.path for each in report.results if each.findings}
    assert set(shown) == named_
    assert all(each.startswith(b"\x89PNG") for each in shown.values())
