"""How a signal tells of China's AIGC field, between the reader that writes it and the rules.

Keys and values: GB 45438-2025 annex E as the TC260 practice guide TC260-PG-20257A and the makers of
other tools quote it; the annex itself was not read.
"""

import re
from typing import Final

from provenance.model.evidence import Evidence

CHINA: Final = ("CN",)
READER: Final = "tc260"
"""Name of the reader."""
KEYS: Final = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)
"""The seven keys of the field. The reserved codes and, with some services, the propagator are
empty; the keys stand there all the same."""

_MALFORMED: Final = re.compile(r"^(AIGC (?:field|label . \([a-z ]*\)), )malformed \(([^)]*)\)(, )?")


def malformed(flaws: tuple[str, ...]) -> str:
    """How the value of a signal tells what is off; "" where nothing is."""
    told = "; ".join(flaws).replace("(", "[").replace(")", "]")
    return f"malformed ({told}), " if flaws else ""


def flaws_told(value: str) -> str:
    """What the value of a signal says is off; "" where nothing is."""
    found = _MALFORMED.match(value)
    return found[2] if found else ""


def said(value: str) -> str:
    """What the field says, whatever is off about its form."""
    return _MALFORMED.sub(r"\1", value)


def fields_of(evidence: Evidence) -> tuple[int, ...]:
    """Indices of the signals that tell of an AIGC field of the asset itself."""
    return tuple(
        index
        for index, signal in enumerate(evidence.signals)
        if signal.reader == READER and not signal.in_ingredient
    )
