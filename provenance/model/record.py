"""What every record that crosses a file boundary has in common."""

import json
import secrets
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Self, TypeAlias

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


def new_id() -> str:
    """A new uuid7 (RFC 9562, section 5.7) as text: sortable by time of creation."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def now() -> datetime:
    """This moment in UTC, whole seconds: what a record stores."""
    return datetime.now(UTC).replace(microsecond=0)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment: TypeAlias = Annotated[AwareDatetime, AfterValidator(_utc)]
"""A point in time with its zone; kept in UTC."""

_DIGITS = 4
"""Digits of a version that are believed."""

Sha256: TypeAlias = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
"""A digest as records write it."""


@dataclass(frozen=True, slots=True)
class SchemaOf:
    """Annotation of a record's ``schema``: ours, or a later version of it.

    A record that a later version wrote keeps its version, or what is written from it would pass
    for one of ours with keys that nobody knows. The JSON Schema admits ours alone.

    Attributes:
        ours: The schema that this version writes.
    """

    ours: str

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A text, and then one that names the schema."""
        return core_schema.no_info_after_validator_function(self._judged, handler(source))

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The one schema that this version writes."""
        return {"const": self.ours, "type": "string"}

    def _judged(self, told: str) -> str:
        if told != self.ours and not is_later(told, self.ours):
            raise PydanticCustomError("schema", "is no {ours}", {"ours": self.ours})
        return told


def is_later(told: str, ours: str) -> bool:
    """Whether a schema is ours in a later version (``provenance.approval/2``)."""
    (name, _, version), (named, _, later) = ours.partition("/"), told.partition("/")
    digits = later.isascii() and later.isdigit() and len(later) <= _DIGITS
    return named == name and digits and int(later) > int(version)


_PLAIN: Final = (str, int, date)
"""What most fields hold, so no part of a record. (To ask pydantic's classes costs ten times.)"""


class Value(BaseModel):
    """A frozen part of a record. Keys that we do not know are kept (a later version wrote them)."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)

    def unknown_keys(self) -> tuple[str, ...]:
        """Dotted names of keys that this version does not know, at any depth."""
        names = list(self.model_extra or ())
        for field, part in self.__dict__.items():  # fields in order; what is unknown lies apart
            if not part or isinstance(part, _PLAIN):
                continue
            if isinstance(part, tuple):
                for index, each in enumerate(part):
                    if isinstance(each, Value):
                        names += [f"{field}[{index}].{name}" for name in each.unknown_keys()]
            elif isinstance(part, Value):
                names += [f"{field}.{name}" for name in part.unknown_keys()]
        return tuple(names)


class Record(Value):
    """A record: schema with version, id, time of creation, author."""

    schema_: str = Field(alias="schema")
    id: str = Field(default_factory=new_id, min_length=1)
    created_at: Moment = Field(default_factory=now)
    author: str = ""

    def to_json(self) -> str:
        """JSON text as it is written to disk, keys in the order of the schema."""
        return self.model_dump_json(by_alias=True, indent=2, exclude_defaults=False) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Parse without judging unknown keys; ``provenance.manifests.records`` names lines."""
        return cls.model_validate_json(text)


def schema_of(text: str | bytes) -> str:
    """The schema that a JSON text names, or "" where it is no record of anybody's."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    named = value.get("schema") if isinstance(value, dict) else None
    return named if isinstance(named, str) else ""
