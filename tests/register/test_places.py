"""Where a register lies, and what stands in its way: one clear line each."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from provenance.errors import RegisterError
from provenance.register import REGISTER_FILE, REGISTER_FOLDER, Register, dialects, find_register
from provenance.register.places import shared_file_system

ROOT = Path(__file__).parents[2]
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to become somebody else"
)


def refused(action, words):
    with pytest.raises(RegisterError, match=words) as caught:
        action()
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_found_by_walking_up(path):
    production = path.parent.parent
    deep = production / "shots" / "010"
    assert find_register(deep) is None
    Register.create(path).close()
    deep.mkdir(parents=True)
    assert path == production / REGISTER_FOLDER / REGISTER_FILE
    assert find_register(deep) == path.resolve()
    assert find_register(deep / "not yet.png") == path.resolve()
    assert find_register(production) == path.resolve()
    assert find_register(production.parent) is None


def test_the_nearest_register_is_found(path):
    inner = path.parent.parent / "inner" / REGISTER_FOLDER / REGISTER_FILE
    for each in (path, inner):
        Register.create(each).close()
    assert find_register(inner.parent.parent) == inner.resolve()


def test_nothing_is_found_in_a_loop_or_under_an_impossible_name(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert find_register(tmp_path / "loop") is None
    assert find_register(Path("a\0b")) is None


def test_a_new_register_is_for_its_owner_alone(path):
    Register.create(path).close()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(path.parent) == ["register.db"]


def test_the_log_of_writes_is_on(path):
    with Register.create(path), closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_each_register_has_its_own_salt_and_chain(tmp_path):
    with Register.create(tmp_path / "a") as one, Register.create(tmp_path / "b") as two:
        assert one.salt() != two.salt()
        assert next(one.events()).hash != next(two.events()).hash


def test_created_once(path, entry):
    with Register.create(path) as register:
        register.add(entry())
        refused(lambda: Register.create(path), "already")
        assert len(register.entries()) == 1


def test_a_creation_that_was_killed_can_be_repeated(path):
    path.parent.mkdir(parents=True)
    path.touch()
    refused(lambda: Register.open(path), "not a register")
    with Register.create(path) as register:
        assert register.verify() == ()


def test_a_foreign_database_is_left_as_it_was(path):
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    before = path.read_bytes()
    refused(lambda: Register.create(path), "already")
    refused(lambda: Register.open(path), "not a register")
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0", os.urandom(9000)])
def test_what_is_no_register(tmp_path, content):
    path = tmp_path / "register.db"
    path.write_bytes(content)
    for read_only in (False, True):
        refused(lambda how=read_only: Register.open(path, read_only=how), "not a register|damaged")
    assert path.read_bytes() == content


def test_what_is_no_file(tmp_path):
    refused(lambda: Register.open(tmp_path / "none.db"), "no register here")
    refused(lambda: Register.open(tmp_path), "not a file")
    refused(lambda: Register.create(tmp_path), "not a file")
    refused(lambda: Register.open("a\0b"), "cannot be opened")
    refused(lambda: Register.create("a\0b"), "cannot be made")
    os.mkfifo(tmp_path / "pipe")
    refused(lambda: Register.open(tmp_path / "pipe"), "not a file")
    (tmp_path / "plain").touch()
    refused(lambda: Register.create(tmp_path / "plain" / "register.db"), "cannot be made")


def test_a_name_that_a_url_would_misread(tmp_path):
    path = tmp_path / "50% of ?shots#1 é.db"
    Register.create(path).close()
    with Register.open(str(path)) as register:
        assert register.verify() == ()
    assert names(tmp_path) == [path.name]


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_a_cut_file_is_an_error(path, entry, fraction):
    with Register.create(path) as register:
        register.add_many([entry(str(number)) for number in range(100)])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * fraction)])

    def use():
        with Register.open(path) as register:
            register.entries()
            register.verify()

    refused(use, "damaged|not a register")


def test_a_newer_version_is_told(path):
    Register.create(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE head SET schema_version = 1000")
    error = refused(lambda: Register.open(path), "newer version")
    assert "Upgrade" in error.advice()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW spy AS SELECT * FROM entries",
        "CREATE TRIGGER spy AFTER INSERT ON entries BEGIN DELETE FROM settings; END",
        "CREATE TRIGGER events_never_update2 AFTER INSERT ON events BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE spy USING fts5(words)",
    ],
)
def test_a_register_with_something_hidden_in_it_is_refused(path, statement):
    Register.create(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    refused(lambda: Register.open(path), "not a register .it holds")


def test_a_value_longer_than_any_record_is_not_read(path, entry):
    with Register.create(path) as register:
        register.add(entry())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE entries SET disclosure = printf('%*c', 40000000, 'x')")
    with Register.open(path) as register:
        refused(register.entries, "longer than any record")


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


def test_a_folder_that_everybody_may_write_is_refused(path):
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o777)
    refused(lambda: Register.create(path), "everybody may write")
    assert names(path.parent) == []


MOUNTS = """\
/dev/vda / ext4 rw 0 0
nas:/vol /mnt/nas nfs4 rw 0 0
//nas/b /mnt/two\\040words cifs rw 0 0
me@host: /mnt/ssh fuse.sshfs rw 0 0
local /mnt/nas/scratch tmpfs rw 0 0
exfat /mnt/usb fuseblk rw 0 0
ntfs /mnt/fuse fuse.ntfs rw 0 0
under /mnt/over nfs rw 0 0
over /mnt/over ext4 rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/x/register.db", ""),
        ("/mnt/nas/show/.provenance/register.db", "nfs4"),
        ("/mnt/nas2/register.db", ""),
        ("/mnt/two words/register.db", "cifs"),
        ("/mnt/ssh/register.db", "fuse.sshfs"),
        ("/mnt/nas/scratch/register.db", ""),
        ("/mnt/usb/register.db", ""),
        ("/mnt/fuse/register.db", ""),
        ("/mnt/over/register.db", ""),
    ],
)
def test_network_file_systems_are_known(tmp_path, place, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert shared_file_system(Path(place), mounts) == kind


def test_no_table_of_mounts_is_no_obstacle(tmp_path):
    assert shared_file_system(tmp_path, tmp_path / "none") == ""


def test_a_network_file_system_is_refused_for_writing_and_read_without_locks(
    path, entry, digest, monkeypatch
):
    with Register.create(path) as register:
        register.add(entry())
    monkeypatch.setattr("provenance.register.places.shared_file_system", lambda _: "nfs4")
    error = refused(lambda: Register.open(path), r"network file system \(nfs4\)")
    assert "PostgreSQL" in error.advice()
    refused(lambda: Register.create(path.parent / "new" / "register.db"), "network file system")
    assert names(path.parent) == ["register.db"]
    with Register.open(path, read_only=True) as register:
        assert len(register.find(digest("made a"))) == 1
    assert names(path.parent) == ["register.db"]
    path.with_name("register.db-wal").write_bytes(b"pending")
    refused(lambda: Register.open(path, read_only=True), "network file system")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:secret@host/db", "SQLite file or a PostgreSQL database"),
        ("postgresql://u:secret@host:port/db", "malformed"),
        ("sqlite:///x.db", "SQLite file or a PostgreSQL database"),
    ],
)
def test_urls_that_are_not_for_us(url, words):
    error = refused(lambda: Register.open(url), words)
    assert "secret" not in str(error)


def test_a_server_that_does_not_answer_or_a_driver_that_is_missing():
    error = refused(
        lambda: Register.open("postgresql://u:secret@127.0.0.1:1/db"), "driver|does not answer"
    )
    assert "secret" not in str(error)
