"""The manifests of one asset as lines of a tree, for renderers to draw.

Built in a loop and with stated limits: the ingredients of a hostile file may lie ten thousand deep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from provenance.model.manifest_views import IngredientView, ManifestNodeView, ManifestView

MAX_LINES: Final = 200
"""Manifests and ingredients shown of one asset; the JSON document holds all."""
MAX_DEPTH: Final = 12
"""Levels drawn by indentation; deeper ones stand at this level."""
MAX_ACTIONS: Final = 40
"""Actions shown of one manifest."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree: a manifest, or an ingredient that brings none.

    Attributes:
        depth: 0 for the active manifest and for those that the tree does not reach.
        rails: For each level above, whether a line runs on past this branch; length ``depth``.
        node: The manifest; None for an ingredient without one.
        via: The ingredient through which a manifest was reached, or the ingredient itself.
        last: Whether no sibling follows.
    """

    depth: int
    rails: tuple[bool, ...]
    node: ManifestNodeView | None
    via: IngredientView | None
    last: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """The drawn part of a tree, and how many lines were left out."""

    branches: tuple[Branch, ...]
    left_out: int


def _flat(
    view: ManifestView,
) -> Iterator[tuple[int, ManifestNodeView | None, IngredientView | None]]:
    known = {node.label: node for node in view.manifests}
    for node in view.manifests:
        depth = min(max(len(node.path) - 1, 0), MAX_DEPTH)
        parent = known.get(node.path[-2]) if len(node.path) > 1 else None
        reached = (each for each in (parent.ingredients if parent else ()))
        via = next((each for each in reached if each.manifest == node.label), None)
        yield depth, node, via
        for ingredient in node.ingredients:
            if ingredient.manifest not in known:
                yield min(depth + 1, MAX_DEPTH), None, ingredient


def tree(view: ManifestView, limit: int = MAX_LINES) -> Tree:
    """Lay out the manifests of a store.

    Args:
        view: The manifest store; its manifests stand in depth-first order.
        limit: Lines to keep.
    """
    lines = list(_flat(view))
    shown = lines[:limit]
    open_levels = [False] * (MAX_DEPTH + 1)
    branches: list[Branch] = []
    for depth, node, via in reversed(shown):  # from below, so that a line knows what follows it
        last = not open_levels[depth]
        rails = tuple(open_levels[1:depth])
        open_levels[depth] = True
        for deeper in range(depth + 1, MAX_DEPTH + 1):
            open_levels[deeper] = False
        branches.append(Branch(depth, rails, node, via, last))
    return Tree(tuple(reversed(branches)), len(lines) - len(shown))
