"""Writing: a new register, and events after events.

What takes a connection runs in a transaction of its caller.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from provenance.errors import RegisterError
from provenance.model.record import new_id
from provenance.register import dialects, rows, tables
from provenance.register.events import FIRST, EventKind, Head, canonical, hash_of

_ALWAYS = ("head", "events", "entries", "approvals", "settings")
"""Tables that a register of every version has."""


class New(NamedTuple):
    """Something to append.

    Attributes:
        kind: What it is.
        payload: What its event records.
        secret: A setting's value, which its payload does not tell.
    """

    kind: EventKind
    payload: Mapping[str, Any]
    secret: str = ""


def lay_out(connection: Connection, shown: str) -> None:
    """Make the tables, the first event and the production's salt.

    Raises:
        RegisterError: The database is not empty.
    """
    if inspect(connection).get_table_names():
        raise RegisterError(
            f"{shown}: there is a database here already",
            hint="Open it, or choose another place for the new register.",
        )
    tables.metadata.create_all(connection, checkfirst=False)
    version = tables.SCHEMA_VERSION
    connection.execute(
        insert(tables.head).values(id=1, schema_version=version, sequence=0, hash=FIRST)
    )
    connection.execute(insert(tables.alembic_version).values(version_num=str(version)))
    salt = secrets.token_hex(32)
    append(
        connection,
        (
            New(EventKind.CREATED, {"id": new_id(), "schema_version": version}),
            New(EventKind.SETTING, rows.setting_payload(rows.SALT, salt), salt),
        ),
    )


def schema_version(connection: Connection, shown: str) -> int:
    """The version of a register's schema.

    Raises:
        RegisterError: It is no register, or one of a later time.
    """
    names = set(inspect(connection).get_table_names())
    strange = dialects.strange_objects(connection)
    version, detail = None, f" (it holds the {strange[0]})" if strange else ""
    if names.issuperset(_ALWAYS) and not strange:
        version = connection.execute(select(tables.head.c.schema_version)).scalar()
    if not isinstance(version, int) or version < 1:
        raise RegisterError(
            f"{shown}: this is not a register{detail}",
            hint="Name a register; `provenance register create` makes one.",
        )
    if version > tables.SCHEMA_VERSION:
        raise RegisterError(
            f"{shown}: the register was written by a newer version (its schema is {version}; "
            f"this program knows {tables.SCHEMA_VERSION})",
            hint="Upgrade media-provenance.",
        )
    return version


def check_schema(connection: Connection, shown: str) -> None:
    """Refuse a database that is no register, or one of another time.

    Raises:
        RegisterError: It is not ours to read as it is.
    """
    version = schema_version(connection, shown)
    if version < tables.SCHEMA_VERSION:
        raise RegisterError(
            f"{shown}: the register was written by an earlier version (its schema is {version}; "
            f"this program writes {tables.SCHEMA_VERSION})",
            hint="Run `provenance register upgrade`; keep a copy if older programs use it too.",
        )


def head_of(connection: Connection, *, lock: bool = False) -> Head:
    """The last event.

    Args:
        connection: In a transaction.
        lock: Keep other writers out until the transaction ends.

    Raises:
        RegisterError: The note of it was removed.
    """
    query = select(tables.head.c.sequence, tables.head.c.hash)
    found = connection.execute(query.with_for_update() if lock else query).first()
    if found is None:
        raise RegisterError("the register does not say which event is its last")
    return Head(found.sequence, found.hash)


def append_all(engine: Engine, shown: str, news: Sequence[New]) -> None:
    """Append events in a transaction of their own: all or none.

    Raises:
        RegisterError: An id is registered already.
    """
    try:
        with dialects.writer(engine).begin() as connection:
            append(connection, news)
    except IntegrityError as error:
        raise RegisterError(
            f"{shown}: an id is registered already ({dialects.first_line(error.orig)})",
            hint="Each entry and each approval has an id of its own; nothing was added.",
        ) from error


def append(connection: Connection, news: Sequence[New]) -> None:
    """Append events and the rows that they come to.

    Args:
        connection: In a transaction of ``dialects.writer``.
        news: In order.
    """
    head = head_of(connection, lock=True)
    sequence, previous = head.sequence, head.hash
    at = rows.utc_text(datetime.now(UTC))
    events: list[dict[str, Any]] = []
    states: dict[EventKind, list[dict[str, Any]]] = {kind: [] for kind in rows.TABLE_OF}
    for new in news:
        sequence += 1
        payload = canonical(new.payload)
        digest = hash_of(sequence, at, new.kind, payload, previous)
        events.append(
            {
                "sequence": sequence,
                "at": at,
                "kind": new.kind.value,
                "payload": payload,
                "previous_hash": previous,
                "hash": digest,
            }
        )
        previous = digest
        if new.kind in states:
            row = rows.row_of(new.kind, sequence, new.payload)
            if new.kind is EventKind.SETTING:
                row = {"sequence": sequence, "name": row["name"], "value": new.secret}
            states[new.kind].append(row)
    connection.execute(insert(tables.events), events)
    for kind, table in rows.TABLE_OF.items():
        if states[kind]:
            connection.execute(insert(table), states[kind])
    connection.execute(update(tables.head).values(sequence=sequence, hash=previous))
