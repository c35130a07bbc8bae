"""The text that AUTOMATIC1111's web UI and its relatives write.

It is the prompt, the negative prompt, then ``Steps: N, Sampler: X, CFG scale: F, Seed: N, ...``.
Sources: AUTOMATIC1111/stable-diffusion-webui ``modules/infotext_utils.py``; the versions of the
relatives in enslo/sd-metadata ``packages/core/src/parsers/detect.ts``; vladmandic/sdnext. The text
stands in PNG ``parameters`` or in EXIF ``UserComment``, and in any other free text of a container.
Its shape decides, the key does not: scientific tools use ``parameters`` too.
"""

import re
from typing import Final

from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Reader, Recipe
from provenance.readers.texts import Text, each_text

NAME = "a1111"

MAX_SETTINGS: Final = 20_000
"""Characters after ``Steps:`` that are looked at."""

_STEPS = re.compile(r"(?:^|\n|, )Steps: ?(\d{1,6}), ?")
_FIELDS = ("Sampler", "CFG scale", "Seed", "Size", "Model hash", "Model", "Pipeline", "App")
_ENOUGH = 2
"""Fields beside the steps that make the shape: the earliest files have three, SD.Next five."""

_UPSCALE = re.compile(r"(?:^|\n|, )Postprocess upscale by: ?[\d.]+")
_VERSIONS = (
    (re.compile(r"^ComfyUI"), "ComfyUI"),
    (re.compile(r"^Fooocus v"), "Fooocus"),
    (re.compile(r"^neo\b"), "Forge Neo"),
    (re.compile(r"^classic\b"), "Forge Classic"),
    (re.compile(r"^f\d[\d.]*v\d+-v"), "reForge"),
    (re.compile(r"^f\d[\d.]*-v"), "EasyReforge"),
    (re.compile(r"^f\d"), "Forge"),
    (re.compile(r"^v?\d+\.\d+"), "AUTOMATIC1111 webui"),
)
UNKNOWN_TOOL = "A1111-style web UI"


def parse(text: str) -> Recipe | None:
    """The recipe of one text, or None where it has another shape."""
    if "Steps:" not in text:
        return _upscaled(text)
    starts = list(_STEPS.finditer(text))
    if not starts:
        return None
    settings = text[starts[-1].start() : starts[-1].start() + MAX_SETTINGS].lstrip("\n, ")
    found = {name: value for name in _FIELDS if (value := field(settings, name))}
    if len(found) < _ENOUGH:
        return None
    prompt = text[: starts[-1].start()].partition("\nNegative prompt:")[0]
    return Recipe(
        generator=_tool(settings, found),
        dialect="A1111 parameters",
        model=found.get("Model", found.get("Model hash", "")),
        seed=found.get("Seed", ""),
        sampler=found.get("Sampler", ""),
        prompt_characters=len(prompt.strip()),
    )


def field(settings: str, name: str) -> str:
    """One setting's value, or "": behind its name, at the start of a line or behind a comma."""
    mark = f"{name}:"
    at = settings.find(mark)
    while at >= 0:
        if not at or settings.endswith((", ", "\n"), 0, at):
            value = settings[at + len(mark) :]
            return value.partition(",")[0].partition("\n")[0].strip()
        at = settings.find(mark, at + 1)
    return ""


def _tool(settings: str, found: dict[str, str]) -> SoftwareAgent:
    version = field(settings, "Version")
    if found.get("App") == "SD.Next":
        return SoftwareAgent("SD.Next", version)
    if "Civitai resources: [" in settings or "Civitai metadata: {" in settings:
        return SoftwareAgent("CivitAI")
    for pattern, name in _VERSIONS:
        if pattern.match(version):
            number = version.removeprefix("Fooocus ").removeprefix("v")
            return SoftwareAgent(name, number if any(map(str.isdigit, number)) else "")
    return SoftwareAgent(UNKNOWN_TOOL, version)


def _upscaled(text: str) -> Recipe | None:
    """The extras tab upscales any picture, also a photograph: enhancement, not generation."""
    if "Postprocess upscale" not in text or not _UPSCALE.search(text):
        return None
    return Recipe(SoftwareAgent("AUTOMATIC1111 webui"), "A1111 postprocessing", ai=AiClass.ENHANCED)


def _parse(text: Text) -> Recipe | None:
    return parse(text.value)


_WEBUI = "AUTOMATIC1111/stable-diffusion-webui modules/infotext_utils.py"
_SD_METADATA = "enslo/sd-metadata packages/core/src/parsers/detect.ts"
_ANY = (
    "PNG tEXt, zTXt or iTXt parameters; EXIF UserComment of JPEG, WebP, AVIF; any other text of "
    "a container"
)

READER = Reader(
    NAME,
    each_text(NAME, _parse),
    "A1111 parameters of AUTOMATIC1111, Forge, reForge, SD.Next, CivitAI and relatives in PNG "
    "text, EXIF UserComment, XMP and any other text "
    "(AUTOMATIC1111/stable-diffusion-webui, enslo/sd-metadata)",
    (
        Pattern(
            "a1111",
            "AUTOMATIC1111 web UI",
            _ANY,
            "Steps: N, and two of Sampler, CFG scale, Seed, Size, Model; Version: v1.x",
            _WEBUI,
        ),
        Pattern(
            "forge",
            "Forge",
            _ANY,
            "the same; Version: f2.0...",
            _SD_METADATA,
        ),
        Pattern(
            "reforge",
            "reForge",
            _ANY,
            "the same; Version: fN...vN-v...",
            _SD_METADATA,
        ),
        Pattern(
            "easyreforge",
            "EasyReforge",
            _ANY,
            "the same; Version: fN...-v...",
            _SD_METADATA,
        ),
        Pattern(
            "forge-classic",
            "Forge Classic",
            _ANY,
            "the same; Version: classic",
            _SD_METADATA,
        ),
        Pattern(
            "forge-neo",
            "Forge Neo",
            _ANY,
            "the same; Version: neo...",
            _SD_METADATA,
        ),
        Pattern(
            "sd-next",
            "SD.Next",
            _ANY,
            "the same; App: SD.Next",
            "vladmandic/sdnext modules/infotext.py",
        ),
        Pattern(
            "civitai",
            "CivitAI",
            "EXIF UserComment",
            "the same; Civitai resources: [ or Civitai metadata: {",
            _SD_METADATA,
        ),
        Pattern(
            "comfyui-a1111",
            "ComfyUI savers",
            _ANY,
            "the same; Version: ComfyUI",
            _SD_METADATA,
        ),
        Pattern(
            "a1111-upscale",
            "AUTOMATIC1111 web UI",
            "PNG text postprocessing and extras",
            "Postprocess upscale by: N without Steps: enhanced, not generated",
            _WEBUI,
        ),
        Pattern(
            "free-text",
            "A1111-style web UI",
            "OpenEXR attributes, DPX header, Broadcast Wave bext and iXML, Matroska tags, GIF and "
            "JPEG comments, TIFF ImageDescription",
            "A1111 parameters that somebody carried along",
            _WEBUI,
        ),
    ),
    words=("steps:", "postprocess upscale"),
)
