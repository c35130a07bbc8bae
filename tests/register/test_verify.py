"""Whatever is changed by hand is found, and its place is named.

The hand is the sqlite3 module: it does not ask our code.
"""

import sqlite3
from contextlib import closing

import pytest

from provenance.register import Head, Register
from provenance.register.events import hash_of

from .conftest import tamper


def verify(path, published=None):
    with Register.open(path) as register:
        return register.verify(published)


def breaks(path, *statements):
    tamper(path, *statements)
    found = verify(path)
    assert all(each.message.endswith(".") and "\n" not in each.message for each in found)
    return [each.sequence for each in found], " ".join(each.message for each in found)


def test_payload_changed(whole):
    places, words = breaks(
        whole, "UPDATE events SET payload = replace(payload, 'shots/2', 'shots/9') WHERE sequence=5"
    )
    assert places == [5, 5]
    assert "content does not give its hash" in words
    assert "differs from its event in path" in words


def test_a_space_in_a_payload(whole):
    places, _ = breaks(whole, "UPDATE events SET payload = payload || ' ' WHERE sequence = 5")
    assert places == [5]


@pytest.mark.parametrize("column", ["at", "kind", "previous_hash", "hash"])
def test_each_other_column_changed(whole, column):
    places, _ = breaks(whole, f"UPDATE events SET {column} = 'approval' WHERE sequence = 5")
    assert places
    assert set(places) <= {5, 6}
    assert 5 in places


def test_payload_that_is_no_json_or_no_text(whole):
    places, words = breaks(
        whole,
        "UPDATE events SET payload = '{' WHERE sequence = 4",
        ("UPDATE events SET payload = ? WHERE sequence = 5", ("[" * 100_000,)),
        ("UPDATE events SET payload = ? WHERE sequence = 6", (b"{}",)),
    )
    assert set(places) == {4, 5, 6}
    assert "cannot be read" in words


@pytest.mark.parametrize(
    ("statement", "place", "column"),
    [
        ("UPDATE entries SET path = 'x' WHERE sequence = 4", 4, "path"),
        ("UPDATE entries SET size = 7 WHERE sequence = 4", 4, "size"),
        ("UPDATE entries SET size = 'many' WHERE sequence = 4", 4, "size"),
        ("UPDATE entries SET made_size = NULL WHERE sequence = 4", 4, "made_size"),
        ("UPDATE entries SET as_made = as_stamped WHERE sequence = 4", 4, "as_made"),
        ("UPDATE entries SET disclosure = '{}' WHERE sequence = 4", 4, "disclosure"),
        (
            "UPDATE approvals SET record = replace(record, 'approved', 'rejected')",
            8,
            "record",
        ),
        (
            "UPDATE approvals SET attestation = replace(attestation, 'no_manifest', 'valid')",
            8,
            "attestation",
        ),
        ("UPDATE settings SET value = 'known to me'", 2, "value_sha256"),
    ],
)
def test_a_row_changed(whole, statement, place, column):
    places, words = breaks(whole, statement)
    assert places == [place]
    assert column in words


@pytest.mark.parametrize(
    ("table", "place"), [("settings", 2), ("entries", 3), ("entries", 7), ("approvals", 8)]
)
def test_a_row_removed(whole, table, place):
    places, words = breaks(whole, f"DELETE FROM {table} WHERE sequence = {place}")
    assert places == [place]
    assert f"no row in the table {table}" in words


@pytest.mark.parametrize("place", [-3, 0, 8, 99])
def test_a_row_slipped_in(whole, place):
    places, words = breaks(
        whole,
        "INSERT INTO entries SELECT "
        f"{place}, 'new', path, as_made, as_stamped, size, made_size, media_type, manifest_label, "
        "location, disclosure, at FROM entries WHERE sequence = 4",
    )
    assert places == [place]
    assert "has no event" in words


def test_an_event_removed(whole):
    places, words = breaks(whole, "DELETE FROM events WHERE sequence = 5")
    assert set(places) == {5}
    assert "Event 5 is missing." in words


def test_an_event_and_its_row_removed(whole):
    places, words = breaks(
        whole,
        "DELETE FROM events WHERE sequence IN (4, 5)",
        "DELETE FROM entries WHERE sequence IN (4, 5)",
    )
    assert places == [4]
    assert "Events 4 to 5 are missing." in words


