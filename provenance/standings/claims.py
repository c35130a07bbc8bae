"""What a manifest itself claims about generation, its ingredients left aside."""

from collections.abc import Iterator, Mapping
from typing import Final

from provenance.model.manifest import Ingredient, Json, Manifest, ManifestStore
from provenance.model.vocabulary import (
    DISCLOSURE_LABEL,
    AiClass,
    SourceTypeReading,
    read_source_type,
)

AI: Final = frozenset({AiClass.GENERATED, AiClass.COMPOSITE})

AI_DISCLOSURE_LABEL: Final = "c2pa.ai-disclosure"
"""Assertion of C2PA 2.4 whose presence says that a model took part."""


def claimed_types(manifest: Manifest) -> tuple[SourceTypeReading, ...]:
    """The digital source types of a manifest's own actions, in order."""
    return tuple(
        read_source_type(action.source_type) for action in manifest.actions if action.source_type
    )


def claims_ai(manifest: Manifest) -> bool:
    """Whether a manifest says of its own accord that content was generated."""
    return manifest.assertion(AI_DISCLOSURE_LABEL) is not None or any(
        reading.ai in AI for reading in claimed_types(manifest)
    )


def told_in(manifest: Manifest) -> Mapping[str, Json]:
    """Our own disclosure as a manifest holds it, unparsed; empty where there is none."""
    assertion = manifest.assertion(DISCLOSURE_LABEL)
    data = assertion.data if assertion else None
    told = data.get("disclosure") if isinstance(data, dict) else None
    return told if isinstance(told, dict) else {}


def heritage(store: ManifestStore) -> tuple[str, ...]:
    """Labels up the chain of ``parentOf``, nearest first: of what this asset was made from.

    The chain ends where generated content was added, by an action or as another ingredient, since
    what was told before says nothing of it; and at a parent whose hard binding does not match: it
    proves no descent.
    """
    by_label = {each.label: each for each in store.manifests}
    labels: dict[str, None] = {}
    manifest = store.active
    while not _adds_generated(manifest, by_label):
        link = next((each for each in _parents(manifest) if each.manifest in by_label), None)
        if link is None or link.manifest in labels or link.manifest == store.active_label:
            break
        manifest = by_label[link.manifest]
        results = (manifest.validation, link.validation, link.deltas)
        if any(each.tampered for each in results if each):
            break
        labels[manifest.label] = None
    return tuple(labels)


def ancestor_disclosures(store: ManifestStore) -> frozenset[str]:
    """Ids of the disclosures up the chain, as far as ``heritage`` follows it."""
    by_label = {each.label: each for each in store.manifests}
    ids = {str(told_in(by_label[label]).get("id", "")) for label in heritage(store)}
    return frozenset(ids - {""})


def _parents(manifest: Manifest) -> Iterator[Ingredient]:
    return (each for each in manifest.ingredients if each.relationship == "parentOf")


def _adds_generated(manifest: Manifest, by_label: Mapping[str, Manifest]) -> bool:
    """Whether generated content came in with this manifest, its parent left aside."""
    if claims_ai(manifest):
        return True
    others = [each for each in manifest.ingredients if each.relationship != "parentOf"]
    seen: set[str] = set()
    while others:
        each = others.pop()
        if each.source_type and read_source_type(each.source_type).ai in AI:
            return True
        below = by_label.get(each.manifest)
        if below is None or below.label in seen:
            continue
        seen.add(below.label)
        if claims_ai(below):
            return True
        others += below.ingredients
    return False
