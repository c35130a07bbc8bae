"""What a store lists below a URL, as files of a folder: their paths, and where each lies."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from provenance.errors import UnreadableFileError
from provenance.frozen import dataclass
from provenance.model.picture import FRAMES, STILLS, numbers_in
from provenance.storage.addresses import Address, protocol_of, shown_url
from provenance.storage.backends import WEB, asked, beside, info_of, listed, located
from provenance.storage.failing import LostStoreError

MAX_OBJECTS: Final = 1_000_000
"""Objects below one URL; a delivery of three sequences of a feature film has half of it."""
_MAX_PART: Final = 255
"""Bytes of one name of a path on every file system."""
_MAX_NAME: Final = 200
"""Characters of a name that stands for another."""
_MAX_BELOW: Final = 1024
"""Bytes of an S3 key."""
_SEPARATORS: Final = "._- "
_DIGITS: Final = re.compile(r"[0-9]{1,10}")
_MAX_NUMBERS: Final = 3
"""Runs of digits of a name that are asked about: the likely numbers, and the last ones."""
_SIDECARS: Final = (".c2pa", ".C2PA", ".xmp", ".XMP")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a URL stands for.

    Attributes:
        name: What it is called: a folder's or a file's name.
        folder: Whether it is a folder.
        objects: Path of each object as seen from there, and where it lies; those of one file are
            itself and what lies beside it, as seen from the folder that it lies in.
        above: The signed list of that folder, which lies beside it, and its signature.
    """

    name: str
    folder: bool
    objects: tuple[tuple[str, Address], ...]
    above: tuple[tuple[str, Address], ...] = ()


def listing(url: str) -> Listed:
    """What a URL stands for; asks the store.

    Raises:
        ConfigError: What the store needs is not installed.
        UnreadableFileError: The store does not tell; why, in a line.
    """
    web = protocol_of(url) in WEB
    name = name_of(url)
    if web and url.endswith("/"):
        raise UnreadableFileError(
            f"{shown_url(url)}: web servers do not list folders",
            hint="Name each file; for a bucket use the s3:// address.",
        )
    told = asked(url, info_of)
    if told.get("type") == "directory" or url.endswith("/"):
        objects = tuple(_below(url))
        return Listed(name, folder=True, objects=objects, above=() if web else _list_of(url))
    one = located(url, told)
    near = dict(_near_web(url) if web else (*_near(url, name), *_lists_of_frame(url, name)))
    near.pop(name, None)
    above = () if web else _list_of(url.rstrip("/").rpartition("/")[0])
    return Listed(name, folder=False, objects=((name, one), *near.items()), above=above)


def _list_of(folder: str) -> tuple[tuple[str, Address], ...]:
    """The signed list beside a folder and its signature, by the name that they have."""
    bare = folder.rstrip("/")
    return tuple(_signed(bare)) if "/" in _path_of(bare) else ()  # beside a bucket lies nothing


def _lists_of_frame(url: str, name: str) -> Iterator[tuple[str, Address]]:
    """The signed lists of sequences of which a file may be a frame, by the names that they have."""
    folder = url.rstrip("/").rpartition("/")[0]
    if name[name.rfind(".") :].lower() in FRAMES | STILLS:
        for stem in _stems(name):
            yield from _signed(f"{folder}/{stem}")


def _stems(name: str) -> Iterator[str]:
    """What the list of a sequence with this frame may be named after, as ``stamp`` names it."""
    likely = islice(numbers_in(name), _MAX_NUMBERS)
    runs = [found.span() for found in _DIGITS.finditer(name, 0, name.rfind("."))]
    # A pattern may count what naming takes for a version: shot_v%04d.exr.
    for start, end in dict.fromkeys((*likely, *runs[: -_MAX_NUMBERS - 1 : -1])):
        before, after = name[:start], name[end:]
        yield f"{before.rstrip(_SEPARATORS) or 'frames'}{after}"
        yield from (f"{before}{padding}{after}" for padding in {end - start, 1})


def _signed(url: str) -> Iterator[tuple[str, Address]]:
    """The signed list of that which a URL names, and its signature, if the store has them."""
    from provenance.model.hashlist import HASHLIST_SUFFIX  # noqa: PLC0415 - brings models

    for one in (url + HASHLIST_SUFFIX, f"{url}{HASHLIST_SUFFIX}.c2pa"):
        try:
            told = asked(one, info_of)
        except LostStoreError:
            raise  # it may be there: what it speaks of is not read either
        except UnreadableFileError:
            return
        if told.get("type") != "directory":
            yield _placed(name_of(one), located(one, told))


