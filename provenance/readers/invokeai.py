"""InvokeAI, all generations: ``Dream``, ``sd-metadata``, ``invokeai_metadata``.

Source: invoke-ai/InvokeAI ``invokeai/app/api/extract_metadata_from_image.py`` and the history of
its writers. A key is believed only together with its value's shape; ``invokeai_workflow`` and
``invokeai_graph`` alone are a saved graph.
"""

import re
from typing import Any

from provenance.model.manifest import SoftwareAgent
from provenance.readers.base import Pattern, Reader, Recipe, json_object, text_of
from provenance.readers.texts import Text, each_text

NAME = "invokeai"

_STEPS = re.compile(r" -s ?\d+")
_SEED = re.compile(r" -S ?(\d+)")
_SHAPE = frozenset({"generation_mode", "positive_prompt", "app_version", "seed", "scheduler"})
_SHAPE_2 = frozenset({"app_id", "model_hash", "model_weights"})


def parse(key: str, value: str) -> Recipe | None:
    """The recipe of one keyed text, or None."""
    key = key.casefold()
    if key == "dream":
        return _dream(value)
    if key == "sd-metadata":
        found = json_object(value)
        return _version_2(found) if found and _SHAPE_2 & found.keys() else None
    if key in {"invokeai_metadata", "invokeai"}:
        found = json_object(value)
        if found and len(_SHAPE & found.keys()) > 1:
            return _version_3(found)
    return None


def _dream(value: str) -> Recipe | None:
    seed = _SEED.search(value)
    if not value.startswith('"') or not seed or not _STEPS.search(value):
        return None
    return Recipe(
        SoftwareAgent("InvokeAI"),
        "InvokeAI Dream",
        seed=seed.group(1),
        prompt_characters=max(value.rfind('"') - 1, 0),
    )


def _version_2(found: dict[str, Any]) -> Recipe:
    image = found.get("image")
    image = image if isinstance(image, dict) else {}
    return Recipe(
        SoftwareAgent("InvokeAI", text_of(found.get("app_version"))),
        "InvokeAI sd-metadata",
        model=text_of(found.get("model_weights")) or text_of(found.get("model")),
        seed=text_of(image.get("seed")),
        sampler=text_of(image.get("sampler")),
    )


def _version_3(found: dict[str, Any]) -> Recipe:
    model = found.get("model")
    prompt = found.get("positive_prompt")
    return Recipe(
        SoftwareAgent("InvokeAI", text_of(found.get("app_version"))),
        "InvokeAI metadata",
        model=text_of(model.get("name") or model.get("model_name"))
        if isinstance(model, dict)
        else "",
        seed=text_of(found.get("seed")),
        sampler=text_of(found.get("scheduler")),
        prompt_characters=len(prompt) if isinstance(prompt, str) else None,
    )


def _parse(text: Text) -> Recipe | None:
    return parse(text.key, text.value)


READER = Reader(
    NAME,
    each_text(NAME, _parse),
    "InvokeAI's PNG text Dream, sd-metadata and invokeai_metadata (invoke-ai/InvokeAI)",
    (
        Pattern(
            "invokeai-1",
            "InvokeAI 1",
            "PNG text Dream",
            "quoted prompt, then -s N -S N",
            "invoke-ai/InvokeAI (releases of 2022)",
        ),
        Pattern(
            "invokeai-2",
            "InvokeAI 2",
            "PNG text sd-metadata",
            "JSON with app_id, model_hash or model_weights",
            "invoke-ai/InvokeAI (releases of 2023)",
        ),
        Pattern(
            "invokeai-3",
            "InvokeAI 3 and later",
            "PNG text invokeai_metadata, invokeai",
            "JSON with two of generation_mode, positive_prompt, app_version, seed, scheduler",
            "invoke-ai/InvokeAI invokeai/app/api/extract_metadata_from_image.py",
        ),
    ),
    words=("dream", "sd-metadata", "invokeai"),
)
