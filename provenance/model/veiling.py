"""Names and prompts in the form that may leave the house: a hash with the production's secret."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

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


def veiled_values(salt: str, told: Mapping[str, Any] | None) -> dict[str, str]:
    """What a later version tells of a person, in words that we do not know: each key, veiled.

    The keys stay, since whoever does not understand them must see that there is something.

    Args:
        salt: Secret of the production.
        told: By key, as JSON holds it.
    """
    return {
        key: veiled(salt, value if isinstance(value, str) else json.dumps(value, sort_keys=True))
        for key, value in (told or {}).items()
    }


def plain_name(name: str) -> str:
    """A name as it is compared: composed alike on every system, without a space too many."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def forms_of(names: Iterable[str], salt: str) -> dict[str, str]:
    """One form for each name, however it is told: in clear, or salted as it was typed.

    Args:
        names: As records tell them; what is salted already has no other form.
        salt: Secret of the production.
    """
    forms: dict[str, str] = {}
    for name in names:
        if name and not name.startswith(VEIL):
            plain = plain_name(name)
            forms[plain] = forms[veiled(salt, name)] = veiled(salt, plain)
    return forms


def veiled_digest(salt: str, text: str) -> str:
    """The digest under which a veiled prompt stands in a record: ``sha256:...``, salted."""
    return "sha256:" + _digest(salt, text)


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\x00{text}".encode()).hexdigest()
