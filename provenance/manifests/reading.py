"""What reading a manifest store gave: an outcome, and integrity apart from trust."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from provenance.frozen import dataclass
from provenance.manifests.settings import TrustSettings
from provenance.manifests.shared import LIST_URI, TRUSTED, UNTRUSTED, Outcome
from provenance.model.evidence import Integrity, Trust, TrustState
from provenance.model.manifest import ManifestStore, Status

INTEGRITY_WITHOUT_STORE: Final = {
    Outcome.NONE: Integrity.NO_MANIFEST,
    Outcome.REMOTE_ONLY: Integrity.EXTERNAL_ONLY,
}
"""Every other outcome without a store is UNREADABLE: the engine is asked only where our own walk
saw a store, so it must never end as "no manifest"."""


@dataclass(frozen=True, slots=True)
class StoreReading:
    """A manifest store as it was read, or why there is none.

    Attributes:
        outcome: How reading ended.
        store: The store; None unless the outcome is FOUND.
        integrity: State of the active manifest: claim signature, assertions, hard binding.
        trust: State of its signer.
        detail: One clear line for every outcome but FOUND.
        remote_url: Where the store is said to be, with REMOTE_ONLY.
    """

    outcome: Outcome
    store: ManifestStore | None
    integrity: Integrity
    trust: Trust
    detail: str = ""
    remote_url: str = ""


def without_store(outcome: Outcome, detail: str, remote_url: str = "") -> StoreReading:
    """A reading that has no store."""
    integrity = INTEGRITY_WITHOUT_STORE.get(outcome, Integrity.UNREADABLE)
    return StoreReading(outcome, None, integrity, Trust(), detail, remote_url)


def reading_without_store(
    told: Mapping[str, Any], outcome: Outcome, sidecar: Path | None
) -> StoreReading:
    """A reading out of the child's answer. A sidecar that is there is never "no manifest"."""
    reading = without_store(outcome, told["detail"], told.get("remote_url", ""))
    if sidecar is not None and outcome is Outcome.NONE:
        return replace(
            reading,
            outcome=Outcome.UNREADABLE_STORE,
            integrity=Integrity.UNREADABLE,
            detail=f"{sidecar.name}: holds no manifest store",
        )
    return reading


REVOKED: Final = frozenset({"signingCredential.revoked", "signingCredential.ocsp.revoked"})
EXPIRED: Final = frozenset({"signingCredential.expired", "claimSignature.outsideValidity"})
_NOT_INTEGRITY: Final = REVOKED | EXPIRED | {UNTRUSTED}
"""Codes that speak of who signed, not of what was signed."""
_IDENTITY: Final = "cawg."

_LIST: Final = re.compile(re.escape(f"[{LIST_URI}") + r"(\d+)\]")


def integrity_failures(statuses: tuple[Status, ...]) -> tuple[Status, ...]:
    """Those failures that speak against what was signed."""
    return tuple(
        each
        for each in statuses
        if each.code not in _NOT_INTEGRITY and not each.code.startswith(_IDENTITY)
    )


def integrity_of(store: ManifestStore) -> Integrity:
    """State of the active manifest. Ingredients speak for themselves.

    An ingredient that was broken before it was taken in, or since, stands in
    ``Ingredient.validation`` and ``Ingredient.deltas`` and does not change this.
    """
    if integrity_failures(store.validation.failure):
        return Integrity.INVALID
    blamed = any(
        each.deltas and each.deltas.failure
        for manifest in store.manifests
        for each in manifest.ingredients
    )
    failed = store.validation.failure or blamed
    # The engine objects and does not say to what: never called valid.
    if store.engine_state == "Invalid" and not failed:
        return Integrity.INVALID
    return Integrity.VALID


def trust_of(store: ManifestStore, settings: TrustSettings) -> Trust:
    """State of the signer of the active manifest.

    An expired or revoked certificate is reported whether or not anchors were given: it needs no
    list to be seen.
    """
    codes = store.validation.failed_codes
    if codes & REVOKED:
        return Trust(TrustState.REVOKED)
    if codes & EXPIRED:
        return Trust(TrustState.EXPIRED)
    if not settings.asked:
        return Trust(TrustState.NOT_ASKED)
    for status in store.validation.success:
        if status.code == TRUSTED:
            match = _LIST.search(status.explanation)
            index = int(match[1]) if match else -1
            known = 0 <= index < len(settings.anchors)
            return Trust(TrustState.TRUSTED, settings.anchors[index].name if known else "")
    return Trust(TrustState.UNTRUSTED)
