"""What all benchmarks measure with: cost of a command, cost of a call, best and median.

CPU seconds are user and system time of the process and of every child that it waited for, so they
hold on a machine that does other work too; wall time is told beside them. Memory is the peak
resident set of the largest single process.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took.

    Attributes:
        cpu: CPU seconds, children included.
        wall: Seconds.
        rss: Peak resident set of the largest process in MiB.
    """

    cpu: float
    wall: float
    rss: float


def command(arguments: Sequence[str]) -> tuple[Cost, bytes, int]:
    """Run a command: its cost with all its children, what it printed, its exit code.

    The caller should be a small process: a child's peak begins at the memory of who started it.
    """
    began = time.perf_counter()
    with subprocess.Popen(
        list(arguments), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdout is not None
        printed = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    cost = Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
    return cost, printed, child.returncode


def call(work: Callable[[], Any]) -> Cost:
    """The cost of a call in this process and in its children, ended or still running (Linux)."""
    began, before = time.perf_counter(), _used()
    work()
    after, wall = _used(), time.perf_counter() - began
    peaks = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    peaks += map(peak, children())
    return Cost(after - before, wall, max(peaks) / 1024)


def _used() -> float:
    ended = sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    return ended + sum(map(_cpu, children()))


def children() -> list[Path]:
    """Folders in ``/proc`` of the processes that this one has started; empty elsewhere."""
    listed = Path("/proc/thread-self/children")
    return [Path("/proc") / pid for pid in listed.read_text().split()] if listed.exists() else []


def _cpu(process: Path) -> float:
    after_name = (process / "stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def peak(process: Path) -> int:
    """Peak resident set of a process in KiB, by its folder in ``/proc``."""
    lines = (process / "status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def given_or_one(
    parser: argparse.ArgumentParser, one: Callable[..., dict[str, float]]
) -> argparse.Namespace:
    """The options of a benchmark that runs each of its rows in a process of its own.

    Adds where files are made and ``--json``. Asked for one row (``--one``, a name and paths), this
    process measures that, prints its figures and ends.

    Args:
        parser: Knows the options of that benchmark.
        one: Measures one row.
    """
    parser.add_argument("--folder", type=Path, help="where large files are made")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        name, *paths = given.one
        print(json.dumps(one(name, *map(Path, paths))))
        sys.exit()
    return given


@dataclass(frozen=True, slots=True)
class Series:
    """Best and median of several runs, and the largest peak."""

    cpu_best: float
    cpu_median: float
    wall_best: float
    wall_median: float
    rss: float

    @classmethod
    def of(cls, costs: Iterable[Cost]) -> "Series":
        """Sum up runs."""
        runs = list(costs)
        cpu, wall = [each.cpu for each in runs], [each.wall for each in runs]
        return cls(
            min(cpu),
            statistics.median(cpu),
            min(wall),
            statistics.median(wall),
            max(each.rss for each in runs),
        )


def table(series: dict[str, Series], unit: str) -> str:
    """A Markdown table, everything as a multiple of the row named ``unit`` too."""
    one = series[unit]
    lines = [
        "| | CPU s best | CPU s median | ratio | wall s best | wall s median | peak RSS MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {each.cpu_best:.2f} | {each.cpu_median:.2f} "
        f"| {each.cpu_best / one.cpu_best:.2f} [{each.cpu_median / one.cpu_median:.2f}] "
        f"| {each.wall_best:.2f} | {each.wall_median:.2f} | {each.rss:.0f} |"
        for name, each in series.items()
    ]
    lines.append(f"\nRatio: CPU seconds as a multiple of '{unit}', best [median].")
    return "\n".join(lines)


def as_values(series: dict[str, Series]) -> dict[str, dict[str, float]]:
    """The same as plain values, for JSON."""
    return {name: asdict(each) for name, each in series.items()}


def machine() -> str:
    """What this ran on, in a line, without the machine's name."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} vCPU {_processor()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.machine()
