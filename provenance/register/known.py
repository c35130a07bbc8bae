"""What the register knows of files without telling all of it: sizes and digests. One query each."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, or_, select

from provenance.model.asset import Digest
from provenance.register import rows, tables

_AT_ONCE: Final = 500
"""Digests of one query."""


def knows_size(connection: Connection, size: int) -> bool:
    """Whether a file of this size may be registered."""
    if not 0 <= size <= rows.SIZE_LIMIT:
        return False
    columns = tables.entries.c
    may_be = or_(columns.size == size, columns.made_size == size, columns.made_size.is_(None))
    query = select(columns.sequence).where(may_be).limit(1)
    return connection.execute(query).first() is not None


def sizes(connection: Connection) -> frozenset[int] | None:
    """Every size that a registered file may have; None where any may be it."""
    columns = tables.entries.c
    query = select(columns.size, columns.made_size).distinct()
    found = frozenset(size for row in connection.execute(query) for size in row)
    return None if None in found else found


def holds(connection: Connection, digests: Iterable[Digest]) -> frozenset[Digest]:
    """Those digests among some by which a file is registered, as made or as stamped."""
    asked, found = sorted(digests), set[Digest]()
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        for column in (tables.entries.c.as_made, tables.entries.c.as_stamped):
            found.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return frozenset(found)
