"""Recognise text (markup, sidecars, lists) and ZIP packages by what they say."""

import codecs
import re
from typing import Final

from provenance.formats.base import HEAD, Source

MAX_PROLOGUE: Final = 64 << 10
"""Bytes read to find the root element of XML: licences in leading comments reach some KiB."""
MAX_DIRECTORY: Final = 256 << 10
"""Bytes read of a ZIP's central directory to tell an office document from an archive."""
_TAIL: Final = 22 + 65535
"""The end record and the longest comment (APPNOTE 4.3.16)."""
_CONTROL: Final = bytes(set(range(32)) - {9, 10, 12, 13})
_CONTROL_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_EDL: Final = re.compile(r"TITLE:|FCM:|\d{3,6}\s+\S+\s+(?:V|A|AA|B|NONE)\d?\b")
_LINES: Final = 4
"""Lines by which kinds of lists are told apart."""
_FEW: Final = 400
"""Characters in which these lie, as a rule."""
_MIMETYPES: Final = (
    (b"application/epub+zip", "epub"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
)
_PARTS: Final = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def archive(source: Source) -> str:
    """The name of a ZIP format: an office document by its parts, else ``zip``; "" for no ZIP."""
    head = source.head
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ""
    if head[30:38] == b"mimetype":  # first and stored, by both standards that use it
        length = int.from_bytes(head[28:30], "little")
        said = head[38 + length : 38 + length + 64]
        for media_type, name in _MIMETYPES:
            if said.startswith(media_type) and not said[len(media_type) :].startswith(b"-"):
                return name
    listing = _listing(source)
    if b"[Content_Types].xml" in listing:
        for part, name in _PARTS:
            if part in listing:
                return name
    return "zip"


def _listing(source: Source) -> bytes:
    tail = source.pread(max(0, source.size - _TAIL), _TAIL)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 20 > len(tail):
        return source.head
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    at = int.from_bytes(tail[end + 16 : end + 20], "little")
    return source.pread(at, min(size, MAX_DIRECTORY))


def text(source: Source) -> str:
    """The name of a kind of plain text; "" where the bytes are not surely text."""
    head = source.head
    if head.isascii():  # as a rule
        if head.translate(None, _CONTROL) != head:
            return ""
        words: str | None = head.decode("ascii")
    else:
        if not head.startswith(_MARKS) and not _clean(head, whole=source.size <= len(head)):
            return ""
        words = _decoded(head)
    if words is None:
        return ""
    bare = words.lstrip("\ufeff \t\r\n")
    if bare.startswith("<"):
        return _markup(source)
    if not _clean_elsewhere(source, head):
        return ""
    if not bare:
        return "text"
    return _list_kind(bare, source)


def _list_kind(bare: str, source: Source) -> str:
    first = bare[:_FEW].splitlines()
    if len(first) <= _LINES:  # the last of more is not looked at, wherever it was cut
        first = bare.splitlines()
    lines = [line for line in first[:_LINES] if line.strip()]
    for line in lines[:3]:
        if _EDL.match(line.strip()):
            return "edl"
    last = source.pread(source.size - 16, 16) if source.size > len(source.head) else source.head
    closing = last.rstrip(b" \t\r\n\0")[-1:]
    if (bare[0] == "{" and closing == b"}") or (bare[0] == "[" and closing == b"]"):
        return "json"
    if len(lines) > 1:
        for separator in ",;\t":
            count = lines[0].count(separator)
            if count and count == lines[1].count(separator):
                return "csv"
    return "text"


def _clean(data: bytes, *, whole: bool) -> bool:
    if data.translate(None, _CONTROL) != data:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _clean_elsewhere(source: Source, head: bytes) -> bool:
    """Whether the middle and the end are text too: binary formats may begin with words."""
    if source.size <= len(head) or head.startswith(_MARKS[1:]):
        return True
    for at in (source.size // 2, max(HEAD, source.size - HEAD)):
        piece = source.pread(at, HEAD)
        if piece.translate(None, _CONTROL) != piece:
            return False
    return True


def _decoded(head: bytes) -> str | None:
    wide = head.startswith(_MARKS[1:])
    if not wide and head.translate(None, _CONTROL) != head:
        return None
    try:
        words = codecs.getincrementaldecoder("utf-16" if wide else "utf-8")().decode(head)
    except UnicodeDecodeError:
        return None
    return None if wide and _CONTROL_TEXT.search(words) else words


def _markup(source: Source) -> str:
    """The kind of XML by its root element, behind declarations, comments and document type."""
    words = _decoded(source.head) or ""
    if source.size > len(source.head):
        words = source.pread(0, MAX_PROLOGUE).decode(
            "utf-16" if source.head.startswith(_MARKS[1:]) else "utf-8", "ignore"
        )
    at = 0
    declared = False
    while True:
        at = words.find("<", at)
        if at < 0:
            return "xml" if declared else "text"
        if words.startswith("<?", at):
            if words.startswith("<?xpacket", at):
                return "xmp"
            declared, closing = True, "?>"
        elif words.startswith("<!--", at):
            closing = "-->"
        elif words.startswith("<!", at):
            declared = True
            bracket, plain = words.find("[", at), words.find(">", at)
            closing = "]>" if 0 <= bracket < plain else ">"
        else:
            return _root(words[at + 1 : at + 80])
        found = words.find(closing, at)
        if found < 0:
            return "xml" if declared else "text"
        at = found + len(closing)


def _root(words: str) -> str:
    found = re.match(r"(?:[\w.-]+:)?([\w.-]+)[\s/>]", words)
    if not found:
        return "text"
    return {"svg": "svg", "xmpmeta": "xmp", "RDF": "xmp", "html": "text"}.get(found[1], "xml")
