"""The generators' dialects: each row of the table, and every trap that looks like one."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.formats.base import BlockKind
from provenance.model.evidence import Declared, Strength
from provenance.readers import BUILTIN, signals
from provenance.readers.comfyui import generates
from provenance.readers.tc260 import parse as parse_aigc
from provenance.standings.declaring import declare

SETTINGS = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model: m"
SECRET = "the detective is the murderer"
GRAPH = json.dumps(
    {
        "3": {"class_type": "KSampler", "inputs": {"seed": 7, "steps": 20}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "m.safetensors"}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": SECRET}},
    }
)
EDITING = json.dumps(
    {
        "1": {"class_type": "LoadImage", "inputs": {}},
        "2": {"class_type": "ImageScale", "inputs": {}},
        "3": {"class_type": "ImageUpscaleWithModel", "inputs": {}},
        "4": {"class_type": "ResampleAudio", "inputs": {}},
        "5": {"class_type": "SaveImage", "inputs": {}},
    }
)
WORKFLOW = json.dumps({"last_node_id": 3, "nodes": [{"type": "KSampler"}], "links": []})
UUID = "98b90104-41d0-412f-b84a-7a010016867a"
SIGNATURE = "Signature: " + "Ab1+" * 40 + "=="
AIGC = {
    "Label": "1",
    "ContentProducer": "001191110102MACQD9K64010000",
    "ProduceID": "p",
    "ReservedCode1": "",
    "ContentPropagator": "",
    "PropagateID": "",
    "ReservedCode2": "",
}
CAPCUT = {"data": {"product": "lv", "is_use_ai_image_generation": 0, "is_use_vc_sing_clone": 1}}
DREAMINA = {
    "aigc_info": {"aigc_label_type": 0, "source_info": "dreamina"},
    "data": {"product": "dreamina", "exportType": "generation"},
}


def a1111(more="", settings=SETTINGS):
    return f"{SECRET}\nNegative prompt: bad\n{settings}{more}"


def summary(reading):
    found, failures = signals(reading, BUILTIN)
    assert failures == ()
    assert not any(SECRET in each.value for each in found)
    declaration = declare(found)
    return declaration.declared, [each.name for each in declaration.generators]


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


def test_novelai(make):
    def png(**fields):
        return make.blocks(*(make.block(BlockKind.TEXT, k, v) for k, v in fields.items()))

    comment = json.dumps({"prompt": SECRET, "seed": 1, "sampler": "k_euler", "signed_hash": "x"})
    found = png(
        Title="AI generated image",
        Software="NovelAI",
        Source="NovelAI Diffusion V4",
        Comment=comment,
    )
    assert summary(found) == (Declared.GENERATED, ["NovelAI"])
    augmented = png(
        Title="AI augmented image", Software="NovelAI", Comment='{"req_type": "sketch"}'
    )
    assert summary(augmented) == (Declared.COMPOSITE, ["NovelAI"])
    assert summary(png(Software="NovelAI")) == (Declared.SILENT, [])
    inner = json.dumps(
        {"Comment": comment, "Software": "NovelAI", "Title": "NovelAI generated image"}
    )
    assert summary(make.exif(exif=[make.user_comment(inner)]))[0] is Declared.GENERATED


def test_grok_needs_artist_and_signature(make):
    artist = (0x013B, 2, UUID.encode() + b"\0")
    signature = (0x010E, 2, SIGNATURE.encode() + b"\0")
    assert summary(make.exif([signature, artist])) == (Declared.GENERATED, ["xAI Grok"])
    assert summary(make.exif([signature]))[0] is Declared.SILENT
    assert summary(make.exif([artist]))[0] is Declared.SILENT
    prose = (0x010E, 2, b"Signature: J. Doe, painter\0")
    assert summary(make.exif([prose, artist]))[0] is Declared.SILENT


def test_ideogram(make):
    assert summary(make.exif([(0x010F, 2, b"Ideogram AI\0")])) == (
        Declared.GENERATED,
        ["Ideogram"],
    )


def test_dreamina_by_product_and_export(make):
    value = json.dumps(DREAMINA)
    assert summary(make.exif(exif=[make.user_comment(value)])) == (
        Declared.GENERATED,
        ["Dreamina (ByteDance)"],
    )
    edited = json.dumps({"data": {"product": "dreamina", "exportType": "editing"}})
    assert summary(make.exif(exif=[make.user_comment(edited)]))[0] is Declared.SILENT


def test_capcut_flags(make):
    def flags(**values):
        data = {**CAPCUT, "data": {**CAPCUT["data"], **values}}
        return make.text("Artwork", json.dumps(data), BlockKind.ILST)

    assert summary(flags())[0] is Declared.SILENT
    assert summary(flags(is_use_relight=1))[0] is Declared.SILENT
    assert summary(flags(is_use_voice_clone="1")) == (Declared.COMPOSITE, ["CapCut"])
    assert summary(flags(is_use_ai_video_generation=1))[0] is Declared.COMPOSITE


def test_aigc_in_xmp_escaped_and_in_exif(make):
    escaped = json.dumps(AIGC).replace('"', "&quot;")
    assert summary(make.xmp_reading(f"<TC260:AIGC>{escaped}</TC260:AIGC>"))[0] is Declared.GENERATED
    assert summary(make.xmp_reading("", f'TC260:AIGC="{escaped}"'))[0] is Declared.GENERATED
    twice = escaped.replace("&", "&amp;")
    assert summary(make.xmp_reading(f"<TC260:AIGC>{twice}</TC260:AIGC>"))[0] is Declared.GENERATED
    wrapped = json.dumps({"AIGC": AIGC})
    assert summary(make.exif(exif=[make.user_comment(wrapped)]))[0] is Declared.GENERATED


def test_aigc_keys_and_what_a_propagator_guessed(make):
    label = parse_aigc("AIGC", json.dumps(AIGC))
    assert (label.label, label.produce_id, label.producer_name) == ("1", "p", "Doubao (ByteDance)")
    named = parse_aigc("AIGC", json.dumps({**AIGC, "ContentProducer": "doubao"}))
    assert named.producer_name == "Doubao (ByteDance)"
    tencent = parse_aigc("AIGC", json.dumps({"Label": "1", "ServiceProvider": "T"}))
    assert tencent.producer == "T"
    for guessed in ("2", "3"):
        found, _ = signals(make.text("AIGC", json.dumps({**AIGC, "Label": guessed})), BUILTIN)
        assert [each.strength for each in found] == [Strength.HINT]


def test_draw_things(make):
    body = "<xmp:CreatorTool>Draw Things</xmp:CreatorTool>"
    assert summary(make.xmp_reading(body)) == (Declared.GENERATED, ["Draw Things"])


def test_luma_needs_both_fields(make):
    source = make.block(BlockKind.TEXT, "Source", "Luma AI")
    comment = make.block(BlockKind.TEXT, "Comment", "Generated by Luma AI's Uni-1 model")
    assert summary(make.blocks(source, comment)) == (Declared.GENERATED, ["Luma AI"])
    assert summary(make.blocks(source))[0] is Declared.SILENT


def test_easy_diffusion(make):
    fields = {
        "use_stable_diffusion_model": "sd-v1-5",
        "num_inference_steps": "25",
        "guidance_scale": "7.5",
    }
    blocks = [make.block(BlockKind.TEXT, key, value) for key, value in fields.items()]
    assert summary(make.blocks(*blocks)) == (Declared.GENERATED, ["Easy Diffusion"])
    assert summary(make.blocks(*blocks[1:]))[0] is Declared.SILENT


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
