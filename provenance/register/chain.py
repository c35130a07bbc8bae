"""The chain of events: reading it, and whether it and the tables are still what was written."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Result, select

from provenance.errors import RegisterError
from provenance.register import dialects, rows, tables
from provenance.register.events import FIRST, ChainBreak, Event, EventKind, Head, hash_of

PAGE: Final = 500
"""Events read at a time: memory stays small however long the chain is."""

Row = Mapping[str, Any]


def plain(result: Result[Any]) -> tuple[dict[str, Any], ...]:
    """Rows by the names of their columns."""
    return tuple(row._asdict() for row in result)


def pages(connection: Connection) -> Iterator[tuple[Row, ...]]:
    """All events in order, a page at a time."""
    last: int | None = None
    while True:
        query = select(tables.events).order_by(tables.events.c.sequence).limit(PAGE)
        if last is not None:
            query = query.where(tables.events.c.sequence > last)
        page = plain(connection.execute(query))
        if page:
            yield page
        if len(page) < PAGE:
            return
        last = page[-1]["sequence"]


def events(connection: Connection, shown: str) -> Iterator[Event]:
    """All events in order.

    Raises:
        RegisterError: One of them cannot be read.
    """
    for page in pages(connection):
        for row in page:
            try:
                at, kind = datetime.fromisoformat(row["at"]), EventKind(row["kind"])
            except (ValueError, TypeError) as error:
                raise RegisterError(f"{shown}: event {row['sequence']} cannot be read") from error
            yield Event(**{**row, "at": at, "kind": kind})


def breaks(connection: Connection, published: Head | None) -> Iterator[ChainBreak]:
    """Each place where the register is not what was written, in order.

    Args:
        connection: In a transaction that sees one moment.
        published: A head that was kept elsewhere, if any.
    """
    for found in dialects.damage(connection):
        yield ChainBreak(0, f"The database is damaged: {found}.")
    last, previous = 0, FIRST
    seen_published = published is None
    for page in pages(connection):
        above = last or None
        for event in page:
            yield from _link_breaks(event, last, previous)
            if published and event["sequence"] == published.sequence:
                seen_published = True
                if event["hash"] != published.hash:
                    yield ChainBreak(
                        published.sequence,
                        f"Event {published.sequence} is not the one whose hash was published.",
                    )
            last, previous = event["sequence"], event["hash"]
        yield from _table_breaks(connection, page, above, last)
    yield from _table_breaks(connection, (), last or None, None)
    yield from _head_breaks(connection, last, previous)
    if published and not seen_published:
        yield ChainBreak(
            published.sequence,
            f"Event {published.sequence}, whose hash was published, is missing.",
        )


def _link_breaks(event: Row, last: int, previous: str) -> Iterator[ChainBreak]:
    sequence = event["sequence"]
    missing = sequence - last - 1
    if missing == 1:
        yield ChainBreak(sequence - 1, f"Event {sequence - 1} is missing.")
    elif missing > 1:
        yield ChainBreak(last + 1, f"Events {last + 1} to {sequence - 1} are missing.")
    elif missing < 0:
        yield ChainBreak(sequence, f"Event {sequence} stands before the first event.")
    fields = [event[name] for name in ("at", "kind", "payload", "previous_hash", "hash")]
    if not all(isinstance(each, str) for each in fields):
        yield ChainBreak(sequence, f"Event {sequence} holds something that is not text.")
        return
    at, kind, payload, before, digest = fields
    if hash_of(sequence, at, kind, payload, before) != digest:
        yield ChainBreak(
            sequence, f"Event {sequence} was changed: its content does not give its hash."
        )
    if missing == 0 and before != previous:
        yield ChainBreak(
            sequence,
            f"Event {sequence} does not follow the event before it: their hashes do not meet.",
        )


def _table_breaks(
    connection: Connection, page: tuple[Row, ...], above: int | None, up_to: int | None
) -> list[ChainBreak]:
    """Compare the tables' rows of one page of events; None for no bound."""
    expected: dict[EventKind, dict[int, Row]] = {kind: {} for kind in rows.TABLE_OF}
    unreadable: dict[int, ChainBreak] = {}
    for event in page:
        sequence = event["sequence"]
        try:
            kind = EventKind(event["kind"])
            payload = rows.parse(event["payload"])
            if kind in rows.TABLE_OF:
                expected[kind][sequence] = rows.row_of(kind, sequence, payload)
        except (ValueError, KeyError, TypeError, RegisterError):
            message = f"Event {sequence} cannot be read: its kind or its payload is not known."
            unreadable[sequence] = ChainBreak(sequence, message)
    found = list(unreadable.values())
    for kind, table in rows.TABLE_OF.items():
        query = select(table).order_by(table.c.sequence)
        if above is not None:
            query = query.where(table.c.sequence > above)
        if up_to is not None:
            query = query.where(table.c.sequence <= up_to)
        for row in plain(connection.execute(query)):
            if row["sequence"] not in unreadable:
                found += _row_breaks(kind, row, expected[kind].pop(row["sequence"], None))
        found += [
            ChainBreak(sequence, f"Event {sequence} has no row in the table {table.name}.")
            for sequence in expected[kind]
        ]
    return sorted(found, key=lambda each: each.sequence)


def _row_breaks(kind: EventKind, row: Row, wanted: Row | None) -> Iterator[ChainBreak]:
    sequence, name = row["sequence"], rows.TABLE_OF[kind].name
    if wanted is None:
        yield ChainBreak(sequence, f"Row {sequence} of the table {name} has no event.")
        return
    held = rows.comparable(kind, row)
    columns = ", ".join(each for each in wanted if held[each] != wanted[each])
    if columns:
        yield ChainBreak(
            sequence, f"Row {sequence} of the table {name} differs from its event in {columns}."
        )


def _head_breaks(connection: Connection, last: int, previous: str) -> Iterator[ChainBreak]:
    head = connection.execute(select(tables.head)).mappings().first()
    if head is None:
        yield ChainBreak(0, "The register does not say which event is its last.")
    elif head["sequence"] > last:
        yield ChainBreak(
            last + 1, f"The last events are missing: {last + 1} to {head['sequence']}."
        )
    elif head["sequence"] < last:
        yield ChainBreak(
            head["sequence"] + 1,
            f"Events after {head['sequence']} were not appended by this program.",
        )
    elif head["hash"] != previous:
        yield ChainBreak(last, f"Event {last} is not the one that the register calls its last.")
