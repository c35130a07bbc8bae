"""The installed command, run in this process for speed or as a process of its own.

Nothing here imports the command line's package: it is found as the shell finds it, by its entry
point, so that a wrong entry point fails every test.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import pytest

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
SOURCE = ("--source-type", "trainedAlgorithmicMedia")
GENERATED = (*SOURCE, "--tool", "X", "--tool-version", "3")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        """Lines of words, without the advice that follows an error."""
        return [line for line in self.err.splitlines() if line and not line.startswith("  ")]


@pytest.fixture(scope="session")
def entry():
    (point,) = entry_points(group="console_scripts", name="provenance")
    return point.load()


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in list(os.environ):
        if name.startswith("PROVENANCE_") or name in {"NO_COLOR", "FORCE_COLOR"}:
            monkeypatch.delenv(name)


def call(entry, arguments, cwd, stdin=b""):
    """Run in this process."""
    streams = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
    kept = {name: getattr(sys, name) for name in ("stdin", "stdout", "stderr")}
    here = Path.cwd()
    os.chdir(cwd)
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    for name, stream in streams.items():
        setattr(sys, name, io.TextIOWrapper(stream, "utf-8", errors="strict", write_through=True))
    try:
        entry([os.fspath(each) for each in arguments])
        raise AssertionError("the command did not exit")
    except SystemExit as error:
        code = error.code
    finally:
        written = {name: stream.getvalue().decode() for name, stream in streams.items()}
        for name, stream in kept.items():
            setattr(sys, name, stream)
        os.chdir(here)
    assert "Traceback" not in written["stderr"]
    return Ran(code, written["stdout"], written["stderr"])


@pytest.fixture
def run(entry, tmp_path):
    """Runs a command in the test's folder, or in another."""

    def runner(*arguments, cwd=None, stdin=b""):
        return call(entry, arguments, cwd or tmp_path, stdin)

    return runner


@pytest.fixture(scope="session")
def program():
    """The command as the shell finds it."""
    found = Path(sys.executable).with_name("provenance")
    assert found.is_file()
    return found


@pytest.fixture
def start(program, tmp_path):
    """Starts a real process; what is left of it at the end is killed."""
    started = []

    def starter(*arguments, cwd=None, **options):
        process = subprocess.Popen(
            [program, *arguments],
            cwd=cwd or tmp_path,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            **options,
        )
        started.append(process)
        return process

    yield starter
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def launch(start):
    """Runs a real process to its end."""

    def launcher(*arguments, timeout=60, **options):
        process = start(*arguments, **options)
        out, err = process.communicate(timeout=timeout)
        return Ran(process.returncode, (out or b"").decode(), (err or b"").decode())

    return launcher


@pytest.fixture(scope="session")
def founded(entry, tmp_path_factory):
    """A production, made once."""
    folder = tmp_path_factory.mktemp("founded")
    ran = call(entry, ["init", ".", "--title", "Harbour Lights", "--title-id", "T-1"], folder)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def house(founded, tmp_path):
    """A production of the test's own."""
    folder = tmp_path / "house"
    shutil.copytree(founded, folder)
    return folder


@pytest.fixture
def ca(house):
    return house / ".provenance" / "identity" / "ca.pem"


@pytest.fixture(scope="session")
def media():
    """Copies a fixture: ``media("png", folder)``."""

    def copy(kind, folder, name=None):
        source = min((MEDIA / kind).iterdir())
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / (name or source.name)
        shutil.copyfile(source, target)
        return target

    return copy


@pytest.fixture
def stamp(run, house):
    """Stamps files of the production as generated."""

    def stamper(*arguments, cwd=house, code=0):
        ran = run("stamp", *arguments, *GENERATED, cwd=cwd)
        assert ran.code == code, ran.err
        return ran

    return stamper


def leftovers(folder):
    """Temporary files, wherever they lie."""
    return sorted(
        os.path.join(place, name)  # noqa: PTH118
        for place, _, names in os.walk(folder)
        for name in names
        if re.match(r"\.provenance-[0-9a-f]{8}", name) or name.endswith(".tmp")
    )


@pytest.fixture(autouse=True)
def tidy(tmp_path):
    """No test leaves a temporary file behind; yields what finds them."""
    yield leftovers
    assert leftovers(tmp_path) == []
