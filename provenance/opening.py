"""What reading and scanning open alike: the register, and who we are."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Final

from provenance.config import Production
from provenance.manifests.engine import Engine
from provenance.model.report import ToolView
from provenance.register import Register, find_register

DISTRIBUTION: Final = "media-provenance"


def tool_view(engine: Engine) -> ToolView:
    """This program and its engines, with their versions: verdicts change between them."""
    return ToolView(name=DISTRIBUTION, version=version(DISTRIBUTION), engines=engine.versions())


def register_place(given: Path | str | None, production: Production, asked: Sequence[Path]) -> str:
    """Path or URL of the register to ask, or "" for none.

    Args:
        given: What the caller names; it wins.
        production: Its register is next, where it exists.
        asked: Paths that are read; a register is looked for upwards from the first.
    """
    if given is not None:
        return str(given)
    house = production.register
    if house and ("://" in house or Path(house).exists()):
        return house
    found = find_register(asked[0]) if asked else None
    return str(found) if found else ""


def open_register(place: str) -> AbstractContextManager[Register | None]:
    """The register at a path or URL, for reading; None for "".

    Raises:
        RegisterError: It cannot be opened.
    """
    if not place:
        return nullcontext()
    return Register.open(place if "://" in place else Path(place))
