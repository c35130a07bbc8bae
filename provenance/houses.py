"""Productions that this user set up or named on this machine.

A configuration says whom to trust. One that lies in what is scanned may have come with it, so it
counts only where this user made it here: ``init`` remembers the folder (docs/adr/0011).
"""

import os
from contextlib import suppress
from pathlib import Path


def _list() -> Path:
    """One line a production: device, inode and path, so that a copy elsewhere is not known."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "provenance" / "productions"


def _line(root: Path) -> str:
    place = root.resolve()
    status = place.stat()
    return f"{status.st_dev} {status.st_ino} {os.fsencode(place).hex()}"


def remember(root: Path) -> None:
    """Note that this user set a production up; without a home folder, nothing is noted."""
    with suppress(OSError, RuntimeError):
        line = _line(root)
        if known(root):
            return
        place = _list()
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with place.open("a", encoding="ascii") as file:
            file.write(line + "\n")


def known(root: Path) -> bool:
    """Whether this user set this production up, in this very folder."""
    try:
        return _line(root) in _list().read_text("ascii").splitlines()
    except (OSError, RuntimeError, UnicodeDecodeError):
        return False
