"""Two processes against one, and a Dask cluster of two workers against the two processes.

Usage: python benchmarks/farm.py [TREE] [--files 120] [--mib 128] [--rounds 2]
       [--scan "--effort normal --digests"]

Scans one tree as whole commands without a cache: with one process, with two, and on a cluster of
two workers with a thread each that runs on this machine already. Without TREE, one of sparse WAVs
is made of which every digest is asked for: what can be shared, reading, is most of it. Aims:
two processes at least 1.7 times as fast as one, the cluster at least 0.8 as fast as the processes,
by the clock. A clock means that only where nobody else works: beside it stands what the machine
could do with two free cores, from CPU seconds, one scan's by the longer way through the other:
the main process and half of what its workers used. That way is what is judged where the load is
more than half a core. Of less than 8 GiB the start of the processes is much of it: then is judged
that two processes are faster than one by the way. All ways must give one report, its time aside.

Exit code 1 where an aim is missed. The cluster is left out where Dask is not installed.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measuring import machine

AIM_TWO = 1.7
AIM_FARM = 0.8
AIM_SMALL = 1.0
LEAST_MIB = 8192
"""Of a tree whose reading takes ten times what starting two workers does."""
IDLE = 0.5
WORKERS = 2
PATIENCE = 60.0
MEDIA = Path(__file__).parents[1] / "fixtures" / "media"
SOURCE = MEDIA / "wav" / "sound.wav"
DASK = importlib.util.find_spec("distributed") is not None
HOOK = """
import atexit, os, resource
def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(os.path.join(os.environ["CPU_TOLD"], str(os.getpid())), "w") as out:
        out.write(f"{used.ru_utime + used.ru_stime}")
atexit.register(tell)
"""
"""As ``sitecustomize``: the command's own process tells what it used without its children."""


@dataclass(frozen=True, slots=True)
class Run:
    """One scan.

    Attributes:
        wall: Seconds.
        main: CPU seconds of the command's own process.
        workers: Those of all its other processes.
    """

    wall: float
    main: float
    workers: float

    @property
    def way(self) -> float:
        """Seconds that it takes with two free cores: the workers share what they do."""
        return self.main + self.workers / WORKERS


def make(root: Path, files: int, mib: int) -> None:
    """Sparse files, a hundred to a folder, each of a size of its own."""
    for number in range(files):
        folder = root / f"f{number // 100:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        word = "".join(chr(97 + (number * 7919 // 26**place) % 26) for place in range(6))
        path = folder / f"{word}{SOURCE.suffix}"
        path.write_bytes(SOURCE.read_bytes())
        os.truncate(path, (mib << 20) + path.stat().st_size + number)


def scanned(tree: Path, report: Path, told: Path, more: Sequence[str]) -> Run:
    """One scan.

    Raises:
        SystemExit: It ended otherwise than a scan does.
    """
    shutil.rmtree(told, ignore_errors=True)
    told.mkdir()
    (told.parent / "hook").mkdir(exist_ok=True)
    (told.parent / "hook" / "sitecustomize.py").write_text(HOOK)
    path = os.pathsep.join(
        (str(told.parent / "hook"), *filter(None, [os.environ.get("PYTHONPATH")]))
    )
    asked = ("-m", "provenance_cli", "scan", str(tree), "--no-cache", "--no-progress", "-q")
    began = time.perf_counter()
    with subprocess.Popen(
        (sys.executable, *asked, "-o", f"json={report}", *more),
        env=os.environ | {"PYTHONPATH": path, "CPU_TOLD": str(told)},
        stderr=subprocess.DEVNULL,
    ) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if child.returncode not in {0, 1, 4}:
        raise SystemExit(f"exit code {child.returncode}")
    main = float((told / str(child.pid)).read_text())
    return Run(wall, main, used.ru_utime + used.ru_stime - main)


