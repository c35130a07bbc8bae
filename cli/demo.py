"""``provenance demo``: a small delivery with everything that can go wrong, and what a scan says."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click
from PIL import Image

import provenance
from provenance.errors import ConfigError
from provenance.model.finding import Verdict
from provenance.model.report import Report
from provenance.model.vocabulary import Stage, UseCategory

from . import outputs
from .exits import Exit
from .samples import make_sample_media
from .words import say

MARK = ".provenance-demo"
"""Lies in the folder that a demo made; only such a folder is made anew."""
GENERATED = "trainedAlgorithmicMedia"


@dataclass(frozen=True, slots=True)
class Made:
    """The folders of a demo.

    Attributes:
        house: The editor's production: configuration, key, register. Never handed over.
        delivery: What the post house gets.
        ca: The public certificate that it gets as well.
    """

    house: Path
    delivery: Path
    ca: Path


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="demo-delivery")
def demo(folder: Path) -> int:
    """Make a sample delivery in FOLDER and scan it as a post house would.

    Parts of it are stamped, approved, stripped, tampered with and laundered; the scan has the
    public certificate and the approval files only.

    The scan fails, as it should; the command itself succeeds when it does.
    """
    made = _prepare(folder)
    _editor(made)
    _approver(made)
    _accidents(made)
    report = _post_house(made)
    html, data = folder / "report.html", folder / "report.json"
    wanted = outputs.parse([f"html={html}", f"json={data}"], as_json=False)
    pictures = provenance.thumbnails(report, [made.delivery])
    outputs.write(report, wanted, pictures, colour="auto", verbose=False, quiet=True)
    outputs.write(
        report, outputs.parse([], as_json=False), {}, colour="auto", verbose=False, quiet=False
    )
    say()
    say(f"HTML report:  {html}")
    say(f"JSON report:  {data}")
    say("Scan it yourself:")
    say(f"  provenance scan {made.delivery} --policy netflix --trust {made.ca}")
    return Exit.PASS if report.verdict is Verdict.FAIL else Exit.INTERNAL


def _prepare(folder: Path) -> Made:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise ConfigError(
                f"{folder}: is not empty and no demo made it",
                hint="Name another folder; nothing was changed.",
            )
        shutil.rmtree(folder)
    delivery = folder / "delivery"
    delivery.mkdir(parents=True)
    (folder / MARK).touch()
    make_sample_media(delivery)
    say("made     a small production: stills, sound, moving pictures")
    founded = provenance.init(
        folder / "house", title="Harbour Lights", organisation="Editorial", title_id="demo-001"
    )
    ca = folder / "editorial-ca.pem"
    shutil.copyfile(founded.identity.ca, ca)
    return Made(folder / "house", delivery, ca)


@contextmanager
def _stamper(made: Made) -> Iterator[tuple[provenance.Production, provenance.Stamper]]:
    house = provenance.load_production(made.house)
    with (
        provenance.open_register(house.register) as register,
        provenance.Stamper(house.signer(), register=register, trust=house.trust()) as stamper,
    ):
        yield house, stamper


def _told(
    house: provenance.Production, use: UseCategory, stage: Stage, source: str = GENERATED
) -> provenance.Disclosure:
    return provenance.disclose(
        house,
        told={"digital_source_type": source, "use_category": use, "stage": stage},
        tool=house.tool("Example Image Model", "3.1"),
    )


def _editor(made: Made) -> None:
    """Stamp what was generated; the score is honestly marked as temporary."""
    background = (UseCategory.BACKGROUND_ELEMENT, Stage.FINAL)
    stamps = {
        "bg_0010_skyline.png": background,
        "bg_0020_harbour.jpg": background,
        "poster_wall.webp": background,
        "matte_0030.tif": background,
        "vfx_0040.mp4": (UseCategory.VISUAL_EFFECT, Stage.FINAL),
        "vfx_0050.1001.exr": (UseCategory.VISUAL_EFFECT, Stage.FINAL),
        "sting.mp3": (UseCategory.MUSIC_OR_SOUND, Stage.FINAL),
        "temp_score.wav": (UseCategory.MUSIC_OR_SOUND, Stage.TEMP),
    }
    with _stamper(made) as (house, stamper):
        for name, (use, stage) in stamps.items():
            stamper.stamp(made.delivery / name, _told(house, use, stage))
    say(f"stamped  {len(stamps)} files as {GENERATED}")


def _approver(made: Made) -> None:
    """Approve some, with a decision that expired for one of them."""
    house = provenance.load_production(made.house)
    folder = made.delivery / "approvals"
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - an expiry is a local day
    with provenance.open_register(house.register) as register:
        for names, expires in (
            (["bg_0010_skyline.png", "vfx_0050.1001.exr", "poster_wall.webp"], None),
            (["vfx_0040.mp4", "matte_0030.tif"], None),
            (["sting.mp3"], yesterday),
        ):
            provenance.approve(
                [made.delivery / name for name in names],
                by="Example approver",
                reference="LETTER-7",
                stages=[Stage.FINAL],
                expires=expires,
                folder=folder,
                signer=house.signer(),
                register=register,
            )
    say("approved 6 files; one approval has expired, one file has none")


def _accidents(made: Made) -> None:
    """What happens to files on their way: stripped, tampered with, laundered, never marked."""
    delivery = made.delivery
    poster = delivery / "poster_wall.webp"
    with Image.open(poster) as picture:
        packet = picture.info.get("xmp", b"")
        picture.load()
        picture.save(poster, "WEBP", quality=80, xmp=packet)
    say("stripped poster_wall.webp: saved again, its manifest is gone, its XMP is not")
    _flip(delivery / "matte_0030.tif")
    say("tampered matte_0030.tif: one byte of the picture changed after it was signed")
    harbour = delivery / "bg_0020_harbour.jpg"
    graded = delivery / "bg_0020_harbour_graded.png"
    with Image.open(harbour) as picture:
        picture.point(lambda value: min(255, value + 8)).save(graded)
    with _stamper(made) as (house, stamper):
        stamper.stamp(
            graded,
            _told(house, UseCategory.BACKGROUND_ELEMENT, Stage.FINAL, "digitalCapture"),
            ingredients=[harbour],
        )
    say("laundered bg_0020_harbour_graded.png: signed as a camera's, made from a generated file")
    unmarked = delivery / "insert_0070.png"
    with Image.open(delivery / "bg_0010_skyline.png") as picture:
        picture.resize((240, 135)).save(unmarked, pnginfo=_generator_text())
    say("forgot   insert_0070.png: never stamped, but its generator left a note in it")
    whole = (delivery / "camera_A001.mov").read_bytes()
    (delivery / "camera_A002.mov").write_bytes(whole[: len(whole) // 2])
    say("broke    camera_A002.mov: half of a file")


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x01
    path.write_bytes(content)


def _generator_text() -> object:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    info = PngInfo()
    info.add_text(
        "parameters",
        "rain on a harbour at night\nNegative prompt: people\n"
        "Steps: 30, Sampler: Euler a, CFG scale: 7, Seed: 1234, Size: 480x270, Version: v1.9.4",
    )
    return info


def _post_house(made: Made) -> Report:
    """Scan with the public certificate and the approvals; no register, no key."""
    say()
    return provenance.scan(
        made.delivery,
        "netflix",
        trust=[made.ca],
        register="",
    )
