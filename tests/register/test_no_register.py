"""Files that are no register of ours, or a damaged one: one clear line, and left as they were."""

import os
import sqlite3
from contextlib import closing

import pytest

from provenance.register import Register

from .conftest import refused


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
