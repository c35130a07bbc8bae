"""Smaller services and tools: each is one field, or one JSON of a known shape.

Sources: files of Ideogram, Tensor.Art, Stability Matrix and Hugging Face Spaces
(enslo/sd-metadata); Easy Diffusion ``ui/easydiffusion/utils/save_utils.py``; Luma, Reve and
Aphrodite AI as wiltodelta/remove-ai-watermarks documents them. A dialect that grows gets a module
of its own.
"""

import re
from collections.abc import Iterator
from typing import Any

from provenance.formats.base import BlockKind
from provenance.model.evidence import Signal, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.readers.base import (
    Pattern,
    Reader,
    Reading,
    Recipe,
    cut,
    each_of,
    json_object,
    text_of,
)
from provenance.readers.generators import CREATOR_TOOL_WORDS, by_creator_tool
from provenance.readers.texts import Text, texts

NAME = "services"

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SOFTWARE = frozenset({"Software", "Make"})
_EASY = frozenset(
    {"use_stable_diffusion_model", "num_inference_steps", "guidance_scale", "sampler_name"}
)
_SPACE = frozenset({"prompt", "resolution", "Model", "guidance_scale", "num_inference_steps"})
_TENSOR = frozenset({"prompt", "steps", "cfgScale", "seed", "baseModel", "ksamplerName", "models"})
_POLLINATIONS = frozenset({"nologo", "nofeed", "enhance", "safe", "originalPrompt", "model"})
_MODEL = re.compile(r'"model":"([^"]{1,100})"')
_SEED = re.compile(r'"seed":(\d{1,20})')
_MOST = 3
"""Keys of a shape that must be there."""


def parse(key: str, value: str) -> Recipe | None:
    """The recipe of one JSON text, or None."""
    if not value.lstrip().startswith("{"):
        return None
    key = key.casefold()
    if key == "generation_data":
        return _shaped(value, _TENSOR, "Tensor.Art", "Tensor.Art generation data")
    if key == "parameters":
        return _shaped(
            value, _SPACE, "Hugging Face Space", "Hugging Face Space parameters", "Model"
        )
    if key == "smproj":
        found = json_object(value)
        return (
            Recipe(SoftwareAgent("Stability Matrix"), "Stability Matrix project")
            if found and {"ProjectType", "State", "Version"} & found.keys()
            else None
        )
    if key in {"usercomment", "comment"} and "use_stable_diffusion_model" in value:
        return _shaped(
            value,
            _EASY,
            "Easy Diffusion",
            "Easy Diffusion parameters",
            "use_stable_diffusion_model",
        )
    return _pollinations(value) if key == "usercomment" and '"nologo":' in value else None


def _pollinations(value: str) -> Recipe | None:
    """Its request, also where quotes inside the prompt lost their escapes and it is no JSON."""
    if sum(f'"{name}":' in value for name in _POLLINATIONS) < _MOST or '"prompt":' not in value:
        return None
    model, seed = _MODEL.search(value), _SEED.search(value)
    return Recipe(
        SoftwareAgent("Pollinations"),
        "Pollinations request",
        model=model.group(1) if model else "",
        seed=seed.group(1) if seed else "",
    )


def _shaped(
    value: str, shape: frozenset[str], tool: str, dialect: str, needed: str = "prompt"
) -> Recipe | None:
    found: dict[str, Any] | None = json_object(value)
    if found is None or needed not in found or len(shape & found.keys()) < _MOST:
        return None
    prompt = found.get("prompt")
    return Recipe(
        SoftwareAgent(tool),
        dialect,
        model=text_of(found.get("Model")) or text_of(found.get("use_stable_diffusion_model")),
        seed=text_of(found.get("seed")),
        prompt_characters=len(prompt) if isinstance(prompt, str) else None,
    )


def read(reading: Reading) -> Iterator[Signal]:
    """JSON shapes, software fields, and pairs of PNG texts."""
    yield from _pairs(texts(reading))
    yield from each_of(texts(reading), _one)


def _one(text: Text) -> Iterator[Signal]:
    recipe = parse(text.key, text.value)
    if recipe is not None:
        yield recipe.signal(NAME, text.where)
    elif text.key == "hf-job-id" and _UUID.fullmatch(text.value.strip()):
        job = Recipe(SoftwareAgent("Hugging Face job"), "Hugging Face job id")
        yield job.signal(NAME, text.where, Strength.HINT)  # a job may also train or convert
    elif text.kind in {BlockKind.EXIF, BlockKind.TEXT} and text.key in _SOFTWARE:
        yield from _software(text)


