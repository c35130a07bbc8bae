"""records.md and the JSON Schemas: every record and document, field by field."""

import dataclasses
import enum
import functools
import inspect
import json
import typing
from collections.abc import Iterator
from typing import Any

from makers.examples import EXAMPLES
from makers.meanings import COMMON, FIELDS, WORDS
from makers.words import attribute_texts
from pydantic import BaseModel, create_model

from provenance.model.approval import Approval, Waiver
from provenance.model.bundle import Bundle
from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.hashlist import HashList
from provenance.model.label import Labelling
from provenance.model.planned import PlannedUse
from provenance.model.record import Record, Value
from provenance.model.report import EvidenceDocument, Report
from provenance.model.seal import Seal
from provenance.model.vocabulary import SOURCE_TYPES
from provenance.triage.assessment import Assessment

RECORDS: tuple[tuple[type[BaseModel], str], ...] = (
    (Disclosure, "disclosure-1"),
    (Approval, "approval-1"),
    (Waiver, "waiver-1"),
    (Consent, "consent-1"),
    (Labelling, "label-1"),
    (HashList, "hashlist-1"),
    (Seal, "seal-1"),
    (Bundle, "bundle-1"),
    (PlannedUse, "plan-1"),
    (EvidenceDocument, "evidence-1"),
    (Report, "report-1"),
    (Assessment, "assessment-1"),
)
"""What crosses a file boundary, and the name of its schema's file."""

INTRODUCTION = """\
# Records and documents

This page is made from the code by `docs/make_reference.py`; change the models, not the page.

A **record** is written by people or for them: a disclosure, an approval, a waiver. It is a JSON
file in UTF-8. A **document** is what the program prints: evidence (`provenance read --json`) or a
report (`provenance scan -o json`), an assessment (`provenance assess --json`). A **plan** is what
`provenance assess --from` reads, in TOML. Each names its schema and the schema's version. Later
versions add fields and change none; a field that a program does not know is kept.

Fields marked *required* must be given. Every other field may be left out and is then as the column
*default* says. A time has a zone (`2026-11-22T10:00:00Z`) and is kept in UTC. A day
(`2026-12-31`) is the last one on which something holds. A digest is `sha256:` and 64 lower-case
hexadecimal digits.
"""


def records() -> dict[str, str]:
    """The page and the schemas."""
    files = {f"schemas/{name}.json": _text(schema_of(model)) for model, name in RECORDS}
    sections = [INTRODUCTION]
    parts: dict[str, type] = {}
    words: dict[str, type] = {}
    for model, name in RECORDS:
        sections.append(
            f"## {_title(model)}\n\n{_docstring(model)}\n\n"
            f"JSON Schema: [schemas/{name}.json](schemas/{name}.json)\n\n" + _table(model)
        )
        if model in EXAMPLES:
            sections.append(_example(EXAMPLES[model]))
        for part in _parts(model):
            (words if issubclass(part, enum.Enum) else parts)[part.__name__] = part
    sections.append("## Parts\n\nWhat the fields above are made of.")
    sections += [
        f"### {_title(part)}\n\n{_docstring(part)}\n\n{_table(part)}"
        for _, part in sorted(parts.items())
        if part not in dict(RECORDS)  # it has a section of its own above
    ]
    sections.append("## Words\n\nThe values that a field may have.")
    sections += [_words(part) for _, part in sorted(words.items())]
    sections.append(_source_types())
    return files | {"records.md": "\n\n".join(each.strip() for each in sections) + "\n"}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a record (as it is read) or a document (as it is written)."""
    mode = "validation" if issubclass(model, Value) else "serialization"
    schema = model.model_json_schema(by_alias=True, mode=mode)  # type: ignore[arg-type]
    described = {part.__name__: part for part in _parts(model)}
    definitions = schema.get("$defs", {})
    for name, part in [(model.__name__, model), *described.items()]:
        place = schema if part is model else definitions.get(name)
        if place is None:
            continue
        place["description"] = _docstring(part)
        if issubclass(part, BaseModel):
            for key, text in _field_texts(part).items():
                place["properties"][_alias(part, key)]["description"] = text
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _title(part: type) -> str:
    return part.__name__


def _docstring(part: type) -> str:
    return _plain(inspect.cleandoc(part.__doc__ or ""))


def _plain(text: str) -> str:
    return text.replace("``", "`")


def _alias(model: type[BaseModel], key: str) -> str:
    return model.model_fields[key].alias or key


def _parts(model: type[BaseModel]) -> Iterator[type]:
    """Models and enumerations that a model's fields are made of, each once, in order."""
    seen: dict[type, None] = {}
    waiting: list[Any] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, type) and dataclasses.is_dataclass(each):
            waiting.append(_as_model(each))
        elif isinstance(each, type) and issubclass(each, BaseModel | enum.Enum):
            if each not in seen:
                seen[each] = None
                if issubclass(each, BaseModel):
                    waiting += [field.annotation for field in each.model_fields.values()]
        else:
            waiting += getattr(each, "__args__", ())
    yield from seen


