"""Open watermarks: found as the pipelines write them, and never by chance."""

import pytest
from PIL import Image

from provenance.readers import watermarks
from provenance.readers.messages import CHANCE, MESSAGES, needed

from .pictures import noise, saved

BY_NAME = {message.name: message for message in MESSAGES}


def embed(image, bits, *, floating, swapped):
    """The published encoder, value by value: see the docstring of ``watermarks``."""
    width, height = image.width // 8 * 8, image.height // 8 * 8
    access = image.load()
    centre = 0.5 if floating else 128

    def colour(x, y):
        red, green, blue = access[x, y]
        if swapped:
            red, blue = blue, red
        luma = 0.299 * red + 0.587 * green + 0.114 * blue
        if not floating:
            luma = round(luma)
        value = 0.492 * (blue - luma) + centre
        return value if floating else round(value)

    number = 0
    for top in range(0, height, 8):
        for left in range(0, width, 8):
            low = [
                sum(colour(left + 2 * i + a, top + 2 * j + b) for a in (0, 1) for b in (0, 1)) / 2
                for j in range(4)
                for i in range(4)
            ]
            place = max(range(1, 16), key=lambda each: abs(low[each]))
            value, bit = low[place], int(bits[number % len(bits)])
            wanted = (abs(value) // 36 + 0.25 + 0.5 * bit) * 36
            step = ((wanted if value >= 0 else -wanted) - value) / 2
            for a in (0, 1):
                for b in (0, 1):
                    x, y = left + 2 * (place % 4) + a, top + 2 * (place // 4) + b
                    pixel = list(access[x, y])
                    # OpenCV's way back: blue = Y + 2.032 U, green = Y - 0.395 U.
                    for channel, weight in ((0 if swapped else 2, 2.032), (1, -0.395)):
                        pixel[channel] = max(0, min(255, round(pixel[channel] + weight * step)))
                    access[x, y] = tuple(pixel)
            number += 1
    return image


@pytest.mark.parametrize(
    ("name", "floating", "swapped"),
    [
        ("Stable Diffusion XL", True, True),
        ("Stable Diffusion XL", True, False),
        ("FLUX", True, False),
        ("Stable Diffusion 1", False, False),
        ("Stable Diffusion 2", False, False),
        ("InvokeAI", False, False),
    ],
)
def test_watermarks_as_the_pipelines_write_them(name, floating, swapped):
    image = embed(
        noise((320, 304), spread=16), BY_NAME[name].bits, floating=floating, swapped=swapped
    )
    found = watermarks.watermarks(saved(image))
    assert [each.name for each in found] == [name]
    assert found[0].agreeing >= BY_NAME[name].needed


@pytest.mark.parametrize("seed", range(6))
def test_no_watermark_in_pictures_without_one(seed):
    assert watermarks.watermarks(noise((320, 304), seed)) == ()


@pytest.mark.parametrize("colour", ["white", "black", "red", "blue", (40, 90, 17)])
def test_no_watermark_in_one_colour(colour):
    assert watermarks.watermarks(Image.new("RGB", (512, 512), colour)) == ()


def test_too_small_for_a_watermark():
    assert watermarks.agreement(noise((248, 248))) == ()
    assert watermarks.agreement(Image.new("RGB", (65_536, 4))) == ()


def test_only_so_many_blocks_are_read(monkeypatch):
    monkeypatch.setattr(watermarks, "MAX_BLOCKS", 160)
    assert {len(votes) for votes in watermarks._readings(noise((320, 320)))} == {160}


def test_the_gate_follows_from_chance():
    assert [needed(each) for each in (32, 48, 64, 136)] == [32, 44, 56, 103]
    assert CHANCE <= 1e-9
