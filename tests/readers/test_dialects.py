"""The generators' dialects: each row of the table in one text, and mutated and absurd ones."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.formats.base import BlockKind
from provenance.model.evidence import Declared
from provenance.readers import BUILTIN, signals

from .conftest import summary
from .dialect_texts import AIGC, GRAPH, SECRET, SIGNATURE, UUID, WORKFLOW, a1111

POSITIVE = {
    "comfyui png": (BlockKind.TEXT, "prompt", GRAPH, "ComfyUI"),
    "comfyui mp4": (BlockKind.ILST, "prompt", GRAPH, "ComfyUI"),
    "comfyui flac": (BlockKind.VORBIS, "prompt", GRAPH, "ComfyUI"),
    "comfyui mp3": (BlockKind.ID3, "TXXX", b"\x03prompt\0" + GRAPH.encode(), "ComfyUI"),
    "comfyui older vhs": (
        BlockKind.ILST,
        "\u00a9cmt",
        json.dumps({"prompt": GRAPH, "workflow": WORKFLOW}),
        "ComfyUI",
    ),
    "comfyui service": (
        BlockKind.ILST,
        "prompt",
        json.dumps({"1": {"class_type": "Wan2TextToVideoApi"}, "2": {"class_type": "SaveVideo"}}),
        "ComfyUI",
    ),
    "comfyui speech": (
        BlockKind.VORBIS,
        "prompt",
        json.dumps({"1": {"class_type": "easy indexTTSGenerateSimple"}}),
        "ComfyUI",
    ),
    "swarmui": (
        BlockKind.TEXT,
        "parameters",
        json.dumps({"sui_image_params": {"prompt": SECRET, "seed": 1, "swarm_version": "0.9.3.1"}}),
        "SwarmUI",
    ),
    "invokeai 1": (BlockKind.TEXT, "Dream", f'"{SECRET}" -s 50 -S 123 -W 512 -C 7.5', "InvokeAI"),
    "invokeai 2": (
        BlockKind.TEXT,
        "sd-metadata",
        json.dumps({"app_id": "invoke-ai/InvokeAI", "app_version": "2.3.0", "image": {"seed": 1}}),
        "InvokeAI",
    ),
    "invokeai 3": (
        BlockKind.TEXT,
        "invokeai_metadata",
        json.dumps({"generation_mode": "txt2img", "positive_prompt": SECRET, "seed": 1}),
        "InvokeAI",
    ),
    "fooocus": (
        BlockKind.TEXT,
        "parameters",
        json.dumps({"version": "Fooocus v2.4.3", "base_model": "m", "seed": 1}),
        "Fooocus",
    ),
    "ruinedfooocus": (
        BlockKind.TEXT,
        "parameters",
        json.dumps({"Prompt": SECRET, "software": "RuinedFooocus"}),
        "RuinedFooocus",
    ),
    "midjourney": (
        BlockKind.TEXT,
        "Description",
        f"{SECRET} --v 6.1 Job ID: {UUID}",
        "Midjourney",
    ),
    "grok video": (BlockKind.ILST, "\u00a9cmt", SIGNATURE, "xAI Grok"),
    "aigc png": (BlockKind.TEXT, "AIGC", json.dumps(AIGC), "Doubao (ByteDance)"),
    "aigc mp4": (BlockKind.ILST, "AIGC", json.dumps(AIGC), "Doubao (ByteDance)"),
    "aigc mp3": (
        BlockKind.ID3,
        "TXXX",
        b"\x03AIGC\0" + json.dumps(AIGC).encode(),
        "Doubao (ByteDance)",
    ),
    "aigc wav": (BlockKind.RIFF, "AIGC", json.dumps(AIGC), "Doubao (ByteDance)"),
    "aigc mkv": (BlockKind.MATROSKA, "AIGC", json.dumps(AIGC), "Doubao (ByteDance)"),
    "aigc jpeg segment": (
        BlockKind.COMMENT,
        "",
        "AIGC" + json.dumps(AIGC),
        "Doubao (ByteDance)",
    ),
    "suno": (BlockKind.ID3, "WOAS", f"https://suno.com/song/{UUID}".encode(), "Suno"),
    "suno comment": (
        BlockKind.ILST,
        "\u00a9cmt",
        "made with suno; created=2025-11-01T00:00:00Z; id=x",
        "Suno",
    ),
    "tensor.art": (
        BlockKind.TEXT,
        "generation_data",
        json.dumps({"prompt": SECRET, "steps": 25, "cfgScale": 7, "seed": "-1"}) + "\0",
        "Tensor.Art",
    ),
    "space": (
        BlockKind.TEXT,
        "parameters",
        json.dumps({"prompt": SECRET, "resolution": "1x1", "Model": "m", "guidance_scale": 5}),
        "Hugging Face Space",
    ),
    "stability matrix": (
        BlockKind.TEXT,
        "smproj",
        json.dumps({"Version": 2, "ProjectType": "TextToImage", "State": {}}),
        "Stability Matrix",
    ),
}


@pytest.mark.parametrize(("kind", "key", "value", "name"), POSITIVE.values(), ids=POSITIVE)
def test_dialects_of_one_text(make, kind, key, value, name):
    declared, names = summary(make.text(key, value, kind))
    assert declared is Declared.GENERATED
    assert name in names


SEEDS = [value for _, _, value, _ in POSITIVE.values() if isinstance(value, str)] + [a1111()]


@given(
    st.sampled_from(SEEDS),
    st.integers(0, 400),
    st.text(max_size=20),
    st.tuples(
        st.sampled_from(["parameters", "prompt", "AIGC", "Dream", "Comment", "generation_data"]),
        st.sampled_from([BlockKind.TEXT, BlockKind.ILST, BlockKind.RIFF, BlockKind.COMMENT]),
    ),
)
def test_mutated_texts_never_raise(make, seed, at, noise, place):
    key, kind = place
    value = seed[:at] + noise + seed[at + len(noise) :]
    _, failures = signals(make.text(key, value.encode("utf-8", "replace"), kind), BUILTIN)
    assert failures == ()


@pytest.mark.parametrize(
    "value",
    [
        "Steps: 1, " * 200_000,
        '{"class_type": ' * 100_000,
        '"class_type": "x" ' * 100_000,
        "\\" * 1_000_000 + '"class_type"',
        '{"AIGC":' * 100_000,
        "made with suno " * 100_000,
        "Signature: " + "A" * 1_000_000,
        "Job ID: " * 200_000,
    ],
    ids=range(8),
)
def test_absurd_texts_take_no_time(make, value):
    began = time.process_time()
    for key in ("parameters", "AIGC"):
        _, failures = signals(make.text(key, value, BlockKind.ILST), BUILTIN)
        assert all("limit" in each.reason for each in failures)
    assert time.process_time() - began < 3
