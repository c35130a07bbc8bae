"""What a register changed by hand answers: an error, never a wrong answer, and no new past."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from provenance.errors import RegisterError
from provenance.register import Register, dialects, tables

from .conftest import tamper


@pytest.mark.parametrize("statement", [delete(tables.events), update(tables.events)])
def test_our_own_code_cannot_change_the_past(place, entry, statement):
    with Register.create(place) as register:
        register.add(entry())
        if statement.is_update:
            statement = statement.values(payload="{}")
        with (
            pytest.raises(DBAPIError, match="append-only"),
            dialects.writer(register._engine).begin() as connection,
        ):
            connection.execute(statement)
        assert register.verify() == ()


def test_a_damaged_row_is_an_error_on_reading_and_never_a_wrong_answer(whole, digest):
    tamper(
        whole,
        "UPDATE entries SET disclosure = '{' WHERE sequence = 3",
        "UPDATE entries SET size = 'many' WHERE sequence = 4",
        "UPDATE approvals SET record = '[]'",
        "UPDATE events SET at = 'noon' WHERE sequence = 3",
    )
    with Register.open(whole) as register:
        for look in (
            lambda: register.find(digest("made 0")),
            lambda: register.find(digest("made 1")),
            register.entries,
            register.approvals,
            lambda: tuple(register.events()),
        ):
            with pytest.raises(RegisterError, match="cannot be read"):
                look()


def test_without_its_note_of_the_last_event_nothing_can_be_added(whole, entry):
    with Register.open(whole) as register:
        with closing(sqlite3.connect(whole)) as connection, connection:
            connection.execute("DELETE FROM head")
        (found,) = register.verify()
        assert found.sequence == 0
        with pytest.raises(RegisterError, match="which event is its last"):
            register.add(entry())
    with pytest.raises(RegisterError, match="not a register"):
        Register.open(whole)


def test_a_salt_that_was_removed_is_told_and_never_made_anew(whole):
    tamper(whole, "DELETE FROM settings")
    with Register.open(whole) as register, pytest.raises(RegisterError, match="salt is missing"):
        register.salt()
