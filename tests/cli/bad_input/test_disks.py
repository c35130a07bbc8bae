"""Full disks, limits, missing permissions: one line told, an untouched original, no leftovers."""

import ctypes
import os
import shutil
import subprocess
from contextlib import suppress

import pytest

from tests.cli.conftest import SOURCE

from .conftest import reasons, results, state


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("mounting is not permitted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("kind", ["png", "exr"])
def test_a_full_disk(run, house, media, small_disk, kind):
    path = media(kind, small_disk)
    with suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"\0" * 4096)
    before = state(path)
    ran = run("stamp", path, *SOURCE, cwd=house)
    assert ran.code == 1
    assert ran.lines[1:] == ["1 of 1 files were not stamped"]
    assert "cannot be written" in ran.lines[0]
    assert "Free space" in ran.err
    assert state(path) == before
    assert sorted(each.name for each in small_disk.iterdir()) == ["filler", path.name]
    ran = run("scan", path, "-o", f"json={small_disk}/r.json")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "report r.json: cannot be written: No space left on device" in ran.err
    assert not (small_disk / "r.json").exists()


def test_a_limit_on_the_size_of_files(launch, house, media):
    path = media("png", house, "big.png")
    path.write_bytes(path.read_bytes() + b"\0" * (1 << 20))
    before = state(path)

    def limited():
        import resource  # noqa: PLC0415 - runs in the child

        resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, 256 << 10))

    ran = launch("stamp", "big.png", *SOURCE, cwd=house, preexec_fn=limited)
    assert ran.code in {0, 1}
    assert state(path) == before
    if ran.code == 1:
        assert "cannot be written" in ran.lines[0]


def test_stdout_that_is_full(launch, tmp_path, media):
    media("png", tmp_path / "in")
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = launch("scan", "in", "--json", stdout=full)
    assert (ran.code, ran.lines) == (
        2,
        ["error: output cannot be written: No space left on device"],
    )


DAC_OVERRIDE, DAC_READ_SEARCH, CAPBSET_DROP = 1, 2, 24  # linux/capability.h, linux/prctl.h


@pytest.fixture
def bound(launch, tmp_path):
    """Runs the command without root's right to ignore permissions."""

    def give_up():
        library = ctypes.CDLL(None)
        for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
            library.prctl(CAPBSET_DROP, capability, 0, 0, 0)

    closed = tmp_path / "closed"
    closed.touch(0o000)
    options = {"preexec_fn": give_up} if os.geteuid() == 0 else {}
    try:
        tried = subprocess.run(["cat", closed], capture_output=True, check=False, **options)
    except OSError:
        tried = None
    if tried is None or not tried.returncode:
        pytest.skip("permissions cannot be tried here")
    closed.unlink()
    return lambda *arguments, **more: launch(*arguments, **more, **options)


def test_files_that_may_not_be_read(bound, tmp_path, media):
    delivery = tmp_path / "delivery"
    media("png", delivery, "open.png")
    media("png", delivery, "closed.png").chmod(0o000)
    media("png", delivery / "folder", "in.png")
    (delivery / "folder").chmod(0o000)
    ran = bound("scan", "delivery", "--json")
    (delivery / "folder").chmod(0o755)
    assert ran.code == 4, ran.err
    found = results(ran)
    assert found["open.png"]["verdict"] == "pass"
    assert "Permission denied" in reasons(found["closed.png"])
    assert "folder cannot be listed: Permission denied" in reasons(found["folder"])


def test_a_folder_that_may_not_be_written(bound, house, media, tmp_path):
    path = media("png", tmp_path / "locked")
    (tmp_path / "locked").chmod(0o555)
    before = state(path)
    ran = bound("stamp", path, *SOURCE, cwd=house)
    assert ran.code == 1, ran.err
    assert "cannot be written: Permission denied" in ran.lines[0]
    assert "--output" in ran.err
    assert state(path) == before
    (tmp_path / "locked").chmod(0o755)


def test_a_scan_needs_no_permission_to_write(bound, house, media, tmp_path):
    path = media("png", tmp_path / "locked")
    for each, mode in ((path.parent, 0o555), (house / ".provenance", 0o555)):
        each.chmod(mode)
    (house / ".provenance" / "register.db").chmod(0o444)
    ran = bound("scan", path.parent, "--json", cwd=house)
    stamped = bound("stamp", path, *SOURCE, "--output", tmp_path / "copy.png", cwd=house)
    path.parent.chmod(0o755)
    (house / ".provenance").chmod(0o755)
    assert ran.code == 0, ran.err
    assert (stamped.code, len(stamped.lines)) == (2, 1)
    assert "cannot be written, and a stamp belongs in it" in stamped.lines[0]
