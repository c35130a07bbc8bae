"""What a manifest itself claims about generation, its ingredients left aside."""

from typing import Final

from provenance.model.manifest import Manifest
from provenance.model.vocabulary import AiClass, SourceTypeReading, read_source_type

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
