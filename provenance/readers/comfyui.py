"""ComfyUI: the node graph of an execution, in whatever text a container offers.

Sources: comfyanonymous/ComfyUI ``nodes.py`` and ``comfy_extras``; Kosinkadink's
ComfyUI-VideoHelperSuite; files of ComfyUI_examples. An execution is told by ``prompt`` (the API
graph, nodes with ``class_type``). A ``workflow`` alone (the editor's graph) stands in screenshots
of the editor, and a graph without a sampler, decoder or generating service was used as an editor:
both say nothing about generation.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from provenance.formats.base import BlockKind
from provenance.model.evidence import Signal, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Reader, Reading, Recipe
from provenance.readers.texts import Text, folded, texts

NAME = "comfyui"

MAX_NODES: Final = 5000

_CLASS_TYPE = re.compile(r'\\{0,8}"class_type\\{0,8}"\s{0,4}:\s{0,4}\\{0,8}"([^"\\]{1,200})')
_BARE_TYPE = re.compile(
    r"\}\s{0,4},\s{0,4}class_type\s{0,4}:\s{0,4}([^\"\\{},:]{1,200})[,}]"
    r"|\{\s{0,4}class_type\s{0,4}:\s{0,4}([^\"\\{},:]{1,200}),\s{0,4}inputs\s{0,4}:"
)
"""Of a graph from which somebody's saver took the quotes: beside a node's inputs, or nothing."""
_MODEL = re.compile(
    r"\b(?:ckpt_name|unet_name|model_name)\\{0,8}\"?\s{0,4}:\s{0,4}\\{0,8}\"?([^\"\\{},]{1,200})"
)
_SEED = re.compile(r"\b(?:noise_)?seed\\{0,8}\"?\s{0,4}:\s{0,4}(\d{1,20})")
_GENERATING = (
    r"(?:(?<!re)(?<!up)(?<!down)sampler)"
    r"|vae[ _-]?decode|empty\w{0,20}latent"
    r"|(?:text|txt|image|img|audio|prompt|voice|reference|frames?)[ _-]?(?:to|2)[ _-]?"
    r"(?:image|img|video|vid|audio|speech|music|song|model)(?:api|node|gen|_|\b)"
    r"|(?<![a-z])[tiv]2[iv](?![a-z])"
    r"|ultimatesdupscale|facedetailer|detailerforeach"
    r"|musicgen|cosyvoice|kokoro|text[ _-]?to[ _-]?speech"
)
"""Compiled with the first graph that is met: few files hold one, and this takes milliseconds."""
_SPEECH = "TTS"
_SERVICE = (
    r"^(?:OpenAI(?:Dalle|GPTImage|Video|Sora)|Ideogram|Kling|Runway|Mini[mM]ax|Pika|Moonvalley|Vidu"
    r"|Flux(?:Pro|KontextPro|KontextMax|2Pro|2Max|2Flex)\w*Image|Stability(?:Stable|Text|Audio)"
    r"|Veo\d?Video|Gemini\w*Image|ByteDance|Luma(?:Image|Video)|Recraft\w*(?:To|Inpaint|Generat)"
    r"|Tripo|Rodin3D|Pix[vV]erse|L[tT][xX][vV]Api|Wan\d*\w*Api|Hailuo|Seedream|Seedance|NanoBanana"
    r"|Bria\w*Image|Grok(?:Image|Video)|ElevenLabs\w*(?:Speech|Sound|Voice)|HappyHorse|Higgsfield)"
)
"""Nodes of services, by the names in comfyanonymous/ComfyUI ``comfy_api_nodes``."""

_ASKED = re.compile(r'"operation_mode\\{0,8}"\s{0,4}:\s{0,4}\\{0,8}"generate_images')
"""What if-ai/ComfyUI-IF_Gemini's node, which also chats, was asked for."""
_NOT_A_SERVICE = r"(?:Chat|Config|Concepts|Style|Color|Template|Upload|Input\w*)(?:Node)?$"
_SWAPPING = r"face[ _-]?swap|live[ _-]?portrait"
"""Nodes that put a model's face into a given picture or move it, by their names in
Gourieff/ComfyUI-ReActor and kijai/ComfyUI-LivePortraitKJ."""
_GRAPH_KEYS = frozenset({"workflow", "txxx:workflow"})


def generates(class_types: Iterator[str]) -> bool:
    """Whether one of the node types makes pictures, sound or speech out of a model."""
    return any(
        re.search(_GENERATING, each, re.IGNORECASE)
        or _SPEECH in each
        or (re.match(_SERVICE, each) and not re.search(_NOT_A_SERVICE, each))
        for each in class_types
    )


def _said(types: tuple[str, ...]) -> AiClass | None:
    if generates(iter(types)):
        return AiClass.GENERATED
    if any(re.search(_SWAPPING, each, re.IGNORECASE) for each in types):
        return AiClass.COMPOSITE
    return None


def class_types(text: str) -> tuple[str, ...]:
    """Types of the nodes in an API graph; also in JSON inside JSON, and in a text that is cut."""
    if "class_type" not in text:
        return ()
    found: dict[str, None] = {}
    shape = _CLASS_TYPE if _CLASS_TYPE.search(text) else _BARE_TYPE
    for number, match in enumerate(shape.finditer(text)):
        if number >= MAX_NODES:
            break
        found[match[match.lastindex or 0].strip()] = None
    return tuple(found)


