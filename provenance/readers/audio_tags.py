"""Tags of sound files by mutagen: title, artist, album and so on, for people to read.

The only module that imports mutagen, whose licence (GPL-2.0-or-later) is stricter than ours: the
import stays here and happens on use, so that the rest runs without it (docs/adr/).
Evidence of generators is not read here but by the dialects, from the container's own blocks.
"""

from pathlib import Path
from typing import Any, Final

from provenance.storage import object_at

MAX_TAGS: Final = 64
MAX_CHARACTERS: Final = 200

_HIDDEN = ("prompt", "workflow", "parameters", "lyrics", "uslt", "aigc", "signature")
"""Parts of names whose values may hold unreleased story, or bulk that no person reads."""


def audio_tags(path: Path) -> tuple[tuple[str, str], ...]:
    """Name and text of each tag, at most ``MAX_TAGS``, cut to ``MAX_CHARACTERS``.

    Empty where mutagen is not installed, does not know the file or cannot read it.
    """
    try:
        import mutagen  # noqa: PLC0415  see the docstring

        file: Any = mutagen.File(object_at(path) or path, easy=True)
        tags = list((file.tags if file is not None else None) or {})
        return tuple(_tags(file.tags, tags))
    except Exception:  # noqa: BLE001  damaged tags raise all sorts; there are none to be had
        return ()


def _tags(values: Any, names: list[Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    pairs = names if names and isinstance(names[0], tuple) else [(n, values[n]) for n in names]
    for name, value in pairs:
        if len(found) >= MAX_TAGS:
            break
        text = _text(value)
        shown = str(name).removeprefix("----:com.apple.iTunes:")
        hidden = any(part in shown.casefold() for part in _HIDDEN) or text.startswith(("{", "["))
        if text and not hidden:
            found.append((shown[:MAX_CHARACTERS], text[:MAX_CHARACTERS]))
    return found


def _text(value: Any) -> str:
    """The text of whatever mutagen gives: text, a list of texts, an ID3 frame; "" for bytes."""
    if isinstance(value, list | tuple):
        return "; ".join(text for each in value[:8] if (text := _text(each)))
    if isinstance(value, str):
        return " ".join(value.split())
    texts = getattr(value, "text", None)
    if isinstance(texts, list | tuple | str):
        return _text(texts)
    return str(value) if isinstance(value, int | float) else ""
