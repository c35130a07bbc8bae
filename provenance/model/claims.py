"""What a manifest itself claims about generation, its ingredients left aside."""

from typing import Final

from provenance.model.manifest import Manifest, ManifestStore
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


def ancestor_disclosures(store: ManifestStore) -> frozenset[str]:
    """Ids of the disclosures up the chain of ``parentOf``: of what this asset was made from.

    The chain ends at a parent whose hard binding does not match: it proves no descent.
    """
    ids: set[str] = set()
    by_label = {each.label: each for each in store.manifests}
    seen: set[str] = set()
    manifest: Manifest | None = store.active
    while manifest is not None and manifest.label not in seen:
        seen.add(manifest.label)
        manifest = next(
            (
                by_label[each.manifest]
                for each in manifest.ingredients
                if each.relationship == "parentOf" and each.manifest in by_label
            ),
            None,
        )
        if manifest is None or manifest.validation.tampered:
            break
        assertion = manifest.assertion(DISCLOSURE_LABEL)
        if assertion is not None and isinstance(assertion.data, dict):
            ids.add(str(assertion.data.get("id", "")))
    return frozenset(ids - {""})
