"""Pixels: hidden text and open watermarks, what survives, what is bounded, who pays for it."""

import gzip
import io
import os
import random
import signal
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from provenance.gathering import Gatherer
from provenance.model.evidence import Coverage, Declared, Strength
from provenance.model.vocabulary import Effort
from provenance.packages.folder import named
from provenance.readers import decoding, lsb, pixels, watermarks
from provenance.readers.messages import CHANCE, MESSAGES, needed

TEXT = "a lighthouse\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512"
BY_NAME = {message.name: message for message in MESSAGES}


def hide(image, kind, payload, *, length=None):
    """Writes a hidden text pixel by pixel, as the published encoders do."""
    image = image.copy()
    size = 8 * len(payload) if length is None else length
    raw = kind.encode() + size.to_bytes(4, "big") + payload
    bits = "".join(f"{each:08b}" for each in raw)
    channels = (0, 1, 2) if "rgb" in kind else (len(image.getbands()) - 1,)
    access = image.load()
    places = ((x, y, c) for x in range(image.width) for y in range(image.height) for c in channels)
    for bit, (x, y, channel) in zip(bits, places, strict=False):
        pixel = list(access[x, y])
        pixel[channel] = pixel[channel] & 0xFE | int(bit)
        access[x, y] = tuple(pixel)
    return image


def plain(size=(41, 53), mode="RGBA"):
    return Image.new(mode, size, (120, 130, 140, 255)[: len(mode)])


