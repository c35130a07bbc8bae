"""A register that may only be read, that is busy, or whose disk is full: one clear line each."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from provenance.register import REGISTER_FILE, REGISTER_FOLDER, Register, dialects

from .conftest import names, refused

ROOT = Path(__file__).parents[2]
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to become somebody else"
)


def test_read_only_on_request(path, entry, digest):
    with Register.create(path) as register:
        register.add(entry())
    with Register.open(path, read_only=True) as register:
        assert register.read_only
        assert len(register.find(digest("made a"))) == 1
        assert register.verify() == ()
        refused(lambda: register.add(entry("b")), "reading only")
    assert names(path.parent) == ["register.db"]


def test_a_busy_register(path, entry, monkeypatch):
    monkeypatch.setattr(dialects, "BUSY_SECONDS", 0.05)
    with Register.create(path) as register, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(lambda: register.add(entry()), "another program has held it")
        assert register.entries() == ()  # reading goes on
        other.rollback()
        register.add(entry())


AS_NOBODY = """
import os, sys
from pathlib import Path
from provenance.errors import ProvenanceError
from provenance.register import Register
with Register.open(Path(sys.argv[1]), read_only=True) as register:
    register.entries()  # loads every module while the interpreter's folder may be read
os.setgid(65534); os.setuid(65534)
try:
    with Register.open(Path(sys.argv[1])) as register:
        print(register.read_only, len(register.entries()), register.verify())
        register.add(register.entries()[0])
except ProvenanceError as error:
    print(type(error).__name__, str(error).replace(sys.argv[1], "PATH"), "|", error.advice())
"""


@pytest.fixture
def open_path():
    """A register's place that everybody may reach (pytest's own folders are its owner's alone)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder / REGISTER_FILE
    shutil.rmtree(folder)


def as_nobody(path):
    return subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip


@as_root
def test_a_register_of_somebody_else_is_read_and_not_written(open_path, entry):
    with Register.create(open_path) as register:
        register.add(entry())
    open_path.chmod(0o644)
    before = open_path.read_bytes()
    first, second = as_nobody(open_path)
    assert first == "True 1 ()"
    assert second.startswith("RegisterError PATH: the register is open for reading only |")
    assert open_path.read_bytes() == before
    assert names(open_path.parent) == [REGISTER_FILE]


@as_root
def test_a_register_of_somebody_else_is_read_while_its_owner_writes(open_path, entry):
    with Register.create(open_path) as register:
        register.add(entry())  # still in the write-ahead log
        for each in open_path.parent.iterdir():
            each.chmod(0o644)
        assert as_nobody(open_path)[0] == "True 1 ()"


@as_root
def test_a_register_that_may_not_be_read(open_path):
    Register.create(open_path).close()
    (line,) = as_nobody(open_path)
    assert line.startswith("RegisterError PATH: the file cannot be opened | Check the permissions")
    open_path.parent.chmod(0o700)
    (line,) = as_nobody(open_path)
    assert line.startswith("RegisterError PATH: the register cannot be opened: ")


def test_an_unlocked_file_that_changes_is_told(path, entry, monkeypatch):
    """On a read-only medium SQLite does not look; we do."""
    monkeypatch.setattr("provenance.register.places.writable", lambda _: False)
    with Register.create(path) as writer:
        writer.add(entry())
    with Register.open(path) as reader:
        assert len(reader.entries()) == 1
        monkeypatch.undo()
        with Register.open(path) as writer:
            writer.add(entry("b"))
        refused(reader.entries, "changed while it was read")


@as_root
def test_a_full_disk(tmp_path, entry):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no permission to mount")
    try:
        path = disk / REGISTER_FOLDER / REGISTER_FILE
        with Register.create(path) as register:
            number = 0

            def fill():
                nonlocal number
                while True:
                    register.add(entry(str(number)))
                    number += 1

            error = refused(fill, "disk")
            assert "room" in error.advice() or "space" in error.advice()
            assert number > 3
            assert len(register.entries()) == number
            assert register.verify() == ()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@as_root
def test_a_disk_too_full_for_a_new_register(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no permission to mount")
    try:
        refused(lambda: Register.create(disk / REGISTER_FILE), "disk")
        assert names(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_register_that_cannot_grow(path, entry):
    """A full disk, for those who may not mount one."""
    with Register.create(path) as register:
        with register._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
        added = 0

        def fill():
            nonlocal added
            for added in range(100):  # how many fitted
                register.add(entry(str(added)))

        refused(fill, "disk is full")
        assert len(register.entries()) == added
        assert register.verify() == ()
