"""Texts that look like a generator's dialect and are none declare nothing."""

import json

import pytest

from provenance.formats.base import BlockKind
from provenance.model.evidence import Declared

from .conftest import summary
from .dialect_texts import EDITING, WORKFLOW

TRAPS = {
    "screenshot of a node graph": ("workflow", WORKFLOW),
    "comfyui as an editor": ("prompt", EDITING),
    "key prompt": ("prompt", "What is your name?"),
    "key prompt with other json": ("prompt", '{"text": "hello"}'),
    "key parameters of a scientific tool": ("parameters", '{"alpha": 1, "seed": 42, "steps": 3}'),
    "steps of a recipe": ("Comment", "Steps: 20, then stir"),
    "steps and a size": ("Description", "Steps: 20, wide"),
    "key Comment": ("Comment", '{"prompt": "x", "sampler": "y"}'),
    "key Software": ("Software", "Adobe Photoshop 26.0"),
    "key Source": ("Source", "Stable Diffusion explained, a lecture"),
    "key Dream": ("Dream", "I have a dream"),
    "key generation_data": ("generation_data", '{"year": 1999}'),
    "key smproj": ("smproj", "project seven"),
    "camera field": ("ImageNumber", "0042"),
    "job id without uuid": ("Description", "Print job, Job ID: 4711"),
    "signature": ("Comment", "Signature: illegible"),
    "request of a web page": ("UserComment", '{"nologo": true, "width": 640}'),
    "prose about a node": ("Comment", "set class_type: KSampler, then {inputs: {}}"),
    "node of faces that swaps nothing": (
        "prompt",
        json.dumps({"1": {"class_type": "ReActorRestoreFace", "inputs": {}}}),
    ),
    "ffmpeg": ("encoder", "Lavf60.16.100"),
    "capcut flags of zero": (
        "Artwork",
        json.dumps({"data": {"product": "lv", "is_use_ai_sound": 0}}),
    ),
    "aigc noise": ("aigc", "QUlHQw=="),
    "aigc without shape": ("AIGC", '{"Label": "1"}'),
    "label of something else": ("labels", '{"Label": "1", "ProduceID": "4"}'),
    "song about suno": ("comment", "inspired by music made with suno"),
    "invoke graph alone": ("invokeai_graph", '{"id": "x", "nodes": {}}'),
}


@pytest.mark.parametrize(("key", "value"), TRAPS.values(), ids=TRAPS)
@pytest.mark.parametrize("kind", [BlockKind.TEXT, BlockKind.ILST, BlockKind.VORBIS])
def test_traps_are_silent(make, kind, key, value):
    assert summary(make.text(key, value, kind))[0] is Declared.SILENT


def test_suno_address_elsewhere_is_no_song(make):
    link = b"\x00\0https://suno.com/blog"
    assert summary(make.text("WXXX", link, BlockKind.ID3))[0] is Declared.SILENT
