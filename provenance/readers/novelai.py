"""NovelAI: PNG text, or the same as JSON in EXIF ``UserComment``.

Source: NovelAI/novelai-image-metadata ``nai_meta.py``, and files. ``Software`` must say so and a
second field must have NovelAI's shape.
"""

import re
from collections.abc import Iterator

from provenance.formats.base import BlockKind
from provenance.model.evidence import Signal
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Reader, Reading, Recipe, each_of, json_object, text_of
from provenance.readers.texts import Text, texts

NAME = "novelai"

_TITLES = frozenset({"ai generated image", "ai augmented image", "novelai generated image"})
_AUGMENTED = "ai augmented image"
_SOURCE = re.compile(r"^(?:NovelAI Diffusion|Stable Diffusion)\b")


def parse(fields: dict[str, str]) -> Recipe | None:
    """The recipe of NovelAI's fields, or None.

    Args:
        fields: ``Software``, ``Title``, ``Source``, ``Comment`` and so on, by name.
    """
    software = fields.get("Software", "")
    if software != "NovelAI" and not software.startswith("NovelAI Diffusion"):
        return None
    title = fields.get("Title", "").casefold()
    comment = json_object(fields.get("Comment", ""))
    source = fields.get("Source", "") or (software if software != "NovelAI" else "")
    if title not in _TITLES and comment is None and not _SOURCE.match(source):
        return None
    comment = comment or {}
    prompt = comment.get("prompt", fields.get("Description"))
    return Recipe(
        generator=SoftwareAgent("NovelAI"),
        dialect="NovelAI metadata",
        model=source,
        seed=text_of(comment.get("seed")),
        sampler=text_of(comment.get("sampler")),
        prompt_characters=len(prompt) if isinstance(prompt, str) else None,
        ai=AiClass.COMPOSITE if title == _AUGMENTED else AiClass.GENERATED,
        extra=("signed by NovelAI (not checked)",) if "signed_hash" in comment else (),
    )


def read(reading: Reading) -> Iterator[Signal]:
    """PNG fields together, then each JSON."""
    fields: dict[str, str] = {}
    where = ""
    whole: list[Text] = []
    for text in texts(reading):
        hidden = text.key.startswith("stealth_")
        if hidden or (text.kind is BlockKind.EXIF and text.key == "UserComment"):
            whole.append(text)
        elif text.kind is BlockKind.TEXT:
            fields.setdefault(text.key, text.value)
            where = text.where if text.key == "Software" else where
    yield from each_of(whole, _whole)
    recipe = parse(fields)
    if recipe is not None:
        yield recipe.signal(NAME, where)


def _whole(text: Text) -> Iterator[Signal]:
    found = json_object(text.value) if "NovelAI" in text.value else None
    recipe = parse({key: text_of(value) for key, value in (found or {}).items()})
    if recipe is not None:
        yield recipe.signal(NAME, text.where)


READER = Reader(
    NAME,
    read,
    "NovelAI's PNG text (Software, Title, Source, Comment) and EXIF UserComment JSON "
    "(NovelAI/novelai-image-metadata)",
    (
        Pattern(
            "novelai",
            "NovelAI",
            "PNG text Software, Title, Source, Comment; EXIF UserComment of WebP; alpha (see "
            "stealth-alpha)",
            "Software NovelAI and a second field of its shape",
            "NovelAI/novelai-image-metadata nai_meta.py",
        ),
    ),
    words=("novelai",),
)
