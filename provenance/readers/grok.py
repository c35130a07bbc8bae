"""xAI Grok: a base64 signature, with a UUID as the artist on stills.

Source: downloads of grok.com. On stills both must be there, since ``Signature:`` also opens
ordinary comments; in MP4 the comment must be nothing but the signature.
"""

import re
from collections.abc import Iterator

from provenance.formats.base import BlockKind
from provenance.model.evidence import Signal
from provenance.model.manifest import SoftwareAgent
from provenance.readers.base import Pattern, Reader, Reading, Recipe
from provenance.readers.texts import texts

NAME = "grok"

_SIGNATURE = re.compile(r"Signature: [A-Za-z0-9+/]{64,4096}={0,2}")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_STILL = frozenset({"ImageDescription", "UserComment"})
_COMMENT = frozenset({"\u00a9cmt", "cmt", "comment"})


def is_signature(text: str) -> bool:
    """Whether a text is xAI's signature and nothing else."""
    return _SIGNATURE.fullmatch(text.strip()) is not None


def read(reading: Reading) -> Iterator[Signal]:
    """One signal for each place of the signature."""
    found = texts(reading)
    artist = any(
        text.kind is BlockKind.EXIF and text.key == "Artist" and _UUID.fullmatch(text.value.strip())
        for text in found
    )
    recipe = Recipe(SoftwareAgent("xAI Grok"), "xAI signature (not checked)")
    for text in found:
        still = artist and text.kind is BlockKind.EXIF and text.key in _STILL
        film = text.kind is BlockKind.ILST and text.key.casefold() in _COMMENT
        if (still or film) and is_signature(text.value):
            yield recipe.signal(NAME, text.where)


READER = Reader(
    NAME,
    read,
    "xAI Grok's signature: EXIF Artist (UUID) with ImageDescription or UserComment, MP4 comment "
    "(downloads of grok.com)",
    (
        Pattern(
            "grok-still",
            "xAI Grok",
            "EXIF Artist with ImageDescription or UserComment",
            "UUID, and Signature: with base64 of 64 characters or more: both",
            "wiltodelta/remove-ai-watermarks docs/watermarking-landscape.md",
        ),
        Pattern(
            "grok-video",
            "xAI Grok Imagine",
            "MP4 comment",
            "Signature: with base64, and nothing else",
            "files of grok.com",
        ),
    ),
    words=("signature:",),
)
