"""Records on disk: append-only events with a hash chain, current state as tables.

``Register`` is loaded when it is first used (PEP 562): most commands open none, and SQLAlchemy
takes a third of a second to import.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from provenance.register.events import ChainBreak, Event, EventKind, Head
from provenance.register.places import REGISTER_FILE, REGISTER_FOLDER, find_register

if TYPE_CHECKING:
    from provenance.register.register import Register

__all__ = [
    "REGISTER_FILE",
    "REGISTER_FOLDER",
    "ChainBreak",
    "Event",
    "EventKind",
    "Head",
    "Register",
    "find_register",
]


def __getattr__(name: str) -> object:
    if name == "Register":
        return import_module(f"{__name__}.register").Register
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
