"""disclose: the disclosure that a stamp states, from a file, the production and what is told."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from provenance.config import Production
from provenance.errors import RecordError
from provenance.manifests.records import parse_record
from provenance.model.disclosure import Disclosure, Input, Tool
from provenance.tomlrecords import read_toml


def disclose(
    production: Production,
    *,
    base: Path | None = None,
    told: Mapping[str, Any] | None = None,
    tool: Tool | None = None,
    prompt: str = "",
) -> Disclosure:
    """Put a disclosure together. What is told wins over the file, the file over the defaults.

    Args:
        production: Its title, vendor and defaults.
        base: A disclosure's file, JSON or TOML.
        told: Fields by name; None values are left out.
        tool: The tool; replaces those of the file.
        prompt: Text of the prompt; kept in the register, never in clear in a manifest.

    Raises:
        RecordError: The file is malformed (line and key named), or a value does not fit.
    """
    values: dict[str, Any] = {
        "title": production.about.title,
        "title_id": production.about.title_id,
        "vendor": production.about.vendor,
        "department": production.about.department,
        "author": production.about.author,
        **production.disclosure,
    }
    if base is not None:
        is_toml = base.suffix.casefold() == ".toml"
        record = read_toml(base, Disclosure) if is_toml else parse_record(base, Disclosure)
        values |= record.model_dump(exclude_unset=True, by_alias=True, mode="json")
    values |= {key: value for key, value in (told or {}).items() if value is not None}
    if tool is not None:
        values["tools"] = [tool.model_dump(mode="json", exclude_unset=True)]
    if prompt:
        inputs: Sequence[Any] = values.get("inputs", ())
        values["inputs"] = [*inputs, Input(kind="prompt", text=prompt).model_dump(mode="json")]
    try:
        return Disclosure.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"disclosure: {key}: {first['msg']}") from error
