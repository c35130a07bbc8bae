"""Make the tree that the benchmarks read: 7,563 files, 10.4 GB, and the truth about it.

Usage: python benchmarks/tree.py [FOLDER] [--scale 1.0] [--stamped]

FOLDER must be empty or absent; by default it is made among the system's temporary files. Writes
``FOLDER/tree`` and ``FOLDER/truth.json``: files and bytes, and by path which hold a C2PA store
(``c2pa``), declare generation in it (``ai_c2pa``) or anywhere (``ai``), or hold a web UI's
parameters (``sd``). Everything but the signatures and the record's ids follows from the seed.

The three big files hold one run of zeros, left to the file system as a hole; the signed one is
written whole, as signing writes it. Stores are signed by an identity made for the purpose; they
say what any C2PA tool says. With ``--stamped`` every second one is a stamp of ours, with our own
disclosure in it.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import media
from media import Marks, dice

from provenance.formats import by_extension
from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.identity import create_identity
from provenance.manifests.signer import PemSigner
from provenance.model.disclosure import Disclosure, Tool
from provenance.model.manifest import SoftwareAgent

AGENT = SoftwareAgent("media-provenance", "benchmark")
IMAGES = {"jpg": 2200, "png": 1500, "webp": 800, "tif": 500}
AUDIO = {"wav": 120, "mp3": 50, "flac": 30}
FRAMES = {"exr": 800, "dpx": 600, "tif": 600}
MOVIES, TEXTS = 60, 300
SIGNED = {
    "jpg": 230, "png": 120, "webp": 60, "tif": 60, "wav": 20, "mp3": 8, "flac": 7, "mp4": 10,
    "mov": 5,
}  # fmt: skip
"""Files with a manifest store; with the big MP4 they are 521."""
AI_SIGNED = 410
"""Stores, the big one among them, that declare generation; the others are of a camera."""
XMP = {"jpg": 110, "png": 60, "webp": 30, "tif": 38}
"""Pictures whose XMP alone declares generation."""
PARAMETERS = {"png": 140, "jpg": 45, "webp": 20}
PLAIN_XMP = 200
"""Photographs whose XMP speaks of a camera."""
CAMERA = 0.4
"""Share of all other pictures that hold a camera's EXIF."""
MOVIE_BYTES = 38_000_000
BIG = {"mov": 1_050_000_000, "mp4": 1_520_000_000, "mxf": 1_050_000_000}
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMPOSITE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


@dataclass
class Truth:
    """What is planted where, by path relative to the tree."""

    c2pa: list[str] = field(default_factory=list)
    ai_c2pa: list[str] = field(default_factory=list)
    ai: list[str] = field(default_factory=list)
    sd: list[str] = field(default_factory=list)


