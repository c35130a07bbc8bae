"""Which folders of this process stand for URLs. Asked for each file of a scan, so it is light.

Whatever asks a store is loaded when a URL was given, and not before.
"""

import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.storage.addresses import MARK, Address, address_from, is_url

if TYPE_CHECKING:
    from provenance.storage.mirrors import Mirror
    from provenance.storage.streams import RangeStream

_active: "dict[str, Mirror]" = {}
_guarded: list[bool] = []


@contextmanager
def reached(paths: Path | str | Iterable[Path | str]) -> Iterator[list[Path]]:
    """Paths of this machine for what was named, URLs among it, as long as the block lasts.

    Only URLs are asked for; without one nothing is loaded and nothing opens a connection.

    Args:
        paths: Files, folders, URLs. What ``Path`` made of a URL is none.

    Raises:
        ConfigError: What a store needs is not installed, there is no such kind of store, or too
            many URLs were named.
    """
    asked = [paths] if isinstance(paths, str | Path) else list(paths)
    if not any(map(is_url, asked)):
        yield list(map(Path, asked))
        return
    from provenance.storage.mirrors import Mirror, local_path, refuse_many  # noqa: PLC0415 - as above

    refuse_many(sum(map(is_url, asked)))
    with ExitStack() as made:

        def path_of(given: Path | str) -> Path:
            if not is_url(given):
                return Path(given)
            place = local_path(str(given))
            if place is None:
                mirror = Mirror.made()
                made.callback(mirror.remove)
                place = mirror.fill(str(given))
                _activate(mirror)
                made.callback(_active.pop, mirror.base, None)
            return place

        yield list(map(path_of, asked))


def _activate(mirror: "Mirror") -> None:
    """Know a folder that stands for a URL, and refuse to open its place holders from now on."""
    _active[mirror.base] = mirror
    if not _guarded:
        _guarded.append(True)
        sys.addaudithook(_refuse)


def attached() -> tuple[str, ...]:
    """What another process of this machine needs to know the same folders: plain values."""
    return tuple(_active)


def attach(bases: Iterable[str]) -> None:
    """Know the folders of another process of this machine.

    Args:
        bases: As ``attached`` gave them there.
    """
    for base in bases:
        if base not in _active:
            from provenance.storage.mirrors import Mirror  # noqa: PLC0415 - see the module

            _activate(Mirror(base))


def address_of(path: Path | str) -> Address | None:
    """Where the content of a file is to be read; None where it is in the file, as a rule."""
    if not _active:
        return None
    found = listed_as(path)
    return None if found is None or found.whole else found


def listed_as(path: Path | str) -> Address | None:
    """The object that a file stands for, as its store listed it; None for any other file."""
    if not _active:
        return None
    text = os.fspath(path)
    for mirror in _active.values():
        if found := mirror.address(text):
            return found
    return None


def following(path: Path | str, count: int) -> list[Address]:
    """The objects that come behind the one for which a file stands, in order of names."""
    text = os.fspath(path)
    for mirror in _active.values():
        if text.startswith(mirror.home):
            return mirror.following(text, count)
    return []


def in_storage(paths: Iterable[Path]) -> bool:
    """Whether any of the paths stands for a URL."""
    return any(str(path).startswith(each.home) for each in _active.values() for path in paths)


def portable(value: Any) -> Any:
    """A path as another process can open it by ``opened``; other values as they are."""
    if not _active or not isinstance(value, str):
        return value
    address = address_of(value)
    return value if address is None else address.to_text()


def told(path: Path) -> str:
    """A path as people know it: the URL that it stands for, if any."""
    found = listed_as(path)
    return path.as_posix() if found is None else found.shown


def object_at(path: Path | str) -> "RangeStream | None":
    """The open object that a path stands for, an address as text among it; None for a file.

    Raises:
        OSError: It cannot be read at all.
    """
    text = os.fspath(path)
    if not (_active or text.startswith(MARK)):
        return None
    from provenance.storage.streams import RangeStream  # noqa: PLC0415 - see the module

    address = address_from(text) or address_of(text)
    return None if address is None else RangeStream(address)


def opened(path: Path | str) -> "io.FileIO | RangeStream":
    """A file, or the object that it stands for, open for reading and without a buffer.

    Raises:
        OSError: It cannot be opened.
    """
    return object_at(path) or io.FileIO(os.fspath(path))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Ends every attempt of Python code to open a place holder: its zeros are nobody's content."""
    if event != "open" or not _active or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    found = address_of(os.fsdecode(arguments[0]))
    if found is not None:
        why = found.problem or "it lies in object storage, and only ranges of it are read"
        raise PermissionError(errno.EACCES, why, found.shown)
