"""CPU of a full verification: a scan at normal effort against exiftool and against SHA-256.

Usage: python benchmarks/verify.py [TREE] [--rounds 2] [--no-exiftool] [--gib 4] [--sparse GIB]
                                   [--folder DIR] [--json]

TREE is a folder that ``tree.py`` wrote (``tree/`` and ``truth.json``); by default a tenth of the
whole tree is made for the run.
Each round runs every row once, as a process of its own, its children counted:

    scan        provenance scan TREE -o json, every signature and hard binding validated
    exiftool    exiftool -r -j -a -G3:1 -struct TREE            aim: scan 8 times faster
    signed      the manifest stores of the signed files alone, engine and all
    SHA-256     hashlib over those files, 1 MiB at a time       aim: 0.55 of its speed
    list        a scan of a folder of ``--gib`` with a list of its SHA-256, in a warm process
    its SHA-256 hashlib over that folder                        aim: 0.9 of its speed

Then the peak memory of each, engine's worker apart (aims: 700 MiB with the engine, 100 MiB on our
own path). ``--sparse 100`` scans one file of 100 GiB without content, listed by its SHA-256; that
takes two minutes. Sidecars: ``sidecar.py``. Exit code 1 where an aim is missed.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from fast import exiftool
from measuring import (
    MIB,
    Cost,
    Series,
    as_values,
    call,
    children,
    command,
    given_or_one,
    machine,
    peak,
    table,
)
from sidecar import fill, hash_it

AIMS = {"exiftool": 8.0, "signed": 0.55, "list": 0.9}
ENGINE, OWN = 700, 100
"""MiB of a process: the engine's worker, and one of ours that only hashes."""
POLICY = 'name = "lists"\n[rules]\ndelivery-list-mismatch = {}\n'


def one(what: str, place: Path) -> dict[str, float]:
    """Run one row in this process: its cost, and the peaks of it and of its worker in MiB."""
    if what == "hash":
        files = place.read_text().splitlines() if place.is_file() else sorted(place.glob("*.bin"))
        return asdict(call(lambda: [hash_it(Path(each)) for each in files]))
    # Not at the top: the process that hashes, and the one that starts all others, do without.
    if what == "signed":
        from provenance.gathering import Gatherer  # noqa: PLC0415
        from provenance.packages.folder import Unit  # noqa: PLC0415

        names = place.read_text().splitlines()
        units = [Unit(each, Path(each).name, alone=True, hashes=()) for each in names]
        with Gatherer(facts=False) as gatherer:
            gatherer.gather(units[0])
            cost = call(lambda: [gatherer.gather(each) for each in units])
            worker = max(map(peak, children()), default=0) / 1024
        return asdict(cost) | {"worker": worker}
    import provenance  # noqa: PLC0415

    policy = place.parent / "policy.toml"
    provenance.scan(place.parent / "small", policy)
    found = []
    cost = call(lambda: found.append(provenance.scan(place, policy)))
    if found[0].findings and not (place / "sparse.bin").exists():
        sys.exit(f"not verified: {found[0].sentence}")
    own = peak(Path("/proc/self")) / 1024
    return asdict(cost) | {"rss": own, "compared": found[0].packages[0].compared}


