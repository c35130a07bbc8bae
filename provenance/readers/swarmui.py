"""SwarmUI: ``{"sui_image_params": {...}}``.

Source: mcmonkeyprojects/SwarmUI ``src/Media/ImageFile.cs``; files.
"""

from provenance.model.manifest import SoftwareAgent
from provenance.readers.base import Pattern, Reader, Recipe, json_object, text_of
from provenance.readers.texts import Text, each_text

NAME = "swarmui"


def parse(value: str) -> Recipe | None:
    """The recipe of one JSON text, or None."""
    found = json_object(value) if '"sui_image_params"' in value else None
    params = found.get("sui_image_params") if found else None
    if not isinstance(params, dict) or not {"prompt", "seed", "model", "steps"} & params.keys():
        return None
    prompt = params.get("prompt")
    return Recipe(
        SoftwareAgent("SwarmUI", text_of(params.get("swarm_version"))),
        "SwarmUI parameters",
        model=text_of(params.get("model")),
        seed=text_of(params.get("seed")),
        sampler=text_of(params.get("sampler")),
        prompt_characters=len(prompt) if isinstance(prompt, str) else None,
    )


def _parse(text: Text) -> Recipe | None:
    return parse(text.value)


READER = Reader(
    NAME,
    each_text(NAME, _parse),
    "SwarmUI's JSON in PNG text and EXIF UserComment (mcmonkeyprojects/SwarmUI)",
    (
        Pattern(
            "swarmui",
            "SwarmUI",
            "PNG text parameters, EXIF UserComment of JPEG",
            "JSON with sui_image_params",
            "mcmonkeyprojects/SwarmUI src/Media/ImageFile.cs",
        ),
    ),
    words=('"sui_image_params"',),
)