def _software(text: Text) -> Iterator[Signal]:
    known = by_creator_tool(text.value)
    if known is not None and known[0].name != "NovelAI":  # its own reader wants more than a name
        agent, ai = known
        yield Signal(NAME, text.where, cut(text.value), Strength.STATED, ai, generator=agent)


def _pairs(found: tuple[Text, ...]) -> Iterator[Signal]:
    """Fields that count only together."""
    fields = {text.key: text for text in found if text.kind is BlockKind.TEXT}
    source, comment = fields.get("Source"), fields.get("Comment")
    if (
        source
        and comment
        and source.value.strip() == "Luma AI"
        and comment.value.startswith("Generated by Luma AI")
    ):
        yield Recipe(SoftwareAgent("Luma AI"), "Luma AI note").signal(NAME, source.where)
    easy = _EASY & fields.keys()
    if "use_stable_diffusion_model" in easy and len(easy) >= _MOST:
        model = fields["use_stable_diffusion_model"]
        recipe = Recipe(
            SoftwareAgent("Easy Diffusion"), "Easy Diffusion parameters", model=model.value
        )
        yield recipe.signal(NAME, model.where)


_SD_METADATA = "enslo/sd-metadata packages/core/src/parsers/detect.ts"
_LANDSCAPE = "wiltodelta/remove-ai-watermarks docs/watermarking-landscape.md"

READER = Reader(
    NAME,
    read,
    "Ideogram, Tensor.Art, Stability Matrix, Hugging Face Spaces, Easy Diffusion, Luma, Reve, "
    "Aphrodite AI, Draw Things, Pollinations: one field or one JSON shape each "
    "(enslo/sd-metadata, easydiffusion/easydiffusion, wiltodelta/remove-ai-watermarks, "
    "pollinations/pollinations)",
    (
        Pattern(
            "ideogram",
            "Ideogram",
            "EXIF Make",
            "Ideogram AI",
            _LANDSCAPE,
        ),
        Pattern(
            "tensor-art",
            "Tensor.Art",
            "PNG text generation_data",
            "JSON with prompt and two of steps, cfgScale, seed, baseModel, ksamplerName, models",
            _SD_METADATA,
        ),
        Pattern(
            "stability-matrix",
            "Stability Matrix",
            "PNG text smproj",
            "JSON with ProjectType, State or Version",
            _SD_METADATA,
        ),
        Pattern(
            "hf-space",
            "Hugging Face Space",
            "PNG text parameters",
            "JSON with prompt and two of Model, resolution, guidance_scale, num_inference_steps",
            _SD_METADATA,
        ),
        Pattern(
            "hf-job",
            "Hugging Face job",
            "PNG text hf-job-id",
            "a UUID: a hint, since a job need not generate",
            _LANDSCAPE,
        ),
        Pattern(
            "easy-diffusion",
            "Easy Diffusion",
            "PNG text, EXIF UserComment",
            "use_stable_diffusion_model and two of num_inference_steps, guidance_scale, "
            "sampler_name",
            "easydiffusion/easydiffusion ui/easydiffusion/utils/save_utils.py",
        ),
        Pattern(
            "pollinations",
            "Pollinations",
            "EXIF UserComment",
            "prompt, nologo and two of nofeed, enhance, safe, originalPrompt, model, as JSON names",
            "pollinations/pollinations image.pollinations.ai/src/writeExifMetadata.ts",
        ),
        Pattern(
            "luma",
            "Luma AI",
            "PNG text Source and Comment",
            "Luma AI, and Generated by Luma AI: both",
            _LANDSCAPE,
        ),
        Pattern(
            "reve",
            "Reve",
            "PNG text and EXIF Software, XMP CreatorTool",
            "reve.com",
            _LANDSCAPE,
        ),
        Pattern(
            "aphrodite",
            "Aphrodite AI",
            "EXIF Make and Software, XMP CreatorTool",
            "Aphrodite AI",
            _LANDSCAPE,
        ),
        Pattern(
            "topaz",
            "Topaz Labs",
            "EXIF Software, XMP CreatorTool",
            "Topaz Photo, Video, Gigapixel, Sharpen or Denoise: enhanced, not generated",
            _LANDSCAPE,
        ),
    ),
    words=(
        "generation_data",
        "parameters",
        "smproj",
        "use_stable_diffusion_model",
        "hf-job-id",
        "nologo",
        "luma ai",
        *CREATOR_TOOL_WORDS,
    ),
)
