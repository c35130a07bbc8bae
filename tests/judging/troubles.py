"""Rules that are in trouble whatever they judge, and what reports are made with."""

from collections.abc import Iterator
from datetime import UTC, datetime

from provenance.model.finding import Problem
from provenance.model.report import ToolView

TOOL = ToolView(name="media-provenance", version="0")
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


def unsure(_judged: object, _policy: object) -> Iterator[Problem]:
    """Nothing is ever sure."""
    yield Problem("who knows", undetermined=True)


def failing(_judged: object, _policy: object) -> Iterator[Problem]:
    """It divides by nothing."""
    yield Problem("before", key="0")
    raise ZeroDivisionError("by zero")