@functools.cache
def _as_model(part: type) -> type[BaseModel]:
    """A plain part of a record (a dataclass) as a model of the same name, to be described alike."""
    hints = typing.get_type_hints(part, include_extras=True)
    fields = {
        each.name: (hints[each.name], ... if each.default is dataclasses.MISSING else each.default)
        for each in dataclasses.fields(part)
    }
    summary = inspect.cleandoc(part.__doc__ or "").partition("\n")[0]
    return create_model(part.__name__, __doc__=summary, **fields)  # type: ignore[call-overload,no-any-return]


def _field_texts(model: type[BaseModel]) -> dict[str, str]:
    """The meaning of each field; the nearest class that tells it wins, and code before prose."""
    found = {
        key: COMMON[_alias(model, key)]
        for key in model.model_fields
        if _alias(model, key) in COMMON
    }
    for each in reversed(model.__mro__):
        if issubclass(each, BaseModel) and each is not BaseModel:
            prose = {key: FIELDS.get(f"{each.__name__}.{key}") for key in model.model_fields}
            found |= {key: text for key, text in prose.items() if text}
            found |= attribute_texts(each)
    return {key: text for key, text in found.items() if key in model.model_fields}


def _table(model: type[BaseModel]) -> str:
    schema = model.model_json_schema(by_alias=True)
    texts = _field_texts(model)
    required = set(schema.get("required", ()))
    lines = ["| field | type | default | meaning |", "|---|---|---|---|"]
    for key, field in model.model_fields.items():
        name = _alias(model, key)
        if name in required:
            default = "*required*"
        elif field.default_factory is not None:
            default = {"id": "a new uuid7", "created_at": "now"}.get(key, "empty")
        else:
            default = _default(field.get_default())
        kind = _kind(schema["properties"][name])
        lines.append(f"| `{name}` | {kind} | {default} | {_cell(texts.get(key, ''))} |")
    return "\n".join(lines)


def _default(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, BaseModel):
        return "its own defaults"
    if isinstance(value, tuple | dict):
        return "empty"
    if isinstance(value, str) and len(value) > 40:  # noqa: PLR2004  # a sentence, see meaning
        return "a fixed text"
    return f"`{json.dumps(value, ensure_ascii=False)}`" if value != "" else "empty"


def _kind(schema: dict[str, Any]) -> str:
    """A property's schema in words."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return " · ".join(f"`{each}`" if each else "empty" for each in schema["enum"])
    kind = schema.get("type", "any value")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"object of {_kind(inner)}" if isinstance(inner, dict) else "object"
    if str(schema.get("pattern", "")).startswith("^sha256:"):
        return "digest"
    names = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    names |= {"date-time": "time", "date": "day"}
    return names.get(schema.get("format") or kind, str(kind))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _words(part: type) -> str:
    texts = attribute_texts(part)
    lines = [f"### {_title(part)}", "", _docstring(part), ""]
    for member in part:  # type: ignore[attr-defined]
        text = texts.get(member.name) or WORDS.get(f"{part.__name__}.{member.value}", "")
        lines.append(f"- `{member.value}`" + (f": {text}" if text else ""))
    return "\n".join(lines)


def _source_types() -> str:
    lines = [
        "### Digital source types",
        "",
        "What `digital_source_type` may say, and how each term counts.",
        "",
        "| code | counts as | URI |",
        "|---|---|---|",
    ]
    for term in SOURCE_TYPES.values():
        retired = " (retired: read, never written)" if term.retired else ""
        lines.append(f"| `{term.code}` | {term.ai.value}{retired} | <{term.uri}> |")
    return "\n".join(lines)


def _example(record: Record) -> str:
    given = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    ordered = {"schema": record.schema_, "id": record.id, **given}
    return f"Example:\n\n```json\n{json.dumps(ordered, indent=2)}\n```"
