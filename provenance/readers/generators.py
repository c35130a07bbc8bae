"""Known generators: how C2PA manifests and plain software fields name them.

A digital source type always decides first. The table speaks where a manifest has none (the
earliest Firefly, Microsoft's of 2023-24, ElevenLabs, Dreamina), and it gives every signal the
generator's full name. Each pattern is anchored and matched against one field, never against raw
bytes: ``imagen`` stands in ``ImageNumber``, ``sora`` and ``luma`` in many a file of no model.

Editors that merely may hold generated parts (Photoshop, Premiere, Microsoft Designer, CapCut) and
cameras are no generators here. A signer alone gives a name, never a class: ByteDance's certificate
also signs plain edits. Sources: manifests of public files and the readers of
wiltodelta/remove-ai-watermarks, enslo/sd-metadata, c2pa-org/public-testfiles.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from provenance.frozen import dataclass
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass

_NEVER: Final = re.compile(r"(?!)")


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE) if text else _NEVER


@dataclass(frozen=True, slots=True)
class Known:
    """One generator's vendor.

    Attributes:
        name: The vendor's or product's name, as reports show it.
        claim: Claim generators that only generate: they classify.
        agent: Software agents that only generate: they classify.
        named: Further claim generators, software agents and signers that only name.
        ai: What a use of the tool says.
    """

    name: str
    claim: re.Pattern[str] = _NEVER
    agent: re.Pattern[str] = _NEVER
    named: re.Pattern[str] = _NEVER
    ai: AiClass = AiClass.GENERATED


def _known(
    name: str,
    *,
    claim: str = "",
    agent: str = "",
    named: str = "",
    ai: AiClass = AiClass.GENERATED,
) -> Known:
    return Known(name, _pattern(claim), _pattern(agent), _pattern(named), ai)


KNOWN: Final = (
    _known(
        "OpenAI",
        claim=r"^(?:chatgpt|sora|openai media service api|dall[-\u00b7 ]?e\b.*)$",
        agent=r"^(?:gpt-4o|gpt-image\b.*|sora|dall[-\u00b7 ]?e\b.*)$",
        named=r"^openai\b",
    ),
    _known("Google", named=r"^google\b"),
    _known(
        "Microsoft",
        claim=r"^microsoft[ _]responsible[ _]ai\b",
        agent=r"^(?:image creator from (?:microsoft )?designer|bing image creator"
        r"|azure openai imagegen)$",
        named=r"^microsoft\b",
    ),
    _known("Adobe Firefly", claim=r"^adobe[ _]firefly\b", agent=r"^adobe[ _]firefly\b"),
    _known(
        "Black Forest Labs",
        claim=r"^black[ _]forest[ _]labs\b",
        agent=r"^flux\.\d",
        named=r"^black[ _]forest[ _]labs\b",
    ),
    _known(
        "Amazon",
        claim=r"^amazon[ _]bedrock\b",
        agent=r"^(?:amazon )?(?:titan image generator|nova (?:canvas|reel))\b",
        named=r"^amazon web services\b",
    ),
    _known("Runway", claim=r"^runway ai\b", named=r"^runway(?:ml)?\b"),
    _known("ElevenLabs", claim=r"^eleven ?labs\b", named=r"^eleven ?labs\b"),
    _known("Samsung", agent=r"^photo assist$", named=r"^samsung\b", ai=AiClass.COMPOSITE),
    _known("Dreamina (ByteDance)", claim=r"^dreamina\b", agent=r"^dreamina\b"),
    _known("Volcengine (ByteDance)", named=r"^(?:volcengine|\u5317\u4eac\u706b\u5c71\u5f15\u64ce)"),
    _known("ByteDance", named=r"^byte(?:dance|plus)\b"),
    _known("Stability AI", claim=r"^stability ?ai\b", named=r"^stability ai\b"),
    _known("Higgsfield", claim=r"^higgsfield ai\b"),
    _known("fal.ai", claim=r"^fal[-.]ai\b", named=r"^fal[-.]ai\b"),
    _known("Bria", claim=r"^bria\b", named=r"^bria\b"),
    _known("Canva", named=r"^canva\b"),
    _known("Topaz Labs", claim=r"^topaz labs\b", named=r"^topaz\b", ai=AiClass.ENHANCED),
)

LIBRARIES: Final = re.compile(
    r"^(?:c2pa[-_]rs|c2patool|c2pa-adobe-js|adobe_c2pa|c2pa-python|c2pa-ts|cai-helper|media-provenance|truepic\b.*)"
    r"(?:$|[/ ])",
    re.IGNORECASE,
)
"""Claim generators that are only the library that wrote the manifest."""

_CREATOR_TOOLS: Final = (
    ("draw things", r"\b", "Draw Things", AiClass.GENERATED),
    ("reve.com", "$", "Reve", AiClass.GENERATED),
    ("aphrodite ai", r"\b", "Aphrodite AI", AiClass.GENERATED),
    ("ideogram ai", "$", "Ideogram", AiClass.GENERATED),
    ("novelai", "$", "NovelAI", AiClass.GENERATED),
    ("fooocus", r" v?\d", "Fooocus", AiClass.GENERATED),
    ("adobe firefly", r"\b", "Adobe Firefly", AiClass.GENERATED),
    ("topaz", " (?:photo|video|gigapixel|sharpen|denoise)", "Topaz Labs", AiClass.ENHANCED),
)
"""How the field begins, what must follow, whose it is, and what a use of the tool says."""
CREATOR_TOOL_WORDS: Final = tuple(start for start, *_ in _CREATOR_TOOLS)
"""Of which one stands, letter case aside, in every field that ``by_creator_tool`` knows."""
_NOT_LETTERS: Final = re.compile(r"[\W_]")
_VERSION: Final = re.compile(r"\bv?(\d+(?:\.\w+)*)\b")


@lru_cache(maxsize=256)
def by_creator_tool(value: str) -> tuple[SoftwareAgent, AiClass] | None:
    """The tool behind a ``Software``, ``Make`` or ``CreatorTool`` field, if we know it."""
    value = value.strip()
    for start, rest, name, ai in _CREATOR_TOOLS:
        if re.match(re.escape(start) + rest, value, re.IGNORECASE):
            version = _VERSION.search(value)
            return SoftwareAgent(name, version.group(1) if version else ""), ai
    return None


def tidy(agent: SoftwareAgent) -> SoftwareAgent:
    """An agent with name and version apart: ``Adobe_Firefly/1.0 c2pa-rs/0.17.0`` is two facts."""
    return _tidied(agent.name, agent.version)


@lru_cache(maxsize=256)
def _tidied(told: str, version: str) -> SoftwareAgent:
    words = told.split()
    own = next((at for at, word in enumerate(words) if at and LIBRARIES.match(word)), len(words))
    name, _, rest = " ".join(words[:own]).partition("/")
    # "Elevenlabs c2patool" with version 0.9.5: the version is the library's.
    borrowed = own < len(words) and "/" not in words[-1]
    version = ("" if borrowed else version.strip()) or rest.split(" ")[0]
    return SoftwareAgent(name.replace("_", " ").strip() or told.strip(), version)


def known_claim(agents: Iterable[SoftwareAgent]) -> Known | None:
    """The generator whose claim generator this is, where that alone classifies."""
    for agent in agents:
        name = tidy(agent).name
        for known in KNOWN:
            if known.claim.match(name):
                return known
    return None


@lru_cache(maxsize=1024)
def known_agent(agent: SoftwareAgent | None) -> Known | None:
    """The generator whose software agent this is, where that alone classifies."""
    if agent is None:
        return None
    return next((known for known in KNOWN if known.agent.match(agent.name.strip())), None)


def full_name(
    agent: SoftwareAgent | None, claim: Iterable[SoftwareAgent], signer: str
) -> SoftwareAgent | None:
    """Who made it: the agent's name with its vendor's, where the one does not tell the other.

    Args:
        agent: The action's software agent, if any.
        claim: The manifest's claim generators.
        signer: Organisation or name on the signing certificate.
    """
    generators = [each for each in claim if each.name and not LIBRARIES.match(each.name)]
    best = agent or (generators[0] if generators else None)
    words = [each.name for each in (agent, *generators) if each] + [signer]
    vendor = next(filter(None, map(_vendor, words)), "")
    if best is None:
        return SoftwareAgent(vendor or signer) if vendor or signer else None
    best = tidy(best)
    if vendor and _letters(vendor.split(" ")[0]) not in _letters(best.name):
        return SoftwareAgent(f"{vendor} {best.name}", best.version)
    return best


def _letters(name: str) -> str:
    return _NOT_LETTERS.sub("", name).casefold()


@lru_cache(maxsize=1024)
def _vendor(word: str) -> str:
    """Whom a name belongs to, or "". Kept: a delivery has few names in many files."""
    word = word.strip()
    return next(
        (
            known.name
            for known in KNOWN
            if any(pattern.match(word) for pattern in (known.claim, known.agent, known.named))
        ),
        "",
    )
