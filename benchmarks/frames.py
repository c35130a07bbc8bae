"""What a delivery of frames costs as it grows: time, memory, rows in the report and the register.

Usage: python benchmarks/frames.py [--frames 50000 100000 200000 500000] [--effort fast normal]
       [--folder DIR] [--register]

Simulates deliveries of 25 image sequences: every frame a hard link to one small OpenEXR or DPX file
of its sequence, so that half a million of them lie on a disk at all. Each is scanned as a whole
command with a JSON report. ``--register`` stamps each sequence first, with a register: one entry
of a sequence, whatever its length. Aim: CPU seconds and memory grow no faster than the frames,
within a fifth, and each sequence is one row.

Exit code 1 where an aim is missed.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measuring import MIB, Cost, command, machine

SEQUENCES = 25
LOOSE = 1.2
"""How much faster than the frames a cost may grow: clocks of a shared machine err by that."""
MEDIA = Path(__file__).parents[1] / "fixtures" / "media"
SOURCES = (MEDIA / "exr" / "frame.1001.exr", MEDIA / "dpx" / "frame.1001.dpx")
PROGRAM = (sys.executable, "-m", "provenance_cli")


@dataclass(frozen=True, slots=True)
class Grown:
    """One scan.

    Attributes:
        frames: In the delivery.
        cost: Of the whole command.
        rows: Of the report.
        told: Files that the report counts.
    """

    frames: int
    cost: Cost
    rows: int
    told: int


def make(root: Path, frames: int) -> None:
    """Sequences in a folder each; the pixels of two sequences differ in their last byte."""
    for number in range(SEQUENCES):
        source = SOURCES[number % len(SOURCES)]
        folder = root / f"reel_{number:02d}"
        folder.mkdir(parents=True)
        data = bytearray(source.read_bytes())
        data[-1] ^= number
        first = folder / f"shot_{number:02d}.0001001{source.suffix}"
        first.write_bytes(data)
        for frame in range(1, frames // SEQUENCES):
            os.link(first, folder / f"shot_{number:02d}.{1001 + frame:07d}{source.suffix}")


def scanned(tree: Path, report: Path, effort: str, frames: int) -> Grown:
    """One scan of a delivery.

    Raises:
        SystemExit: It ended otherwise than a scan does.
    """
    asked = ("scan", str(tree), "--effort", effort, "--no-progress", "--no-cache", "-q")
    cost, _, code = command((*PROGRAM, *asked, "-o", f"json={report}"))
    if code not in {0, 1, 4}:
        raise SystemExit(f"exit code {code}")
    told = json.loads(report.read_text())
    return Grown(frames, cost, len(told["results"]), told["counts"]["files"])


def entries(place: Path, tree: Path) -> tuple[Cost, int]:
    """Stamp every sequence: the cost, and how many entries the register then holds."""
    house = place / "house"
    command((*PROGRAM, "init", str(house)))
    config = ("--config", str(house / "provenance.toml"))
    folders = [str(each) for each in sorted(tree.iterdir())]
    made = ("--tool", "Simulation", "--tool-version", "1", "--use", "other", "--stage", "final")
    cost, _, code = command(
        (*PROGRAM, "stamp", *folders, *config, "--source-type", "trainedAlgorithmicMedia", *made)
    )
    if code:
        raise SystemExit(f"stamp: exit code {code}")
    _, printed, _ = command((*PROGRAM, "register", "list", "--json", *config))
    return cost, len(json.loads(printed)["entries"])


def main() -> int:
    """Measure and judge."""
    parser = argparse.ArgumentParser(description="Deliveries of frames as they grow.")
    parser.add_argument(
        "--frames", type=int, nargs="+", default=[50_000, 100_000, 200_000, 500_000]
    )
    parser.add_argument("--effort", nargs="+", default=["fast", "normal"])
    parser.add_argument("--folder", help="where the frames are linked")
    parser.add_argument("--register", action="store_true")
    given = parser.parse_args()
    print(f"{machine()}; {SEQUENCES} sequences, files and report in {given.folder or 'TMPDIR'}\n")
    print("| frames | effort | CPU s | us a frame | wall s | peak MiB | B a frame | rows |")
    print("|---|---|---|---|---|---|---|---|")
    missed = False
    before: dict[str, Grown] = {}
    for frames in given.frames:
        place = Path(tempfile.mkdtemp(prefix="frames-", dir=given.folder))
        try:
            tree = place / "tree"
            make(tree, frames)
            for effort in given.effort:
                one = scanned(tree, place / "report.json", effort, frames)
                line(one, effort)
                missed |= one.rows != SEQUENCES or one.told != frames
                missed |= grew_too_fast(one, before.get(effort))
                before[effort] = one
            if given.register:
                cost, held = entries(place, tree)
                print(f"stamped: {cost.cpu:.1f} CPU s, {cost.rss:.0f} MiB, {held} entries")
                missed |= held != SEQUENCES
        finally:
            shutil.rmtree(place)
    return int(missed)


def line(one: Grown, effort: str) -> None:
    """A row of the table."""
    cost = one.cost
    each, held = cost.cpu / one.frames * 1e6, cost.rss * MIB / one.frames
    print(
        f"| {one.frames:,} | {effort} | {cost.cpu:.1f} | {each:.0f} | {cost.wall:.1f} | "
        f"{cost.rss:.0f} | {held:.0f} | {one.rows} |",
        flush=True,
    )


def grew_too_fast(one: Grown, before: Grown | None) -> bool:
    """Whether time or memory grew faster than the frames."""
    if before is None:
        return False
    limit = one.frames / before.frames * LOOSE
    return one.cost.cpu > before.cost.cpu * limit or one.cost.rss > before.cost.rss * limit


if __name__ == "__main__":
    sys.exit(main())
