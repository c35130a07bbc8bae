"""approve: a signed decision that can travel with the delivery."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from provenance.errors import RecordError
from provenance.gathering import Gatherer
from provenance.manifests.signer import Signer
from provenance.model.approval import Approval, Approver, Condition, Decision, Scope, ToolRule
from provenance.model.record import now
from provenance.model.veiling import VEIL, veiled
from provenance.model.vocabulary import Stage, UseCategory
from provenance.recording import Approved, malformed, write
from provenance.register import Register
from provenance.standings.territories import territory_flaw
from provenance.standings.versions import rule_flaw
from provenance.targeting import evidence_digest, look_at_targets

__all__ = ["Approved", "approve"]


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
    models: Iterable[str] = (),
    talents: Iterable[str] = (),
    territories: Iterable[str] = (),
    destinations: Iterable[str] = (),
    patterns: Iterable[str] = (),
    conditions: Iterable[str | Condition] = (),
    expires: date | None = None,
    requested_at: datetime | None = None,
    granted_at: datetime | None = None,
    evidence: Path | None = None,
    legal_review_ref: str = "",
    rights_clearance_ref: str = "",
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
        models: Generative models to which it is restricted.
        talents: Talents to which it is restricted. With a register, their names are salted with
            its secret: the record travels, and names stay in the house. Files of a house with
            another register are salted otherwise: name their talents as they stand there,
            ``salted-sha256:...`` (``Approved.told``).
        territories: Territories to which it is restricted.
        destinations: Destinations to which it is restricted, by the policy's name.
        patterns: Shell patterns of paths that it covers.
        conditions: What the approver asks for.
        expires: Last day on which it holds.
        requested_at: When it was asked for.
        granted_at: When it was given; now by default.
        evidence: A file (a letter, a mail) whose digest is recorded.
        legal_review_ref: The legal review that it rests on.
        rights_clearance_ref: The clearance of rights that it rests on.
        note: Free text.
        folder: Where the record is written.
        signer: Whose signature; None writes an unsigned record.
        register: Where it is recorded too.

    Raises:
        RecordError: Nothing is in scope, a target is neither a file nor a digest, a version rule
            can be met by no version, a territory is none, or the dates cannot all be right.
        SigningError: It could not be signed; nothing is left behind.
    """
    with Gatherer(facts=False) as gatherer:
        found = look_at_targets(targets, gatherer, "approved")
        digests, ids, names = found.digests, found.ids, tuple(talents)
        try:
            scope = Scope(
                title_id=title_id,
                digests=digests,
                asset_ids=ids,
                patterns=tuple(patterns),
                categories=tuple(categories),
                stages=tuple(stages),
                tools=_checked(tools),
                models=tuple(models),
                talents=tuple(veiled(register.salt(), each) for each in names)
                if register
                else names,
                territories=_codes(territories),
                destinations=tuple(destinations),
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
                requested_at=requested_at,
                granted_at=granted_at or now(),
                expires=expires,
                legal_review_ref=legal_review_ref,
                rights_clearance_ref=rights_clearance_ref,
                author=by,
                note=note,
            )
        except ValidationError as error:
            raise malformed(error, "approval") from error
        if not (digests or ids or scope.patterns or scope.categories or title_id):
            raise RecordError(
                "an approval needs a scope: it would cover everything",
                hint="Name files, digests, a pattern, a category or the title.",
            )
        _refuse_impossible(record)
        path = write(record, Path(folder), signer, register, gatherer.engine)
        unmatched = _unmatched(names, scope.talents, found.talents)
        return Approved(record, path, signer is not None, unmatched=unmatched, told=found.talents)


def _unmatched(
    names: Iterable[str], forms: Iterable[str], told: tuple[str, ...]
) -> tuple[str, ...]:
    """Talents whose salted form the files do not tell; where one differs, so may the secret."""
    if not told:
        return ()
    pairs = zip(names, forms, strict=True)
    return tuple(name for name, form in pairs if form.startswith(VEIL) and form not in told)


def _checked(tools: Iterable[ToolRule]) -> tuple[ToolRule, ...]:
    every = tuple(tools)
    for each in every:
        flaw = rule_flaw(each.versions)
        if flaw:
            raise RecordError(
                f"approval: tool {each.name}: {flaw}", hint="Write it like 3, ==3.1 or >=3,<4."
            )
    return every


def _codes(territories: Iterable[str]) -> tuple[str, ...]:
    every = tuple(territories)
    for each in every:
        flaw = territory_flaw(each)
        if flaw:
            raise RecordError(f"approval: {flaw}", hint="Write it like DE, EU or WORLDWIDE.")
    return tuple(each.strip().upper() for each in every)


def _refuse_impossible(record: Approval) -> None:
    """Dates that cannot all be right would leave an approval that never counts."""
    granted = record.granted_at.date()
    if granted > now().date():
        raise RecordError(
            f"approval: granted on {granted}, which is in the future",
            hint="Record it on the day, or later; it counts from its own day on.",
        )
    if record.requested_at is not None and record.requested_at.date() > granted:
        raise RecordError(
            f"approval: asked for on {record.requested_at.date()}, after it was granted ({granted})"
        )
    # A day ends in the policy's zone, at the latest half a day after it does in UTC.
    if record.expires is not None and record.expires < granted - timedelta(days=1):
        raise RecordError(
            f"approval: it would end on {record.expires}, before it was granted ({granted})"
        )
