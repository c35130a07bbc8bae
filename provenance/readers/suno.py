"""Suno: the song's address in ID3 ``WOAS``, or its line in a comment.

Source: downloads of suno.com; the later line ``made with suno; created=...; id=...`` as several
public readers document it.
"""

import re

from provenance.formats.base import BlockKind
from provenance.model.manifest import SoftwareAgent
from provenance.readers.base import Pattern, Reader, Recipe
from provenance.readers.texts import Text, each_text

NAME = "suno"

_SONG = re.compile(r"https?://(?:www\.|app\.)?suno\.(?:com|ai)/song/[0-9a-f-]{36}", re.IGNORECASE)
_LINE = re.compile(r"made with suno\b.{0,200}?\b(?:created|id)=", re.IGNORECASE | re.DOTALL)
_ADDRESSES = frozenset({"WOAS", "WOAF", "WXXX"})
_AUDIO = frozenset(
    {BlockKind.ID3, BlockKind.ILST, BlockKind.RIFF, BlockKind.VORBIS, BlockKind.MATROSKA}
)


def parse(key: str, value: str) -> Recipe | None:
    """The recipe of one tag, or None."""
    address = key.partition(":")[0] in _ADDRESSES and _SONG.match(value.strip())
    if address or _LINE.match(value.strip()):
        return Recipe(SoftwareAgent("Suno"), "Suno song address" if address else "Suno note")
    return None


def _parse(text: Text) -> Recipe | None:
    return parse(text.key, text.value) if text.kind in _AUDIO else None


READER = Reader(
    NAME,
    each_text(NAME, _parse),
    "Suno's song address in ID3 WOAS and its line in comments of MP3, M4A and WAV "
    "(downloads of suno.com)",
    (
        Pattern(
            "suno-address",
            "Suno",
            "ID3 WOAS",
            "https://suno.com/song/ and a UUID",
            "files of suno.com",
        ),
        Pattern(
            "suno-note",
            "Suno",
            "ID3 COMM and TXXX, MP4 comment, RIFF INFO",
            "made with suno; created=...; id=...",
            "wiltodelta/remove-ai-watermarks docs/watermarking-landscape.md",
        ),
    ),
    words=("suno",),
)
