"""Where a register lies, and which places are refused: one clear line each."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from provenance.register import REGISTER_FILE, REGISTER_FOLDER, Register, find_register
from provenance.register.places import shared_file_system

from .conftest import names, refused


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


def test_a_name_that_a_url_would_misread(tmp_path):
    path = tmp_path / "50% of ?shots#1 é.db"
    Register.create(path).close()
    with Register.open(str(path)) as register:
        assert register.verify() == ()
    assert names(tmp_path) == [path.name]


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
