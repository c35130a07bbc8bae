"""Sidecar stamp and verify of a large file against SHA-256 over it, in one run.

Usage: python benchmarks/sidecar.py [--mib 1024] [--rounds 5] [--folder DIR] [--json]

The file is an MXF of random essence: no manifest store is ever embedded in it. The peer and the
physical limit are one: ``hashlib.sha256`` over the file in reads of 1 MiB. Each round runs every
operation once, each in a fresh process whose imports are done before the clock starts.

    stamp     Stamper.stamp(path, disclosure, sidecar=True)        aim: at most 1.2 times the hash
    verify    Gatherer.gather(unit), the sidecar beside the file   aim: at most 1.6 times the hash

``first`` has the start of the worker process inside the clock; without it the worker has served
one small file before. Exit code 1 where a best run misses an aim, a stamp needs 100 MB in one
process, or the stamped file is not valid and trusted.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).parent))
from measuring import MIB, Cost, Series, as_values, call, command, given_or_one, machine, table

AIMS = {"stamp": 1.2, "verify": 1.6}
MEMORY = 100e6 / MIB
SAMPLE = Path(__file__).resolve().parents[1] / "fixtures" / "media" / "mxf" / "shot.mxf"
OPERATIONS = ("hash", "stamp", "verify", "stamp first", "verify first")
IDENTITY = (
    "import sys, pathlib; from provenance.manifests.identity import create_identity; "
    "create_identity(pathlib.Path(sys.argv[1]), name='Benchmark', organisation='Benchmark')"
)
"""A program that makes a signing identity in the folder that it is given."""


def make(path: Path, size: int) -> None:
    """An MXF: the whole of a small one, then one essence element of random bytes."""
    with path.open("wb") as file:
        file.write(SAMPLE.read_bytes())
        key = bytes.fromhex("060e2b34010201010d01030115010500")
        rest = size - file.tell() - len(key) - 9
        file.write(key + b"\x88" + rest.to_bytes(8, "big"))
        fill(file, rest)


def fill(file: IO[bytes], rest: int) -> None:
    """Random bytes."""
    while rest:
        rest -= file.write(os.urandom(min(rest, MIB)))


def hash_it(path: Path) -> None:
    """The peer."""
    state = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while part := file.read(MIB):
            state.update(part)


def one(operation: str, path: Path, small: Path) -> Cost:
    """Run one operation in this process."""
    if operation == "hash":
        return call(lambda: hash_it(path))
    # Not at the top: the process that hashes, and the one that starts all others, do without.
    from provenance.gathering import Gatherer  # noqa: PLC0415
    from provenance.manifests.signer import PemSigner  # noqa: PLC0415
    from provenance.manifests.trust import TrustSettings, load_anchor  # noqa: PLC0415
    from provenance.model.disclosure import Disclosure, Tool  # noqa: PLC0415
    from provenance.packages.folder import named  # noqa: PLC0415
    from provenance.stamping import Stamper  # noqa: PLC0415

    folder = path.parent
    trust = TrustSettings((load_anchor(folder / "ca.pem"),))
    work, _, first = operation.partition(" ")
    if work == "stamp":
        told = Disclosure(
            title="Benchmark",
            digital_source_type="trainedAlgorithmicMedia",
            tools=(Tool(name="Example", version="1"),),
        )
        with Stamper(PemSigner(folder / "chain.pem", folder / "key.pem"), trust=trust) as stamper:
            if not first:
                stamper.stamp(small, told, sidecar=True)
            return call(lambda: stamper.stamp(path, told, sidecar=True))
    seen = []
    with Gatherer(trust) as gatherer:
        if not first:
            gatherer.gather(named(small))
        cost = call(lambda: seen.append(gatherer.gather(named(path))))
    if (seen[0].integrity, seen[0].trust.state) != ("valid", "trusted"):
        sys.exit(f"not verified: {seen[0].integrity}, {seen[0].trust.state}, {seen[0].failures}")
    return cost


def measure(folder: Path, size: int, rounds: int) -> dict[str, Series]:
    """Interleaved rounds."""
    path = folder / "take_0010.mxf"
    make(path, size)
    command([sys.executable, "-c", IDENTITY, str(folder)])
    costs: dict[str, list[Cost]] = {operation: [] for operation in OPERATIONS}
    for number in range(rounds):
        for operation in OPERATIONS:
            if operation.startswith("stamp"):
                for each in folder.glob("take_0010.mxf.*"):
                    each.unlink()
            small = folder / f"{operation} {number}.mxf"
            shutil.copyfile(SAMPLE, small)
            asked = ["--one", operation, str(path), str(small)]
            _, printed, failed = command([sys.executable, __file__, *asked])
            if failed:
                sys.exit(f"{operation} failed: {printed.decode()}")
            costs[operation].append(Cost(**json.loads(printed)))
    return {name: Series.of(each) for name, each in costs.items()}


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="Sidecar stamp and verify against SHA-256.")
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    given = given_or_one(parser, lambda *asked: asdict(one(*asked)))
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=given.folder))
    try:
        series = measure(folder, given.mib * MIB, given.rounds)
    finally:
        shutil.rmtree(folder)
    if given.json:
        print(json.dumps({"machine": machine(), "mib": given.mib, "series": as_values(series)}))
    else:
        print(f"Sidecar of {given.mib} MiB, {given.rounds} rounds; {machine()}\n")
        print(table(series, "hash"))
    ratios = {name: series[name].cpu_best / series["hash"].cpu_best for name in AIMS}
    slow = any(ratios[name] > aim for name, aim in AIMS.items())
    return int(slow or max(series["stamp"].rss, series["stamp first"].rss) > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
