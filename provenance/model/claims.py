"""What a manifest itself claims about generation, its ingredients left aside."""

from collections.abc import Mapping
from typing import Final

from provenance.model.manifest import Json, Manifest, ManifestStore
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


def ancestor_disclosures(store: ManifestStore) -> frozenset[str]:
    """Ids of the disclosures up the chain of ``parentOf``: of what this asset was made from.

    The chain ends where generated content was added, since what was allowed before says nothing
    of it, and at a parent whose hard binding does not match: it proves no descent.
    """
    ids: set[str] = set()
    by_label = {each.label: each for each in store.manifests}
    seen: set[str] = set()
    manifest: Manifest | None = store.active
    while manifest is not None and manifest.label not in seen and not claims_ai(manifest):
        seen.add(manifest.label)
        link = next(
            (
                each
                for each in manifest.ingredients
                if each.relationship == "parentOf" and each.manifest in by_label
            ),
            None,
        )
        if link is None:
            break
        manifest = by_label[link.manifest]
        results = (manifest.validation, link.validation, link.deltas)
        if any(each.tampered for each in results if each):
            break
        ids.add(str(told_in(manifest).get("id", "")))
    return frozenset(ids - {""})
