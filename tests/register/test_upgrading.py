"""A register of an earlier version is read after an upgrade, and holds what it held."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from provenance.errors import RegisterError
from provenance.model.approval import Waiver
from provenance.register import Register, dialects, reaching, tables
from provenance.register.upgrading import upgrade_register

VERSION_1 = Path(__file__).with_name("version-1.sql")


@pytest.fixture
def old(path):
    """A register that a program of version 1 wrote."""
    path.parent.mkdir(parents=True, mode=0o700)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1.read_text("utf-8"))
    return path


def differences(place):
    engine, _, _ = reaching.reach(place, read_only=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        found = compare_metadata(context, tables.metadata)
    engine.dispose()
    return found


def test_an_old_register_says_what_to_do(old):
    with pytest.raises(RegisterError, match=r"an earlier version \(its schema is 1") as caught:
        Register.open(old)
    assert "provenance register upgrade" in caught.value.advice()


def test_an_old_register_holds_after_the_upgrade_what_it_held(old, waiver, attestation):
    with closing(sqlite3.connect(old)) as connection:
        events = connection.execute("SELECT * FROM events ORDER BY sequence").fetchall()
    assert upgrade_register(old) == (1, tables.SCHEMA_VERSION)
    with Register.open(old) as register:
        assert register.verify() == ()
        (entry,) = register.entries()
        assert entry.disclosure.inputs[0].text == "a café"
        (held,) = register.approvals()
        assert held.record.reference == "letter 12"
        assert len(register.salt()) == 64
        kept = [
            (e.sequence, e.at.isoformat(), e.kind, e.payload, e.previous_hash, e.hash)
            for e in register.events()
        ]
        assert kept[: len(events)] == events
        assert kept[-1][2] == "upgraded"
        assert kept[-1][3] == f'{{"from":1,"to":{tables.SCHEMA_VERSION}}}'
        register.add_record(waiver(), attestation)
        assert len(register.records(Waiver)) == 1
    assert differences(old) == []


def test_a_second_upgrade_does_nothing(old):
    upgrade_register(old)
    with Register.open(old) as register:
        head = register.head()
    assert upgrade_register(old) == (tables.SCHEMA_VERSION, tables.SCHEMA_VERSION)
    with Register.open(old) as register:
        assert register.head() == head


def test_a_new_register_is_what_the_steps_come_to(place):
    Register.create(place).close()
    assert differences(place) == []
    assert upgrade_register(place) == (tables.SCHEMA_VERSION, tables.SCHEMA_VERSION)


def test_a_register_in_either_database_is_upgraded(place, entry):
    with Register.create(place) as register:
        register.add(entry())
        with dialects.writer(register._engine).begin() as connection:  # as version 1 left it
            connection.execute(text("DROP TABLE records"))
            connection.execute(text("DROP TABLE alembic_version"))
            connection.execute(text("UPDATE head SET schema_version = 1"))
    assert upgrade_register(place) == (1, tables.SCHEMA_VERSION)
    with Register.open(place) as register:
        assert register.verify() == ()
        assert len(register.entries()) == 1
    assert differences(place) == []


def test_an_upgrade_that_fails_leaves_the_register_as_it_was(old):
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("CREATE TABLE records (surprise TEXT)")
    before = old.read_bytes()
    with pytest.raises(RegisterError, match="already exists"):
        upgrade_register(old)
    with closing(sqlite3.connect(old)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        assert connection.execute("SELECT schema_version FROM head").fetchone() == (1,)
    assert "alembic_version" not in names
    assert old.read_bytes()[100:] == before[100:]


def test_a_register_that_may_not_be_written_says_so(old, monkeypatch):
    monkeypatch.setattr("provenance.register.places.writable", lambda _: False)
    with pytest.raises(RegisterError, match="cannot be written"):
        upgrade_register(old)
