"""From a path or a URL to a database that answers."""

import re
from pathlib import Path

from sqlalchemy import Engine

from provenance.register import dialects, places


def is_url(url_or_path: str | Path) -> bool:
    """Whether a place is the URL of a database, not the path of a file."""
    return isinstance(url_or_path, str) and re.match(r"[a-z][a-z0-9+]*://", url_or_path) is not None


def reach(url_or_path: str | Path, *, read_only: bool) -> tuple[Engine, str, bool]:
    """An engine on a register that exists.

    Args:
        url_or_path: Its file, or the URL of its PostgreSQL database.
        read_only: Only look things up. A file that may not be written is always opened so.

    Returns:
        The engine, the place as it may be shown, and whether nothing can be written.

    Raises:
        RegisterError: There is nothing, or it is to be written on a network file system.
    """
    if is_url(url_or_path):
        engine, shown = dialects.engine_of_url(str(url_or_path), read_only=read_only)
        return engine, shown, read_only
    path = Path(url_or_path)
    places.check_file(path)
    if not read_only:
        places.refuse_shared(path)
        read_only = not places.writable(path)
    with dialects.explained(str(path)):
        return dialects.engine_of_file(path, read_only=read_only), str(path), read_only
