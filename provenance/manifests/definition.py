"""What is to be signed, and the manifest definition that says it in C2PA's words.

Spec 2.4 (``c2pa.ai-disclosure``), CAWG metadata 1.1, CAWG training and data mining 1.1, and the
C2PA conformance programme 0.2 for what a claim must tell about itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from provenance.errors import ManifestError, RecordError
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure, Tool
from provenance.model.flaws import flaw_of
from provenance.model.manifest import Manifest, SoftwareAgent
from provenance.model.vocabulary import DISCLOSURE_LABEL, SOURCE_TYPES, AiClass, SourceType

SPEC_VERSION: Final = "2.4.0"
"""Written as ``specVersion``: nothing we write is deprecated there, and ``c2pa.ai-disclosure``
does not exist before it."""

RELATIONSHIPS: Final = ("parentOf", "componentOf", "inputTo")
IPTC_EXTENSION: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

_AI: Final = frozenset({AiClass.GENERATED, AiClass.COMPOSITE, AiClass.ENHANCED})
_MINING: Final = (
    "cawg.ai_generative_training",
    "cawg.ai_inference",
    "cawg.ai_training",
    "cawg.data_mining",
)
_PARENT: Final = "parent"


@dataclass(frozen=True, slots=True)
class IngredientFile:
    """A file that went into the asset.

    Attributes:
        path: The file.
        title: What to call it.
        media_type: Its media type.
        digest: SHA-256 of the whole file. It is written into our own assertion, because the
            engine binds only those ingredients that have a manifest.
        relationship: ``parentOf``, ``componentOf`` or ``inputTo``.
        store: Its manifest store in a sidecar, if it has one.
        embeddable: Whether the engine can look for a store in the file itself.
    """

    path: Path
    title: str
    media_type: str
    digest: Digest
    relationship: str = "componentOf"
    store: Path | None = None
    embeddable: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A manifest to be.

    Attributes:
        title: Name of the asset.
        disclosure: What its maker states, in the form that may leave the house. None signs the
            asset without a word on generation: a record, a list.
        agent: This program, the claim generator.
        ingredients: What went in.
        edited: Whether the source had a manifest store, which becomes the parent.
        no_mining: Whether to forbid training and data mining.
        all_actions: Whether the disclosure tells every action that mattered.
        source_type: Code of the digital source type where there is no disclosure.
    """

    title: str
    disclosure: Disclosure | None
    agent: SoftwareAgent
    ingredients: tuple[IngredientFile, ...] = ()
    edited: bool = False
    no_mining: bool = False
    all_actions: bool = False
    source_type: str = ""


def manifest_json(definition: Definition, *, parent: bool) -> dict[str, Any]:
    """The manifest definition for the engine's builder, its ingredients left out.

    Args:
        definition: What to say.
        parent: Whether an existing store is kept as the parent.

    Raises:
        ManifestError: The source type is unknown, retired or missing, a relationship is unknown,
            or there would be two parents.
    """
    generator = {"name": definition.agent.name, "specVersion": SPEC_VERSION}
    if definition.agent.version:
        generator["version"] = definition.agent.version
    return {
        "claim_generator_info": [generator],
        "title": definition.title,
        "assertions": [
            {"label": label, "data": data, "created": True, "kind": kind}
            for label, data, kind in _assertions(definition, parent=parent)
        ],
    }


def ingredient_json(definition: Definition) -> list[dict[str, Any]]:
    """The ingredients' own definitions, in order; the actions refer to their labels."""
    return [
        {
            "title": each.title,
            "format": each.media_type,
            "relationship": each.relationship,
            "label": _label(index),
        }
        for index, each in enumerate(definition.ingredients)
    ]


def parent_json(definition: Definition) -> dict[str, Any]:
    """Definition of the ingredient that an existing store becomes."""
    return {"title": definition.title, "relationship": "parentOf", "label": _PARENT}


def source_term(definition: Definition) -> SourceType | None:
    """The digital source type to be written.

    Raises:
        ManifestError: The vocabulary does not have it, or keeps it for old files only.
    """
    told = definition.disclosure
    code = told.digital_source_type if told else definition.source_type
    if not code:
        return None
    term = SOURCE_TYPES.get(code)
    if term is None or term.retired:
        what = "unknown" if term is None else "retired"
        raise ManifestError(
            f"{definition.title}: digital source type {code!r} is {what}",
            hint="Use a code of the vocabulary, such as trainedAlgorithmicMedia.",
        )
    return term


