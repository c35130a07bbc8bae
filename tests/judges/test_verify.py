"""The independent verifier accepts what the engine signs, and sees one changed byte."""

import struct

import pytest
from PIL import Image

XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # user type of XMP's uuid box

pytestmark = pytest.mark.judge

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
SIGNED = {
    "jpg/still.jpg": ("image/jpeg", "jpeg"),
    "png/still.png": ("image/png", "png"),
    "gif/loop.gif": ("image/gif", "gif"),
    "webp/still.webp": ("image/webp", "riff"),
    "tiff/still.tif": ("image/tiff", "tiff"),
    "bigtiff/still.tif": ("image/tiff", "tiff"),
    "avif/still.avif": ("image/avif", "bmff"),
    "jxl/still.jxl": ("image/jxl", "jxl"),
    "svg/drawing.svg": ("image/svg+xml", "svg"),
    "pdf/page.pdf": ("application/pdf", "pdf"),
    "mp4/shot.mp4": ("video/mp4", "bmff"),
    "mov/shot.mov": ("video/quicktime", "bmff"),
    "m4a/sound.m4a": ("audio/mp4", "bmff"),
    "avi/shot.avi": ("video/avi", "riff"),
    "wav/sound.wav": ("audio/wav", "riff"),
    "bwf/sound.wav": ("audio/wav", "riff"),
    "mp3/sound.mp3": ("audio/mpeg", "mp3"),
    "flac/sound.flac": ("audio/flac", "flac"),
}
SIDECARS = ("exr/frame.1001.exr", "dpx/frame.1001.dpx", "mxf/shot.mxf", "mov/shot.mov")


def test_embedded_stores(signing, verify, judges, media, tmp_path):
    pairs = []
    for path, (media_type, _) in SIGNED.items():
        good = tmp_path / path.replace("/", "_")
        signing.embed(media / path, good, media_type)
        bad = good.with_name(f"bad_{good.name}")
        kind = path.split("/", maxsplit=1)[0]
        bad.write_bytes(judges.damaged(good.read_bytes(), (media / path).read_bytes(), kind))
        pairs += [(good, None), (bad, None), (media / path, None)]
    answers = iter(verify(pairs))
    for path, (_, container) in SIGNED.items():
        good, bad, unsigned = next(answers), next(answers), next(answers)
        assert (good["container"], good["location"]) == (container, "embedded"), path
        assert good["valid"], (path, good)
        assert good["source_types"] == [GENERATED], path
        assert good["generators"] == ["judge-test"], path
        assert (bad["valid"], bad["hard_binding"]) == (False, "mismatch"), path
        assert (unsigned["valid"], unsigned["location"]) == (False, None), path


def test_sidecars(signing, verify, judges, media, tmp_path):
    pairs = []
    for path in SIDECARS:
        store = tmp_path / f"{path.replace('/', '_')}.c2pa"
        store.write_bytes(signing.sidecar(media / path))
        bad = tmp_path / f"bad_{path.replace('/', '_')}"
        data = (media / path).read_bytes()
        bad.write_bytes(judges.damaged(data, data, "sidecar"))
        pairs += [(media / path, store), (bad, store)]
    answers = iter(verify(pairs))
    for path in SIDECARS:
        good, bad = next(answers), next(answers)
        assert (good["format_known"], good["location"]) == (True, "sidecar"), path
        assert (good["valid"], good["hard_binding"]) == (True, "match"), (path, good)
        assert (bad["valid"], bad["hard_binding"]) == (False, "mismatch"), path


def test_broken_stores_are_answered_not_thrown(verify, media):
    broken = media.parent / "broken"
    names = ("truncated/store.c2pa", "random/noise.c2pa", "bombs/store_of_4_gib.c2pa")
    pairs = [(media / "exr/frame.1001.exr", broken / name) for name in names]
    pairs += [(p, None) for p in sorted(broken.rglob("*")) if p.is_file()]
    answers = verify(pairs)
    assert len(answers) == len(pairs)
    assert not any(answer["valid"] for answer in answers)


def test_a_packet_beside_the_store_is_no_damage(signing, verify, media, tmp_path):
    """XMP lies in a second uuid box, which the binding of the store covers."""
    box = struct.pack(">I4s", 8 + 16 + 9, b"uuid") + XMP_BOX + b"<x></x>  "
    for name in ("mov/shot.mov", "mp4/shot.mp4"):
        movie = tmp_path / name.replace("/", "_")
        movie.write_bytes((media / name).read_bytes() + box)
        signed = movie.with_name(f"signed_{movie.name}")
        signing.embed(movie, signed, "video/mp4")
        changed = signed.with_name(f"bad_{signed.name}")
        changed.write_bytes(signed.read_bytes().replace(b"<x></x>", b"<y></y>"))
        good, bad = verify([(signed, None), (changed, None)])
        assert good["valid"], good
        assert (bad["valid"], bad["hard_binding"]) == (False, "mismatch")


@pytest.mark.xfail(
    strict=True, reason="the engine (0.38) loses the second page's size", raises=TypeError
)
def test_the_engine_keeps_the_pages_of_a_tiff(signing, media, tmp_path):
    """When this passes, embedding into TIFFs of several pages can be offered."""
    signed = tmp_path / "signed.tif"
    signing.embed(media / "tiff/two_pages.tif", signed, "image/tiff")
    with Image.open(signed) as picture:
        assert picture.n_frames == 2
