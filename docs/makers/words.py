"""Texts that stand below attributes in the code, for pages that list them."""

import ast
import inspect
import sys
from collections.abc import Iterable, Sequence
from functools import cache


def plain(text: str) -> str:
    """One line of Markdown: it has one backtick where docstrings have two."""
    return " ".join(text.replace("``", "`").split())


@cache
def attribute_texts(part: type) -> dict[str, str]:
    """The texts that stand below the attributes of one class, by attribute."""
    tree = ast.parse(inspect.getsource(sys.modules[part.__module__]))
    found: dict[str, str] = {}
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or node.name != part.__name__:
            continue
        for before, after in zip(node.body, node.body[1:], strict=False):
            target = getattr(before, "target", None) or next(
                iter(getattr(before, "targets", ())), None
            )
            if (
                isinstance(target, ast.Name)
                and isinstance(after, ast.Expr)
                and isinstance(after.value, ast.Constant)
                and isinstance(after.value.value, str)
            ):
                found[target.id] = plain(after.value.value)
    return found


def cell(text: str) -> str:
    """Text as a table's cell holds it."""
    return plain(text).replace("|", "\\|")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
