"""What open watermarks say: the messages that public pipelines write into pixels.

Apart from the decoder, so that naming them needs no picture library.
"""

from math import comb
from typing import Final

from provenance.frozen import dataclass

CHANCE: Final = 1e-9
"""How likely noise may pass for a message: 44 of 48 bits, 32 of 32, 56 of 64, 103 of 136."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that a known pipeline writes.

    Attributes:
        name: Who writes it.
        bits: The message, 0 and 1.
        source: Where it is published.
    """

    name: str
    bits: tuple[int, ...]
    source: str

    @property
    def needed(self) -> int:
        """Bits that must agree, so that noise agrees with ``CHANCE`` at most."""
        return needed(len(self.bits))


def needed(length: int) -> int:
    """Bits of a message of this length that must agree."""
    likely, count = 0, length
    while count > 0 and (likely + comb(length, count)) / 2**length <= CHANCE:
        likely += comb(length, count)
        count -= 1
    return min(count + 1, length)


def _number(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text)


def _letters(text: bytes) -> tuple[int, ...]:
    return _number("".join(f"{each:08b}" for each in text))


MESSAGES: Final = (
    Message(
        "Stable Diffusion XL",
        _number("101100111110110010010000011110111011000110011110"),
        "huggingface/diffusers stable_diffusion_xl/watermark.py",
    ),
    Message(
        "FLUX",
        _number("001010101111111010000111100111001111010100101110"),
        "black-forest-labs/flux src/flux/util.py",
    ),
    Message("Stable Diffusion 1", _letters(b"StableDiffusionV1"), "CompVis scripts/txt2img.py"),
    Message("Stable Diffusion 2", _letters(b"SDV2"), "Stability-AI scripts/txt2img.py"),
    Message("InvokeAI", _letters(b"InvokeAI"), "invoke-ai/InvokeAI invisible_watermark.py"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """How well one message agrees with a picture.

    Attributes:
        name: Of the message.
        agreeing: Bits that agree, in the best of the ways to read.
        length: Bits of the message.
    """

    name: str
    agreeing: int
    length: int
