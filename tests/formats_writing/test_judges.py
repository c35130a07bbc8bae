"""What tools that are not ours say: exiftool reads the packet, ffmpeg sees the same media.

The corpus holds files of many makers, some of them damaged on purpose: each is written with its
essence as it was, or refused by name. Nothing is ever written into the corpus.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from provenance.errors import DamagedFileError, UnsupportedFormatError
from provenance.formats import BlockKind, by_name, open_source, recognise, walk
from provenance.formats.essence import essence_digest
from provenance.formats.writing import can_embed_xmp, embed_xmp
from provenance.formats.xmp import IPTC_EXT, ai_properties, parse_xmp, set_properties

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
CODE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
VALUES = {
    **ai_properties(CODE, "Acme Frames", "3.1", "a prompt é", "urn:uuid:1"),
    (IPTC_EXT, "AIPromptWriterName"): "the user",
}


def _exiftool() -> list[str] | None:
    """The newest exiftool that is about; 12.x does not know the AI properties."""
    own = ROOT.parent / "judges/node_modules/exiftool-vendored.pl/bin/exiftool"
    for each in (str(own), shutil.which("exiftool")):
        if each and Path(each).exists():
            version = subprocess.run([each, "-ver"], capture_output=True, text=True, check=False)
            if version.returncode == 0 and float(version.stdout) >= 13.4:
                return [each]
    return None


EXIFTOOL = _exiftool()
needs_exiftool = pytest.mark.skipif(EXIFTOOL is None, reason="needs exiftool 13.40 or newer")
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")


def told(*paths: Path) -> dict[str, dict]:
    """What exiftool reads, by path, with the outcome of its own validation."""
    assert EXIFTOOL
    run = subprocess.run(
        [*EXIFTOOL, "-a", "-G1", "-struct", "-json", "-validate", "-XMP:all", *map(str, paths)],
        capture_output=True,
        check=False,
    )
    return {each["SourceFile"]: each for each in json.loads(run.stdout)}


def complaints(found: dict) -> tuple[bool, int]:
    """Whether exiftool calls the file an error, and how many warnings it has."""
    text = str(found.get("ExifTool:Validate", "OK"))
    number = next((int(word) for word in text.split() if word.isdigit()), 0)
    return "Error" in text, number


def media(path: Path) -> str:
    """Hashes of all coded streams, by ffmpeg; "" where it cannot read the file."""
    run = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-map", "0", "-c", "copy", "-f", "streamhash", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if run.returncode else run.stdout


def read_back(found: dict) -> None:
    group = "XMP-iptcExt:"
    assert found[f"{group}DigitalSourceType"] in {CODE, "Created using Generative AI"}
    assert found[f"{group}AISystemUsed"] == "Acme Frames"
    assert str(found[f"{group}AISystemVersionUsed"]) == "3.1"
    assert found[f"{group}AIPromptInformation"] == "a prompt é"
    assert found[f"{group}AIPromptWriterName"] == "the user"


@pytest.mark.judge
@needs_exiftool
def test_exiftool_reads_every_sample(tmp_path, build):
    made = []
    for number, (name, make) in enumerate(build["samples"].values()):
        source = tmp_path / f"{number}{by_name(name).extensions[0]}"
        source.write_bytes(make())
        with open_source(source) as opened:
            form = recognise(opened)
        assert form is not None
        target = tmp_path / f"{number}-told{form.extensions[0]}"
        embed_xmp(source, target, form, set_properties(None, VALUES))
        made.append((source, target))
    before, after = told(*(pair[0] for pair in made)), told(*(pair[1] for pair in made))
    for source, target in made:
        read_back(after[str(target)])
        assert complaints(after[str(target)]) <= complaints(before[str(source)]), target.name


@pytest.mark.judge
@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the folder of real files")
@needs_exiftool
def test_the_corpus(tmp_path):
    """A hundred real files and more: small ones, all of the rare formats."""
    by_format: dict[str, list[Path]] = {}
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file() and path.stat().st_size < 200_000:
            with open_source(path) as source:
                form = recognise(source)
            if form is not None and can_embed_xmp(form):
                by_format.setdefault(form.name, []).append(path)
    chosen = [
        path for paths in by_format.values() for path in (paths[::3] if len(paths) > 24 else paths)
    ]
    pairs = [
        pair for number, path in enumerate(chosen) if (pair := _written(path, tmp_path, number))
    ]
    assert len(pairs) >= 100, "small files are often broken on purpose, but not most of them"
    before, after = told(*(pair[0] for pair in pairs)), told(*(pair[1] for pair in pairs))
    for source, target in pairs:
        read_back(after[str(target)])
        lost = {key for key in before.get(str(source), {}) if key.startswith("XMP-")} - set(
            after[str(target)]
        )
        assert not lost, source
        assert complaints(after[str(target)]) <= complaints(before[str(source)]), source


def _written(path: Path, folder: Path, number: int) -> tuple[Path, Path] | None:
    """The file and its written copy; None where it was refused, or had no essence to compare."""
    target = folder / f"{number}{path.suffix}"
    with open_source(path) as source:
        form = recognise(source)
        assert form is not None
        blocks = walk(source, form).blocks
    old = next((block.data for block in blocks if block.kind is BlockKind.XMP), None)
    before = essence_digest(path, form)
    try:
        embed_xmp(path, target, form, set_properties(old, VALUES))
    except (UnsupportedFormatError, DamagedFileError) as error:
        assert "\n" not in str(error)  # noqa: PT017 - refusing is right, and so is writing
        assert not target.exists()
        return None
    assert essence_digest(target, form) == before, path
    values = {(each.namespace, each.name): each.value for each in _packet(target)}
    assert VALUES.items() <= values.items(), path
    return (path, target) if before else None


def _packet(path: Path):
    with open_source(path) as source:
        form = recognise(source)
        assert form is not None
        blocks = walk(source, form).blocks
    return [
        each for block in blocks if block.kind is BlockKind.XMP for each in parse_xmp(block.data)
    ]


@pytest.mark.judge
@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the folder of real files")
@needs_ffmpeg
def test_ffmpeg_sees_the_same_media(tmp_path):
    """Sound and films of the corpus, two of each kind, stream by stream."""
    seen: dict[str, int] = {}
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix not in {".mp4", ".mov", ".m4a", ".m4v", ".wav", ".mp3", ".avi"}:
            continue
        with open_source(path) as source:
            form = recognise(source)
        if form is None or not can_embed_xmp(form) or seen.get(form.name, 0) >= 2:
            continue
        if essence_digest(path, form) is None or not (before := media(path)):
            continue
        target = tmp_path / f"target{path.suffix}"
        try:
            embed_xmp(path, target, form, set_properties(None, VALUES))
        except (UnsupportedFormatError, DamagedFileError):
            continue
        seen[form.name] = seen.get(form.name, 0) + 1
        assert media(target) == before, path
    assert {"mp4", "mov", "m4a", "wav", "mp3", "avi"} <= set(seen)
