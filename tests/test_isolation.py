"""The child process: it answers, it dies without harm, it is killed in time."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import provenance
from provenance.errors import ConfigError, DeadlineError, IsolationError
from provenance.isolation import Isolated, frames
from provenance.isolation.watching import Watch

ASK = "provenance.isolation.child:ask_parent"
VERSIONS = "provenance.manifests._native:versions"


@pytest.fixture
def isolated():
    with Isolated() as each:
        yield each


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_calls_share_one_child(isolated):
    assert isolated.pid is None
    assert isolated.call(VERSIONS, timeout=60)["c2pa-python"]
    first = isolated.pid
    isolated.call(VERSIONS, timeout=60)
    assert isolated.pid == first


def test_callback_answers(isolated):
    answer = isolated.call(
        ASK, timeout=60, callbacks={"up": str.upper}, callback="up", argument="añ\ud83d\n"
    )
    assert answer == "AÑ\ud83d\n"


def test_callback_error_surfaces_and_the_child_lives(isolated):
    def refuse(_):
        raise LookupError("the HSM is asleep")

    with pytest.raises(LookupError, match="the HSM is asleep"):
        isolated.call(ASK, timeout=60, callbacks={"no": refuse}, callback="no", argument="")
    pid = isolated.pid
    assert isolated.call(ASK, timeout=60, callbacks={"up": str.upper}, callback="up", argument="a")
    assert isolated.pid == pid


def test_unknown_callback_is_an_error(isolated):
    with pytest.raises(KeyError):
        isolated.call(ASK, timeout=60, callback="nobody", argument="")


def test_hanging_child_is_killed_and_replaced(isolated):
    def freeze(_):
        os.kill(isolated.pid, signal.SIGSTOP)
        return ""

    isolated.call(VERSIONS, timeout=60)
    hung, start = isolated.pid, time.monotonic()
    with pytest.raises(DeadlineError, match=r"0\.5 seconds"):
        isolated.call(ASK, timeout=0.5, callbacks={"x": freeze}, callback="x", argument="")
    assert time.monotonic() - start < 5
    assert not alive(hung)
    assert isolated.call(VERSIONS, timeout=60)
    assert isolated.pid != hung


def test_dead_child_is_told_and_replaced(isolated):
    def murder(_):
        os.kill(isolated.pid, signal.SIGKILL)
        return ""

    with pytest.raises(IsolationError, match="SIGKILL"):
        isolated.call(ASK, timeout=60, callbacks={"x": murder}, callback="x", argument="")
    assert isolated.call(VERSIONS, timeout=60)


def test_interrupt_discards_the_child(isolated):
    def interrupt(_):
        raise KeyboardInterrupt

    isolated.call(VERSIONS, timeout=60)
    pid = isolated.pid
    with pytest.raises(KeyboardInterrupt):
        isolated.call(ASK, timeout=60, callbacks={"x": interrupt}, callback="x", argument="")
    assert not alive(pid)


def test_our_errors_cross_with_their_hint(isolated):
    with pytest.raises(ConfigError, match="of the form") as caught:
        isolated.call("provenance.manifests.signer:load_callback", timeout=60, reference="x")
    assert caught.value.advice()


@pytest.mark.parametrize("target", ["os:getcwd", "provenance_evil:x", "json.tool:main"])
def test_only_this_package_can_be_called(isolated, target):
    with pytest.raises(IsolationError, match="not part of this package"):
        isolated.call(target, timeout=60)


def test_a_defect_is_told_not_died_of(isolated):
    with pytest.raises(IsolationError, match="AttributeError"):
        isolated.call("provenance.errors:nothing", timeout=60)
    pid = isolated.pid
    with pytest.raises(IsolationError, match="no JSON answer"):
        isolated.call("provenance.errors:ProvenanceError", timeout=60, message="x")
    assert isolated.pid == pid


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to look into")
def test_memory_is_limited():
    with Isolated(memory_limit=3 << 30) as isolated:
        isolated.call(VERSIONS, timeout=60)
        limits = Path(f"/proc/{isolated.pid}/limits").read_text()
    line = next(each for each in limits.splitlines() if each.startswith("Max address space"))
    assert line.split()[3:5] == [str(3 << 30)] * 2


def test_a_frame_that_cannot_be_held_ends_the_child():
    with Isolated(memory_limit=350 << 20) as isolated, pytest.raises(IsolationError, match="ended"):
        isolated.call(
            ASK, timeout=60, callbacks={"x": lambda _: "x" * (120 << 20)}, callback="x", argument=""
        )


def test_child_goes_with_its_parent(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys, types\n"
        "sys.modules['provenance'] = bare = types.ModuleType('provenance')\n"
        f"bare.__path__ = {list(provenance.__path__)!r}\n"
        "from provenance.isolation import Isolated\n"
        f"isolated = Isolated(); isolated.call({VERSIONS!r}, timeout=60)\n"
        "print(isolated.pid, flush=True); os.kill(os.getpid(), 9)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, script], stdout=subprocess.PIPE, env=environment, check=False
    )
    pid, end = int(told.stdout), time.monotonic() + 10
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not alive(pid)


def test_the_engine_library_cannot_be_replaced(monkeypatch):
    monkeypatch.setenv("C2PA_LIBRARY_NAME", "evil.so")
    with Isolated() as isolated:
        assert isolated.call(VERSIONS, timeout=60)


def test_a_module_in_the_working_directory_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "queue.py").write_text("raise SystemExit('imported from a delivery')\n")
    monkeypatch.chdir(tmp_path)
    with Isolated() as isolated:
        assert isolated.call(VERSIONS, timeout=60)


def test_frames_refuse_nonsense(tmp_path):
    path = tmp_path / "frames"
    for data in (b"", b"\0\0", b"\0\0\0\5{}", b"\xff\xff\xff\xff", b"\0\0\0\2[]", b"\0\0\0\1{"):
        path.write_bytes(data)
        with path.open("rb") as pipe, pytest.raises((EOFError, ValueError)):
            frames.receive(pipe)
    with path.open("wb") as pipe:
        frames.send(pipe, {"a": [1, "é"]})
    assert json.loads(path.read_bytes()[4:]) == {"a": [1, "é"]}


def test_one_thread_watches_all_calls(isolated):
    before = threading.active_count()
    for _ in range(5):
        isolated.call(VERSIONS, timeout=60)
        assert threading.active_count() == before + 1
    isolated.close()
    for _ in range(100):
        if threading.active_count() == before:
            break
        time.sleep(0.01)
    assert threading.active_count() == before


@pytest.mark.parametrize("others", [(), (60,), (60, 30), (30, 60)])
def test_a_deadline_holds_whatever_was_asked_before(others):
    expired = threading.Event()
    watch = Watch(expired.set)
    for seconds in others:
        watch.start(seconds)
        watch.stop()
    assert not watch.late
    assert not expired.is_set()
    watch.start(0.02)
    assert expired.wait(10)
    assert watch.stop()
    watch.start(60)
    assert not watch.late
    assert not watch.stop()
    watch.end()
