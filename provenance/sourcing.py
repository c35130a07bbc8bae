"""Files that an asset is made from, as its manifest names them: ingredients and the parent."""

from pathlib import Path

from provenance import formats
from provenance.asking import UNKNOWN_TYPE
from provenance.errors import StampError
from provenance.manifests.definition import IngredientFile
from provenance.manifests.sidecar import store_sidecars
from provenance.model.evidence import Evidence, Integrity
from provenance.model.manifest import StoreLocation
from provenance.model.values import clean

_BROKEN = frozenset({Integrity.INVALID, Integrity.UNREADABLE})


def ingredient_file(path: Path, evidence: Evidence) -> IngredientFile:
    """A file that was placed in what is stamped.

    Args:
        path: The file.
        evidence: What was gathered of it.

    Raises:
        StampError: It cannot be read.
    """
    return _file(path, evidence, "ingredient", "componentOf")


def parent_file(path: Path, evidence: Evidence) -> IngredientFile:
    """The file that what is stamped was derived from: opened, changed and saved (C2PA 2.2, 18.16).

    Args:
        path: The file.
        evidence: What was gathered of it.

    Raises:
        StampError: It cannot be read, or its own manifest store does not hold: descent from it
            would prove nothing.
    """
    if evidence.integrity in _BROKEN:
        raise StampError(
            f"parent {path}: its manifest store is {evidence.integrity}, and proves no descent",
            hint="Name the file as it was stamped.",
        )
    return _file(path, evidence, "parent", "parentOf")


def _file(path: Path, evidence: Evidence, what: str, relationship: str) -> IngredientFile:
    if evidence.asset.digest is None:
        reason = evidence.failures[0].reason if evidence.failures else "it has no digest"
        raise StampError(f"{what} {path}: {reason}")
    format_ = formats.by_name(evidence.asset.format) if evidence.asset.format else None
    store = evidence.store
    beside = store is not None and store.location is StoreLocation.SIDECAR
    return IngredientFile(
        path=path,
        title=clean(path.name),
        media_type=evidence.asset.media_type or UNKNOWN_TYPE,
        digest=evidence.asset.digest,
        relationship=relationship,
        store=store_sidecars(path)[0] if beside else None,
        embeddable=bool(format_ and format_.engine_type),
    )
