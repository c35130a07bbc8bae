"""CPU of validating large signed films: our hash and the engine, the engine alone, SHA-256 alone.

Usage: python benchmarks/films.py TREE [--rounds 3] [--json]

TREE is a folder that ``tree.py`` wrote (``tree/`` and ``truth.json``). Each round validates all its
signed films of 33 MiB and more once in every way, in turns, each in a process of its own whose
imports are done before the clock starts:

    ours       as the worker of a scan does it (ADR 32)      aim: 0.7 of the speed of SHA-256
    engine     the same call, the film hashed by the engine
    SHA-256    hashlib over the same files, 1 MiB at a time

Exit code 1 where the aim is missed, or where the two reports differ in more than times.
"""

import argparse
import json
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent))
from measuring import Cost, Series, as_values, call, machine, table
from sidecar import hash_it

AIM = 0.7
TYPES = {".mp4": "video/mp4", ".mov": "video/quicktime"}
WAYS = ("ours", "engine", "SHA-256")


def films(tree: Path) -> list[Path]:
    """The signed films of a tree that are large enough to be hashed by us."""
    truth = json.loads((tree / "truth.json").read_text())
    found = [tree / "tree" / each for each in truth["c2pa"] if Path(each).suffix in TYPES]
    return [each for each in found if each.stat().st_size >= 33 << 20]


def one(way: str, tree: Path) -> dict[str, Any]:
    """Validate every film in one way, in this process: what it took, and what was said."""
    paths = films(tree)
    said: list[Any] = []
    if way == "SHA-256":
        return asdict(call(lambda: [*map(hash_it, paths)]))
    # Not at the top: the process that hashes does without.
    from provenance.manifests import _native  # noqa: PLC0415

    hashed = (
        patch.object(_native, "film_of", return_value=None) if way == "engine" else nullcontext()
    )

    def validate() -> None:
        for each in paths:
            told = _native.read(str(each), TYPES[each.suffix], None, [], validate=True)
            for entry in told["report"]["manifests"]:
                entry["validationResults"].pop("validationTime", None)
            said.append(told)

    _native.context(())
    with hashed:
        return asdict(call(validate)) | {"said": json.dumps(said, sort_keys=True)}


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="Large signed films, hashed by us.")
    parser.add_argument("tree", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.one, given.tree)))
        return 0
    rows: dict[str, list[Cost]] = {way: [] for way in WAYS}
    said = set()
    for _ in range(given.rounds):
        for way in WAYS:
            run = [sys.executable, __file__, str(given.tree), "--one", way]
            told = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
            said |= {told.pop("said")} if "said" in told else set()
            rows[way].append(Cost(**told))
    series = {way: Series.of(each) for way, each in rows.items()}
    share = series["SHA-256"].cpu_best / series["ours"].cpu_best
    if given.json:
        print(json.dumps({"machine": machine(), "series": as_values(series)}))
    else:
        print(f"{len(films(given.tree))} films, {given.rounds} rounds; {machine()}\n")
        print(table(series, "SHA-256"))
        print(f"\nours: {share:.2f} of SHA-256 (aim {AIM})")
    if len(said) > 1:
        print("the reports differ")
    return int(share < AIM or len(said) > 1)


if __name__ == "__main__":
    sys.exit(main())