def listed(folder: Path, size: int, *, sparse: bool = False) -> None:
    """A folder with some files and a list of their SHA-256."""
    folder.mkdir()
    (folder.parent / "policy.toml").write_text(POLICY)
    lines = []
    for number in range(1 if sparse else 4):
        path = folder / ("sparse.bin" if sparse else f"{number}.bin")
        with path.open("wb") as file:
            if sparse:
                file.truncate(size)
            else:
                fill(file, size // 4)
        digest = "0" * 64 if sparse else hashlib.file_digest(path.open("rb"), "sha256").hexdigest()
        lines.append(f"{digest}  {path.name}\n")
    (folder / "list.sha256").write_text("".join(lines))


def apart(what: str, place: Path) -> dict[str, float]:
    """A row as a process of its own."""
    _, printed, failed = command([sys.executable, __file__, "--one", what, str(place)])
    if failed:
        sys.exit(f"{what} failed: {printed.decode()}")
    values: dict[str, float] = json.loads(printed)
    return values


def measure(tree: Path, work: Path, given: argparse.Namespace) -> dict[str, list[dict[str, float]]]:
    """Every row in turns."""
    truth = json.loads((tree.parent / "truth.json").read_text())
    signed = work / "signed.txt"
    signed.write_text("\n".join(str(tree / each) for each in truth["c2pa"]))
    listed(work / "small", 4 * MIB)
    listed(work / "big", int(given.gib * 1024) * MIB)
    scan = [sys.executable, "-m", "provenance_cli", "scan", str(tree), "--no-cache", "-q"]
    told = ["-o", f"json={work / 'report.json'}"]
    rows: dict[str, list[dict[str, float]]] = {}
    tool = [] if given.no_exiftool else exiftool()
    for _ in range(given.rounds):
        rows.setdefault("scan", []).append(asdict(command([*scan, *told])[0]))
        if tool:
            asked = [*tool, "-r", "-j", "-a", "-G3:1", "-struct", str(tree)]
            rows.setdefault("exiftool", []).append(asdict(command(asked)[0]))
        for name, what, place in (
            ("signed", "signed", signed),
            ("SHA-256", "hash", signed),
            ("list", "list", work / "big"),
            ("its SHA-256", "hash", work / "big"),
        ):
            rows.setdefault(name, []).append(apart(what, place))
    if given.sparse:
        listed(work / "huge", given.sparse << 30, sparse=True)
        rows["sparse"] = [apart("list", work / "huge")]
    return rows


def missed(rows: dict[str, list[dict[str, float]]], series: dict[str, Series]) -> list[str]:
    """The aims that were missed; prints each ratio."""
    pairs = [("signed", "SHA-256"), ("list", "its SHA-256")]
    found = []
    if "exiftool" in series:
        times = series["exiftool"].cpu_best / series["scan"].cpu_best
        print(f"\nscan: {times:.1f} times exiftool (aim {AIMS['exiftool']})")
        found += ["exiftool"] if times < AIMS["exiftool"] else []
    for name, limit in pairs:
        share = series[limit].cpu_best / series[name].cpu_best
        print(f"{name}: {share:.2f} of {limit} (aim {AIMS[name]})")
        found += [name] if share < AIMS[name] else []
    worker = max(each["worker"] for each in rows["signed"])
    own = max(each["rss"] for name in ("list", "sparse") for each in rows.get(name, ()))
    print(
        f"peak memory: engine's worker {worker:.0f} MiB (aim {ENGINE}), ours {own:.0f} (aim {OWN})"
    )
    return (
        found + (["engine memory"] if worker > ENGINE else []) + (["memory"] if own > OWN else [])
    )


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="A full verification against its peers.")
    parser.add_argument("tree", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-exiftool", action="store_true")
    parser.add_argument("--gib", type=float, default=4)
    parser.add_argument("--sparse", type=int, default=0, metavar="GIB")
    given = given_or_one(parser, one)
    work = Path(tempfile.mkdtemp(prefix="bench-", dir=given.folder))
    try:
        folder = given.tree
        if folder is None:
            maker, folder = Path(__file__).with_name("tree.py"), work / "made"
            subprocess.run([sys.executable, str(maker), str(folder), "--scale", "0.1"], check=True)
        rows = measure(folder / "tree", work, given)
    finally:
        shutil.rmtree(work)
    costs = {name: [Cost(each["cpu"], each["wall"], each["rss"]) for each in every]
             for name, every in rows.items()}  # fmt: skip
    series = {name: Series.of(each) for name, each in costs.items()}
    if given.json:
        print(json.dumps({"machine": machine(), "series": as_values(series), "rows": rows}))
    else:
        print(f"{given.rounds} rounds; {machine()}\n")
        print(table(series, "scan"))
    return int(bool(missed(rows, series)))


if __name__ == "__main__":
    sys.exit(main())
