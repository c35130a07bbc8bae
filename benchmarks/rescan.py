"""What a scan of an unchanged delivery costs, and of one of which a little changed.

Usage: python benchmarks/rescan.py [--files 100000] [--rounds 3] [--folder DIR] [--effort fast]

Makes a tree of small pictures, a thousand folders, names that form no sequence, and scans it as a
whole command with a JSON report: for the first time; again; again with another policy, so that
everything is judged and nothing read; and again after one file in a hundred was changed. The peer
is a Python loop that lists every folder and takes the ``stat`` of every file, start included,
which is what finding out costs at least. Aim: an unchanged tree costs at most twice the loop. With
fewer than 50,000 files the start of the program is most of it: then is judged that the unchanged
tree costs less than the first scan. The same report, its time aside, is asked for at any size.

Exit code 1 where an aim is missed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measuring import Cost, Series, command, machine, table

AIM = 2.0
LEAST_FILES = 50_000
"""Below, the start of Python and of the program is most of both."""
FOLDERS = 1000
SOURCE = Path(__file__).parents[1] / "fixtures" / "media" / "png" / "still.png"
PEER = """
import os, sys
pending = [sys.argv[1]]
while pending:
    with os.scandir(pending.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            else:
                entry.stat(follow_symlinks=False)
"""
LOOP = "loop: os.scandir and stat"


def make(root: Path, files: int) -> list[Path]:
    """The tree; a name says nothing of a number."""
    data = SOURCE.read_bytes()
    paths = []
    for number in range(files):
        folder = root / f"f{number % FOLDERS:04d}"
        if number < FOLDERS:
            folder.mkdir(parents=True)
        word = "".join(chr(97 + (number * 7919 // 26**place) % 26) for place in range(6))
        paths.append(folder / f"{word}.png")
        paths[-1].write_bytes(data)
    return paths


def run(arguments: list[str], codes: set[int]) -> Cost:
    """One command, its cost."""
    cost, _, code = command([sys.executable, *arguments])
    if code not in codes:
        raise SystemExit(f"exit code {code}: {' '.join(arguments)}")
    return cost


def main() -> int:
    """Measure and judge."""
    parser = argparse.ArgumentParser(description="Re-scan of an unchanged tree.")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="where the tree is made")
    parser.add_argument("--effort", default="fast")
    given = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="rescan-", dir=given.folder))
    try:
        return measure(place, given)
    finally:
        shutil.rmtree(place)


def measure(place: Path, given: argparse.Namespace) -> int:
    """Everything in one run, the repeated parts in turns."""
    tree, cache, report = place / "tree", place / "cache", place / "report.json"
    paths = make(tree, given.files)
    time.sleep(2.1)  # files that were just written are not kept
    scan = ["-m", "provenance_cli", "scan", str(tree), "--effort", given.effort, "--no-progress"]
    scan += ["-o", f"json={report}", "-q"]
    kept = [*scan, "--cache", str(cache)]
    codes = {0, 1, 4}
    costs: dict[str, list[Cost]] = {LOOP: []}
    print(f"{machine()}; {given.files} files, effort {given.effort}\n", flush=True)
    costs["first scan, cache filled"] = [run(kept, codes)]
    first = report.read_bytes()
    same = True
    for _ in range(given.rounds):
        costs[LOOP].append(run(["-c", PEER, str(tree)], {0}))
        costs.setdefault("unchanged", []).append(run(kept, codes))
        same &= timeless(report.read_bytes()) == timeless(first)
    costs["another policy: judged, not read"] = [run([*kept, "--policy", "house"], codes)]
    for path in paths[::100]:
        path.write_bytes(SOURCE.read_bytes() + b"\0")
    time.sleep(2.1)
    costs["one in a hundred changed"] = [run(kept, codes)]
    series = {name: Series.of(each) for name, each in costs.items()}
    print(table(series, LOOP))
    cpu = series["unchanged"].cpu_best / series[LOOP].cpu_best
    wall = series["unchanged"].wall_best / series[LOOP].wall_best
    print(f"\nunchanged: {cpu:.2f} times the loop in CPU seconds, {wall:.2f} by the clock")
    print(f"the same report, its time aside: {'yes' if same else 'NO'}")
    if given.files >= LEAST_FILES:
        return int(cpu > AIM or not same)
    saved = series["unchanged"].cpu_best < series["first scan, cache filled"].cpu_best
    print(
        f"not judged with fewer than {LEAST_FILES} files: at most {AIM} times the loop; judged: "
        f"the unchanged tree costs less than the first scan: {'yes' if saved else 'NO'}"
    )
    return int(not (saved and same))


def timeless(report: bytes) -> bytes:
    """A JSON report without the line that says when it was made."""
    lines = report.split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(b'  "generated_at"'))


if __name__ == "__main__":
    sys.exit(main())
