"""What real files do to parsers: evidence in odd places, stale sums, lying names, other codes."""

import html
import json
import zlib
from pathlib import Path

import pytest

from fixtures.makers import carriers as on
from fixtures.makers import carriers_media as av
from fixtures.makers import stills
from fixtures.makers.dialects import SAMPLES
from fixtures.makers.dialects.a1111 import a1111
from fixtures.makers.dialects.base import UUID
from fixtures.makers.dialects.comfyui import BOTH, GRAPH, WORKFLOW
from fixtures.makers.dialects.packets import packet
from fixtures.makers.dialects.services import SIGNATURE
from fixtures.makers.dialects.standards import FIELD
from provenance.model.evidence import Coverage, Declared

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "media"


def names(evidence):
    return {each.name for each in evidence.declaration.generators}


PNG = stills.png()


@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt"])
def test_text_behind_the_pixels(gather, kind):
    chunk = on.text_chunk("parameters", a1111(), kind)
    evidence = gather(PNG[:-12] + chunk + PNG[-12:])
    assert evidence.coverage is Coverage.READ
    assert evidence.declaration.declared is Declared.GENERATED


@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt"])
def test_text_behind_the_end(gather, kind):
    evidence = gather(PNG + on.text_chunk("prompt", GRAPH, kind))
    assert names(evidence) == {"ComfyUI"}
    assert "after IEND" in evidence.signals[0].where


def test_exif_at_the_end_of_a_long_animation(gather):
    frames = b"".join(b"ANMF" + (100_000).to_bytes(4, "little") + bytes(100_000) for _ in range(25))
    whole = on.webp(exif_data=on.exif(on.ascii_tag(on.MODEL, f"prompt:{GRAPH}")))
    body = whole[12:].replace(b"EXIF", b"", 0)
    at = body.index(b"EXIF")
    inside = b"WEBP" + body[:at] + frames + body[at:]
    evidence = gather(b"RIFF" + len(inside).to_bytes(4, "little") + inside, "file.webp")
    assert names(evidence) == {"ComfyUI"}


@pytest.mark.parametrize("sum_", [bytes(4), b"\xff" * 4])
def test_a_stale_checksum(gather, sum_):
    chunk = on.text_chunk("prompt", GRAPH)
    evidence = gather(stills.png(chunk[:-4] + sum_))
    assert evidence.coverage is Coverage.READ
    assert names(evidence) == {"ComfyUI"}


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (
            on.jpg_xmp(packet("<photoshop:Credit>Made with Google AI</photoshop:Credit>")),
            "a.png",
            "jpg",
        ),
        (on.png(BOTH), "a.jpg", "png"),
        (on.webp(exif_data=on.exif(on.ascii_tag(on.MAKE, "Ideogram AI"))), "a.png", "webp"),
        (av.mp4_keys(BOTH), "a.mov", "mp4"),
    ],
)
def test_the_content_tells_and_not_the_name(gather, data, name, kind):
    evidence = gather(data, name)
    assert evidence.asset.format == kind
    assert evidence.declaration.declared is Declared.GENERATED


@pytest.mark.parametrize("order", ["big", "little"])
def test_utf16_of_either_order(gather, order):
    text = "\u706f\u53f0 " + a1111()
    data = on.jpg_exif(on.exif_comment(text, order))
    assert gather(data).declaration.declared is Declared.GENERATED


@pytest.mark.parametrize("times", [1, 2, 3])
def test_json_that_is_escaped_for_html_in_xmp(gather, times):
    value = FIELD
    for _ in range(times):
        value = html.escape(value)
    evidence = gather(on.png_xmp(packet(f"<TC260:AIGC>{value}</TC260:AIGC>")))
    assert (evidence.declaration.declared is Declared.GENERATED) == (times < 3)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_json_inside_json(gather, times):
    value = GRAPH
    for _ in range(times):
        value = json.dumps({"prompt": value})
    assert names(gather(av.mp4_comment(value), "a.mp4")) == {"ComfyUI"}