def _below(url: str) -> Iterator[tuple[str, Address]]:
    root = url.rstrip("/")
    found = asked(url, lambda fs, path: (fs._strip_protocol(root), listed(fs, path.rstrip("/"))))  # noqa: SLF001
    lead, objects = found
    if len(objects) > MAX_OBJECTS:
        raise UnreadableFileError(
            f"{shown_url(url)}: {len(objects)} objects, over the limit of {MAX_OBJECTS}",
            hint="Scan its folders one by one.",
        )
    for path in sorted(objects):
        told = objects.pop(path)  # what the store says takes three times what is kept of it
        below = path[len(lead) :].removeprefix("/")
        if told.get("type") == "directory" or path.endswith("/") or not below:
            continue  # what stands for a folder
        yield _placed(below, _address(url, path, told))


def _near(url: str, name: str) -> Iterator[tuple[str, Address]]:
    """What may be a sidecar of a file, or share one with it."""
    folder = url.rstrip("/").rpartition("/")[0]
    stem = f"{posixpath.splitext(name)[0]}."
    try:
        found = asked(folder, lambda fs, path: beside(fs, path, stem))
    except UnreadableFileError as error:
        # Whoever may read one object and list none cannot know what lies beside it.
        yield f"{name}.c2pa", Address(f"{url}.c2pa", 1, problem=_reason(error))
        return
    for path, told in sorted(found.items()):
        own = posixpath.basename(path)
        if own.startswith(stem) and posixpath.dirname(path) == posixpath.dirname(
            path[: -len(own)] + name
        ):
            yield _placed(own, _address(url, path, told))


def _near_web(url: str) -> Iterator[tuple[str, Address]]:
    """Sidecars beside a file of a web server, which cannot be asked what it has."""
    parts = urlsplit(url)
    if parts.query or parts.fragment:  # a signed address is of one file alone
        return
    bare, _ = posixpath.splitext(parts.path)
    for path in (f"{stem}{ending}" for stem in (parts.path, bare) for ending in _SIDECARS):
        one = parts._replace(path=path).geturl()
        try:
            told = asked(one, info_of)
        except UnreadableFileError:
            continue
        yield _placed(unquote(posixpath.basename(path)), located(one, told))


def _reason(error: UnreadableFileError) -> str:
    return f"what lies beside it cannot be listed: {str(error).rpartition(': ')[2]}"


def _address(url: str, path: str, told: Mapping[str, Any]) -> Address:
    protocol = protocol_of(url)
    one = path if "://" in path else f"{protocol}://{path}"
    return located(one, told)


def _placed(below: str, address: Address) -> tuple[str, Address]:
    """An object at a path that a file can have; if its own is none, it cannot be read."""
    sound = all(map(_may_be_named, below.split("/")))
    if sound and len(below.encode("utf-8", "surrogatepass")) <= _MAX_BELOW:
        return below, address
    return unplaced(below, address, "no file can have such a name")


def name_of(url: str) -> str:
    """What the file or folder that stands for a URL is called; "root" where it has no such name."""
    return _plain(_path_of(url).rstrip("/"))


def folder_name(url: str) -> str:
    """What the folder in which a file lies is called."""
    return _plain(_path_of(url).rstrip("/").rpartition("/")[0])


def _path_of(url: str) -> str:
    """Host or bucket, and what is below it, as plain text."""
    if protocol_of(url) not in WEB:
        return url.partition("://")[2]
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{unquote(parts.path)}"


def _plain(path: str) -> str:
    name = path.rpartition("/")[2]
    return name if _may_be_named(name) else "root"


def _may_be_named(part: str) -> bool:
    """Whether a file can be called so on every system."""
    if part in {"", ".", ".."} or "\0" in part or "\\" in part:
        return False
    return len(part.encode("utf-8", "surrogatepass")) <= _MAX_PART


def unplaced(below: str, address: Address, why: str) -> tuple[str, Address]:
    """An object that has no place among the files, under a name that stands for its own.

    Args:
        below: Its path, as seen from the folder.
        address: Where it lies.
        why: Why it has none.
    """
    name = quote(below, safe=" ")[:_MAX_NAME]
    if name.startswith("."):  # nobody may take it for a hidden file
        name = f"%2E{name[1:]}"
    return name, replace(address, problem=why)
