"""Bring a register of an earlier version up to this one's schema: alembic's steps, one event.

All or nothing: both databases roll back changes of the schema, so a register that could not be
upgraded is as it was.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, insert, inspect, update

from provenance.errors import RegisterError
from provenance.register import appending, dialects, reaching, tables
from provenance.register.appending import New
from provenance.register.events import EventKind

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade_register(url_or_path: str | Path) -> tuple[int, int]:
    """Upgrade a register in place.

    Args:
        url_or_path: Its file, or the URL of its PostgreSQL database.

    Returns:
        The version of its schema before and after; equal where nothing was to be done.

    Raises:
        RegisterError: There is none, it cannot be written, or it is of a later version.
    """
    engine, shown, read_only = reaching.reach(url_or_path, read_only=False)
    try:
        with dialects.explained(shown), dialects.writer(engine).begin() as connection:
            version = appending.schema_version(connection, shown)
            if version < tables.SCHEMA_VERSION:
                if read_only:
                    raise RegisterError(
                        f"{shown}: it cannot be written",
                        hint="Ask its owner to run `provenance register upgrade`.",
                    )
                _upgrade(connection, version)
    finally:
        engine.dispose()
    return version, tables.SCHEMA_VERSION


def _upgrade(connection: Connection, version: int) -> None:
    appending.head_of(connection, lock=True)
    if not inspect(connection).has_table(tables.alembic_version.name):  # as of version 1
        tables.alembic_version.create(connection)
        connection.execute(insert(tables.alembic_version).values(version_num=str(version)))
    settings = Config()
    settings.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    command.upgrade(settings, str(tables.SCHEMA_VERSION))
    connection.execute(update(tables.head).values(schema_version=tables.SCHEMA_VERSION))
    told = {"from": version, "to": tables.SCHEMA_VERSION}
    appending.append(connection, (New(EventKind.UPGRADED, told),))