def saved(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return Image.open(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize("kind", lsb.KINDS)
@pytest.mark.parametrize("size", [(41, 53), (64, 64), (400, 3)])
def test_hidden_text_comes_back(kind, size):
    payload = gzip.compress(TEXT.encode(), mtime=0) if kind.endswith("comp") else TEXT.encode()
    mode = "RGB" if "rgb" in kind else "RGBA"
    found = lsb.hidden_text(saved(hide(plain(size, mode), kind, payload)))
    assert (found.kind, found.text, found.problem) == (kind, TEXT, "")


def test_hidden_text_survives_lossless_webp_and_not_jpeg():
    image = hide(plain(), "stealth_pnginfo", TEXT.encode())
    assert lsb.hidden_text(saved(image, "WEBP", lossless=True, exact=True)).text == TEXT
    rgb = hide(plain(mode="RGB"), "stealth_rgbinfo", TEXT.encode())
    assert lsb.hidden_text(saved(rgb, "WEBP", lossless=True)).text == TEXT
    assert lsb.hidden_text(saved(rgb, "JPEG", quality=95)) is None


def test_rgb_text_of_a_picture_with_alpha():
    assert lsb.hidden_text(hide(plain(), "stealth_rgbinfo", TEXT.encode())).text == TEXT


@pytest.mark.parametrize(
    ("payload", "length", "words"),
    [
        (TEXT.encode(), 0xFFFFFFFF, "over the limit of 4194304"),
        (TEXT.encode(), 30_000_000, "the pixels end inside"),
        (b"no gzip at all", None, "damaged"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-20], None, "ends too soon"),
    ],
)
def test_what_cannot_be_read_of_a_payload_is_told(payload, length, words):
    kind = "stealth_pngcomp" if length is None else "stealth_pnginfo"
    found = lsb.hidden_text(hide(plain(), kind, payload, length=length))
    assert words in found.problem


def test_a_payload_that_unfolds_without_end_is_cut(monkeypatch):
    asked = []
    machine = zlib.decompressobj

    class Counting:
        def __init__(self, *how):
            self.inner = machine(*how)

        def decompress(self, data, most):
            asked.append(most)
            return self.inner.decompress(data, most)

        def __getattr__(self, name):
            return getattr(self.inner, name)

    bomb = gzip.compress(bytes(64 << 20), mtime=0)
    image = hide(plain((400, 400)), "stealth_pngcomp", bomb[: 400 * 50 - 19])
    monkeypatch.setattr(lsb.zlib, "decompressobj", Counting)
    found = lsb.hidden_text(image)
    assert asked == [lsb.MAX_TEXT]
    assert len(found.text) <= lsb.MAX_TEXT
    assert found.problem


@settings(max_examples=40)
@given(st.binary(max_size=300), st.sampled_from(sorted(lsb.KINDS)), st.integers(0, 2**32 - 1))
def test_random_payloads_never_raise(data, kind, length):
    found = lsb.hidden_text(hide(plain((24, 40)), kind, data, length=length))
    assert found is None or len(found.text) <= lsb.MAX_TEXT


@pytest.mark.parametrize("mode", ["L", "P", "1", "I;16", "F", "CMYK", "LA", "RGB", "RGBA"])
def test_other_modes_are_no_trouble(mode):
    image = Image.new(mode, (300, 300))
    assert lsb.hidden_text(image) is None
    if mode not in {"I;16", "F"}:
        assert watermarks.watermarks(image) == ()


def noise(size, seed=7, spread=70):
    """Soft colour noise: what a photograph is to this algorithm."""
    chance = random.Random(seed)
    small = Image.new("RGB", (size[0] // 8, size[1] // 8))
    small.putdata(
        [
            tuple(130 + chance.randint(-spread, spread) for _ in range(3))
            for _ in range(size[0] * size[1] // 64)
        ]
    )
    return small.resize(size, Image.Resampling.BICUBIC)


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


def test_too_many_pixels_are_not_decoded(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    plain((40, 40)).save(path)
    monkeypatch.setattr(decoding, "MAX_PIXELS", 100)
    assert decoding.pixels_json(path=str(path)) == {"problem": "1600 pixels, over the limit of 100"}


def test_what_does_not_decode_is_partly_read(tmp_path):
    path = tmp_path / "a.png"
    noise((320, 304)).save(path)
    whole = path.read_bytes()
    start = whole.index(b"IDAT") + 4
    path.write_bytes(whole[:start] + bytes(200) + whole[start + 200 :])
    with Gatherer(effort=Effort.DEEP) as gatherer:
        evidence = gatherer.gather(named(path))
    assert evidence.coverage is Coverage.PARTLY_READ
    assert [each.reader for each in evidence.failures] == ["pixels"]
    assert "not decoded" in evidence.failures[0].reason


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("size", [40, 3_000_000])
def test_a_text_with_a_stale_checksum_or_of_great_length_is_no_obstacle(tmp_path, behind, size):
    path = tmp_path / "a.png"
    hide(plain(), "stealth_pnginfo", TEXT.encode()).save(path)
    whole = path.read_bytes()
    body = b"Comment\0\0" + zlib.compress(b"x" * size)
    chunk = len(body).to_bytes(4, "big") + b"zTXt" + body + bytes(4)
    at = len(whole) - 12 if behind else 33
    path.write_bytes(whole[:at] + chunk + whole[at:])
    found = decoding.pixels_json(path=str(path))
    assert found["hidden"]["text"] == TEXT


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no way to freeze a process")
def test_a_decoder_that_hangs_is_ended(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    plain().save(path)
    with Gatherer(effort=Effort.DEEP, timeout=0.5) as gatherer:
        isolated = gatherer._worker()
        call = isolated.call
        call(pixels.WORK, timeout=60, path=str(path))
        hung = isolated.pid

        def freeze(work, **how):
            if work == pixels.WORK:
                os.kill(hung, signal.SIGSTOP)
            return call(work, **how)

        monkeypatch.setattr(isolated, "call", freeze)
        evidence = gatherer.gather(named(path))
        assert isolated.pid != hung
    assert evidence.coverage is Coverage.PARTLY_READ
    assert "pixels" in {each.reader for each in evidence.failures}


@pytest.mark.parametrize("effort", [Effort.FAST, Effort.NORMAL])
def test_only_deep_effort_decodes(tmp_path, effort, monkeypatch):
    path = tmp_path / "a.png"
    hide(plain(), "stealth_pnginfo", TEXT.encode()).save(path)
    with Gatherer(effort=effort) as gatherer:
        call = gatherer._worker().call
        asked = []
        monkeypatch.setattr(
            gatherer._worker(), "call", lambda work, **how: asked.append(work) or call(work, **how)
        )
        evidence = gatherer.gather(named(path))
    assert pixels.WORK not in asked
    assert evidence.declaration.declared is Declared.SILENT


def test_deep_effort_finds_what_stripping_left(tmp_path):
    path = tmp_path / "a.png"
    hide(plain(), "stealth_pnginfo", TEXT.encode()).save(path)
    with Gatherer(effort=Effort.DEEP) as gatherer:
        evidence = gatherer.gather(named(path))
    assert evidence.declaration.declared is Declared.GENERATED
    assert evidence.declaration.strength is Strength.STATED
    assert evidence.signals[0].where == "pixels, alpha LSB stealth_pnginfo"
