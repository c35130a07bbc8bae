"""What a killed scan of a store leaves behind is gone with the next one, and nothing else is."""

import errno
import os
import signal
import subprocess
import sys
import tempfile

import pytest

from provenance.errors import ConfigError
from provenance.storage import sweeping
from provenance.storage.mirrors import Mirror

fcntl = pytest.importorskip("fcntl")
RUN = """
import sys
from provenance.storage import reached
import fsspec
fsspec.filesystem("memory").pipe("/d/a.txt", b"Reel 3")
with reached("memory://d") as places:
    print(places[0], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The folder for temporary files, of this process and of those that it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def started(place):
    """A run on a store that is at it, and the folder that it has made."""
    pytest.importorskip("fsspec")
    process = subprocess.Popen(
        [sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline()
    (base,) = place.iterdir()
    yield process, base
    process.kill()
    process.communicate()


def test_a_living_run_keeps_its_folder_and_a_killed_one_loses_it(started, place):
    process, base = started
    mirror = Mirror.made()
    assert {each.name for each in place.iterdir()} == {base.name, os.path.basename(mirror.base)}  # noqa: PTH119
    mirror.remove()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(place.iterdir()) == [base]  # nobody was left to remove it
    Mirror.made().remove()
    assert list(place.iterdir()) == []


def test_a_worker_that_outlives_its_run_keeps_the_folder(started, place):
    process, base = started
    worker = Mirror(str(base))
    process.send_signal(signal.SIGKILL)
    process.wait()
    sweeping.sweep()
    assert list(place.iterdir()) == [base]
    assert worker.address(f"{worker.home}d/a.txt").size == 6
    worker.remove()
    assert list(place.iterdir()) == []


def test_a_run_that_ends_leaves_nothing(started, place):
    process, _ = started
    process.communicate("")
    assert process.returncode == 0
    assert list(place.iterdir()) == []


def test_what_is_none_of_these_folders_stays(place, tmp_path):
    (place / f"{sweeping.PREFIX}without-a-lock").mkdir()
    (place / f"{sweeping.PREFIX}file").write_text("x")
    (place / "other").mkdir()
    (place / "other" / "held").touch()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "held").touch()
    (place / f"{sweeping.PREFIX}link").symlink_to(elsewhere)
    trap = place / f"{sweeping.PREFIX}trap"
    trap.mkdir()
    (trap / "held").symlink_to(elsewhere / "held")
    before = sorted(place.rglob("*"))
    sweeping.sweep()
    assert sorted(place.rglob("*")) == before
    assert (elsewhere / "held").exists()


def test_a_folder_that_is_taken_from_under_a_new_run_is_made_again(place, monkeypatch):
    hold, tried = sweeping.hold, []

    def taken_once(base):
        tried.append(base)
        if len(tried) == 1:
            sweeping.sweep()  # another run, between the folder and its lock
        return hold(base)

    monkeypatch.setattr(sweeping, "hold", taken_once)
    base, held = sweeping.made()
    assert len(tried) == 2
    assert [str(each) for each in place.iterdir()] == [base]
    with pytest.raises(BlockingIOError):
        sweeping._locked(base, alone=True)
    os.close(held)


def test_one_that_is_being_removed_cannot_be_held(place):
    base, held = sweeping.made()
    os.close(held)
    alone = sweeping._locked(base, alone=True)
    with pytest.raises(BlockingIOError):
        sweeping.hold(base)
    os.close(alone)
    sweeping.sweep()
    assert not list(place.iterdir())
    with pytest.raises(FileNotFoundError):
        sweeping.hold(base)


def test_without_locks_nothing_is_removed(place, monkeypatch):
    def none(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    base, held = sweeping.made()
    assert held == sweeping.NO_LOCK
    sweeping.sweep()
    assert [str(each) for each in place.iterdir()] == [base]


@pytest.mark.parametrize("failing", ["sqlite3.connect", "pathlib.Path.mkdir"])
def test_what_cannot_be_made_whole_leaves_nothing_behind(place, monkeypatch, failing):
    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    monkeypatch.setattr(failing, full)
    with pytest.raises(ConfigError, match=os.strerror(errno.ENOSPC)):
        Mirror.made()
    assert list(place.iterdir()) == []
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_a_folder_without_room_for_its_lock_is_not_left_behind(place, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        sweeping.made()
    monkeypatch.undo()
    assert list(place.iterdir()) == []
