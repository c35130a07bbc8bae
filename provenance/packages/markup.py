"""The XML of packages, with the care that bytes from strangers need.

No document type, hence no entity is ever declared, resolved or fetched; no network; a limit on
bytes; libxml2's own limits on depth (256) and on single texts (10 MB) stay on. Documents are
decoded here, so that an encoding cannot hide what the checks look for.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from provenance.errors import DamagedFileError, UnreadableFileError

CHUNK: Final = 1 << 16
SUSPICIOUS: Final = "!DOCTYPE"
_FORBIDDEN: Final = re.compile("<!DOCTYPE|<!ENTITY")
_OVERLAP: Final = len("<!DOCTYPE") - 1
_MARKS: Final = (
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"\0<", "utf-16-be"),
    (b"<\0", "utf-16-le"),
)
_PLAIN: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "iso-8859-1",
    "windows-1252": "windows-1252",
}
"""Encodings that a declaration may name; every character of the checks is one byte in them."""
_DECLARATION: Final = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_HEADER: Final = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_HEAD: Final = 1024
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]")
_ASIDE: Final = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)


def root_name(path: Path) -> str:
    """The local name of a document's root element from its first bytes; "" where there is none.

    Good for choosing what to read; what it is, reading it decides. ``SUSPICIOUS`` for a document
    that declares a document type or whose root is not in its first megabyte: only reading tells.
    """
    for count in (4 * _HEAD, 1024 * _HEAD):  # a licence may stand before the root
        try:
            with path.open("rb") as file:
                head = file.read(count)
            text = head.decode(_encoding(head), "replace").lstrip("\ufeff \t\r\n")
        except (OSError, ValueError, DamagedFileError):
            return ""
        if text[:1] != "<":
            return ""
        if _FORBIDDEN.search(text):
            return SUSPICIOUS
        if found := _ROOT.match(_ASIDE.sub("", text).lstrip()):
            return found[1]
    return SUSPICIOUS


def read_document(path: Path, limit: int) -> etree._Element:
    """The root of a small document.

    Args:
        path: The file.
        limit: Bytes that it may have.

    Raises:
        DamagedFileError: It is not well-formed, declares a document type, or is too large.
        UnreadableFileError: It cannot be opened or read.
    """
    parser = _parser()
    try:
        for text in _texts(path, limit):
            parser.feed(text)
        root: etree._Element = parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error
    return root


def read_elements(path: Path, limit: int, names: frozenset[str]) -> Iterator[etree._Element]:
    """Elements of a large document, one after the other; each is emptied once it was used.

    Args:
        path: The file.
        limit: Bytes that it may have.
        names: Local names of the elements to yield when they are complete.

    Raises:
        DamagedFileError: It is not well-formed, declares a document type, or is too large.
        UnreadableFileError: It cannot be opened or read.
    """
    parser = _parser(events=("end",), tag=[f"{{*}}{name}" for name in sorted(names)])
    try:
        for text in _texts(path, limit):
            parser.feed(text)
            yield from _complete(parser)
        parser.close()
        yield from _complete(parser)
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error


def _complete(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    for _, element in parser.read_events():
        yield element
        element.clear()
        while element.getprevious() is not None:  # or the root would hold them all
            del element.getparent()[0]


def local(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """An element's namespace, or ""."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag[:1] == "{" else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name."""
    if element is None:
        return None
    return next((each for each in element if local(each) == name), None)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that local name."""
    if element is not None:
        yield from (each for each in element if local(each) == name)


def text_of(element: etree._Element | None, name: str) -> str:
    """The text of the first child of that local name on one line, or ""."""
    found = child(element, name)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _parser(**pulling: Any) -> etree.XMLParser:
    kind = etree.XMLPullParser if pulling else etree.XMLParser
    return kind(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        **pulling,
    )


def _texts(path: Path, limit: int) -> Iterator[bytes]:
    """The document as UTF-8, piece by piece, without its XML declaration."""
    read, before, first = 0, "", True
    decoder: codecs.IncrementalDecoder | None = None
    try:
        with path.open("rb") as file:
            while True:
                data = file.read(CHUNK)
                read += len(data)
                if read > limit:
                    raise DamagedFileError(f"more than {limit} bytes")
                if decoder is None:
                    decoder = codecs.getincrementaldecoder(_encoding(data))("strict")
                text = decoder.decode(data, final=not data)
                if _FORBIDDEN.search(before + text):
                    raise DamagedFileError("declares a document type or entities")
                before = text[-_OVERLAP:]
                if first and text:
                    text, first = _HEADER.sub("", text).lstrip("\ufeff \t\r\n"), False
                if text:
                    yield text.encode()
                if not data:
                    return
    except OSError as error:
        raise UnreadableFileError(f"cannot be read: {error.strerror or error}") from error
    except UnicodeError as error:
        raise DamagedFileError(f"is not the text that it claims to be: {error}") from error


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    declared = _DECLARATION.match(data[:_HEAD])
    if declared is None:
        return "utf-8"
    name = declared[1].decode("ascii").lower()
    if name not in _PLAIN:
        raise DamagedFileError(f"is in {name}, which is not read")
    return _PLAIN[name]


def _broken(error: etree.XMLSyntaxError) -> DamagedFileError:
    return DamagedFileError(f"not well-formed XML: {' '.join(str(error).split())[:200]}")
