"""Names and prompts in the form that may leave the house: a hash with the production's secret."""

import hashlib
from typing import Final

VEIL: Final = "salted-sha256:"
"""How a veiled text begins."""


def veiled(salt: str, text: str) -> str:
    """A text as ``salted-sha256:...``; one that is empty or veiled already stays.

    Args:
        salt: Secret of the production. Who knows salt and text can confirm a match, nobody else
            can guess one from a list of names.
        text: In clear.
    """
    if not text or text.startswith(VEIL):
        return text
    return VEIL + _digest(salt, text)


def veiled_digest(salt: str, text: str) -> str:
    """The digest under which a veiled prompt stands in a record: ``sha256:...``, salted."""
    return "sha256:" + _digest(salt, text)


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\x00{text}".encode()).hexdigest()
