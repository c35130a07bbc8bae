"""Links and folders on a walk: where they lead, and whether somebody has been there before."""

from pathlib import Path


def enter(path: Path, entered: set[tuple[int, int]], *, linked: bool) -> str | None:
    """Marks a folder as entered.

    Returns:
        "" where it is to be walked, else why not; None where a link has led to it before.
    """
    try:
        place = identity(path)
    except OSError as error:  # removed, or a disk that fails
        return f"folder cannot be entered: {error.strerror}"
    if place in entered:
        return "a link that loops back to a folder already entered" if linked else None
    entered.add(place)
    return ""


def link_problem(path: Path, home: Path) -> str:
    """Why a link is not followed, or "": it must lead somewhere inside ``home``."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link that loops or points nowhere"
    return "" if target.is_relative_to(home) else "a link that leaves the delivery"


def identity(path: Path) -> tuple[int, int]:
    """Device and number of what is there, links followed.

    Raises:
        OSError: It is not there, or may not be seen.
    """
    status = path.stat()
    return status.st_dev, status.st_ino
