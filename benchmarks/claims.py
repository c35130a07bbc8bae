"""Reading what files claim, over a folder of real files, against exiftool, in one run.

Usage: python benchmarks/claims.py [FOLDER] [--rounds 3] [--json]

Peer: exiftool (``make judges`` installs the pinned release; PROVENANCE_JUDGES names another
place), all tags of all groups: ``-a -G3:1 -struct -j -r``. Ours: ``provenance read FOLDER --effort
fast --json``, the whole command with its worker process. Floor: one page of every file, read by
name. Rounds are interleaved.

Then the answers are compared: the set of digital source types that each finds in each file, in
manifests or metadata, every difference by path. Exit code 1 where exiftool finds one in a file
in which we find nothing, or where we are not the faster in CPU seconds.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from measuring import Cost, Series, as_values, command, machine, table

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
FLOOR = (
    "import os, sys\n"
    "for folder, _, names in os.walk(sys.argv[1]):\n"
    "    for name in names:\n"
    "        file = os.open(os.path.join(folder, name), os.O_RDONLY)\n"
    "        os.pread(file, 4096, 0)\n"
    "        os.close(file)\n"
)
PEER = "exiftool"
NAMES = ("digitalsourcetype", "digitalsourcefiletype")
"""Of the properties in exiftool's words; the second is IPTC's older one."""
OURS = "read --effort fast"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is run, the peer first."""
    place = Path(os.environ.get("PROVENANCE_JUDGES", ROOT / ".judges"))
    script = place / "node_modules" / "exiftool-vendored.pl" / "bin" / "exiftool"
    perl = shutil.which("perl")
    if perl is None or not script.is_file():
        sys.exit(f"exiftool is not at {script}: run `make judges`, or set PROVENANCE_JUDGES")
    ours = [sys.executable, "-m", "provenance_cli", "read", str(folder), "--json", "--effort"]
    return {
        PEER: [perl, str(script), "-a", "-G3:1", "-struct", "-j", "-r", str(folder)],
        OURS: [*ours, "fast"],
        "read (hashes, verifies)": [*ours, "normal"],
        "floor: one page of each": [sys.executable, "-I", "-S", "-c", FLOOR, str(folder)],
    }


def code(value: str) -> str:
    """The last part of a digital source type's URI."""
    return value.strip().rstrip("/").rpartition("/")[2]


def from_exiftool(printed: bytes, folder: Path) -> dict[str, set[str]]:
    """Digital source types by path: every value under a name that ends so, however deep."""
    found: dict[str, set[str]] = {}
    for each in json.loads(printed):
        path = Path(each["SourceFile"]).relative_to(folder).as_posix()
        found[path] = {
            code(str(value))
            for name, value in _leaves(each)
            if name.rpartition(":")[2].casefold() in NAMES
        }
    return found


def _leaves(document: Any) -> Iterator[tuple[str, Any]]:
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.items())
        elif isinstance(value, list):
            waiting.extend((name, each) for each in value)
        else:
            yield name, value


def from_ours(printed: bytes) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Digital source types by path, and what is said of files that were not wholly read."""
    found: dict[str, set[str]] = {}
    said: dict[str, str] = {}
    for asset in json.loads(printed)["assets"]:
        values = {each["source_type"] for each in asset["signals"]}
        for node in (asset["manifest"] or {}).get("manifests", ()):
            values |= {each["source_type"] for each in (*node["actions"], *node["ingredients"])}
        found[asset["path"]] = {code(value) for value in values if value}
        said[asset["path"]] = "; ".join(each["reason"] for each in asset["failures"])
    return found, said


def differences(
    peer: dict[str, set[str]], ours: dict[str, set[str]], said: dict[str, str]
) -> list[dict[str, Any]]:
    """Every file on which the two do not agree."""
    return [
        {
            "path": path,
            "exiftool": sorted(peer.get(path, ())) if path in peer else "does not read the file",
            "ours": sorted(ours.get(path, ())) if path in ours else "does not list the file",
            "we say": said.get(path, ""),
        }
        for path in sorted(peer.keys() | ours.keys())
        if peer.get(path, set()) != ours.get(path, set())
    ]


def measure(folder: Path, rounds: int) -> tuple[dict[str, Series], dict[str, bytes]]:
    """Interleaved rounds: costs, and what each printed."""
    costs: dict[str, list[Cost]] = {}
    printed: dict[str, bytes] = {}
    for _ in range(rounds):
        for name, arguments in commands(folder).items():
            cost, printed[name], _ = command(arguments)
            costs.setdefault(name, []).append(cost)
    return {name: Series.of(each) for name, each in costs.items()}, printed


def main() -> int:
    """Measure, compare, print, judge."""
    parser = argparse.ArgumentParser(description="Reading of claims against exiftool.")
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"{given.folder}: no such folder; nothing was measured")
        return 0
    series, printed = measure(given.folder, given.rounds)
    peer = from_exiftool(printed[PEER], given.folder)
    ours, said = from_ours(printed[OURS])
    apart = differences(peer, ours, said)
    holding = sum(bool(peer.get(path) or ours.get(path)) for path in peer | ours)
    agreed = holding - len(apart)
    if given.json:
        told = {"machine": machine(), "series": as_values(series), "differences": apart}
        print(json.dumps(told | {"files": len(ours), "holding": holding, "agreed": agreed}))
    else:
        print(f"Claims of {len(ours)} files, {given.rounds} rounds; {machine()}\n")
        print(table(series, PEER))
        print(f"\nDigital source types: {agreed} of {holding} files that hold any agree.")
        for each in apart:
            print(f"- {each['path']}: exiftool {each['exiftool']}, ours {each['ours']}")
            if each["we say"]:
                print(f"  we say: {each['we say']}")
    missed = any(each["exiftool"] and not each["ours"] for each in apart)
    return int(missed or series[OURS].cpu_best > series[PEER].cpu_best)


if __name__ == "__main__":
    sys.exit(main())
