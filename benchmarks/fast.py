"""CPU of ``provenance read TREE --effort fast --json`` against exiftool and against a walk in C.

Usage: python benchmarks/fast.py [TREE] [--rounds 3] [--no-exiftool] [--no-cold] [--json]

TREE is a folder that ``tree.py`` wrote (``tree/`` and ``truth.json``); by default a tenth of the
whole tree is made for the run. Each round runs every command once, as a process of its own, its
children counted, its report read through a pipe:

    provenance  provenance read TREE --effort fast --json       aims: 50 times exiftool, 0.4 of C
    exiftool    exiftool -r -j -a -G3:1 -struct TREE            all tags: fewer would lose marks
    C 64 KiB    headerwalk.c, first read 64 KiB                 the limit that the aim means
    C 4 KiB     headerwalk.c, first read 4 KiB                  the same with less read
    Python      os.scandir, os.open, os.pread of 4 KiB          what touching each file costs here

Then: peak memory, bytes read of a tree that is not in memory (aim: 5 %), every mark of the truth
that is missed or made up, and what each stage and each reader costs. exiftool is looked for in
``$PROVENANCE_JUDGES``, ``.judges`` and on the path. Exit code 1 where a mark is missed or a file
is wrongly called generated; speed is printed, not judged: it depends on what else runs.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measuring import Cost, Series, as_values, command, machine, table

HERE = Path(__file__).resolve().parent
PYTHON_WALK = """
import os, sys
pending = [sys.argv[1]]
while pending:
    for entry in os.scandir(pending.pop()):
        if entry.is_dir(follow_symlinks=False):
            pending.append(entry.path)
        else:
            descriptor = os.open(entry.path, os.O_RDONLY)
            os.pread(descriptor, 4096, 0)
            os.close(descriptor)
"""
COLD = """
import contextlib, io, sys
from provenance_cli.main import main
before = open("/proc/self/io").read()
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(["read", sys.argv[1], "--effort", "fast", "--json"])
for text in (before, open("/proc/self/io").read()):
    print(next(line.split()[1] for line in text.splitlines() if line.startswith("read_bytes")))
"""


def exiftool() -> list[str]:
    """The command, or [] where it is not installed."""
    inside = Path("node_modules/exiftool-vendored.pl/bin/exiftool")
    places = [os.environ.get("PROVENANCE_JUDGES", ""), str(HERE.parent / ".judges")]
    for place in filter(None, places):
        if (found := Path(place) / inside).is_file():
            return [str(found)]
    found_on_path = shutil.which("exiftool")
    return [found_on_path] if found_on_path else []


def compiled(folder: Path, first: int) -> str:
    """The C walk with a first read of so many bytes."""
    target = folder / f"headerwalk-{first}"
    compiler = os.environ.get("CC", "cc")
    source = str(HERE / "headerwalk.c")
    subprocess.run([compiler, "-O2", f"-DHEAD={first}", "-o", str(target), source], check=True)
    return str(target)


def commands(tree: Path, work: Path, *, with_exiftool: bool) -> dict[str, list[str]]:
    """Every command by the name of its row."""
    program = [sys.executable, "-m", "provenance_cli", "read", str(tree), "--effort", "fast"]
    found = {"provenance": [*program, "--json"]}
    if with_exiftool and (tool := exiftool()):
        found["exiftool"] = [*tool, "-r", "-j", "-a", "-G3:1", "-struct", str(tree)]
    found["C 64 KiB"] = [compiled(work, 65536), str(tree)]
    found["C 4 KiB"] = [compiled(work, 4096), str(tree)]
    found["Python"] = [sys.executable, "-c", PYTHON_WALK, str(tree)]
    return found


def drop(tree: Path) -> None:
    """Ask the system to forget the pages of our own files."""
    os.sync()
    for where, _, names in os.walk(tree):
        for name in names:
            descriptor = os.open(Path(where) / name, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def cold(tree: Path) -> int:
    """Bytes read from the disk by one reading of a tree that is not in memory."""
    drop(tree)
    told = subprocess.run(
        [sys.executable, "-c", COLD, str(tree)], capture_output=True, text=True, check=True
    )
    before, after = told.stdout.split()
    return int(after) - int(before)


def compare(document: bytes, truth: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was missed and what was made up, by kind of mark."""
    assets = json.loads(document)["assets"]
    seen = {
        "c2pa": {each["path"] for each in assets if each["integrity"] != "no_manifest"},
        "ai": {
            each["path"]
            for each in assets
            if each["ai"]["declaration"] in {"generated", "composite"}
        },
        "sd": {
            each["path"]
            for each in assets
            if any(signal["reader"] == "a1111" for signal in each["signals"])
        },
        "ai_c2pa": {
            each["path"]
            for each in assets
            if each["manifest"] and each["ai"]["declaration"] in {"generated", "composite"}
        },
    }
    wrong: dict[str, list[str]] = {}
    for kind, paths in seen.items():
        wrong[f"{kind} missed"] = sorted(set(truth[kind]) - paths)
        wrong[f"{kind} made up"] = sorted(paths - set(truth[kind]))
    return wrong


