"""What reading and scanning open alike: the register, and who we are."""

from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.config import Production
from provenance.manifests.engine import Engine
from provenance.model.report import ToolView

if TYPE_CHECKING:
    from provenance.register import Register

DISTRIBUTION: Final = "media-provenance"


def tool_view(engine: Engine) -> ToolView:
    """This program and its engines, with their versions: verdicts change between them."""
    return ToolView(name=DISTRIBUTION, version=version(DISTRIBUTION), engines=engine.versions())


def register_place(given: Path | str | None, production: Production) -> str:
    """Path or URL of the register to ask, or "" for none.

    A register is never looked for where a delivery lies: it vouches for records without a
    signature, so one that came with the files would approve them itself.

    Args:
        given: What the caller names; it wins.
        production: Its register is next, where it exists.
    """
    if given is not None:
        return str(given)
    house = production.register
    if house and ("://" in house or Path(house).exists()):
        return house
    return ""


def open_register(
    place: str, *, read_only: bool = False
) -> "AbstractContextManager[Register | None]":
    """The register at a path or URL; None for "".

    Args:
        place: As ``register_place`` gives it.
        read_only: Only look things up; permission to write is then not needed.

    Raises:
        RegisterError: It cannot be opened.
    """
    if not place:
        return nullcontext()
    from provenance.register import Register  # noqa: PLC0415 - most commands open none

    return Register.open(place if "://" in place else Path(place), read_only=read_only)
