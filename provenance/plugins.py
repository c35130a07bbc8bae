"""Built-ins plus entry points: how formats, readers, rules and reporters are found.

Built-ins are an explicit tuple in the ``__init__`` of their folder. Others come from the entry
point group ``provenance.<folder>``. No name may stand twice: a plug-in cannot replace a built-in
unseen.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, TypeVar

from provenance.errors import PluginError


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
    points = _points(f"provenance.{folder}")
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


@lru_cache(maxsize=64)
def _points(group: str) -> tuple[EntryPoint, ...]:
    """Entry points by name. Cached: it reads the metadata of every installed distribution."""
    return tuple(sorted(entry_points(group=group), key=lambda each: each.name))
