"""No room, no processes, a cache that is locked: one line, and the right exit code."""

import errno
import multiprocessing
import shutil
import sqlite3
import subprocess
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from provenance import caching, keeping

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"


def timeless(text):
    return "\n".join(line for line in text.splitlines() if '"generated_at"' not in line)


@pytest.fixture
def delivery(tmp_path):
    for kind in ("png", "wav", "svg"):
        shutil.copytree(MEDIA / kind, tmp_path / "delivery" / kind)
    return tmp_path / "delivery"


@pytest.fixture
def small(monkeypatch):
    """Databases of a few pages."""
    made = caching.connected

    def sized(pages):
        def connected(file):
            connection = made(file)
            connection.execute(f"PRAGMA max_page_count = {pages}")
            return connection

        monkeypatch.setattr(caching, "connected", connected)

    return sized


@pytest.fixture
def whole(run, delivery):
    found = run("scan", delivery, "--json", "--no-cache", "--effort", "fast")
    return found.code, timeless(found.out)


def test_a_cache_that_is_locked(run, delivery, whole, tmp_path, monkeypatch):
    """It is left aside where nobody named it, and is as good as ever afterwards."""
    monkeypatch.setattr(keeping, "_BUSY", 0.05)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    asked = ("scan", delivery, "--json", "--effort", "fast")
    run(*asked)
    folder = tmp_path / "home" / "provenance"
    with sqlite3.connect(folder / caching.NAME) as other:
        other.execute("BEGIN IMMEDIATE")
        locked = run(*asked)
        named = run(*asked, "--cache", folder)
    other.close()
    assert (locked.code, timeless(locked.out)) == whole
    assert named.code == 2
    assert len(named.err.splitlines()) == 2
    assert "locked" in named.err
    assert run(*asked, "--cache", folder).code == whole[0]


@pytest.mark.parametrize("pages", [6, 8, 12])
def test_a_cache_without_room(run, delivery, whole, small, pages):
    """The database is full (SQLITE_FULL), from the first row or from a later one on."""
    small(pages)
    for _ in range(2):
        found = run("scan", delivery, "--json", "--effort", "fast", "--cache", "cache")
        assert (found.code, timeless(found.out)) == whole
        assert "internal error" not in found.err


def test_a_disk_that_takes_no_report(delivery, program, tmp_path):
    """Files may not grow beyond some KiB: neither the report nor the cache can be written."""
    asked = f"{program} scan {delivery} --effort fast --cache {tmp_path / 'c'} -o json=out.json"
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 2; {asked}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "internal error" not in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.glob("*out.json*")] == []


def test_shared_memory_that_is_full(run, delivery, monkeypatch):
    """Semaphores of a pool lie there: the system says ENOSPC."""

    def full(*_args, **_named):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("provenance.executors.ProcessPoolExecutor", full)
    found = run("scan", delivery, "--no-cache", "--jobs", "2")
    assert found.code == 4
    assert "no processes can be started: No space left on device" in found.err
    assert "--jobs 1" in found.err


@pytest.mark.parametrize(
    "error",
    [RuntimeError("can't start new thread"), BlockingIOError(errno.EAGAIN, "try again")],
)
def test_a_system_without_processes(run, delivery, monkeypatch, error):
    """What no worker could be started for is not scanned, and never clean."""

    class Stopped(ProcessPoolExecutor):
        def submit(self, *_args, **_named):
            raise error

    monkeypatch.setattr("provenance.executors.ProcessPoolExecutor", Stopped)
    found = run("scan", delivery, "--no-cache", "--jobs", "2", "--json")
    assert found.code == 4
    told = {each["coverage"] for each in found.json()["results"]}
    assert told == {"unreadable"}
    assert f"the worker was lost ({type(error).__name__})" in found.out
    assert not multiprocessing.active_children()


def test_three_scans_at_once_with_one_cache(start, delivery, whole):
    """Whoever comes first makes it; nobody's report depends on who was first."""
    asked = ("scan", delivery, "--json", "--effort", "fast", "--cache", "cache", "--jobs", "2")
    for _ in range(2):
        for process in [start(*asked) for _ in range(3)]:
            out, err = process.communicate(timeout=120)
            assert b"internal error" not in err
            assert (process.returncode, timeless(out.decode())) == whole