def parse(text: str) -> Recipe | None:
    """The recipe of an API graph that generates, as a whole or in part, or None."""
    types = class_types(text)
    ai = AiClass.GENERATED if types and _ASKED.search(text) else _said(types)
    if ai is None:
        return None
    model, seed = _MODEL.search(text), _SEED.search(text)
    return Recipe(
        generator=SoftwareAgent("ComfyUI"),
        dialect="ComfyUI prompt",
        model=model.group(1) if model else "",
        seed=seed.group(1) if seed else "",
        extra=(f"{len(types)} types of nodes",),
        ai=ai,
        workflow='"last_node_id"' in text or '\\"last_node_id\\"' in text,
    )


def _is_civitai(text: str) -> bool:
    """Whether CivitAI's own service ran the graph: it adds a note and names models by its URNs."""
    return "extraMetadata" in text and ":civitai:" in text


def read(reading: Reading) -> Iterator[Signal]:
    """Each graph of the file."""
    held = folded(reading)
    graphs: list[Text] = []
    if "class_type" in held:
        graphs = [text for text in texts(reading) if "class_type" in text.value]
    if not graphs:
        graphs = list(_raw(reading))
    for text in graphs:
        recipe = parse(text.value)
        if recipe is not None:
            yield recipe.signal(NAME, text.where)
            if _is_civitai(text.value):
                civitai = replace(recipe, generator=SoftwareAgent("CivitAI"))
                yield civitai.signal(NAME, text.where)
        elif class_types(text.value):
            value = "ComfyUI graph without a generating node: used as an editor"
            yield Signal(NAME, text.where, value, Strength.STATED)
    if not graphs and "workflow" in held:
        for text in texts(reading):
            if text.key.casefold() in _GRAPH_KEYS and '"nodes"' in text.value:
                value = "ComfyUI workflow alone: a saved graph or a picture of one"
                yield Signal(NAME, text.where, value, Strength.STATED)


def _raw(reading: Reading) -> Iterator[Text]:
    """EXIF whose offsets are wrong, as ComfyUI writes it where the graph is not all ASCII."""
    for block in reading.blocks:
        if block.kind is BlockKind.EXIF and b'"class_type"' in block.data:
            yield Text(block.kind, block.where, "", block.data.decode("utf-8", "replace"))


_SD_METADATA = "enslo/sd-metadata packages/core/src/parsers/detect.ts"

READER = Reader(
    NAME,
    read,
    "ComfyUI API graphs (prompt) with a sampler, decoder or generating service, in PNG text, EXIF, "
    "MP4 keys, ID3, Vorbis and Matroska tags (comfyanonymous/ComfyUI, ComfyUI-VideoHelperSuite)",
    (
        Pattern(
            "comfyui-png",
            "ComfyUI",
            "PNG text prompt, also behind the pixels and behind IEND",
            "API graph with class_type, of which one node samples, decodes or asks a service",
            "comfyanonymous/ComfyUI nodes.py SaveImage",
        ),
        Pattern(
            "comfyui-webp",
            "ComfyUI",
            "EXIF Make and Model of WebP, also with wrong offsets",
            "workflow:{...} and prompt:{...}",
            "comfyanonymous/ComfyUI comfy_extras/nodes_images.py",
        ),
        Pattern(
            "comfyui-mp4",
            "ComfyUI",
            "MP4 and MOV keys prompt and workflow",
            "API graph",
            "comfyanonymous/ComfyUI comfy_extras/nodes_video.py",
        ),
        Pattern(
            "comfyui-vhs",
            "ComfyUI VideoHelperSuite",
            "MP4 comment, Matroska and WebM tags",
            "one JSON with prompt and workflow",
            "Kosinkadink/ComfyUI-VideoHelperSuite videohelpersuite/nodes.py",
        ),
        Pattern(
            "comfyui-audio",
            "ComfyUI",
            "FLAC and Opus comments, ID3 TXXX: prompt and workflow",
            "API graph",
            "comfyanonymous/ComfyUI comfy_extras/nodes_audio.py",
        ),
        Pattern(
            "comfyui-exif",
            "ComfyUI savers",
            "EXIF UserComment, ImageDescription",
            "JSON with prompt and workflow",
            _SD_METADATA,
        ),
        Pattern(
            "civitai-comfyui",
            "CivitAI",
            "EXIF UserComment",
            "API graph with extraMetadata and urn:air:...civitai:",
            _SD_METADATA,
        ),
        Pattern(
            "comfyui-bare",
            "ComfyUI",
            "EXIF UserComment",
            "API graph without quotes: class_type beside a node's inputs",
            "files",
        ),
        Pattern(
            "comfyui-face",
            "ComfyUI",
            "the same places",
            "API graph with a node that swaps faces or moves a portrait: a composite",
            "Gourieff/ComfyUI-ReActor nodes.py; kijai/ComfyUI-LivePortraitKJ nodes.py",
        ),
        Pattern(
            "comfyui-editor",
            "ComfyUI",
            "the same places",
            "API graph without a generating node, or a workflow alone: says nothing",
            "ltdrdata/ComfyUI-extension-tutorials (screenshots)",
        ),
    ),
    words=("class_type", "workflow"),
    raw=(b'"class_type"',),
)
