"""A Dask cluster reads as this machine does; a scheduler that is lost leaves no file clean."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import provenance
from provenance.errors import ConfigError
from provenance.farming import cluster

pytest.importorskip("distributed", reason="the extra farm is not installed")
MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
PATIENCE = 60


def started(*arguments, cwd):
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def farm(tmp_path):
    """A scheduler and a worker that run elsewhere, so that relative paths mean nothing to them."""
    place, elsewhere = tmp_path / "scheduler.json", tmp_path / "elsewhere"
    elsewhere.mkdir()
    common = ("--scheduler-file", str(place), "--no-dashboard")
    scheduler = started(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *common,
        cwd=elsewhere,
    )  # fmt: skip
    worker = started("distributed.cli.dask_worker", "--nthreads", "1", *common, cwd=elsewhere)
    try:
        end = time.monotonic() + PATIENCE
        while not place.exists() or not place.read_text():
            assert scheduler.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        yield json.loads(place.read_text())["address"], scheduler
    finally:
        for process in (worker, scheduler):
            process.terminate()
        for process in (worker, scheduler):
            process.wait(PATIENCE)


@pytest.fixture
def delivery(tmp_path, monkeypatch):
    folder = tmp_path / "delivery"
    folder.mkdir()
    for kind in ("png", "wav", "svg"):
        source = min((MEDIA / kind).iterdir())
        shutil.copyfile(source, folder / source.name)
    (folder / "broken.mov").write_bytes(b"\0\0\0\x08moov")
    (folder / "empty.mov").touch()
    monkeypatch.chdir(tmp_path)
    return Path("delivery")


@pytest.mark.filterwarnings("ignore")
def test_the_same_report_and_a_scheduler_that_is_lost(farm, delivery):
    address, scheduler = farm
    here = provenance.scan(delivery).model_copy(update={"generated_at": None})
    with cluster(address, grace=2) as executor:
        there = provenance.scan(delivery, executor=executor)
        assert there.model_copy(update={"generated_at": None}) == here
        scheduler.kill()
        scheduler.wait()
        lost = provenance.scan(delivery, executor=executor)
    assert lost.verdict == "undetermined"
    assert {each.failures[0].reason for each in lost.results} == {
        "not scanned: the worker was lost (SchedulerLostError)"
    }


@pytest.mark.filterwarnings("ignore")
def test_nobody_answers(monkeypatch):
    monkeypatch.setattr("provenance.farming.CONNECTING", 0.5)
    with pytest.raises(ConfigError, match="no scheduler answers"), cluster("tcp://127.0.0.1:9"):
        pass
    with pytest.raises(ConfigError), cluster("nonsense://x"):
        pass
