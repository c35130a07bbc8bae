"""modules.md: every module at the top of the library, by floor, in its own words."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from makers.words import cell, table

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "provenance"

PAGE = """\
# The library, module by module

This page is made from the code by `docs/make_reference.py`; change the modules' docstrings or
their floors in `pyproject.toml`, not the page. Why there are floors, and the two paths through
them: [architecture](../explanation/architecture.md).

The tree is flat on purpose. A folder holds a kind of thing of which there are many: formats,
readers, rules, reporters. A module beside the folders is one verb, and ends in *-ing*, so that
`provenance.scan` is always the function and `provenance.scanning` the module; a few are tools and
have the name of a thing. What a verb needs stands on a floor below it, and modules of one floor do
not know each other. Read from the top to learn what the program does, from the bottom to learn how.

{table}
"""


def modules() -> dict[str, str]:
    """The page."""
    return {"modules.md": PAGE.format(table=table(("floor", "module", "what it is"), _rows()))}


def _rows() -> list[tuple[str, str, str]]:
    floors = list(_floors())
    return [
        (str(number), f"`{name}`", _summary(name))
        for number, names in zip(range(len(floors), 0, -1), floors, strict=True)
        for name in names
    ]


def _floors() -> Iterator[list[str]]:
    """Names of modules, the highest floor first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers" and contract.get("containers") == [LIBRARY.name]:
            for layer in contract["layers"]:
                yield [
                    f"{name}/" if (LIBRARY / name).is_dir() else name
                    for name in sorted(layer.split(" | "))
                ]


def _summary(name: str) -> str:
    """The first paragraph of a module's docstring; what it says of a verb is set off."""
    path = LIBRARY / name / "__init__.py" if name.endswith("/") else LIBRARY / f"{name}.py"
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    text = cell(told.partition("\n\n")[0])
    return re.sub(r"^(\w+(?: and \w+)?): ", r"**\1**: ", text)
