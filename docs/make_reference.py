"""Writes the pages of docs/reference/ that come from the code.

python docs/make_reference.py           writes them
python docs/make_reference.py --check   writes nothing; fails where one is not as the code says

A maker is a function without arguments that gives the text of each file, by its path below
docs/reference/. Add a module to docs/makers/ and its function to MAKERS.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from makers.commands import commands
from makers.evidence import evidence
from makers.exits import exits
from makers.formats import formats, source_types
from makers.modules import modules
from makers.policies import policies
from makers.records import records
from makers.rules import rules

REFERENCE = Path(__file__).parent / "reference"

MAKERS: tuple[Callable[[], Mapping[str, str]], ...] = (
    commands,
    evidence,
    exits,
    formats,
    source_types,
    modules,
    policies,
    records,
    rules,
)

OWNED_FOLDERS = ("rules", "schemas")
"""Folders in which every file is made here: one that no maker gives is left over."""


@cache
def made() -> Mapping[str, str]:
    """The text of each file, by its path below docs/reference/."""
    files: dict[str, str] = {}
    for maker in MAKERS:
        for name, text in maker().items():
            if name in files:
                raise ValueError(f"two makers write {name}")
            files[name] = text
    return files


def main(arguments: list[str] | None = None, *, reference: Path = REFERENCE) -> int:
    """Write or check; 1 where a check finds a difference."""
    parser = argparse.ArgumentParser(description="Write the reference pages.")
    parser.add_argument("--check", action="store_true", help="only tell which pages are stale")
    check = parser.parse_args(arguments).check
    files = made()
    stale = [
        name
        for name, text in files.items()
        if not (reference / name).is_file() or (reference / name).read_text("utf-8") != text
    ]
    left = [
        file.relative_to(reference).as_posix()
        for folder in OWNED_FOLDERS
        for file in sorted((reference / folder).glob("*"))
        if file.relative_to(reference).as_posix() not in files
    ]
    if check:
        for name in [*stale, *left]:
            print(f"docs/reference/{name} is not as the code says", file=sys.stderr)
        if stale or left:
            print("Run `python docs/make_reference.py`.", file=sys.stderr)
        return int(bool(stale or left))
    for name in stale:
        (reference / name).parent.mkdir(parents=True, exist_ok=True)
        (reference / name).write_text(files[name], "utf-8", newline="\n")
        print(f"wrote docs/reference/{name}")
    for name in left:
        (reference / name).unlink()
        print(f"removed docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
