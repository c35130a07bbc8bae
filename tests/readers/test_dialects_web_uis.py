"""The dialects of web UIs and node graphs: A1111 and its family, ComfyUI, Easy Diffusion."""

import pytest

from provenance.formats.base import BlockKind
from provenance.model.evidence import Declared, Strength
from provenance.readers import BUILTIN, signals
from provenance.readers.comfyui import generates

from .conftest import summary
from .dialect_texts import GRAPH, SECRET, WORKFLOW, a1111


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ("", "A1111-style web UI"),
        (", Version: v1.10.1", "AUTOMATIC1111 webui"),
        (", Version: f2.0.1v1.10.1-previous-669-gdfdcbab6", "Forge"),
        (", Version: f1.0.0v2-v1.10.1RC-latest-2498-g5120e679", "reForge"),
        (", Version: f1.3.0-v1.10.1RC-latest-1038", "EasyReforge"),
        (", ADetailer Version: 24.1, Version: neo-2.28", "Forge Neo"),
        (", Version: classic", "Forge Classic"),
        (", Version: ComfyUI", "ComfyUI"),
        (", Version: Fooocus v2.4.3", "Fooocus"),
        (", App: SD.Next, Version: 56a8aea", "SD.Next"),
        (", Civitai resources: [{}], Civitai metadata: {}", "CivitAI"),
    ],
)
def test_a1111_family_by_version(make, more, name):
    for reading in (
        make.text("parameters", a1111(more)),
        make.exif(exif=[make.user_comment(a1111(more))]),
    ):
        assert summary(reading) == (Declared.GENERATED, [name])


def test_a1111_without_sampler_as_sd_next_writes_it(make):
    text = a1111("", "Steps: 32, Size: 256x256, Seed: 1, CFG scale: 6, App: SD.Next, Version: e")
    assert summary(make.text("parameters", text)) == (Declared.GENERATED, ["SD.Next"])


def test_a1111_value_tells_without_the_prompt(make):
    found, _ = signals(make.text("parameters", a1111()), BUILTIN)
    assert found[0].value == (
        f"A1111 parameters, model m, sampler Euler a, seed 42, prompt {len(SECRET)} characters"
    )
    assert found[0].where == "PNG tEXt parameters"
    assert found[0].strength is Strength.STATED


def test_upscaling_is_enhancement(make):
    text = "Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN 4x+"
    assert summary(make.text("postprocessing", text))[0] is Declared.ENHANCED


def test_comfyui_in_webp_exif(make):
    for tags in (
        [
            (0x010F, 2, b"workflow:" + WORKFLOW.encode() + b"\0"),
            (0x0110, 2, b"prompt:" + GRAPH.encode()),
        ],
        [(0x010F, 2, b"Prompt: " + GRAPH.encode())],
    ):
        assert summary(make.exif(tags)) == (Declared.GENERATED, ["ComfyUI"])


def test_comfyui_exif_with_wrong_offsets(make):
    data = make.tiff([(0x010F, 2, b"x" * 20)])
    reading = make.blocks(
        make.block(BlockKind.EXIF, "", data[:-20] + b"\xff" * 20 + GRAPH.encode(), "WebP EXIF")
    )
    assert summary(reading) == (Declared.GENERATED, ["ComfyUI"])


def test_comfyui_graph_that_is_cut(make):
    assert summary(make.text("prompt", GRAPH[:-30]))[0] is Declared.GENERATED


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["VAEDecodeTiled"], True),
        (["KSampler (Efficient)"], True),
        (["SamplerCustomAdvanced"], True),
        (["SONICSampler"], True),
        (["IndexTTSRun"], True),
        (["MoonvalleyTxt2VideoNode"], True),
        (["KlingTextToVideoNode"], True),
        (["OpenAIGPTImage1"], True),
        (["FluxProUltraImageNode"], True),
        (["VeoVideoGenerationNode"], True),
        (["GeminiImageNode"], True),
        (["WanTextToImageApi"], True),
        (["FluxKontextImageScale", "LoadImage"], False),
        (["ImageUpscaleWithModel", "UpscaleModelLoader"], False),
        (["ImageToMask", "MaskToImage", "ResampleAudio"], False),
        (["ImpactImageListToImageBatch"], False),
        (["VHS_LoadVideo", "VHS_VideoCombine", "CreateVideo", "GetVideoComponents"], False),
        (["DWPreprocessor", "CannyEdgePreprocessor", "DepthAnythingPreprocessor"], False),
        (["OpenAIChatNode", "GeminiNode"], False),
        (["Settings", "PreviewAny"], False),
    ],
)
def test_comfyui_nodes_that_generate(types, expected):
    assert generates(iter(types)) is expected


def test_easy_diffusion(make):
    fields = {
        "use_stable_diffusion_model": "sd-v1-5",
        "num_inference_steps": "25",
        "guidance_scale": "7.5",
    }
    blocks = [make.block(BlockKind.TEXT, key, value) for key, value in fields.items()]
    assert summary(make.blocks(*blocks)) == (Declared.GENERATED, ["Easy Diffusion"])
    assert summary(make.blocks(*blocks[1:]))[0] is Declared.SILENT