@pytest.mark.parametrize("kind", ["tEXt", "zTXt", "iTXt"])
def test_text_of_more_than_a_hundred_kilobytes(gather, kind):
    graph = json.loads(GRAPH) | {"9": {"class_type": "Note", "inputs": {"text": "x" * 300_000}}}
    evidence = gather(on.png({"prompt": json.dumps(graph)}, kind))
    assert names(evidence) == {"ComfyUI"}
    assert evidence.coverage is Coverage.READ


def test_text_that_zlib_really_compressed(gather):
    body = b"parameters\0\0" + zlib.compress(a1111().encode(), 9)
    assert gather(stills.png(stills.png_chunk("zTXt", body))).declaration.is_ai


def test_two_generators_in_one_file(gather):
    evidence = gather(av.mp4_keys(BOTH | {"AIGC": FIELD}), "a.mp4")
    assert names(evidence) == {"ComfyUI", "Doubao (ByteDance)"}


def test_comfyui_exported_again_by_capcut(gather):
    """The editor keeps the graph's workflow: a saved graph alone says nothing."""
    flags = json.dumps({"data": {"product": "lv", "is_use_ai_sound": 0}})
    evidence = gather(av.mp4_keys({"Workflow": WORKFLOW, "Artwork": flags}), "a.mp4")
    assert evidence.declaration.declared is Declared.SILENT
    assert [each.reader for each in evidence.signals] == ["comfyui"]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (av.mp4_comment(SIGNATURE), "a.mp4", "xAI Grok"),
        (av.mp4_keys({"AIGC": FIELD}), "a.mp4", "Doubao (ByteDance)"),
        (av.mp3_frames(("WOAS", f"https://suno.com/song/{UUID}".encode())), "a.mp3", "Suno"),
        (av.mp3_frames(av.user_text("prompt", GRAPH)), "a.mp3", "ComfyUI"),
        (av.m4a(f"made with suno; created=x; id={UUID}"), "a.m4a", "Suno"),
        (av.flac_tags({"prompt": GRAPH}), "a.flac", "ComfyUI"),
        (av.opus_tags({"PROMPT": GRAPH}), "a.opus", "ComfyUI"),
    ],
)
def test_tags_of_sound_and_film(gather, data, name, expected):
    assert names(gather(data, name)) == {expected}


@pytest.mark.parametrize("cut", [40, 400, 4000])
def test_a_cut_file_still_tells_what_came_first(gather, cut):
    big = on.text_chunk("parameters", a1111())
    whole = stills.png(big)
    at = whole.index(b"IDAT") + cut % 2000
    evidence = gather(whole[:at])
    assert evidence.coverage is Coverage.PARTLY_READ
    assert evidence.declaration.declared is Declared.GENERATED


def test_a_manifest_in_a_cut_film_is_still_found(gather):
    """Sora's ``uuid`` box stands before the media: a film cut at half a megabyte keeps it."""
    store = (FIXTURES / "c2pa" / "empty_store.c2pa").read_bytes()
    name = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    body = bytes(4) + b"manifest\0" + bytes(8) + store
    box = (8 + 16 + len(body)).to_bytes(4, "big") + b"uuid" + name + body
    film = av.mp4_comment("x")
    head = int.from_bytes(film[:4], "big")
    whole = film[:head] + box + film[head:]
    evidence = gather(whole[: head + len(box) + 30], "a.mp4")
    assert evidence.coverage is Coverage.PARTLY_READ
    assert "c2pa" in {each.reader for each in evidence.failures}  # found, and empty


def test_hazards_that_are_rows():
    """Wrong offsets, lying names, trailers, nested and hidden text: read in ``test_rows``."""
    for name in (
        "comfyui-webp/wrong_offsets.webp",
        "comfyui-png/lying_name.jpg",
        "comfyui-png/stale_checksum.png",
        "samsung-trailer/still.png",
        "stealth-alpha/novelai.png",
        "free-text/comment.gif",
        "source-type/drawing.svg",
        "source-type/page.pdf",
        "c2pa-suno/manifest.json",
        "c2pa-elevenlabs/manifest.json",
    ):
        assert name in SAMPLES
