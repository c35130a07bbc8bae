"""Decoding pixels: what is bounded, what is told of damage, and who pays for it."""

import os
import signal
import zlib

import pytest

from provenance.gathering import Gatherer
from provenance.model.evidence import Coverage, Declared, Strength
from provenance.model.vocabulary import Effort
from provenance.packages.folder import named
from provenance.readers import decoding, pixels

from .pictures import TEXT, hide, noise, plain


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
