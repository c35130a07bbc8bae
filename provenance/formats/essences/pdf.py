"""PDF: pages with their content streams and resources; and whether somebody signed the file."""

import logging
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
)

from provenance.formats.base import Source
from provenance.formats.edits import CHUNK
from provenance.formats.essences.tally import Tally

_MAX_SIZE: Final = 512 << 20
"""Bytes of a PDF that is taken apart: the library keeps what it parsed in memory."""

_MAX_PAGES: Final = 10_000
_MAX_OBJECTS: Final = 500_000
_UPWARD: Final = frozenset(
    {"/Parent", "/P", "/Popup", "/StructParent", "/StructParents", "/Metadata"}
)
"""Keys that lead back up the tree, or to what stamping may change."""

# The library's doubts go to whoever listens to its logger, and not to the terminal of its own.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_BYTE_RANGE: Final = b"/ByteRange"


def pages(source: Source) -> str | None:
    """The digest of all pages: boxes, rotation, contents, resources and annotations.

    Returns:
        None where the file is encrypted, damaged or beyond the limits.
    """
    if source.size > _MAX_SIZE:
        return None
    tally = Tally("pdf-pages")
    try:
        with source.path.open("rb") as data, PdfReader(data, strict=False) as reader:
            if reader.is_encrypted or len(reader.pages) > _MAX_PAGES or not reader.pages:
                return None
            tally.add(len(reader.pages))
            walk = _Walk(tally)
            for page in reader.pages:
                boxes = [*page.mediabox, *page.cropbox]
                tally.add("page", *map(_number, boxes), page.rotation)
                contents = page.get_contents()
                tally.add(contents.get_data() if contents is not None else b"")
                if not walk.add(page.get("/Resources")) or not walk.add(_drawn(page)):
                    return None
    except Exception:  # noqa: BLE001 - the library raises anything on damaged files
        return None
    return tally.digest()


def _number(value: Any) -> str:
    """One spelling for 0, 0.0 and 0.00, which writers change freely."""
    return f"{float(value):.6g}"


def _drawn(page: Any) -> ArrayObject:
    """The page's annotations without attached files: that is how a manifest store may come in."""
    found = page.get("/Annots")
    found = found.get_object() if found is not None else []
    kept = [each for each in found if each.get_object().get("/Subtype") != "/FileAttachment"]
    return ArrayObject(kept)


class _Walk:
    """Takes whole object graphs; what was seen once is told by its number of appearance."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._seen: dict[tuple[int, int], int] = {}
        self._count = 0

    def add(self, start: Any) -> bool:
        """Takes all that a value leads to; False where there is too much."""
        stack: list[Any] = [start]
        while stack:
            self._count += 1
            if self._count > _MAX_OBJECTS:
                return False
            value = stack.pop()
            if isinstance(value, IndirectObject):
                key = (value.idnum, value.generation)
                if key in self._seen:
                    self._tally.add("seen", self._seen[key])
                    continue
                self._seen[key] = len(self._seen)
                value = value.get_object()
            if isinstance(value, StreamObject):
                self._tally.add("stream", value._data)  # noqa: SLF001 - raw, not decoded twice
            if isinstance(value, DictionaryObject):
                keys = sorted(key for key in value if key not in _UPWARD)
                self._tally.add("dictionary", len(keys), *keys)
                stack.extend(value.raw_get(key) for key in reversed(keys))
            elif isinstance(value, ArrayObject):
                self._tally.add("array", len(value))
                stack.extend(reversed(list(value)))
            elif isinstance(value, int | float) and not isinstance(value, bool):
                self._tally.add("number", _number(value))
            else:
                self._tally.add(type(value).__name__, repr(value))
        return True


def has_byte_range(source: Source) -> bool:
    """Whether ``/ByteRange`` stands anywhere: every signature needs it, uncompressed.

    A rewritten file would break the signature (ISO 32000-2 12.8.1).
    """
    at, kept = 0, b""
    while data := source.pread(at, CHUNK):
        if _BYTE_RANGE in kept + data:
            return True
        kept = data[-len(_BYTE_RANGE) :]
        at += len(data)
    return False
