"""What a field or a word means, where the code has no text of its own: read from meanings.toml."""

import tomllib
from pathlib import Path
from typing import Final

_TABLES: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _dotted(tables: dict[str, dict[str, str]]) -> dict[str, str]:
    return {f"{of}.{name}": text for of, texts in tables.items() for name, text in texts.items()}


COMMON: Final[dict[str, str]] = _TABLES["common"]
"""Fields with one meaning wherever they stand, unless FIELDS says otherwise."""

FIELDS: Final = _dotted(_TABLES["fields"])
WORDS: Final = _dotted(_TABLES["words"])
