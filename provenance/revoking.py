"""revoke and satisfy: signed records that change what an earlier one does; it stays as it is."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from provenance.errors import RecordError
from provenance.manifests.engine import Engine
from provenance.manifests.records import parse_record, read_record
from provenance.manifests.signer import Signer, check_signer
from provenance.model.approval import (
    APPROVAL_SCHEMA,
    Approval,
    Approver,
    Condition,
    Decision,
    Scope,
    Waiver,
)
from provenance.model.evidence import Integrity
from provenance.model.record import now
from provenance.recording import Approved, lying_in, malformed, revocations_in, write
from provenance.register import Register
from provenance.standings.completeness import is_told
from provenance.targeting import evidence_digest


def revoke(
    approval: Path | str,
    *,
    by: str,
    reference: str,
    folder: Path | str,
    signer: Signer | None,
    register: Register | None = None,
    note: str = "",
) -> Approved:
    """End an approval or a waiver by a signed record of its own; what it ends is never changed.

    Where the same signer's revocation of it lies in the folder already and counts as much as a new
    one would, that one is returned (``Approved.already``) and nothing is written. Any other one
    does not stop a new one: whether it counts is for the policy of a scan to say.

    Args:
        approval: The file of the approval or the waiver, or its id.
        by: Who revokes it.
        reference: Letter, e-mail or ticket.
        folder: Where the record is written.
        signer: Whose signature.
        register: Where it is recorded too; also where an id is looked up.
        note: Free text.

    Raises:
        RecordError: There is no such approval.
    """
    ended = _ended(approval, Path(folder), register)
    try:
        record = Approval(
            schema_=ended.schema_ if isinstance(ended, Approval) else APPROVAL_SCHEMA,
            decision=Decision.REVOKED,
            approver=Approver(name=by),
            reference=reference,
            scope=_scope_of(ended),
            granted_at=now(),
            revokes=ended.id,
            author=by,
            note=note,
        )
    except ValidationError as error:
        raise malformed(error, "approval") from error
    lying = tuple(revocations_in(Path(folder), ended.id))
    registered = _registered(ended.id, register)
    earlier = {each.id: each for each in (*registered.values(), *(each for _, each in lying))}
    with Engine() as engine:
        for path, each in lying:
            known = register is None or registered.get(each.id) == each
            if known and _says_the_same(each, record) and _of(signer, path, engine, register):
                return Approved(each, path, signer is not None, tuple(earlier.values()))
    done = _written(record, Path(folder), signer, register)
    return replace(done, earlier=tuple(earlier.values()))


def satisfy(
    approval: Path | str,
    condition: str = "",
    *,
    by: str,
    reference: str,
    evidence: Path | None = None,
    folder: Path | str,
    signer: Signer | None,
    register: Register | None = None,
    note: str = "",
) -> Approved:
    """Record that a condition of an approval is met; the approval itself is never changed.

    It counts where whoever signs it may approve.

    Args:
        approval: The approval's file, or its id.
        condition: Id of the condition; the only one that is open by default.
        by: Who says that it is met.
        reference: By what it is met: a place, a document, a ticket.
        evidence: A file that shows it; its digest is recorded.
        folder: Where the record is written.
        signer: Whose signature; None writes an unsigned record.
        register: Where it is recorded too; also where an id is looked up.
        note: Free text.

    Raises:
        RecordError: There is no such approval or condition.
    """
    found = _find(approval, Path(folder), register)
    waiting = [each for each in found.conditions if not is_told(each.satisfied_by)]
    named = [each for each in waiting if not condition or each.id == condition]
    if len(named) != 1:
        known = ", ".join(each.id for each in waiting) or "none"
        which = f"no open condition is called {condition!r}" if condition else "which condition?"
        raise RecordError(
            f"approval {found.id}: {which} (open: {known})",
            hint="Name it behind a colon, as --satisfies APPROVAL:c1.",
        )
    digest = evidence_digest(evidence) if evidence else None
    try:
        record = Approval(
            schema_=found.schema_,
            decision=Decision.CONDITIONS_MET,
            approver=Approver(name=by),
            reference=reference,
            evidence_sha256=digest,
            scope=found.scope,
            conditions=(
                Condition(
                    id=named[0].id,
                    text=named[0].text,
                    satisfied_by=reference,
                    evidence_sha256=digest,
                ),
            ),
            granted_at=now(),
            satisfies=found.id,
            author=by,
            note=note,
        )
    except ValidationError as error:
        raise malformed(error, "approval") from error
    return _written(record, Path(folder), signer, register)


def _registered(ended: str, register: Register | None) -> dict[str, Approval]:
    """Revocations of a record that the register holds, by their ids."""
    records = (held.record for held in register.approvals()) if register else ()
    return {
        each.id: each
        for each in records
        if each.decision is Decision.REVOKED and each.revokes == ended
    }


def _says_the_same(earlier: Approval, new: Approval) -> bool:
    """Whether a revocation ends as much as a new one would, and does so today."""
    return (
        earlier.scope == new.scope
        and earlier.granted_at <= new.granted_at
        and not earlier.unknown_keys()
    )


def _of(signer: Signer | None, path: Path, engine: Engine, register: Register | None) -> bool:
    """Whether a record that lies there is vouched for as a new one of this signer would be."""
    try:
        _, attestation = read_record(path, Approval, engine)
    except RecordError:  # changed since it was listed
        return False
    signature = attestation.signature
    if signer is None:
        return signature is None and register is not None
    return (
        signature is not None
        and attestation.integrity is Integrity.VALID
        and signature.fingerprint == check_signer(signer).fingerprint
    )


def _written(
    record: Approval, folder: Path, signer: Signer | None, register: Register | None
) -> Approved:
    with Engine() as engine:
        path = write(record, folder, signer, register, engine)
    return Approved(record, path, signer is not None)


def _ended(record: Path | str, folder: Path, register: Register | None) -> Approval | Waiver:
    """The approval or the waiver that is to end."""
    path = Path(record)
    if path.is_file():
        with suppress(RecordError):  # an approval
            return parse_record(path, Waiver)
    else:
        waiver = lying_in(folder, Waiver, str(record))
        if waiver is not None:
            return waiver
    return _find(record, folder, register)


def _scope_of(record: Approval | Waiver) -> Scope:
    if isinstance(record, Approval):
        return record.scope
    return Scope(title_id=record.title_id, digests=record.digests, patterns=record.patterns)


def _find(approval: Path | str, folder: Path, register: Register | None) -> Approval:
    path = Path(approval)
    if path.is_file():
        return parse_record(path, Approval)
    found = lying_in(folder, Approval, str(approval))
    if found is not None:
        return found
    for held in register.approvals() if register else ():
        if held.record.id == str(approval):
            return held.record
    raise RecordError(
        f"{approval}: no such approval in {folder} or the register",
        hint="Run `provenance approvals` to list them.",
    )
