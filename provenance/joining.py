"""join: records on disk, those of the register, and what the production's own folder holds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from provenance.config import Production
from provenance.model.bundle import BUNDLE_SOURCE
from provenance.model.consent import Consent
from provenance.model.evidence import (
    Attestation,
    HeldApproval,
    HeldConsent,
    HeldLabelling,
    Integrity,
)
from provenance.model.holding import REGISTER
from provenance.model.label import Labelling
from provenance.records import Records
from provenance.standings.vouching import PRODUCTION

if TYPE_CHECKING:
    from provenance.register import Register

H = TypeVar("H", HeldApproval, HeldConsent, HeldLabelling)
_REGISTERED: Final = Attestation(REGISTER)


def with_register(records: Records, register: "Register | None") -> Records:
    """The records with those of the register too.

    One that also lies signed on disk counts once, as signed. Only the very same record does: a
    file that borrows an id must not hide what the register says. What a bundle brought is vouched
    for by who signed the bundle.

    Args:
        records: As they were read.
        register: Of the production, or None.
    """
    if register is None:
        return records
    approvals = (
        HeldApproval(held.record, _vouched(held.attestation)) for held in register.approvals()
    )
    consents = (HeldConsent(record, _vouched(told)) for record, told in register.records(Consent))
    labellings = (
        HeldLabelling(record, _vouched(told)) for record, told in register.records(Labelling)
    )
    return replace(
        records,
        approvals=_joined(records.approvals, approvals),
        consents=_joined(records.consents, consents),
        labellings=_joined(records.labellings, labellings),
    )


def of_production(records: Records, house: Production, roots: Sequence[Path]) -> Records:
    """The records with the unsigned notices of the production's own folder vouched for.

    Not where that folder lies in what is scanned: whoever delivers could put a notice there.

    Args:
        records: As they were read.
        house: The production.
        roots: What is scanned.
    """
    scanned = [root.absolute() for root in roots]
    folders = [
        folder.absolute()
        for folder in house.labels
        if not any(folder.absolute().is_relative_to(root) for root in scanned)
    ]
    if not folders or not records.labellings:
        return records
    return replace(
        records, labellings=tuple(_of_folder(each, folders) for each in records.labellings)
    )


def _of_folder(held: HeldLabelling, folders: Iterable[Path]) -> HeldLabelling:
    unsigned = held.attestation.integrity is Integrity.NO_MANIFEST
    if not unsigned or held.attestation.source == REGISTER:
        return held
    path = Path(held.attestation.source).absolute()
    if not any(path.is_relative_to(folder) for folder in folders):
        return held
    return replace(held, attestation=replace(held.attestation, source=PRODUCTION))


def _vouched(told: Attestation) -> Attestation:
    return told if told.source.startswith(f"{BUNDLE_SOURCE} ") else _REGISTERED


def _joined(found: tuple[H, ...], registered: Iterable[H]) -> tuple[H, ...]:
    seen: dict[str, Any] = {
        each.record.id: each.record for each in found if each.attestation.proven
    }
    more = tuple(each for each in registered if seen.get(each.record.id) != each.record)
    return found + more
