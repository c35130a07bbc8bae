"""Deliveries to scan, and what a scan said of them."""

import shutil

import pytest

VOLATILE = ("generated_at",)


@pytest.fixture
def delivery(tmp_path, media):
    """A folder that nobody declared anything in."""
    media("png", tmp_path / "delivery" / "stills", "plate.png")
    media("wav", tmp_path / "delivery", "tone.wav")
    return tmp_path / "delivery"


@pytest.fixture
def generated(house, stamp, media, tmp_path):
    """A delivery with one stamped file that nobody approved, and where the maker's own lies."""
    made = media("png", house, "made.png")
    original = house / "original.png"
    shutil.copyfile(made, original)
    stamp(made, "--use", "background_element", "--stage", "final")
    folder = tmp_path / "delivery"
    folder.mkdir()
    shutil.copyfile(made, folder / "made.png")
    return folder


def approve(run, house, *arguments):
    ran = run(
        "approve", *arguments, "--by", "A. Approver", "--reference", "LETTER-1", cwd=house,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return ran


def report(ran):
    document = ran.json()
    for name in VOLATILE:
        del document[name]
    return document


def verdicts(ran):
    return {each["path"]: each["verdict"] for each in ran.json()["results"]}
