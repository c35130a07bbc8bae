"""What IMP and DCP have in common: ASSETMAP, VOLINDEX and packing lists (PKL).

SMPTE ST 429-9 (asset map), ST 429-8 and ST 2067-2 (packing list, with its HashAlgorithm since
2016), and the Interop dialects of digicine.com. Elements are found by their local names, so that a
later edition with the same words is read; which edition it is, the namespace says.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from provenance.errors import DamagedFileError
from provenance.model.package import ListedHash
from provenance.packages.base import MAX_DOCUMENT, MAX_MEMBERS, one_line
from provenance.packages.markup import (
    child,
    children,
    local,
    namespace,
    read_document,
    text_of,
)

MAP_NAMES: Final = frozenset({"assetmap", "assetmap.xml"})
"""Names that the standards give the map, in lower case; Interop has no ending."""
INDEX_NAMES: Final = frozenset({"volindex", "volindex.xml"})

_UUID: Final = re.compile(r"(?:urn:uuid:)?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$")
_ALGORITHMS: Final = {
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    "http://www.w3.org/2001/04/xmldsig-more#md5": "md5",
}
"""Digest methods of XML Signature 1.1 chapter 6.2 and RFC 6931, which PKLs name."""
_EDITION: Final = re.compile(r"/(?:schemas|ns)/(\d+-\d+)(?:[a-z])?/(\d{4})")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One asset of an asset map.

    Attributes:
        id: UUID in lower case.
        paths: As stated, one for each chunk.
        packing_list: Whether it is marked as one.
        volume: Volume of the first chunk, 1 by default.
        length: Bytes as listed, or None.
    """

    id: str
    paths: tuple[str, ...]
    packing_list: bool
    volume: int
    length: int | None