class Maker:
    """Writes the tree."""

    def __init__(self, root: Path, scale: float, *, stamped: bool) -> None:
        self.root = root
        self.scale = scale
        self.stamped = stamped
        self.truth = Truth()
        self.signable: dict[str, list[Path]] = {}

    def times(self, count: int) -> int:
        """A count at the scale of this tree; something of everything stays."""
        return max(1, round(count * self.scale))

    def place(self, folder: str, number: int, name: str) -> Path:
        """Where a file goes: some hundred files to a folder."""
        parent = self.root / folder / f"{number // 100:03d}"
        parent.mkdir(parents=True, exist_ok=True)
        return parent / name

    def shown(self, path: Path) -> str:
        """The path as reports show it."""
        return path.relative_to(self.root).as_posix()

    def images(self) -> None:
        """Pictures, and what is planted in them besides manifest stores."""
        makers: dict[str, Callable[[int, Marks], bytes]] = {
            "jpg": media.jpg, "png": media.png, "webp": media.webp, "tif": media.tif,
        }  # fmt: skip
        for kind, count in IMAGES.items():
            planted = self._planted(kind)
            for number in range(self.times(count)):
                marks, said = next(planted, (self._ordinary(kind, number), ""))
                path = self.place(f"stills/{kind}", number, f"still_{number:05d}.{kind}")
                path.write_bytes(makers[kind](number, marks))
                if said:
                    self.truth.ai.append(self.shown(path))
                    if said == "sd":
                        self.truth.sd.append(self.shown(path))
                else:
                    self.signable.setdefault(kind, []).append(path)

    def _planted(self, kind: str) -> Iterator[tuple[Marks, str]]:
        for number in range(self.times(XMP.get(kind, 0)) if kind in XMP else 0):
            yield Marks(xmp=packet(COMPOSITE if number % 5 == 0 else GENERATED, number)), "xmp"
        for number in range(self.times(PARAMETERS[kind]) if kind in PARAMETERS else 0):
            yield Marks(parameters=parameters(number)), "sd"

    def _ordinary(self, kind: str, number: int) -> Marks:
        roll = dice("ordinary", kind, number)
        share = PLAIN_XMP / sum(IMAGES.values())
        return Marks(
            xmp=packet(CAPTURED, number) if roll.random() < share else "",
            exif=media.camera_exif(number) if roll.random() < CAMERA else b"",
        )

    def others(self) -> None:
        """Sound, movies, frames of sequences, texts."""
        sounds = {"wav": media.wav, "mp3": media.mpeg_audio, "flac": media.flac_audio}
        for kind, count in AUDIO.items():
            for number in range(self.times(count)):
                path = self.place("sound", number, f"cue_{number:04d}.{kind}")
                path.write_bytes(sounds[kind](number))
                self.signable.setdefault(kind, []).append(path)
        for number in range(self.times(MOVIES)):
            kind = "mov" if number % 2 else "mp4"
            path = self.place("movies", number, f"A{number:03d}.{kind}")
            path.write_bytes(media.movie(number, round(MOVIE_BYTES * min(1, self.scale * 2))))
            self.signable.setdefault(kind, []).append(path)
        frames = {"exr": media.exr, "dpx": media.dpx, "tif": lambda n: media.tif(n, Marks())}
        for kind, count in FRAMES.items():
            for number in range(self.times(count)):
                path = self.place(f"plates/{kind}", number, f"plate.{number:07d}.{kind}")
                path.write_bytes(frames[kind](number))
        for number in range(self.times(TEXTS)):
            ending, words = media.text(number)
            self.place("notes", number, f"notes_{number:04d}{ending}").write_bytes(words)

    def big(self) -> Path:
        """Three files of a gigabyte each; returns the one that is to be signed."""
        for kind, brand in (("mov", "qt  "), ("mp4", "isom")):
            before, after = media.big_movie_parts(brand)
            hole = round(BIG[kind] * self.scale)
            with self.place("masters", 0, f"master.{kind}").open("wb") as file:
                # The movie box stands first and points behind the hole no more than before it:
                # a second box of media data at the end leaves every offset as it was.
                file.write(before + after)
                file.write(b"\0\0\0\1mdat" + (hole + 16).to_bytes(8, "big"))
                file.truncate(file.tell() + hole)
        with self.place("masters", 0, "master.mxf").open("wb") as file:
            file.write(media.operational_pattern())
            hole = round(BIG["mxf"] * self.scale)
            key = bytes.fromhex("060e2b34010201010d01030115010500")
            file.write(key + b"\x88" + hole.to_bytes(8, "big"))
            file.truncate(file.tell() + hole)
        return self.place("masters", 0, "master.mp4")

    def sign(self, master: Path, identity: Path) -> None:
        """Manifest stores for a part of the files, by an identity made here."""
        made = create_identity(identity, name="Benchmark", organisation="Sample production")
        signer = PemSigner(made.chain, made.key)
        chosen = [master]
        for kind, count in SIGNED.items():
            among = self.signable[kind]
            chosen += dice("signed", kind).sample(among, min(self.times(count), len(among)))
        generated = {master, *dice("generated").sample(chosen, self.times(AI_SIGNED) - 1)}
        with Engine(timeout=600) as engine:
            for number, path in enumerate(chosen):
                own = self.stamped and number % 2 == 0
                definition = told(path.name, number, ai=path in generated, own=own)
                kind = by_extension(path)
                assert kind is not None
                target = path.with_name(path.name + ".signed")
                word = kind.engine_type
                engine.embed(path, target, media_type=word, definition=definition, signer=signer)
                target.replace(path)
                self.truth.c2pa.append(self.shown(path))
                if path in generated:
                    self.truth.ai_c2pa.append(self.shown(path))
                    self.truth.ai.append(self.shown(path))


def told(title: str, number: int, *, ai: bool, own: bool) -> Definition:
    """What a store says: generated, with or without our own disclosure, or captured."""
    if not ai:
        return Definition(title, None, AGENT, source_type="digitalCapture")
    code = "compositeWithTrainedAlgorithmicMedia" if number % 5 == 0 else "trainedAlgorithmicMedia"
    if not own:
        return Definition(title, None, SoftwareAgent("Painter", "3"), source_type=code)
    tool = Tool(name="Painter", version="3", model="painter-xl", model_version="3.1")
    return Definition(title, Disclosure(digital_source_type=code, tools=(tool,)), AGENT)


def packet(source_type: str, number: int) -> str:
    """An XMP packet of an ordinary editor with a digital source type."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'xmp:CreatorTool="Adobe Lightroom 14.2" xmpMM:DocumentID="xmp.did:{number:032x}" '
        f'Iptc4xmpExt:DigitalSourceType="{source_type}"><dc:title><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">Still {number}</rdf:li></rdf:Alt></dc:title>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def parameters(number: int) -> str:
    """The text of a web UI."""
    return (
        f"a harbour at dawn, fog, variation {number}\nNegative prompt: people, text\n"
        f"Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: {100_000 + number}, "
        "Size: 512x512, Model hash: 31e35c80fc, Model: sd_xl_base_1.0, Version: v1.9.4"
    )


def make(folder: Path, scale: float, *, stamped: bool = False) -> None:
    """Write the tree and its truth."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder}: not empty; name an empty folder")
    maker = Maker(folder / "tree", scale, stamped=stamped)
    maker.images()
    maker.others()
    maker.sign(maker.big(), folder / "identity")
    sizes = [
        (Path(where) / name).stat().st_size
        for where, _, names in os.walk(maker.root)
        for name in names
    ]
    values = {"files": len(sizes), "bytes": sum(sizes)}
    values |= {name: sorted(paths) for name, paths in vars(maker.truth).items()}
    (folder / "truth.json").write_text(json.dumps(values, indent=1), encoding="utf-8")
    counts = {name: len(paths) for name, paths in vars(maker.truth).items()}
    print(f"{folder}: {len(sizes)} files, {sum(sizes) / 1e9:.2f} GB, {counts}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the tree that the benchmarks read.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--stamped", action="store_true")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="provenance-tree-"))
    make(folder, given.scale, stamped=given.stamped)


if __name__ == "__main__":
    main()
