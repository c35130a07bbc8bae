"""Between values, payloads of events and rows of tables; pure.

``row_of`` is used to write the tables and again to verify them: a row is right when it is what its
event comes to.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Table

from provenance.errors import RegisterError
from provenance.model.approval import Approval
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Attestation, HeldApproval
from provenance.model.record import Record
from provenance.register import tables
from provenance.register.events import EventKind, canonical

R = TypeVar("R", bound=Record)

SALT: Final = "salt"
SIZE_LIMIT: Final = 2**63 - 1
"""Bytes: the largest number that both databases hold."""

TABLE_OF: Final[Mapping[EventKind, Table]] = {
    EventKind.SETTING: tables.settings,
    EventKind.ENTRY: tables.entries,
    EventKind.APPROVAL: tables.approvals,
    EventKind.RECORD: tables.records,
}

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_ATTESTATION = TypeAdapter(Attestation)
_PLAIN = ("id", "as_made", "as_stamped", "size", "media_type", "manifest_label", "location")


def check_digest(digest: str) -> Digest:
    """The digest itself.

    Raises:
        RegisterError: It is not written as the register writes digests: it would never be found.
    """
    if not _DIGEST.fullmatch(digest):
        raise RegisterError(
            f"{digest!r} is not a digest",
            hint='Write "sha256:" and 64 lower-case hexadecimal digits.',
        )
    return digest


def utc_text(moment: datetime) -> str:
    """A moment as the register writes it: ISO 8601 in UTC.

    Raises:
        RegisterError: The moment has no time zone.
    """
    if moment.tzinfo is None:
        raise RegisterError(f"the time {moment} has no time zone", hint="Give it in UTC.")
    return moment.astimezone(UTC).isoformat()


def entry_payload(entry: Entry) -> dict[str, Any]:
    """What the event of an entry records. The disclosure is whole: prompts stand in clear.

    Raises:
        RegisterError: A digest, the size or the time cannot be registered.
    """
    check_digest(entry.as_made)
    check_digest(entry.as_stamped)
    if not 0 <= entry.size <= SIZE_LIMIT:
        raise RegisterError(f"{entry.path}: {entry.size} bytes is no size of a file")
    return {name: getattr(entry, name) for name in _PLAIN} | {
        # A name that is not UTF-8 is kept in escaped form: the path is for people to read.
        "path": entry.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"),
        "disclosure": entry.disclosure.model_dump(mode="json", by_alias=True),
        "at": utc_text(entry.at),
    }


def record_payload(record: Record, attestation: Attestation) -> dict[str, Any]:
    """What the event of a record tells: the record, and how it was vouched for."""
    return {
        "record": record.model_dump(mode="json", by_alias=True),
        "attestation": _ATTESTATION.dump_python(attestation, mode="json"),
    }


def setting_payload(name: str, value: str) -> dict[str, Any]:
    """What the event of a setting records: never its value, which may be a secret."""
    return {"name": name, "value_sha256": _digest_of(value)}


def row_of(kind: EventKind, sequence: int, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The row that an event comes to.

    Args:
        kind: A key of ``TABLE_OF``.
        sequence: The event's number.
        payload: Its payload.

    Raises:
        KeyError, TypeError: The payload does not hold what its kind should.
        RegisterError: A part of it cannot be written as canonical JSON.
    """
    row: dict[str, Any] = {"sequence": sequence}
    if kind is EventKind.ENTRY:
        row |= {name: payload[name] for name in (*_PLAIN, "path", "at")}
        row["disclosure"] = canonical(payload["disclosure"])
        row["made_size"] = _made_size(payload)
    elif kind in {EventKind.APPROVAL, EventKind.RECORD}:
        row["id"] = payload["record"]["id"]
        row["record"] = canonical(payload["record"])
        row["attestation"] = canonical(payload["attestation"])
        if kind is EventKind.RECORD:
            row["kind"] = kind_of(payload["record"]["schema"])
    else:
        row |= {"name": payload["name"], "value_sha256": payload["value_sha256"]}
    return row


def comparable(kind: EventKind, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as read from its table, in the form of ``row_of``."""
    found = dict(row)
    if kind is EventKind.SETTING:
        found["value_sha256"] = _digest_of(str(found.pop("value")))
    return found


def entry_of(row: Mapping[str, Any]) -> Entry:
    """An entry from its row.

    Raises:
        RegisterError: The row was damaged.
    """
    try:
        if not isinstance(row["size"], int):
            raise TypeError("no number of bytes")  # noqa: TRY301
        return Entry(
            **{name: row[name] for name in _PLAIN},
            path=row["path"],
            disclosure=Disclosure.from_json(row["disclosure"]),
            at=datetime.fromisoformat(row["at"]),
        )
    except (ValidationError, ValueError, TypeError) as error:
        raise _damaged(tables.entries, row) from error


def approval_of(row: Mapping[str, Any]) -> HeldApproval:
    """An approval from its row.

    Raises:
        RegisterError: The row was damaged.
    """
    return HeldApproval(*record_of(row, Approval, tables.approvals))


def record_of(
    row: Mapping[str, Any], kind: type[R], table: Table = tables.records
) -> tuple[R, Attestation]:
    """A record from its row, and how it was vouched for.

    Raises:
        RegisterError: The row was damaged.
    """
    try:
        return kind.from_json(row["record"]), _ATTESTATION.validate_json(row["attestation"])
    except (ValidationError, ValueError, TypeError) as error:
        raise _damaged(table, row) from error


def kind_of(schema: str) -> str:
    """The kind of a record: its schema without the version ("provenance.consent")."""
    return schema.partition("/")[0]


def parse(payload: str) -> Mapping[str, Any]:
    """The payload of an event as JSON.

    Raises:
        ValueError, TypeError: It is no JSON object.
    """
    try:
        found = json.loads(payload)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def _damaged(table: Table, row: Mapping[str, Any]) -> RegisterError:
    return RegisterError(
        f"row {row['sequence']} of the register's table {table.name} cannot be read"
    )


def _digest_of(value: str) -> Digest:
    return "sha256:" + hashlib.sha256(value.encode()).hexdigest()


def _made_size(payload: Mapping[str, Any]) -> int | None:
    if payload["as_made"] == payload["as_stamped"]:
        size: int | None = payload["size"]
        return size
    size = payload["disclosure"]["subject"]["bytes"]
    return size if size is None or 0 <= size <= SIZE_LIMIT else None