def test_the_first_event_removed(whole):
    places, words = breaks(whole, "DELETE FROM events WHERE sequence = 1")
    assert places == [1]
    assert "Event 1 is missing." in words


def test_removed_and_the_gap_closed(whole):
    places, _ = breaks(
        whole,
        "DELETE FROM events WHERE sequence = 5",
        "DELETE FROM entries WHERE sequence = 5",
        *(
            f"UPDATE {table} SET sequence = {number - 1} WHERE sequence = {number}"
            for number in (6, 7)
            for table in ("events", "entries")
        ),
    )
    assert 5 in places
    assert 7 in places


def test_two_events_swapped(whole):
    places, _ = breaks(
        whole,
        "UPDATE events SET sequence = 99 WHERE sequence = 4",
        "UPDATE events SET sequence = 4 WHERE sequence = 6",
        "UPDATE events SET sequence = 6 WHERE sequence = 99",
    )
    assert {4, 6} <= set(places)
    assert set(places) <= {4, 5, 6, 7}


def test_the_tail_cut_off(whole):
    places, words = breaks(
        whole, "DELETE FROM events WHERE sequence > 6", "DELETE FROM entries WHERE sequence > 6",
        "DELETE FROM approvals",
    )  # fmt: skip
    assert places == [7]
    assert "last events are missing: 7 to 8" in words


def test_everything_cut_off(whole):
    places, words = breaks(
        whole, *(f"DELETE FROM {table}" for table in ("events", "entries", "approvals", "settings"))
    )
    assert places == [1]
    assert "1 to 8" in words


def test_the_note_of_the_last_event_changed_or_removed(whole):
    assert breaks(whole, "UPDATE head SET hash = 'x'")[0] == [8]
    with closing(sqlite3.connect(whole)) as connection, connection:
        connection.execute("UPDATE head SET sequence = 5")
    assert [each.sequence for each in verify(whole)] == [6]


def test_an_event_rewritten_with_its_hash_no_longer_leads_to_the_next(whole):
    with closing(sqlite3.connect(whole)) as connection:
        row = connection.execute(
            "SELECT at, kind, replace(payload, 'shots/2', 'shots/9'), previous_hash "
            "FROM events WHERE sequence = 5"
        ).fetchone()
    places, words = breaks(
        whole,
        (
            "UPDATE events SET payload = ?, hash = ? WHERE sequence = 5",
            (row[2], hash_of(5, *row)),
        ),
        "UPDATE entries SET path = replace(path, 'shots/2', 'shots/9'), "
        "disclosure = replace(disclosure, 'shots/2', 'shots/9')",
    )
    assert places == [6]
    assert "does not follow" in words


def test_a_careful_rewrite_is_found_only_by_a_published_head(whole):
    """What the docstring of ``verify`` admits."""
    with Register.open(whole) as register:
        published = register.head()
        assert register.verify(published) == ()
    with closing(sqlite3.connect(whole)) as connection:
        kept = connection.execute("SELECT hash FROM events WHERE sequence = 7").fetchone()[0]
    tamper(
        whole,
        "DELETE FROM events WHERE sequence = 8",
        "DELETE FROM approvals",
        ("UPDATE head SET sequence = 7, hash = ?", (kept,)),
    )
    assert verify(whole) == ()
    (found,) = verify(whole, published)
    assert found.sequence == 8
    assert "published" in found.message
    (found,) = verify(whole, Head(7, published.hash))
    assert found.sequence == 7


def test_an_index_that_lies_is_found(whole):
    """Without the index's row a lookup would miss the entry."""
    with closing(sqlite3.connect(whole)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(as_stamped)', '(as_made)') "
            "WHERE name = 'entries_as_stamped'"
        )
    assert "damaged" in verify(whole)[0].message


def test_long_chains_are_compared_page_by_page(register, entry):
    """More than two pages, with both ends of each page in use."""
    register.add_many([entry(str(number)) for number in range(1203)])
    assert register.verify() == ()
    assert len(tuple(register.events())) == 1205


def test_an_event_slipped_in_before_the_first(whole):
    places, words = breaks(
        whole, "INSERT INTO events SELECT 0, at, kind, payload, '', hash FROM events LIMIT 1"
    )
    assert places[0] == 0
    assert "before the first" in words
