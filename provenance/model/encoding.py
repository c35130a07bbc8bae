"""Evidence as JSON and back, to the letter: what a cache keeps and what a shard hands on."""

import json
from functools import cache
from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from provenance.errors import DamagedFileError
from provenance.model.approval import Approval, Waiver
from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence
from provenance.model.flaws import flaw_of
from provenance.model.label import Labelling

_NAMED: Final = (Approval, Consent, Disclosure, Entry, Labelling, Waiver)


@cache
def _evidence() -> TypeAdapter[Evidence]:
    """Reads and writes evidence, its records included, which ``Evidence`` itself only names.

    Made when it is first asked for: that costs a twentieth of a second, and not every scan keeps.
    """
    adapter = TypeAdapter(Evidence)
    adapter.rebuild(_types_namespace={each.__name__: each for each in _NAMED})
    return adapter


def encode(evidence: Evidence) -> bytes:
    """Evidence as JSON on one line; ``decode`` gives back what is equal to it."""
    try:
        return _evidence().dump_json(evidence, by_alias=True)
    except PydanticSerializationError:  # a name that is no UTF-8: a lone surrogate stands for it
        return json.dumps(_evidence().dump_python(evidence, mode="json", by_alias=True)).encode()


def decode(text: bytes) -> Evidence:
    """Evidence out of what ``encode`` wrote.

    Raises:
        DamagedFileError: It is something else.
    """
    try:
        return _evidence().validate_json(text)
    except ValidationError as error:
        try:  # its parser takes no lone surrogate, that of the standard library does
            return _evidence().validate_python(json.loads(text))
        except (ValueError, RecursionError):
            raise DamagedFileError(f"evidence: {flaw_of(error, 'text')}") from error
