"""approve and revoke: a signed decision that can travel with the delivery."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from provenance.errors import RecordError, RegisterError
from provenance.gathering import Gatherer
from provenance.manifests.engine import Engine
from provenance.manifests.records import parse_record, read_record, write_record
from provenance.manifests.signer import Signer
from provenance.model.approval import Approval, Approver, Condition, Decision, Scope, ToolRule
from provenance.model.evidence import Attestation
from provenance.model.record import now
from provenance.model.vocabulary import Stage, UseCategory
from provenance.records import APPROVAL_SUFFIX
from provenance.register import Register
from provenance.targeting import evidence_digest, name_targets


@dataclass(frozen=True, slots=True)
class Approved:
    """A decision that was written.

    Attributes:
        record: The approval or revocation.
        path: Where it lies; its signature lies next to it as ``.c2pa``.
        signed: Whether it is signed. An unsigned one counts only through the register.
    """

    record: Approval
    path: Path
    signed: bool


def approve(
    targets: Iterable[Path | str],
    *,
    by: str,
    reference: str,
    decision: Decision = Decision.APPROVED,
    role: str = "",
    organisation: str = "",
    title_id: str = "",
    categories: Iterable[UseCategory] = (),
    stages: Iterable[Stage] = (),
    tools: Iterable[ToolRule] = (),
    talents: Iterable[str] = (),
    territories: Iterable[str] = (),
    patterns: Iterable[str] = (),
    conditions: Iterable[str | Condition] = (),
    expires: date | None = None,
    granted_at: datetime | None = None,
    evidence: Path | None = None,
    note: str = "",
    folder: Path | str,
    signer: Signer | None,
    register: Register | None = None,
) -> Approved:
    """Decide on the use of generated assets and sign the decision.

    Args:
        targets: Files, or digests as ``sha256:...`` or as ``sha256sum`` prints them. For a file,
            its digest, and where it is stamped also the digest it was made with and its
            disclosure's id, are put in scope.
        by: Name of the approver.
        reference: Letter, e-mail or ticket.
        decision: What was decided.
        role: Of the approver.
        organisation: Of the approver.
        title_id: Title to which it is restricted.
        categories: Use categories to which it is restricted.
        stages: Stages to which it is restricted.
        tools: Tools and versions to which it is restricted.
        talents: Talents to which it is restricted.
        territories: Territories to which it is restricted.
        patterns: Shell patterns of paths that it covers.
        conditions: What the approver asks for.
        expires: Last day on which it holds.
        granted_at: When it was given; now by default.
        evidence: A file (a letter, a mail) whose digest is recorded.
        note: Free text.
        folder: Where the record is written.
        signer: Whose signature; None writes an unsigned record.
        register: Where it is recorded too.

    Raises:
        RecordError: Nothing is in scope, or a target is neither a file nor a digest.
        SigningError: It could not be signed; nothing is left behind.
    """
    with Gatherer(facts=False) as gatherer:
        digests, ids = name_targets(targets, gatherer, "approved")
        try:
            scope = Scope(
                title_id=title_id,
                digests=digests,
                asset_ids=ids,
                patterns=tuple(patterns),
                categories=tuple(categories),
                stages=tuple(stages),
                tools=tuple(tools),
                talents=tuple(talents),
                territories=tuple(territories),
            )
            record = Approval(
                decision=decision,
                approver=Approver(name=by, role=role, organisation=organisation),
                reference=reference,
                evidence_sha256=evidence_digest(evidence) if evidence else None,
                scope=scope,
                conditions=tuple(
                    each if isinstance(each, Condition) else Condition(id=f"c{number}", text=each)
                    for number, each in enumerate(conditions, start=1)
                ),
                granted_at=granted_at or now(),
                expires=expires,
                author=by,
                note=note,
            )
        except ValidationError as error:
            raise _malformed(error) from error
        if not (digests or ids or scope.patterns or scope.categories or title_id):
            raise RecordError(
                "an approval needs a scope: it would cover everything",
                hint="Name files, digests, a pattern, a category or the title.",
            )
        return _write(record, Path(folder), signer, register, gatherer.engine)


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
    """End an approval by a signed record of its own; the approval itself is never changed.

    Args:
        approval: The approval's file, or its id.
        by: Who revokes it.
        reference: Letter, e-mail or ticket.
        folder: Where the record is written.
        signer: Whose signature.
        register: Where it is recorded too; also where an id is looked up.
        note: Free text.

    Raises:
        RecordError: There is no such approval.
    """
    ended = _find(approval, Path(folder), register)
    try:
        record = Approval(
            decision=Decision.REVOKED,
            approver=Approver(name=by),
            reference=reference,
            scope=ended.scope,
            granted_at=now(),
            revokes=ended.id,
            author=by,
            note=note,
        )
    except ValidationError as error:
        raise _malformed(error) from error
    with Engine() as engine:
        return _write(record, Path(folder), signer, register, engine)


def _find(approval: Path | str, folder: Path, register: Register | None) -> Approval:
    path = Path(approval)
    if path.is_file():
        return parse_record(path, Approval)
    for candidate in sorted(folder.glob(f"*{APPROVAL_SUFFIX}")):
        with suppress(RecordError):  # a broken neighbour is not the one that is looked for
            record = parse_record(candidate, Approval)
            if record.id == str(approval):
                return record
    for held in register.approvals() if register else ():
        if held.record.id == str(approval):
            return held.record
    raise RecordError(
        f"{approval}: no such approval in {folder} or the register",
        hint="Run `provenance approvals` to list them.",
    )


def _malformed(error: ValidationError) -> RecordError:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    return RecordError(f"approval: {key}: {first['msg']}")


def _write(
    record: Approval,
    folder: Path,
    signer: Signer | None,
    register: Register | None,
    engine: Engine,
) -> Approved:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder}: cannot be made: {error.strerror}") from error
    path = folder / f"{record.id}{APPROVAL_SUFFIX}"
    write_record(record, path, signer=signer, engine=engine)
    _, attestation = read_record(path, Approval, engine)
    if register is not None:
        vouched = Attestation("register", attestation.integrity, signature=attestation.signature)
        try:
            register.add_approval(record, vouched)
        except RegisterError as error:
            raise RegisterError(
                f"{path.name}: written, but not registered: {error}", hint=error.advice()
            ) from error
    return Approved(record, path, signer is not None)
