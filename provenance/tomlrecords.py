"""Records and plans as TOML: what people write by hand, with the line of what is wrong."""

from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from provenance.errors import RecordError
from provenance.locating import toml_line
from provenance.model.flaws import first_flaw
from provenance.model.record import Value
from provenance.tomltext import TextError, parse_toml, read_text

V = TypeVar("V", bound=Value)

MAX_BYTES: Final = 1 << 20
"""Bytes of a file that are read; a real one has a few thousand."""


def read_toml(path: Path, kind: type[V]) -> V:
    """Read a record or a plan.

    Args:
        path: The TOML file.
        kind: What it must be.

    Raises:
        RecordError: It cannot be read, is no TOML, or a key is wrong or unknown:
            ``file:line: key: what``.
    """
    try:
        text = read_text(path, MAX_BYTES)
        tree = parse_toml(text)
    except TextError as error:
        hint = "" if error.line else "Name a TOML file that can be read."  # no line: no key either
        raise RecordError(error.of(path), hint=hint) from error
    return _understood(tree, kind, text, str(path))


def _understood(tree: dict[str, Any], kind: type[V], text: str, shown: str) -> V:
    ours = kind.model_fields["schema_"].default
    told = tree.get("schema", ours)
    if told != ours:
        raise _complaint(shown, text, ("schema",), f"is {told!r}, expected {ours!r}")
    try:
        found = kind.model_validate({**tree, "schema": ours})
    except ValidationError as error:
        raise _complaint(shown, text, *first_flaw(error)) from error
    unknown = found.unknown_keys()
    if unknown:
        parts = unknown[0].replace("[", ".").replace("]", "").split(".")
        steps = tuple(int(each) if each.isdigit() else each for each in parts)
        raise _complaint(shown, text, steps, "unknown key")
    return found


def _complaint(shown: str, text: str, key: tuple[int | str, ...], what: str) -> RecordError:
    line = toml_line(text, key)
    where = f"{shown}:{line}" if line else shown
    dotted = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in key)
    return RecordError(f"{where}: {dotted.lstrip('.')}: {what}")
