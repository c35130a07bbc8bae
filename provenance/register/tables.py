"""The schema, the same for every database.

``events`` is the truth; ``entries``, ``approvals``, ``records`` and ``settings`` are what it comes
to, one row for each event, so that they can be searched. ``head`` has one row: the schema's version
and the last event. A writer locks that row, so that appends stand in line. ``alembic_version`` is
where the migrations look (``provenance.register.migrations``); it always says what ``head`` says.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION: Final = 2
"""1: entries, approvals, settings. 2: records of every other kind; imported bundles."""

metadata = MetaData()

_Number = BigInteger().with_variant(Integer(), "sqlite")

head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("schema_version", Integer, nullable=False),
    Column("sequence", _Number, nullable=False),
    Column("hash", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("sequence", _Number, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("sequence", _Number, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("as_made", Text, nullable=False),
    Column("as_stamped", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    # Size of the file as it was made: a file may come back without its stamp. NULL: not told.
    Column("made_size", BigInteger),
    Column("media_type", Text, nullable=False),
    Column("manifest_label", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("disclosure", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("entries_as_made", "as_made"),
    Index("entries_as_stamped", "as_stamped"),
    Index("entries_size", "size"),
    Index("entries_made_size", "made_size"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("sequence", _Number, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("record", Text, nullable=False),
    Column("attestation", Text, nullable=False),
)

# Consents, waivers, labels, and which bundle was taken in: whatever is looked up by its kind alone.
records = Table(
    "records",
    metadata,
    Column("sequence", _Number, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("attestation", Text, nullable=False),
    Index("records_kind", "kind", "id", unique=True),
)

settings = Table(
    "settings",
    metadata,
    Column("sequence", _Number, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("value", Text, nullable=False),
)

alembic_version = Table(
    "alembic_version", metadata, Column("version_num", String(32), primary_key=True)
)
