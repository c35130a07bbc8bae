"""Built-ins plus entry points: how formats, readers, rules and reporters are found.

Built-ins are an explicit tuple in the ``__init__`` of their folder. Others come from the entry
point group ``provenance.<folder>``. No name may stand twice: a plug-in cannot replace a built-in
unseen.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Protocol, TypeVar

from provenance.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_LISTED = "entry_points.txt"
_INSTALLED = (".dist-info", ".egg-info")


class Named(Protocol):
    """Anything a plug-in folder holds."""

    @property
    def name(self) -> str:
        """The unique name within its folder."""
        ...


P = TypeVar("P", bound="Named")


def load(folder: str, builtin: Iterable[P]) -> tuple[P, ...]:
    """All plug-ins of one folder, built-ins first.

    Args:
        folder: The folder's name, which is also the end of the entry point group.
        builtin: The built-in values, in order.

    Raises:
        PluginError: A name stands twice, or an entry point does not load.
    """
    points = _points(_group(folder))
    if not points:
        return tuple(builtin)  # asked for each file of a tree
    found = {plugin.name: plugin for plugin in builtin}
    for point in points:
        try:
            plugin: P = point.load()
            name = plugin.name
        except Exception as error:
            raise PluginError(
                f"plug-in {point.value} of {folder} does not load: {error}"
            ) from error
        if name in found:
            raise PluginError(f"plug-in {point.value}: {folder} already has the name {name!r}")
        found[name] = plugin
    return tuple(found.values())


def installed(folder: str) -> bool:
    """Whether anything but the built-in plug-ins is there; nothing is loaded."""
    return bool(_points(_group(folder)))


@lru_cache(maxsize=64)
def _group(folder: str) -> str:
    return f"provenance.{folder}"


@lru_cache(maxsize=64)
def _points(group: str) -> "tuple[EntryPoint, ...]":
    """Entry points by name. Cached: it looks at the metadata of every installed distribution."""
    if not _may_be_told(group):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow, and few have plug-ins

    return tuple(sorted(entry_points(group=group), key=lambda each: each.name))


def _may_be_told(group: str) -> bool:
    """Whether a distribution may have entry points of a group: yes wherever that is not seen."""
    finders = (each for each in sys.meta_path if hasattr(each, "find_distributions"))
    if any(finder is not PathFinder for finder in finders):
        return True
    return any(text is None or group in text for place in sys.path for text in _lists(place))


def _lists(place: str) -> Iterator[str | None]:
    """What the distributions of one place on the path list; None where that cannot be read."""
    try:
        with os.scandir(place or ".") as entries:
            names = [entry.path for entry in entries if entry.name.lower().endswith(_INSTALLED)]
    except FileNotFoundError:
        return
    except OSError:  # an archive
        yield None
        return
    for name in names:
        try:
            with open(os.path.join(name, _LISTED), encoding="utf-8") as file:  # noqa: PTH118, PTH123
                yield file.read()
        except FileNotFoundError:
            continue
        except (OSError, ValueError):  # a file in place of a folder, or one that is not text
            yield None
