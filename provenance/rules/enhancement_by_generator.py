"""Rule ``enhancement-by-generator``."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Declared, Evidence, class_of, firmly_ai
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import AiClass, read_source_type
from provenance.rules.base import enumerated, rule
from provenance.standings.standing import disclosure_standing

_GENERATIVE: Final = (
    *("Adobe Firefly", "Automatic1111", "ComfyUI", "DALL-E", "Dreamina", "FLUX", "Fooocus"),
    *("Gemini", "GPT-4o", "gpt-image", "Ideogram", "Imagen", "InvokeAI", "Kling", "Magnific"),
    *("Midjourney", "Nano Banana", "NovelAI", "Runway", "SDXL", "Sora", "Stable Diffusion", "Veo"),
)
"""Tools and models that make new content by their makers' own word, whatever the button is called.
A house adds its own."""
_NAME_IT: Final = "Disclose the tool with its version: `provenance stamp FILE --tool NAME`."


@rule(
    Severity.WARNING,
    parameters={"generative_tools": _GENERATIVE},
    agreements={"generative_tools": "all"},
)
def enhancement_by_generator(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What a generative tool made is not called an enhancement.

    The file or its disclosure says ``algorithmicallyEnhanced``, which counts as not generated, and
    the tool beside it is one of the parameter ``generative_tools``: such a tool invents detail
    that no camera saw. An enhancement of which nobody names the tool leaves the file undetermined.
    Where the file itself declares generated content, ``disclosure-contradicted`` speaks.

    Why:
        "Upscaled" is the most comfortable word for a face that was drawn anew. Enhancement by a
        filter and re-creation by a model need different approvals, labels and consents.

    Source:
        House rule, after C2PA Asset Rubrics of August 2026, where ``algorithmicallyEnhanced`` is no
        signal of generated content, and IPTC's definition of the term.

    Fix:
        If the tool made new content, disclose it so: ``provenance stamp FILE --source-type
        compositeWithTrainedAlgorithmicMedia``. If it only filtered, have a named person waive this
        for the file.

    Fails:
        [[disclosures]]
        digital_source_type = "algorithmicallyEnhanced"
        tools = [{ name = "ComfyUI", version = "0.3" }]

    Passes:
        [[disclosures]]
        digital_source_type = "algorithmicallyEnhanced"
        tools = [{ name = "Denoiser", version = "2" }]
    """
    if firmly_ai(evidence):
        return
    generative = policy.parameter("enhancement-by-generator", "generative_tools", _GENERATIVE)
    pattern = _pattern(tuple(generative))
    counting = disclosure_standing(evidence, policy).counting
    of_file = _of_file(evidence)
    said: list[tuple[str, str, tuple[str, ...], tuple[int, ...]]] = [
        (held.record.id, f"disclosure {held.record.id} calls it", _names(held.record), ())
        for held in counting
        if held.record.ai is AiClass.ENHANCED
    ]
    if evidence.declaration.declared is Declared.ENHANCED and not said:
        said = [("file", "the file calls it", (), evidence.declaration.signals)]
    for key, who, named, signals in said:
        tools = dict.fromkeys((*named, *of_file))
        found = [name for name in tools if pattern.search(name)]
        if found:
            yield Problem(f"{who} an enhancement, made with {enumerated(found)}", signals, key=key)
        elif not tools:
            yield Problem(
                f"{who} an enhancement, and nobody names the tool",
                signals,
                advice=_NAME_IT,
                undetermined=True,
                key=key,
            )


def _names(record: Disclosure) -> tuple[str, ...]:
    names = (name for tool in record.tools for name in (tool.name, tool.model))
    return tuple(name for name in names if name.strip())


def _of_file(evidence: Evidence) -> tuple[str, ...]:
    """Tools that the file names beside its enhancement."""
    agents = [
        signal.generator
        for signal in evidence.signals
        if class_of(signal) is AiClass.ENHANCED and not signal.in_ingredient
    ]
    agents += [
        action.agent
        for action in (evidence.store.active.actions if evidence.store else ())
        if read_source_type(action.source_type).ai is AiClass.ENHANCED
    ]
    return tuple(dict.fromkeys(agent.name for agent in agents if agent and agent.name.strip()))


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the names as words of their own, letter case aside."""
    words = "|".join(re.escape(name.strip()) for name in names if name.strip())
    return re.compile(rf"(?<!\w)(?:{words})(?![^\W\d_])" if words else r"(?!)", re.IGNORECASE)