@contextmanager
def cluster(place: Path) -> Iterator[str]:
    """A scheduler and two workers; its address."""
    file = place / "scheduler.json"
    common = ("--scheduler-file", str(file), "--no-dashboard")
    local = ("--host", "127.0.0.1")
    commands = [("distributed.cli.dask_scheduler", *local, "--port", "0", *common)]
    workers = ("distributed.cli.dask_worker", *local, "--nthreads", "1", "--no-nanny", *common)
    commands += [workers] * WORKERS
    started = [
        subprocess.Popen(
            (sys.executable, "-m", *each), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for each in commands
    ]
    try:
        end = time.monotonic() + PATIENCE
        while not file.exists() or not file.read_text():
            if time.monotonic() > end:
                raise SystemExit("no scheduler")
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"]
    finally:
        for each in reversed(started):
            each.terminate()
        for each in started:
            try:
                each.wait(PATIENCE / 6)
            except subprocess.TimeoutExpired:  # a worker that looks for its scheduler
                each.kill()
                each.wait()


def main() -> int:
    """Measure and judge."""
    parser = argparse.ArgumentParser(description="One process, two, a cluster of two.")
    parser.add_argument("tree", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--mib", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scan", default="--effort normal --digests", help="options of the scans")
    given = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="farm-"))
    try:
        if given.tree is None:
            make(place / "tree", given.files, given.mib)
        return measure(place, given)
    finally:
        shutil.rmtree(place)


def measure(place: Path, given: argparse.Namespace) -> int:
    """In turns; the best of each counts."""
    load = os.getloadavg()[0]
    what = given.tree or f"{given.files} files of {given.mib} MiB"
    print(f"{machine()}; {what}, {given.scan}\n")
    ways = {"--jobs 1": ("--jobs", "1"), "--jobs 2": ("--jobs", "2")}
    runs: dict[str, list[Run]] = {}
    reports: set[str] = set()
    with cluster(place) if DASK else nobody() as address:
        if address:
            ways["two Dask workers"] = ("--executor", "dask", "--scheduler", address)
        for _ in range(given.rounds):
            for name, way in ways.items():
                more = (*way, *given.scan.split())
                tree = given.tree or place / "tree"
                one = scanned(tree, place / "report.json", place / "told", more)
                runs.setdefault(name, []).append(one)
                reports.add(timeless(place / "report.json"))
    print("| | wall s | main CPU s | workers' CPU s | way s |\n|---|---|---|---|---|")
    for name, each in runs.items():
        best = min(each, key=lambda one: one.way)
        wall = min(one.wall for one in each)
        print(f"| {name} | {wall:.1f} | {best.main:.1f} | {best.workers:.1f} | {best.way:.1f} |")
    walls = {name: min(one.wall for one in each) for name, each in runs.items()}
    two = min(each.way for each in runs["--jobs 2"])
    # One process does one thing after the other, and waits for its engine's worker.
    one = min(each.main + each.workers for each in runs["--jobs 1"])
    clock = walls["--jobs 1"] / walls["--jobs 2"]
    print(f"\ntwo processes: {one / two:.2f} times one by the way, {clock:.2f} by the clock")
    large = given.tree is not None or given.files * given.mib >= LEAST_MIB
    if large:
        missed = (clock if load < IDLE else one / two) < AIM_TWO
    else:
        print(f"not judged below {LEAST_MIB} MiB: {AIM_TWO} times; judged: {AIM_SMALL} by the way")
        missed = one / two <= AIM_SMALL
    if "two Dask workers" in walls:
        farm = walls["--jobs 2"] / walls["two Dask workers"]
        print(f"the cluster: {farm:.2f} of two processes by the clock (load before: {load:.1f})")
        missed |= large and farm < AIM_FARM and load < IDLE
    print(f"one report, whichever way: {'yes' if len(reports) == 1 else 'NO'}")
    return int(missed or len(reports) != 1)


def timeless(report: Path) -> str:
    """Digest of a JSON report without the line that says when it was made."""
    lines = report.read_bytes().split(b"\n")
    told = (line for line in lines if not line.startswith(b'  "generated_at"'))
    return hashlib.sha256(b"\n".join(told)).hexdigest()


@contextmanager
def nobody() -> Iterator[str]:
    """No cluster."""
    yield ""


if __name__ == "__main__":
    sys.exit(main())
