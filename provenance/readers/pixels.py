"""Pixels: text in their lowest bits and open watermarks, asked for by ``--effort deep``.

``decoding`` looks at the picture in the worker process, which is killed when it takes too long;
this reader turns what it found into signals. A hidden text is read by the same dialects as any
other text of the file.
"""

from collections.abc import Iterator
from typing import Final

from provenance.formats.base import Block, BlockKind, Format
from provenance.model.asset import Family
from provenance.model.evidence import Signal, Strength
from provenance.model.manifest import Json, SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Pixels, Reader, Reading
from provenance.readers.messages import MESSAGES, Match

NAME = "pixels"

DECODED: Final = frozenset(
    {"avif", "bigtiff", "bmp", "gif", "jp2", "jpg", "png", "psd", "tiff", "webp"}
)
"""Our names of the formats that are decoded; the others hold no pixels that a generator of these
marks writes."""

WORK: Final = "provenance.readers.decoding:pixels_json"
"""What the worker process is asked for."""


def decodes(format: Format) -> bool:  # noqa: A002  the contract's word
    """Whether the pixels of this format are looked at."""
    return format.family is Family.IMAGE and format.name in DECODED


def pixels_from_json(values: Json) -> Pixels:
    """The findings out of what ``pixels_json`` answered."""
    if not isinstance(values, dict):
        return Pixels(problem="not decoded: no answer")
    hidden = values.get("hidden") or {}
    texts: tuple[Block, ...] = ()
    if hidden:
        kind, data = str(hidden["kind"]), str(hidden["text"]).encode()
        channels = "RGB" if "rgb" in kind else "alpha"
        place = f"pixels, {channels} LSB"
        texts = (Block(BlockKind.TEXT, place, kind, data, 0, 0),)
    return Pixels(
        texts=texts,
        watermarks=tuple(Match(**each) for each in values.get("watermarks") or ()),
        problem=str(values.get("problem") or hidden.get("problem") or ""),
    )


def read(reading: Reading) -> Iterator[Signal]:
    """A signal for each watermark, and one for a hidden text as such."""
    if reading.pixels is None:
        return
    for block in reading.pixels.texts:
        # Only image generators write this; what the text says, the dialects say.
        yield Signal(
            NAME,
            f"{block.where} {block.key}",
            f"text hidden in the pixels, {len(block.data)} bytes",
            Strength.HINT,
            AiClass.GENERATED,
        )
    for match in reading.pixels.watermarks:
        yield Signal(
            NAME,
            "pixels, dwtDct watermark",
            f"{match.name}: {match.agreeing} of {match.length} bits",
            Strength.STATED,
            AiClass.GENERATED,
            generator=SoftwareAgent(match.name),
        )


_STEALTH = "neggles/sd-webui-stealth-pnginfo; NovelAI/novelai-image-metadata nai_meta.py"

READER = Reader(
    NAME,
    read,
    "With --effort deep: text in the lowest bits of alpha or RGB (stealth pnginfo), and the open "
    "watermarks of Stable Diffusion, SDXL, FLUX and InvokeAI "
    "(neggles/sd-webui-stealth-pnginfo, ShieldMnt/invisible-watermark)",
    (
        Pattern(
            "stealth-alpha",
            "A1111 family, NovelAI",
            "lowest bit of alpha, column by column; PNG, lossless WebP and others with alpha",
            "stealth_pnginfo or stealth_pngcomp, length, text of a dialect",
            _STEALTH,
        ),
        Pattern(
            "stealth-rgb",
            "A1111 family",
            "lowest bits of red, green, blue, column by column; PNG, lossless WebP and others",
            "stealth_rgbinfo or stealth_rgbcomp, length, text of a dialect",
            _STEALTH,
        ),
        *(
            Pattern(
                f"watermark-{message.name.casefold().replace(' ', '-')}",
                message.name,
                "dwtDct watermark in U, any decoded picture of 65,536 pixels or more",
                f"{message.needed} of {len(message.bits)} bits agree",
                f"{message.source}; ShieldMnt/invisible-watermark imwatermark/maxDct.py",
            )
            for message in MESSAGES
        ),
    ),
    of_pixels=True,
)
