"""One AI declaration out of all signals. Pure: the same signals give the same declaration.

The rules, in the order in which they are applied:

1. **What speaks.** A signal speaks by its own word (``Signal.ai``), else by its source type. An
   *ambiguous* or *neutral* one (``composite``, ``screenCapture``, ``empty`` ...) and one without
   a class never declare anything; alone they leave the declaration *silent*, with their source
   types still listed, so that a rule can ask.
2. **Generated content wins.** If a signal that is at least *stated* says generated or composite,
   that is what is declared, whatever else claims the contrary and however strongly: a statement
   that a camera took the picture never erases a statement that a model made it.
3. **Strength decides which.** Proven outranks matched, matched outranks stated. At equal strength
   the asset's own word outranks that of an ingredient (the later knows the earlier), and
   generated outranks composite.
4. **Nothing is averaged.** The asset's own signals that say otherwise are ``contradicting``: a
   claim of capture or human creation beside declared generated content, *generated* beside
   *composite* and the reverse. What an ingredient says never contradicts: it is what was there
   before. A hint contradicts only what is not generated.
5. **Hints.** A hint declares generated or composite with the strength *hint* where nothing at
   least stated speaks. Against a statement that nothing was generated it does not declare, and
   is listed as contradicting.
6. **Enhancement is not generation.** Without generated content, ``algorithmicallyEnhanced``
   gives *enhanced*, also beside a capture (a hint of it does not outweigh a statement); neither
   contradicts the other.
7. **Not generated** is declared only where a signal says so and no one says otherwise.

The relation of an ingredient to the asset is already in the class of its signal: the C2PA reader
turns a generated component into *composite* and an input into *neutral*.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from provenance.model.evidence import Declaration, Declared, Signal, Strength, class_of
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass, read_source_type

_AI = {AiClass.GENERATED: Declared.GENERATED, AiClass.COMPOSITE: Declared.COMPOSITE}
_SPEAKING = {
    **_AI,
    AiClass.ENHANCED: Declared.ENHANCED,
    AiClass.NOT_GENERATED: Declared.NOT_GENERATED,
}


_SILENT = Declaration()
_FEW: Final = 8
"""Signals of most files that have any."""


def declare(signals: Sequence[Signal]) -> Declaration:
    """Merge all signals of one asset.

    Args:
        signals: Every observation; indices of the result refer to this order.

    Returns:
        The declaration. ``strength`` is that of the strongest signal that says what is declared.
    """
    if not signals:
        return _SILENT
    voices = [
        _Voice(each.strength, class_of(each), each.source_type, each.generator, each.in_ingredient)
        for each in signals
    ]
    # A tree has few generators: what signals come to that differ in their places only is kept.
    return _of_few(tuple(voices)) if len(voices) <= _FEW else _declared(voices)


class _Voice(NamedTuple):
    """What of a signal counts here."""

    strength: Strength
    kind: AiClass | None
    source_type: str
    generator: SoftwareAgent | None
    in_ingredient: bool


def _declared(signals: Sequence[_Voice]) -> Declaration:
    voices = {
        index: _SPEAKING[signal.kind]
        for index, signal in enumerate(signals)
        if signal.kind in _SPEAKING
    }
    declared = _decide(signals, voices)
    saying = tuple(index for index, says in voices.items() if says is declared)
    contradicting = tuple(
        index for index, says in voices.items() if _contradicts(signals[index], says, declared)
    )
    return Declaration(
        declared=declared,
        strength=max((signals[index].strength for index in saying), key=_rank, default=None),
        signals=saying,
        contradicting=contradicting,
        source_types=_source_types(signals, {*saying, *contradicting}),
        generators=_generators(
            signals[index].generator
            for index in sorted(voices, key=lambda each: (voices[each] is not declared, each))
            if voices[index] in _AI.values()
        ),
    )


_of_few = lru_cache(maxsize=1024)(_declared)


def _rank(strength: Strength) -> int:
    return strength.rank


def _decide(signals: Sequence[_Voice], voices: dict[int, Declared]) -> Declared:
    ai = [index for index, says in voices.items() if says in _AI.values()]
    others = [index for index in voices if index not in set(ai)]
    firm = [index for index in ai if signals[index].strength is not Strength.HINT]
    firm_others = [index for index in others if signals[index].strength is not Strength.HINT]
    if firm or (ai and not firm_others):
        best = max(
            firm or ai,
            key=lambda index: (
                signals[index].strength.rank,
                not signals[index].in_ingredient,
                voices[index] is Declared.GENERATED,
            ),
        )
        return voices[best]
    said = {voices[index] for index in firm_others or others}
    for declared in (Declared.ENHANCED, Declared.NOT_GENERATED):
        if declared in said:
            return declared
    return Declared.SILENT


def _contradicts(signal: _Voice, says: Declared, declared: Declared) -> bool:
    if says is declared:
        return False
    if declared in _AI.values():
        return (
            not signal.in_ingredient
            and signal.strength is not Strength.HINT
            and says is not Declared.ENHANCED
        )
    return says in _AI.values()


def _source_types(signals: Sequence[_Voice], counted: set[int]) -> tuple[str, ...]:
    """URIs of the signals that count, and of the asset's own that decide nothing."""
    return tuple(
        dict.fromkeys(
            read_source_type(signal.source_type).uri
            for index, signal in enumerate(signals)
            if signal.source_type and (index in counted or not signal.in_ingredient)
        )
    )


def _generators(agents: Iterable[SoftwareAgent | None]) -> tuple[SoftwareAgent, ...]:
    """Each tool once; one that is also known with its version is not repeated without it."""
    found: dict[tuple[str, str], SoftwareAgent] = {}
    for agent in agents:
        if agent is not None and agent.name:
            found.setdefault((agent.name.casefold(), agent.version), agent)
    versioned = {name for name, version in found if version}
    return tuple(
        agent for (name, version), agent in found.items() if version or name not in versioned
    )
