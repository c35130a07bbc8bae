"""Peak memory of gathering large files and of embedding in middling ones, per process.

Usage: python benchmarks/memory.py [--folder DIR] [--json]

Gathers a WAV, a MOV and an MXF of 1 GiB without manifest store (aim: under 60 MiB in the calling
process), and embeds in a WAV and a MOV of 100 MiB. The worker's peak is the engine's: about twice
the file where it embeds in a WAV. Exit code 1 where gathering misses its aim.
"""

import argparse
import json
import shutil
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measuring import MIB, children, command, given_or_one, machine, peak
from sidecar import IDENTITY, fill
from sidecar import make as make_mxf

AIM = 60
MEDIA = Path(__file__).resolve().parents[1] / "fixtures" / "media"


def make_wav(path: Path, size: int) -> None:
    """Two channels of 16 bit noise at 48 kHz."""
    with path.open("wb") as file:
        layout = struct.pack("<IHHIIHH", 16, 1, 2, 48000, 192000, 4, 16)
        file.write(b"RIFF" + struct.pack("<I", size - 8) + b"WAVEfmt " + layout)
        file.write(b"data" + struct.pack("<I", size - 44))
        fill(file, size - 44)


def make_mov(path: Path, size: int) -> None:
    """A small real movie, and a second media data box of noise after it."""
    with path.open("wb") as file:
        file.write(min((MEDIA / "mov").iterdir()).read_bytes())
        rest = size - file.tell()
        file.write(struct.pack(">I4sQ", 1, b"mdat", rest))
        fill(file, rest - 16)


MAKERS = {".wav": make_wav, ".mov": make_mov, ".mxf": make_mxf}


def one(operation: str, path: Path) -> dict[str, float]:
    """Run one operation in this process: peaks in MiB of this process and of its worker."""
    # Not at the top: each process shall hold what its operation needs and no more.
    if operation == "gather":
        from provenance.gathering import Gatherer  # noqa: PLC0415
        from provenance.packages.folder import named  # noqa: PLC0415

        with Gatherer() as gatherer:
            if gatherer.gather(named(path)).failures:
                sys.exit(f"{path.name}: not wholly read")
            return _peaks()
    from provenance.manifests.signer import PemSigner  # noqa: PLC0415
    from provenance.model.disclosure import Disclosure  # noqa: PLC0415
    from provenance.stamping import Stamper  # noqa: PLC0415

    signer = PemSigner(path.parent / "chain.pem", path.parent / "key.pem")
    with Stamper(signer) as stamper:
        told = Disclosure(digital_source_type="trainedAlgorithmicMedia")
        if stamper.stamp(path, told).plan.manifest != "embedded":
            sys.exit(f"{path.name}: not embedded")
        return _peaks()


def _peaks() -> dict[str, float]:
    own = peak(Path("/proc/self"))
    return {"parent": own / 1024, "worker": max(map(peak, children()), default=0) / 1024}


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="Peak memory per process.")
    given = given_or_one(parser, one)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=given.folder))
    rows = []
    try:
        command([sys.executable, "-c", IDENTITY, str(folder)])
        for operation, mib, suffixes in (
            ("gather", 1024, (".wav", ".mov", ".mxf")),
            ("embed", 100, (".wav", ".mov")),
        ):
            for suffix in suffixes:
                path = folder / f"{operation}{suffix}"
                MAKERS[suffix](path, mib * MIB)
                asked = ["--one", operation, str(path)]
                _, printed, failed = command([sys.executable, __file__, *asked])
                if failed:
                    sys.exit(f"{operation} {suffix} failed: {printed.decode()}")
                path.unlink()
                name = f"{operation} {suffix[1:]} of {mib} MiB"
                rows.append({"operation": name, **json.loads(printed)})
    finally:
        shutil.rmtree(folder)
    if given.json:
        print(json.dumps({"machine": machine(), "rows": rows}))
    else:
        print(f"Peak resident memory in MiB; {machine()}\n")
        print("| | calling process | worker |\n|---|---|---|")
        for row in rows:
            print(f"| {row['operation']} | {row['parent']:.0f} | {row['worker']:.0f} |")
    gathering = [row for row in rows if row["operation"].startswith("gather")]
    return int(any(row["parent"] > AIM for row in gathering))


if __name__ == "__main__":
    sys.exit(main())
