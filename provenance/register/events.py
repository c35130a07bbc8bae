"""Events: what was written, in order, each bound to the one before by a hash.

An event's hash is SHA-256 over the canonical JSON of its sequence, time, kind, payload and the
hash of the event before it. Canonical: keys sorted by code point, no space, UTF-8, no escape
that JSON does not demand.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from provenance.errors import RegisterError
from provenance.model.asset import Digest

FIRST: Final = ""
"""``previous_hash`` of the first event."""

PAYLOAD_LIMIT: Final = 4 << 20
"""Characters of one payload: no disclosure is longer, and nobody can fill memory with one."""


class EventKind(StrEnum):
    """What an event records."""

    CREATED = "created"
    """The register itself: first event of every chain."""
    SETTING = "setting"
    """A setting was made. Only the digest of its value is told: the chain may be shown around."""
    ENTRY = "entry"
    APPROVAL = "approval"
    """An approval, a rejection or a revocation."""
    RECORD = "record"
    """A consent, a waiver, a label, or the taking in of a bundle; its schema tells which."""
    UPGRADED = "upgraded"
    """The schema was brought to a later version."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the chain.

    Attributes:
        sequence: 1 for the first, without gaps.
        at: When it was written (UTC), as told by the clock of the program that wrote it.
        kind: What it records.
        payload: Canonical JSON of what was recorded.
        previous_hash: Hash of the event before; "" for the first.
        hash: ``sha256:...`` over all of the above.
    """

    sequence: int
    at: datetime
    kind: EventKind
    payload: str
    previous_hash: str
    hash: Digest


@dataclass(frozen=True, slots=True)
class Head:
    """The last event: publish it elsewhere, and nobody can rewrite what lies before it unseen."""

    sequence: int
    hash: Digest


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """A place where the register does not hold what was once written.

    Attributes:
        sequence: Of the event, or of the event that a table's row belongs to; 0 for the register
            as a whole.
        message: What is wrong, in one sentence.
    """

    sequence: int
    message: str


def canonical(value: Any) -> str:
    """Canonical JSON text.

    Raises:
        RegisterError: The value is no JSON, no UTF-8, or longer than ``PAYLOAD_LIMIT``.
    """
    try:
        text = json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise RegisterError(
            f"a record cannot be registered: {error}",
            hint="Mend the record: text has to be Unicode, and numbers finite.",
        ) from error
    if len(text) > PAYLOAD_LIMIT:
        raise RegisterError(
            f"a record of {len(text)} characters is longer than the limit of {PAYLOAD_LIMIT}",
            hint="Put long prompts and notes into a file of their own and give its digest.",
        )
    return text


def hash_of(sequence: int, at: str, kind: str, payload: str, previous_hash: str) -> Digest:
    """The hash of an event.

    Args:
        sequence: Its number.
        at: Its time as stored.
        kind: Its kind.
        payload: Canonical JSON, taken to the letter: a changed space changes the hash.
        previous_hash: Hash of the event before.
    """
    text = (
        f'{{"at":{json.dumps(at, ensure_ascii=False)},"kind":{json.dumps(kind, ensure_ascii=False)}'
        f',"payload":{payload},"previous_hash":{json.dumps(previous_hash, ensure_ascii=False)}'
        f',"sequence":{sequence}}}'
    )
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
