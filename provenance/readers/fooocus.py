"""Fooocus and RuinedFooocus: JSON parameters.

Source: lllyasviel/Fooocus ``modules/meta_parser.py`` and ``private_logger.py``; files.
``fooocus_scheme`` names the scheme; A1111 text of Fooocus is read by ``a1111``.
"""

from typing import Any

from provenance.model.manifest import SoftwareAgent
from provenance.readers.base import Pattern, Reader, Recipe, json_object, text_of
from provenance.readers.texts import Text, each_text

NAME = "fooocus"

_SHAPE = frozenset({"base_model", "full_prompt", "performance", "sharpness", "styles", "seed"})


def parse(value: str) -> Recipe | None:
    """The recipe of one JSON text, or None."""
    if "ooocus" not in value:
        return None
    found = json_object(value)
    if found is None:
        return None
    if text_of(found.get("software")) == "RuinedFooocus":
        return _recipe(found, SoftwareAgent("RuinedFooocus"), "base_model_name", "Prompt")
    version = text_of(found.get("version"))
    if version.startswith("Fooocus") and len(_SHAPE & found.keys()) > 1:
        agent = SoftwareAgent("Fooocus", version.removeprefix("Fooocus").strip().removeprefix("v"))
        return _recipe(found, agent, "base_model", "prompt")
    return None


def _recipe(found: dict[str, Any], agent: SoftwareAgent, model: str, prompt: str) -> Recipe:
    words = found.get(prompt)
    return Recipe(
        agent,
        f"{agent.name} parameters",
        model=text_of(found.get(model)),
        seed=text_of(found.get("seed")),
        sampler=text_of(found.get("sampler")) or text_of(found.get("sampler_name")),
        prompt_characters=len(words) if isinstance(words, str) else None,
    )


def _parse(text: Text) -> Recipe | None:
    return parse(text.value)


READER = Reader(
    NAME,
    each_text(NAME, _parse),
    "Fooocus' and RuinedFooocus' JSON in PNG text and EXIF UserComment (lllyasviel/Fooocus)",
    (
        Pattern(
            "fooocus",
            "Fooocus",
            "PNG text parameters, EXIF UserComment, EXIF Software",
            "JSON whose version begins with Fooocus; or Software Fooocus v...",
            "lllyasviel/Fooocus modules/meta_parser.py, modules/private_logger.py",
        ),
        Pattern(
            "ruinedfooocus",
            "RuinedFooocus",
            "PNG text parameters",
            "JSON with software RuinedFooocus",
            "enslo/sd-metadata packages/core/src/parsers/detect.ts",
        ),
    ),
    words=("ooocus",),
)
