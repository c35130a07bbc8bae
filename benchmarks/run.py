"""All benchmarks that judge themselves, one after the other: ``make bench``.

Usage: python benchmarks/run.py [--quick] [--folder DIR]

Prints what each prints. Those that need the labelled folder of real files beside the project, or
exiftool (``make judges``), are left out with a line where these are not there. Exit code 1 where
one misses an aim.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "shared" / "corpus"
JUDGES = Path(os.environ.get("PROVENANCE_JUDGES", HERE.parent / ".judges"))


def missing(needs: str) -> str:
    """Why a benchmark cannot run here, or ""."""
    if "corpus" in needs and not (CORPUS / "labels.csv").exists():
        return f"no labelled files at {CORPUS}"
    script = JUDGES / "node_modules" / "exiftool-vendored.pl" / "bin" / "exiftool"
    if "exiftool" in needs and not (shutil.which("perl") and script.exists()):
        return f"no exiftool at {script}: run `make judges`, or set PROVENANCE_JUDGES"
    return ""


def main() -> int:
    """Run them."""
    parser = argparse.ArgumentParser(description="All benchmarks that judge themselves.")
    parser.add_argument("--quick", action="store_true", help="small files, one round")
    parser.add_argument("--folder", help="where large files are made, 3 GB at most")
    given = parser.parse_args()
    place = ["--folder", given.folder] if given.folder else []
    small = ["--mib", "512", "--rounds", "1"] if given.quick else []
    work = (
        ("sidecar.py", "", [*small, *place]),
        ("claims.py", "corpus exiftool", ["--rounds", "1"] if given.quick else []),
        ("judging.py", "", ["--files", "500"] if given.quick else []),
        ("memory.py", "", place),
        ("fast.py", "", ["--rounds", "1", "--no-exiftool"] if given.quick else []),
        ("verify.py", "", ["--rounds", "1", "--no-exiftool", *place] if given.quick else place),
        ("rescan.py", "", ["--files", "5000"] if given.quick else []),
        ("farm.py", "", ["--files", "16", "--rounds", "1"] if given.quick else []),
        ("frames.py", "", ["--frames", "5000", "10000"] if given.quick else place),
        ("recall.py", "corpus", []),
    )
    failed: list[str] = []
    for script, needs, arguments in work:
        print(f"## {script}\n", flush=True)
        if reason := missing(needs):
            print(f"left out: {reason}\n", flush=True)
            continue
        began = time.perf_counter()
        ended = subprocess.run([sys.executable, str(HERE / script), *arguments], check=False)
        if ended.returncode:
            failed.append(script)
        print(
            f"\n({time.perf_counter() - began:.0f} s, exit code {ended.returncode})\n", flush=True
        )
    print(f"missed an aim: {', '.join(failed)}" if failed else "every aim was met")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