@dataclass(frozen=True, slots=True)
class AssetMap:
    """An asset map.

    Attributes:
        id: UUID in lower case.
        title: Its annotation.
        issuer: Who issued it.
        creator: The program that wrote it.
        volumes: How many volumes there are.
        edition: Standard and year, or "Interop".
        assets: In the order of the document.
    """

    id: str
    title: str
    issuer: str
    creator: str
    volumes: int
    edition: str
    assets: tuple[Mapped, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """One asset of a packing list.

    Attributes:
        id: UUID in lower case.
        title: Its annotation.
        file_name: Original file name, as stated.
        media_type: As stated.
        size: Bytes as stated, or None.
        hash: As stated, or None.
    """

    id: str
    title: str
    file_name: str
    media_type: str
    size: int | None
    hash: ListedHash | None


@dataclass(frozen=True, slots=True)
class PackingList:
    """A packing list.

    Attributes:
        id: UUID in lower case.
        title: Its annotation.
        issuer: Who issued it.
        edition: Standard and year, or "Interop".
        assets: In the order of the document.
        signed: Whether it carries an XML signature (which is not checked here).
    """

    id: str
    title: str
    issuer: str
    edition: str
    assets: tuple[Packed, ...]
    signed: bool


def read_map(path: Path) -> AssetMap:
    """An asset map.

    Raises:
        DamagedFileError: It is no asset map, or one that is not read.
        UnreadableFileError: It cannot be read.
    """
    root = document(path, "AssetMap")
    assets = tuple(
        Mapped(
            id=uuid_of(text_of(each, "Id")),
            paths=tuple(
                text_of(chunk, "Path") for chunk in children(child(each, "ChunkList"), "Chunk")
            ),
            packing_list=_is_packing_list(each),
            volume=_first_chunk(each, "VolumeIndex") or 1,
            length=_first_chunk(each, "Length"),
        )
        for each in listed(root, "AssetList", "Asset")
    )
    return AssetMap(
        id=uuid_of(text_of(root, "Id")),
        title=one_line(text_of(root, "AnnotationText")),
        issuer=one_line(text_of(root, "Issuer")),
        creator=one_line(text_of(root, "Creator")),
        volumes=whole(text_of(root, "VolumeCount")) or 1,
        edition=edition(root),
        assets=assets,
    )


def read_index(path: Path) -> int:
    """The number of the volume that a VOLINDEX stands for.

    Raises:
        DamagedFileError: It is none, or one that is not read.
        UnreadableFileError: It cannot be read.
    """
    number = whole(text_of(document(path, "VolumeIndex"), "Index"))
    if number is None:
        raise DamagedFileError("states no volume number")
    return number


def packing_list(root: etree._Element) -> PackingList:
    """What a ``PackingList`` element says.

    Raises:
        DamagedFileError: It lists more than we read.
    """
    assets = tuple(
        Packed(
            id=uuid_of(text_of(each, "Id")),
            title=one_line(text_of(each, "AnnotationText")),
            file_name=one_line(text_of(each, "OriginalFileName")),
            media_type=one_line(text_of(each, "Type")),
            size=whole(text_of(each, "Size")),
            hash=_hash(each),
        )
        for each in listed(root, "AssetList", "Asset")
    )
    return PackingList(
        id=uuid_of(text_of(root, "Id")),
        title=one_line(text_of(root, "AnnotationText")),
        issuer=one_line(text_of(root, "Issuer")),
        edition=edition(root),
        assets=assets,
        signed=child(root, "Signature") is not None,
    )


def document(path: Path, name: str = "") -> etree._Element:
    """The root of a document of a package.

    Args:
        path: The file.
        name: Local name that its root must have, or "".

    Raises:
        DamagedFileError: It is not read, or its root is another one.
        UnreadableFileError: It cannot be read.
    """
    root = read_document(path, MAX_DOCUMENT)
    if name and local(root) != name:
        raise DamagedFileError(f"is no {name}: its root is {one_line(local(root))[:60]!r}")
    return root


def listed(root: etree._Element, holder: str, name: str) -> tuple[etree._Element, ...]:
    """The elements of a list.

    Raises:
        DamagedFileError: There are more than ``MAX_MEMBERS``.
    """
    found = tuple(children(child(root, holder), name))
    if len(found) > MAX_MEMBERS:
        raise DamagedFileError(f"lists more than {MAX_MEMBERS} assets")
    return found


def uuid_of(text: str) -> str:
    """A UUID in lower case without its ``urn:uuid:``; what is none stays as it is written."""
    found = _UUID.match(text.strip())
    return found[1].lower() if found else one_line(text)[:60]


def whole(text: str) -> int | None:
    """A whole number of at most 18 digits that is not negative, or None."""
    word = text.strip().lstrip("+")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None  # noqa: PLR2004


def edition(root: etree._Element) -> str:
    """Standard and year of a document by its namespace: "ST 2067-2:2016", "Interop"."""
    uri = namespace(root)
    if "digicine.com" in uri:
        return "Interop"
    found = _EDITION.search(uri)
    if found:
        return f"ST {found[1]}:{found[2]}"
    return f"unknown namespace {one_line(uri)[:80]!r}" if uri else "no namespace"


def listed_hash(text: str, algorithm: str = "") -> ListedHash | None:
    """A hash as packing lists and compositions write it: base 64, by default of SHA-1.

    Args:
        text: As stated.
        algorithm: URI of the digest method, or "".
    """
    if not text:
        return None
    name = _ALGORITHMS.get(algorithm, one_line(algorithm)[:80]) if algorithm else "sha1"
    try:
        value = base64.b64decode("".join(text.split()), validate=True).hex()
    except (binascii.Error, ValueError):
        return ListedHash(name, one_line(text)[:200])
    return ListedHash(name, value)


def _hash(asset: etree._Element) -> ListedHash | None:
    method = child(asset, "HashAlgorithm")
    return listed_hash(
        text_of(asset, "Hash"), "" if method is None else method.get("Algorithm", "").strip()
    )


def _is_packing_list(asset: etree._Element) -> bool:
    # Interop writes an empty element, SMPTE "true".
    mark = child(asset, "PackingList")
    return mark is not None and text_of(asset, "PackingList").lower() in {"", "true", "1"}


def _first_chunk(asset: etree._Element, name: str) -> int | None:
    return whole(text_of(child(child(asset, "ChunkList"), "Chunk"), name))
