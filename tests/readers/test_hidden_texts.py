"""Texts hidden in pixels: what survives saving, what is damaged, what is bounded."""

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from provenance.readers import lsb, watermarks

from .pictures import TEXT, hide, plain, saved


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


@settings(max_examples=40, deadline=None)
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
