"""Samsung's gallery: what its editor notes behind the end of a picture.

Sources: exiftool ``lib/Image/ExifTool/Samsung.pm`` for the trailer (blocks of two zero bytes, a
type, the length of a name, the name, its data) and ``PEg_Info``; wiltodelta/remove-ai-watermarks
for ``PhotoEditor_Re_Edit_Data``. The editor works on photographs: a part is generated.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from provenance.formats.base import Block, BlockKind
from provenance.model.evidence import Signal
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Reader, Reading, Recipe, text_of

NAME = "samsung"

MAX_NOTE: Final = 16 << 10
"""Bytes of one note; they are some hundred long."""

_NOTES: Final = (b"PEg_Info", b"PhotoEditor_Re_Edit_Data")
_SOURCE: Final = "exiftool Samsung.pm; wiltodelta/remove-ai-watermarks metadata.py"


def notes(data: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and JSON object of each note of the editor in a trailer.

    Args:
        data: What follows the picture's end, as far as it was read.
    """
    for name in _NOTES:
        at = data.find(len(name).to_bytes(4, "little") + name)
        if at < 4 or data[at - 4 : at - 2] != b"\0\0":  # noqa: PLR2004  zero, then the type
            continue
        body = at + 4 + len(name)
        text = data[body : body + MAX_NOTE].decode("utf-8", "replace")
        try:
            value, _ = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield name.decode(), value


def parse(name: str, note: dict[str, Any]) -> Recipe | None:
    """The recipe of one note, or None where it tells of no generation."""
    kind = text_of(note.get("genAIType"))
    version = text_of(note.get("genImageVersion"))
    if kind in {"", "0"} and not version:
        return None
    told = (("genAIType", kind), ("genImageVersion", version))
    return Recipe(
        SoftwareAgent("Samsung Galaxy AI"),
        f"Samsung {name}",
        ai=AiClass.COMPOSITE,
        extra=tuple(f"{key} {value[:40]}" for key, value in told if value),
    )


def read(reading: Reading) -> Iterator[Signal]:
    """One signal for each note."""
    for block in reading.blocks:
        if block.kind is BlockKind.TRAILER:
            yield from _trailer(block)


def _trailer(block: Block) -> Iterator[Signal]:
    for name, note in notes(block.data):
        recipe = parse(name, note)
        if recipe is not None:
            yield recipe.signal(NAME, f"{block.where} {name}")


READER = Reader(
    NAME,
    read,
    "Samsung's editor notes (PEg_Info, PhotoEditor_Re_Edit_Data) behind the end of a picture "
    "(exiftool Samsung.pm)",
    (
        Pattern(
            "samsung-trailer",
            "Samsung Galaxy AI",
            "after PNG IEND, after the JPEG",
            "block PEg_Info or PhotoEditor_Re_Edit_Data whose JSON has genImageVersion, or a "
            "genAIType other than 0",
            _SOURCE,
        ),
    ),
    kinds=frozenset({BlockKind.TRAILER}),
)
