"""Records on disk: append-only events with a hash chain, current state as tables."""

from provenance.register.events import ChainBreak, Event, EventKind, Head
from provenance.register.places import REGISTER_FILE, REGISTER_FOLDER, find_register
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
