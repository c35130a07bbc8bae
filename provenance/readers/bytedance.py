"""ByteDance: the export notes of Dreamina and of CapCut, Jianying and their relatives.

Source: files. Dreamina's ``aigc_label_type`` is 0 on generated pictures, so product and kind of
export decide. CapCut lists which AI features a project used: a flag of 1 means that a part is
generated, flags of 0 prove only that the feature was not used; ``is_use_vc_sing_clone`` was 1
where no voice existed and is not believed.
"""

from typing import Any

from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Reader, Recipe, json_object, text_of
from provenance.readers.texts import Text, each_text

NAME = "bytedance"

GENERATING = (
    "is_use_ai_image_generation",
    "is_use_ai_video_generation",
    "is_use_ai_sound",
    "is_use_aimusic_bgm",
    "is_use_aimusic_vocal",
    "is_aimusic_mv",
    "is_use_voice_clone",
)
_EDITORS = {"lv": "CapCut", "vicut": "ViCut", "capcut": "CapCut", "jianying": "Jianying"}
_ARTWORK = "artwork"


def parse(key: str, value: str) -> Recipe | None:
    """The recipe of one text, or None."""
    if '"product"' not in value:
        return None
    found = json_object(value)
    data = found.get("data") if found else None
    if isinstance(data, str):
        data = json_object(data)
    if not isinstance(data, dict):
        return None
    product = text_of(data.get("product")).casefold()
    if product == "dreamina" and text_of(data.get("exportType")).casefold() == "generation":
        return Recipe(SoftwareAgent("Dreamina (ByteDance)"), "Dreamina export, generation")
    if key.casefold().rsplit(".", 1)[-1] == _ARTWORK:
        return _editor(product, data)
    return None


def _editor(product: str, data: dict[str, Any]) -> Recipe | None:
    used = tuple(flag for flag in GENERATING if text_of(data.get(flag)) == "1")
    if not used:
        return None
    return Recipe(
        SoftwareAgent(_EDITORS.get(product, f"ByteDance {product}".strip())),
        "CapCut project flags",
        ai=AiClass.COMPOSITE,
        extra=used,
    )


def _parse(text: Text) -> Recipe | None:
    return parse(text.key, text.value)


READER = Reader(
    NAME,
    each_text(NAME, _parse),
    "Dreamina's export note in EXIF and CapCut's project flags in MP4 keys (Artwork) (files)",
    (
        Pattern(
            "dreamina",
            "Dreamina (ByteDance)",
            "EXIF UserComment, ImageDescription",
            "JSON with product dreamina and exportType generation",
            "files of dreamina.capcut.com; wiltodelta/remove-ai-watermarks "
            "docs/watermarking-landscape.md",
        ),
        Pattern(
            "capcut",
            "CapCut, Jianying, ViCut",
            "MP4 keys Artwork",
            "JSON in which a flag of a generating feature is 1",
            "files of CapCut",
        ),
    ),
    words=('"product"',),
)
