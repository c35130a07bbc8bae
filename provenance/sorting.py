"""sort: a file that belongs to nothing -> artwork or paper, by its content.

Only what is surely one of both is told: a picture that somebody draws or prints, a document, a list
of cuts, captions. Frames, camera originals, films, sounds and archives are neither, nor is what
contradicts its own name.
"""

import re
from pathlib import Path
from typing import Final

from provenance import formats
from provenance.errors import ProvenanceError
from provenance.formats import Format, Source
from provenance.model.asset import Family
from provenance.model.package import PackageKind, Role
from provenance.packages.flat import TEXTS
from provenance.packages.loose import Piece, about
from provenance.packages.telling import is_record

_FRAMES: Final = frozenset({"exr", "dpx", "j2k", "jp2"})
"""Formats of frames: one alone is a still of a shot."""
_DOCUMENTS: Final = {
    "pdf": "PDF document",
    "docx": "Word document",
    "xlsx": "Excel table",
    "pptx": "PowerPoint document",
    "odt": "OpenDocument text",
    "epub": "EPUB book",
}
_ILLUSTRATOR: Final = ".ai"
_TEXTS: Final = (
    ("WebVTT captions", Role.TEXT, re.compile(r"\ufeff?WEBVTT(?:\s|$)")),
    (
        *("SubRip captions", Role.TEXT),
        re.compile(r"\ufeff?\s*\d+\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d"),
    ),
    ("Scenarist captions", Role.TEXT, re.compile(r"\ufeff?Scenarist_SCC V")),
    ("Avid log (ALE)", Role.DATA, re.compile(r"\ufeff?Heading\r?\n(?:[^\n]*\n){1,30}?Column\r?\n")),
)
"""How texts begin: W3C WebVTT; SubRip's own description; Scenarist SCC V1.0; Avid Log Exchange."""
_ROOT: Final = re.compile(
    r"\ufeff?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?[^>]*>)*+<(?:\w+:)?(\w+)",
    re.DOTALL,
)
"""The first element of an XML document, behind what may stand in front of it (XML 1.0, 2.8)."""
_ROOTS: Final = {
    "tt": ("TTML captions", Role.TEXT),
    "fcpxml": ("cut (Final Cut Pro X)", Role.DATA),
    "xmeml": ("cut (Final Cut Pro 7)", Role.DATA),
}
_NOTES: Final = frozenset({"", ".txt", ".md", ".rtf", ".fountain"})
"""Endings of texts that people read: of any other the name says what a program is for."""
_PROMISING: Final = TEXTS | {".ale"}
"""Endings that promise more than a text: of what holds no captions, nobody knows what it is."""
_OTIO: Final = re.compile(r'"OTIO_SCHEMA"\s*:')


def sort(path: Path) -> Piece | None:
    """What a file is.

    Args:
        path: The file; links are followed.

    Returns:
        None where it is neither artwork nor paper, cannot be read, or is a record of ours.
    """
    if is_record(str(path), path.name):
        return None
    try:
        with formats.open_source(path) as source:
            format_ = formats.recognise(source) if source.size else None
            if format_ is None or formats.contradicts(path, format_):
                return None
            return _piece(path, source, format_)
    except ProvenanceError:
        return None


def _piece(path: Path, source: Source, format_: Format) -> Piece | None:
    if format_.family is Family.IMAGE:
        if format_.raw or format_.name in _FRAMES:
            return None
        return Piece(PackageKind.ARTWORK, Role.IMAGE, f"{format_.name} picture", format_.media_type)
    if format_.name == "pdf" and path.suffix.lower() == _ILLUSTRATOR:
        return Piece(PackageKind.ARTWORK, Role.IMAGE, "Illustrator drawing", format_.media_type)
    if format_.name in _DOCUMENTS:
        what = _DOCUMENTS[format_.name]
        return Piece(PackageKind.PAPER, Role.DOCUMENT, what, format_.media_type)
    found = _written(path, source, format_)
    return found and Piece(PackageKind.PAPER, found[1], found[0], format_.media_type)


def _written(path: Path, source: Source, format_: Format) -> tuple[str, Role] | None:
    """What a text is, and what for; None for what is none, or configuration."""
    words = source.head.decode("utf-8", "ignore")
    if format_.name == "edl":
        return "edit list (CMX 3600)", Role.DATA
    if format_.name in {"text", "csv"}:
        for what, role, pattern in _TEXTS:
            if pattern.match(words):
                return what, role
        if path.suffix.lower() in _PROMISING:
            return None
        if format_.name == "csv":
            return "table (CSV)", Role.DATA
        # Any note is a text: here the name decides.
        note = path.suffix.lower() in _NOTES and about(path.name)
        return ("text", Role.DOCUMENT) if note else None
    if format_.name == "xml":
        root = _ROOT.match(words)
        return _ROOTS.get(root[1]) if root else None
    if format_.name == "json" and _OTIO.search(words):
        return "cut (OpenTimelineIO)", Role.DATA
    return None