def disclosure_of(manifest: Manifest) -> Disclosure | None:
    """Our own disclosure out of a manifest; None where it has none.

    Raises:
        RecordError: The assertion is malformed.
    """
    assertion = manifest.assertion(DISCLOSURE_LABEL)
    if assertion is None:
        return None
    place = f"manifest {manifest.label}: {DISCLOSURE_LABEL}"
    told = assertion.data.get("disclosure") if isinstance(assertion.data, dict) else None
    if not isinstance(told, dict):
        raise RecordError(f"{place}: holds no disclosure")
    try:
        return Disclosure.model_validate(told)
    except ValidationError as error:
        raise RecordError(f"{place}: {flaw_of(error)}") from error
    except RecursionError as error:
        raise RecordError(f"{place}: nested too deeply") from error


def _assertions(definition: Definition, *, parent: bool) -> Iterable[tuple[str, Any, str]]:
    term, told = source_term(definition), definition.disclosure
    yield "c2pa.actions.v2", _actions(definition, term, parent=parent), "Cbor"
    tools = told.tools if told else ()
    if term and told and term.ai in _AI:
        for data in [_ai_disclosure(tool) for tool in tools] or [_ai_disclosure(None)]:
            yield "c2pa.ai-disclosure", data, "Json"
    if term and told:
        yield "cawg.metadata", _iptc(term, tools), "Json"
    if definition.no_mining:
        yield "cawg.training-mining", {"entries": dict.fromkeys(_MINING, _FORBIDDEN)}, "Cbor"
    if told:
        yield DISCLOSURE_LABEL, _own(told, definition.ingredients), "Json"
    elif definition.ingredients:
        yield DISCLOSURE_LABEL, {"ingredients": _digests(definition.ingredients)}, "Json"


_FORBIDDEN: Final = {"use": "notAllowed"}


def _actions(definition: Definition, term: SourceType | None, *, parent: bool) -> dict[str, Any]:
    for each in definition.ingredients:
        if each.relationship not in RELATIONSHIPS:
            raise ManifestError(f"{each.title}: {each.relationship!r} is no relationship")
    labels = {
        relationship: [
            _label(index)
            for index, each in enumerate(definition.ingredients)
            if each.relationship == relationship
        ]
        for relationship in RELATIONSHIPS
    }
    parents = [_PARENT] * parent + labels["parentOf"]
    if len(parents) > 1:
        raise ManifestError(f"{definition.title}: an asset has one parent at most")
    made: dict[str, Any] = {"action": "c2pa.edited" if parents else "c2pa.created"}
    if parents and not term:
        made["action"] = "c2pa.edited.metadata"  # the one edit that needs no source type
    if term:
        made["digitalSourceType"] = term.uri
    elif not parents:
        raise ManifestError(
            f"{definition.title}: a manifest of a new asset needs a digital source type",
            hint="Say how it was made with --source-type.",
        )
    told = definition.disclosure
    made["softwareAgent"] = _agent(told.tools[0] if told and told.tools else None, definition.agent)
    if told:
        made["when"] = told.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    if labels["inputTo"]:
        made["parameters"] = {"ingredientIds": labels["inputTo"]}
    # Spec 2.2, section 18.15.2: created or opened comes first, once; opened has no source type.
    actions = (
        [{"action": "c2pa.opened", "parameters": {"ingredientIds": parents}}] if parents else []
    )
    if term or told:
        actions.append(made)
    actions += (
        {"action": "c2pa.placed", "parameters": {"ingredientIds": [label]}}
        for label in labels["componentOf"]
    )
    return {"actions": actions, "allActionsIncluded": definition.all_actions}


def _agent(tool: Tool | None, fallback: SoftwareAgent) -> dict[str, str]:
    name, version = (tool.name, tool.version) if tool else (fallback.name, fallback.version)
    return {"name": name, "version": version} if version else {"name": name}


def _ai_disclosure(tool: Tool | None) -> dict[str, str]:
    data = {"modelType": "c2pa.types.model"}
    if tool and tool.model:
        data["modelName"] = tool.model
        if tool.model_version:
            data["modelIdentifier"] = f"{tool.model} {tool.model_version}"
    return data


def _iptc(term: SourceType, tools: tuple[Tool, ...]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": {"Iptc4xmpExt": IPTC_EXTENSION},
        "Iptc4xmpExt:DigitalSourceType": term.uri,
    }
    if tools and term.ai in _AI:
        data["Iptc4xmpExt:AISystemUsed"] = "; ".join(each.name for each in tools)
        versions = "; ".join(each.version for each in tools if each.version)
        if versions:
            data["Iptc4xmpExt:AISystemVersionUsed"] = versions
    return data


def _own(told: Disclosure, ingredients: tuple[IngredientFile, ...]) -> dict[str, Any]:
    record = told.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {"disclosure": record, "ingredients": _digests(ingredients)}


def _digests(ingredients: tuple[IngredientFile, ...]) -> list[dict[str, str]]:
    return [
        {"title": each.title, "sha256": each.digest, "relationship": each.relationship}
        for each in ingredients
    ]


def _label(index: int) -> str:
    return f"ingredient-{index}"
