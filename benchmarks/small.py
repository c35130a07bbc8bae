"""CPU of fast readings and scans of very many small files, against exiftool and a bare loop.

Usage: python benchmarks/small.py [FOLDER] [--files 100000] [--rounds 2] [--no-exiftool] [--json]

FOLDER must be empty or absent; by default the files are made among the system's temporary files
and removed in the end. They are seeded: pictures with and without a camera's EXIF (JPEG, PNG,
WebP, TIFF), frames (EXR, DPX), sounds (WAV), texts; 1 to 8 kB each, three in a thousand of them
with a web UI's text that declares generation. Each round runs every command once, as a process of
its own:

    scan        provenance scan FOLDER --effort fast --json --no-cache   aims: 50 times exiftool,
                                                                         3 times the loop
    read        provenance read FOLDER --effort fast --json
    exiftool    exiftool -r -j -a -G3:1 -struct TENTH          one folder in ten, its CPU times ten
    loop        os.scandir, os.open, os.pread of 4 KiB, os.close

exiftool takes minutes for all of them, and its start counts little against a tenth; so a tenth is
what it is given, and what it took is told times ten.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
import zlib
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import media
import tree
from fast import PYTHON_WALK, exiftool
from measuring import Cost, Series, as_values, command, machine, table
from PIL import Image
from provenance_cli.samples import cinema, riff

TENTH = 10
A_FOLDER = 500
SPEAKING = 333
"""One file in so many declares generation."""
KINDS = ("jpg", "png", "jpg", "webp", "tif", "exr", "dpx", "jpg", "wav", "txt")
POOL = 16


@cache
def _picture(number: int) -> Image.Image:
    roll = media.dice("small", number)
    return Image.frombytes("RGB", (40, 24), roll.randbytes(40 * 24 * 3))


@cache
def _plain(kind: str, number: int) -> bytes:
    picture, out = _picture(number), io.BytesIO()
    if kind == "exr":
        return cinema.exr(picture)
    if kind == "dpx":
        return cinema.dpx(picture, name="frame.dpx")
    if kind == "wav":
        return riff.wav(media.dice("sound", number).randbytes(4000), channels=1, rate=48_000)
    picture.save(out, {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF"}[kind])
    return out.getvalue()


def small(number: int) -> tuple[str, bytes, bool]:
    """The ending, the bytes of one file, and whether it declares generation."""
    kind = KINDS[number % len(KINDS)]
    if kind == "txt":
        return ".txt", b"Notes on shot %06d.\n" % number * 60, False
    data = _plain(kind, number % POOL)
    speaks = kind == "png" and number % SPEAKING < len(KINDS)
    if kind == "jpg" and number % 3:
        exif = b"Exif\0\0" + media.camera_exif(number)
        data = data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:]
    if kind == "dpx":
        data = data[:36] + f"frame.{number:07d}.dpx".encode().ljust(100, b"\0") + data[136:]
    if speaks:
        text = b"parameters\0" + tree.parameters(number).encode()
        chunk = b"tEXt" + text
        crc = zlib.crc32(chunk).to_bytes(4, "big")
        data = data[:33] + len(text).to_bytes(4, "big") + chunk + crc + data[33:]
    return f".{kind}", data, speaks


def make(folder: Path, files: int) -> int:
    """Write the files; returns how many declare generation."""
    speaking = 0
    for number in range(files):
        place = folder / f"{number // A_FOLDER:04d}"
        if number % A_FOLDER == 0:
            place.mkdir(parents=True)
        ending, data, speaks = small(number)
        (place / f"frame.{number:07d}{ending}").write_bytes(data)
        speaking += speaks
    return speaking


def tenth(folder: Path) -> list[str]:
    """One folder in ten."""
    return [str(place) for place in sorted(folder.iterdir())[::TENTH]]


def measure(folder: Path, rounds: int, *, with_exiftool: bool) -> tuple[dict[str, Series], bytes]:
    """Every command in turns, and the evidence of the last reading."""
    program = [sys.executable, "-m", "provenance_cli"]
    fast = [str(folder), "--effort", "fast", "--json"]
    wanted = {
        "scan": [*program, "scan", *fast, "--no-cache", "--quiet"],
        "read": [*program, "read", *fast],
        "loop": [sys.executable, "-c", PYTHON_WALK, str(folder)],
    }
    if with_exiftool and (tool := exiftool()):
        wanted["exiftool"] = [*tool, "-r", "-j", "-a", "-G3:1", "-struct", *tenth(folder)]
    costs: dict[str, list[Cost]] = defaultdict(list)
    document = b""
    command(wanted["loop"])  # once, unmeasured: pages
    for _ in range(rounds):
        for name, arguments in wanted.items():
            cost, printed, _ = command(arguments)
            if name == "exiftool":
                cost = replace(cost, cpu=cost.cpu * TENTH, wall=cost.wall * TENTH)
            costs[name].append(cost)
            document = printed if name == "read" else document
    return {name: Series.of(each) for name, each in costs.items()}, document


def main() -> int:
    """Command line."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: bytecode is kept
    parser = argparse.ArgumentParser(description="CPU of fast scans of very many small files.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-exiftool", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        speaking = make(folder, given.files)
        series, document = measure(folder, given.rounds, with_exiftool=not given.no_exiftool)
    assets = json.loads(document)["assets"]
    found = sum(each["ai"]["declaration"] == "generated" for each in assets)
    if given.json:
        told = {"machine": machine(), "files": given.files, "series": as_values(series)}
        print(json.dumps(told | {"speaking": speaking, "found": found}, indent=2))
    else:
        print(f"{machine()}: {given.files} files; exiftool on a tenth, times ten\n")
        print(table(series, "loop"))
        print(f"\ndeclare generation: {speaking}, found {found}")
    return int(found != speaking or len(assets) != given.files)


if __name__ == "__main__":
    sys.exit(main())
