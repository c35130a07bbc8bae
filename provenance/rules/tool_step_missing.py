"""Rule ``tool-step-missing``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from provenance.model.disclosure import Tool
from provenance.model.evidence import Evidence, Strength
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import Manifest, ManifestStore
from provenance.model.policy import Policy
from provenance.model.vocabulary import read_source_type
from provenance.rules.base import rule, shown
from provenance.standings.claims import AI, told_in
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing

_WORD: Final = re.compile(r"[^\W_]+")
_MANIFESTS: Final = "c2pa"
"""Reader whose signals are left aside: the manifests themselves say more."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A generative step that the file speaks of.

    Attributes:
        name: What did it, as the file calls it.
        aliases: Further names for it in the same place: the claim generator, the signer.
        where: Where the file says so.
        signals: Signals that say so.
        hint: Whether nothing but hints do.
    """

    name: str
    aliases: tuple[str, ...]
    where: str
    signals: tuple[int, ...] = ()
    hint: bool = False


@rule(Severity.OVERRIDABLE, kind="contract")
def tool_step_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Every generative tool that the file names has an entry in the disclosure.

    Actions of the manifests whose source type says generated, and what other readers found, name
    tools; each has to be called by the name, vendor or model of a tool in a disclosure. What an
    ingredient with a disclosure of its own was made with is told there. A file whose disclosure
    lists no tools at all is incomplete, not told here; a mere hint is a warning at most.

    Why:
        A pipeline is as safe as its weakest step, and an approval for one tool says nothing of
        the upscaler or the voice that came after it.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: every step of a workflow
        of several tools has to meet the same standard.

    Fix:
        Add the tool, with its version and terms, in a disclosure that supersedes this one. If the
        trace is of an earlier file, stamp with that file as ``--ingredient``.

    Fails:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1" }]

        [[signals]]
        reader = "texts"
        where = "PNG tEXt Software"
        value = "Upscaler 2"
        ai = "generated"
        generator = { name = "Upscaler", version = "2" }

    Passes:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1" }, { name = "Upscaler", version = "2" }]

        [[signals]]
        reader = "texts"
        where = "PNG tEXt Software"
        value = "Upscaler 2"
        ai = "generated"
        generator = { name = "Upscaler", version = "2" }
    """
    counting = disclosure_standing(evidence, policy).counting
    tools = [tool for held in counting if uses_ai(held.record) for tool in held.record.tools]
    if not tools:
        return
    told: set[str] = set()
    for step in _steps(evidence):
        key = " ".join(_words(step.name))
        if key in told or any(_is_named((step.name, *step.aliases), tool) for tool in tools):
            continue
        told.add(key)
        yield Problem(
            f"{shown(step.where)} names {shown(step.name)}, and no tool of the disclosure is "
            "called so",
            step.signals,
            key=key,
            at_most=Severity.WARNING if step.hint else Severity.BLOCKING,
        )


def _steps(evidence: Evidence) -> Iterator[_Step]:
    if evidence.store is not None:
        yield from _of_manifests(evidence.store)
    by_name: dict[str, list[int]] = {}
    for index, signal in enumerate(evidence.signals):
        own = signal.own_stamp or signal.in_ingredient or signal.reader == _MANIFESTS
        if signal.generator is not None and signal.ai in AI and not own:
            by_name.setdefault(signal.generator.name, []).append(index)
    for name, indices in by_name.items():
        signals = [evidence.signals[index] for index in indices]
        best = max(signals, key=lambda each: each.strength.rank)
        yield _Step(name, (), best.where, tuple(indices), best.strength is Strength.HINT)


def _of_manifests(store: ManifestStore) -> Iterator[_Step]:
    disclosed = {each.label for each in store.manifests if told_in(each)} - {store.active_label}
    for node in store.walk():
        if not node.referenced or not disclosed.isdisjoint(node.path):
            continue
        aliases = tuple(_aliases(node.manifest))
        for action in node.manifest.actions:
            if read_source_type(action.source_type).ai not in AI:
                continue
            name = action.agent.name if action.agent and action.agent.name else ""
            if name or aliases:
                yield _Step(name or aliases[0], aliases, f"{node.manifest.label} {action.where}")


def _aliases(manifest: Manifest) -> Iterator[str]:
    yield from (each.name for each in manifest.claim_generators if each.name)
    if manifest.signature is not None:
        signature = manifest.signature
        yield from (each for each in (signature.organisation, signature.subject) if each)


def _is_named(names: Iterable[str], tool: Tool) -> bool:
    """Whether a tool's entry is of the thing that goes by one of these names.

    Names are compared by their words, in either direction: "Adobe Firefly" is Firefly of Adobe.
    """
    whole = {
        word
        for text in (tool.name, tool.vendor, tool.model, tool.model_id, tool.version)
        for word in _words(text)
    }
    parts = [set(_words(text)) for text in (tool.name, tool.vendor, tool.model)]
    for name in names:
        words = set(_words(name))
        if words and (words <= whole or any(part and part <= words for part in parts)):
            return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