def stages(tree: Path) -> dict[str, float]:
    """CPU seconds of each stage and of each reader over the whole tree, in this process."""
    from provenance import formats, readers  # noqa: PLC0415 - the process that starts others
    from provenance.asking import claimed  # noqa: PLC0415
    from provenance.assetjson import asset_json, silent_json  # noqa: PLC0415
    from provenance.gathering import Gatherer  # noqa: PLC0415
    from provenance.model.asset import Asset  # noqa: PLC0415
    from provenance.model.vocabulary import Effort  # noqa: PLC0415
    from provenance.packages.folder import survey  # noqa: PLC0415
    from provenance.readers.base import Reading  # noqa: PLC0415
    from provenance.readers.texts import folded  # noqa: PLC0415

    spent: dict[str, float] = defaultdict(float)

    @contextlib.contextmanager
    def clock(name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        spent[name] += time.process_time() - began

    with clock("survey"):
        units = survey([tree]).units
    for unit in units:
        with clock("open, first page"):
            source = formats.open_source(unit.path)
        with clock("recognise"):
            kind = formats.recognise(source)
        assert kind is not None
        with clock("walk"):
            container = formats.walk(source, kind)
        with clock("claims of C2PA stores"):
            asked = claimed(source, container, shown="", alone=unit.alone)
        with clock("changed, close"):
            source.changed()
            source.close()
        reading = Reading(container, asked.reading)
        if reading.speaks:
            with clock("texts, packets"):
                held = folded(reading)
            for reader in readers.BUILTIN:
                if not reader.words or any(word in held for word in reader.words):
                    with clock(f"reader {reader.name}"):
                        tuple(reader.read(reading))
    with Gatherer(effort=Effort.FAST) as gatherer:
        for unit in units:
            with clock("gather, all of it"):
                found = gatherer.look(unit)
            with clock("JSON"):
                silent_json(found) if isinstance(found, Asset) else asset_json(found)
    return dict(spent)


def measure(tree: Path, rounds: int, *, with_exiftool: bool) -> tuple[dict[str, Series], bytes]:
    """Every command in turns, and our report of the last round."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: bytecode is kept
    costs: dict[str, list[Cost]] = defaultdict(list)
    document = b""
    with tempfile.TemporaryDirectory() as work:
        wanted = commands(tree, Path(work), with_exiftool=with_exiftool)
        for name in ("C 64 KiB", "provenance"):  # once, unmeasured: pages and bytecode
            command(wanted[name])
        for _ in range(rounds):
            for name, arguments in wanted.items():
                cost, printed, _ = command(arguments)
                costs[name].append(cost)
                if name == "provenance":
                    document = printed
    return {name: Series.of(each) for name, each in costs.items()}, document


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="CPU of a fast reading of a big tree.")
    parser.add_argument("tree", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-exiftool", action="store_true")
    parser.add_argument("--no-cold", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.tree
        if folder is None:
            import tree as maker  # noqa: PLC0415 - brings Pillow and the engine

            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            maker.make(folder, 0.1)
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        tree = folder / "tree"
        series, document = measure(tree, given.rounds, with_exiftool=not given.no_exiftool)
        read = None if given.no_cold or not Path("/proc/self/io").exists() else cold(tree)
        spent = stages(tree)
    wrong = compare(document, truth)
    ours = series["provenance"]
    ratios = {
        f"{name} / provenance": (each.cpu_best / ours.cpu_best, each.cpu_median / ours.cpu_median)
        for name, each in series.items()
        if name != "provenance"
    }
    if given.json:
        told = {"machine": machine(), "series": as_values(series), "ratios": ratios}
        print(json.dumps(told | {"cold": read, "wrong": wrong, "stages": spent}, indent=2))
    else:
        print(f"{machine()}: {truth['files']} files, {truth['bytes'] / 1e9:.2f} GB\n")
        print(table(series, "provenance"), "\n")
        for name, (best, median) in ratios.items():
            print(f"{name}: {best:.2f} best, {median:.2f} median")
        print(f"\npeak memory of the largest process: {ours.rss:.0f} MiB")
        if read is not None:
            print(
                f"cold: {read / 1e6:.0f} MB read, {100 * read / truth['bytes']:.2f} % of the tree"
            )
        for name, paths in wrong.items():
            print(f"{name}: {len(paths)}", *paths[:5])
        print("\n| stage or reader | CPU s | ms a thousand files |\n|---|---|---|")
        for name, seconds in sorted(spent.items(), key=lambda each: -each[1]):
            print(f"| {name} | {seconds:.3f} | {1e6 * seconds / truth['files']:.1f} |")
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
