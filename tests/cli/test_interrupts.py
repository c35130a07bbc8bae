"""Ctrl-C, being told to end, being killed, and readers that leave."""

import os
import signal
import socket
import time

import pytest

from .conftest import SOURCE

PATIENCE = 30  # seconds


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def silent_authority(house):
    """A time-stamping authority that takes the call and never answers: a stamp waits."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        config = house / "provenance.toml"
        line = f'tsa = "http://127.0.0.1:{server.getsockname()[1]}/tsa"'
        text = config.read_text().replace('# tsa = "http://timestamp.example.com"', line)
        config.write_text(text)
        yield server


def children(process):
    try:
        with open(f"/proc/{process.pid}/task/{process.pid}/children") as listed:  # noqa: PTH123
            return [int(each) for each in listed.read().split()]
    except OSError:
        pytest.skip("this system does not list children")


def gone(pid):
    try:
        with open(f"/proc/{pid}/stat") as status:  # noqa: PTH123
            return status.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def stamping(start, house, media, silent_authority):
    """A stamp that waits for its time stamp, temporary files beside the original."""
    path = media("png", house / "shots")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    process = start("stamp", path, *SOURCE, cwd=house)
    silent_authority.settimeout(PATIENCE)
    connection, _ = silent_authority.accept()
    assert len(os.listdir(path.parent)) > 1  # noqa: PTH208
    yield process, path, before
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stamp_that_is_interrupted(stamping, number):
    process, path, before = stamping
    workers = children(process)
    process.send_signal(number)
    _, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert words.decode().splitlines() == ["interrupted; nothing is half written"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert os.listdir(path.parent) == [path.name]  # noqa: PTH208
    until(lambda: all(map(gone, workers)))


def test_a_stamp_that_is_killed_and_done_again(stamping, house, run):
    process, path, before = stamping
    workers = children(process)
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert len(os.listdir(path.parent)) > 1  # noqa: PTH208
    until(lambda: all(map(gone, workers)))
    assert run("scan", path.parent).code == 0  # hidden, so that nobody counts them
    config = house / "provenance.toml"
    lines = config.read_text().splitlines(keepends=True)
    config.write_text("".join(line for line in lines if not line.startswith("tsa")))
    assert run("stamp", path, *SOURCE, cwd=house).code == 0
    assert os.listdir(path.parent) == [path.name]  # noqa: PTH208
    assert run("register", "verify", cwd=house).code == 0


def test_what_was_stamped_before_is_told(start, house, media):
    for number in range(40):
        media("png", house, f"{number:02}.png")
    names = [f"{number:02}.png" for number in range(40)]
    process = start("stamp", *names, *SOURCE, cwd=house)
    sizes = [(house / name).stat().st_size for name in names]
    until(lambda: (house / "02.png").stat().st_size != sizes[2])
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    lines = words.decode().splitlines()
    assert lines[-1] == "interrupted; nothing is half written"
    changed = [
        name
        for name, size in zip(names, sizes, strict=True)
        if (house / name).stat().st_size != size
    ]
    told = [line.split()[1].rstrip(":") for line in lines[:-1] if line.startswith("stamped ")]
    assert told[:2] == ["00.png", "01.png"]
    assert set(told) <= set(changed)
    assert len(changed) <= len(told) + 1  # the one that it was at
    assert len(changed) < 40


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_scan_that_is_interrupted(start, tmp_path, media, jobs):
    first = media("mov", tmp_path / "delivery")
    for number in range(10_000):  # enough to be at it for longer than is slept below
        os.link(first, first.with_name(f"{number:05}.mov"))
    process = start("scan", "delivery", "-o", "json=r.json", "--jobs", jobs, start_new_session=True)
    until(lambda: len(children(process)) >= int(jobs) or process.poll() is not None)
    time.sleep(0.5)
    workers = children(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, words = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert words.decode().splitlines() == ["interrupted; nothing is half written"]
    assert not (tmp_path / "r.json").exists()
    until(lambda: all(map(gone, workers)))


def test_workers_end_with_a_scan_that_is_killed(start, tmp_path, media):
    for number in range(200):
        media("mov", tmp_path / "delivery", f"{number:03}.mov")
    process = start("scan", "delivery", "--jobs", "2")
    until(lambda: len(children(process)) >= 3 or process.poll() is not None)
    workers = children(process)
    assert process.poll() is None
    process.kill()
    process.wait()
    until(lambda: all(map(gone, workers)))


def test_a_reader_that_leaves(start, tmp_path, media):
    media("png", tmp_path / "delivery")
    (tmp_path / "delivery" / "empty.mov").touch()
    for arguments, code in (
        (("scan", "delivery"), 4),
        (("scan", "delivery", "--json"), 4),
        (("rules", "--json"), 141),
        (("explain", "undisclosed"), 141),
    ):
        process = start(*arguments)
        process.stdout.close()
        words = process.stderr.read().decode()
        assert process.wait(PATIENCE) == code, arguments
        assert not words, arguments
