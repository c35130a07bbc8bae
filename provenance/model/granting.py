"""One approval after the other, looked at for one use of one asset."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from provenance.model.approval import Approval, Decision
from provenance.model.evidence import HeldApproval
from provenance.model.policy import Policy
from provenance.model.scoping import (
    Use,
    is_empty,
    names_asset,
    names_by_claim,
    other_title,
    outside,
)
from provenance.model.vouching import approval_flaw, authority_flaw, day_of

_CLAIMED: Final = "that this asset is meant is the word of a discloser who is not trusted"


MAX_REASONS: Final = 20
"""Approvals of one asset that are told with the reason why they do not do."""
MAX_TEXT: Final = 200
"""Characters of a condition that are told."""


class ApprovalState(StrEnum):
    """How far the use of an asset is approved; best first, closest to it next."""

    NOT_NEEDED = "not_needed"
    APPROVED = "approved"
    CONDITIONS_OPEN = "conditions_open"
    REVOKED = "revoked"
    REJECTED = "rejected"
    EXPIRED = "expired"
    OUT_OF_SCOPE = "out_of_scope"
    MISSING = "missing"


_GRANTING: Final = frozenset({ApprovalState.APPROVED, ApprovalState.CONDITIONS_OPEN})


@dataclass(frozen=True, slots=True)
class Look:
    """What one approval does for one use.

    Attributes:
        held: The approval.
        state: What it does; ``missing`` where it does not count.
        reason: Why it does not do; "" where it does.
    """

    held: HeldApproval
    state: ApprovalState
    reason: str = ""


def reasons_of(looks: Iterable[Look]) -> tuple[str, ...]:
    """Why approvals do not do, those that come closest first, ``MAX_REASONS`` at most."""
    order = list(ApprovalState)
    closest = sorted(looks, key=lambda each: order.index(each.state))
    reasons = tuple(
        dict.fromkeys(f"{each.held.record.reference}: {each.reason}" for each in closest)
    )
    if len(reasons) <= MAX_REASONS:
        return reasons
    return (*reasons[:MAX_REASONS], f"and {len(reasons) - MAX_REASONS} more that do not do")


def look_at(
    approvals: Sequence[HeldApproval], use: Use, policy: Policy
) -> tuple[tuple[Look, ...], tuple[str, ...]]:
    """Look at every approval that speaks of an asset.

    The latest decision wins: a rejection puts aside an earlier approval and the reverse, and an
    approval with open conditions an earlier one without. A revocation ends the approval that it
    names; without a name, every earlier one of its scope. Ids are no secret, so two records of one
    id are two records: neither hides the other.

    Args:
        approvals: Those that may speak of it; one pass, so their number costs no more than that.
        use: The asset and what it is used for.
        policy: Approvers and the day of the scan.

    Returns:
        What each does, in the order given, those that speak of other assets left out; and the
        revocations that do not count, each with the reason.
    """
    looks: list[Look] = []
    revocations: list[HeldApproval] = []
    ignored: list[str] = []
    for held in approvals:
        record = held.record
        if not names_asset(record.scope, use):
            continue
        if record.decision is Decision.REVOKED:
            flaw = _void(held, use, policy)
            if flaw:
                ignored.append(f"{record.reference}: {flaw}")
            else:
                revocations.append(held)
            continue
        looks.append(_look(held, use, policy))
    ended = {each.record.revokes for each in revocations if each.record.revokes}
    sweeping = [each for each in revocations if not each.record.revokes]
    rejected_at = _latest(
        each
        for each in looks
        if each.state is ApprovalState.REJECTED and each.held.record.id not in ended
    )
    standing = [
        each for each in looks if each.state in _GRANTING and not _ended(each, ended, sweeping, use)
    ]
    approvals_at = _latest(standing)
    conditions_at = _latest(
        each for each in standing if each.state is ApprovalState.CONDITIONS_OPEN
    )
    result = []
    for each in looks:
        at = each.held.record.granted_at
        if each.state is ApprovalState.REJECTED:
            # An approval that is later than the rejection has overruled it.
            overruled = approvals_at is not None and approvals_at > at
            if not overruled and each.held.record.id not in ended:
                result.append(each)
        elif each.state is not ApprovalState.MISSING and _ended(each, ended, sweeping, use):
            result.append(replace(each, state=ApprovalState.REVOKED, reason="it was revoked"))
        elif each.state in _GRANTING and rejected_at is not None and rejected_at >= at:
            result.append(replace(each, state=ApprovalState.REJECTED, reason="rejected since"))
        else:
            result.append(_conditioned(each, conditions_at))
    return tuple(result), tuple(ignored)


def _conditioned(look: Look, since: datetime | None) -> Look:
    """An approval that was given before a condition was set waits for it too."""
    if (
        look.state is not ApprovalState.APPROVED
        or since is None
        or since <= look.held.record.granted_at
    ):
        return look
    return replace(look, state=ApprovalState.CONDITIONS_OPEN, reason="a condition was set since")


def _latest(looks: Iterable[Look]) -> datetime | None:
    return max((each.held.record.granted_at for each in looks), default=None)


def _ended(look: Look, ended: set[str], sweeping: Sequence[HeldApproval], use: Use) -> bool:
    record = look.held.record
    return record.id in ended or any(
        each.record.granted_at >= record.granted_at
        and (each.record.scope == record.scope or not outside(each.record.scope, use))
        for each in sweeping
    )


def _void(held: HeldApproval, use: Use, policy: Policy) -> str:
    """Why a decision does not count at all, whatever it says."""
    record = held.record
    stages = tuple(dict.fromkeys((use.stage, use.disclosure.stage or use.stage)))
    future = policy.as_of is not None and day_of(record.granted_at, policy) > policy.as_of
    empty = is_empty(record.scope) and not record.revokes
    return (
        approval_flaw(held.attestation)
        or authority_flaw(held, policy, use.disclosure.use_category, stages)
        or ("its scope is empty, so it covers nothing" if empty else "")
        or other_title(record.scope, use)
        or (_CLAIMED if names_by_claim(record.scope, use) else "")
        or ("it is dated in the future" if future else "")
    )


def _look(held: HeldApproval, use: Use, policy: Policy) -> Look:
    record = held.record
    flaw = _void(held, use, policy)
    if not flaw and record.decision is Decision.NOTIFIED_ONLY:
        flaw = "it records a notice, not a decision"
    if flaw:
        return Look(held, ApprovalState.MISSING, flaw)
    beyond = outside(record.scope, use)
    if beyond:
        return Look(held, ApprovalState.OUT_OF_SCOPE, "; ".join(beyond))
    over = _over(record.expires, policy.as_of)
    if over:
        return Look(held, ApprovalState.EXPIRED, over)
    if record.decision is Decision.REJECTED:
        return Look(held, ApprovalState.REJECTED, "it was rejected")
    unknown = record.unknown_keys()
    if unknown:
        # A later version may restrict or take back in words that we do not know.
        return Look(
            held,
            ApprovalState.MISSING,
            f"a later version wrote it, and {unknown[0]} is not understood",
        )
    waiting = _open_conditions(record)
    if waiting:
        return Look(held, ApprovalState.CONDITIONS_OPEN, f"open: {waiting}")
    return Look(held, ApprovalState.APPROVED)


def _over(expires: date | None, today: date | None) -> str:
    if expires is None:
        return ""
    if today is None:
        return f"it ends on {expires}, and today is not known"
    return f"it ended on {expires}" if expires < today else ""


def _open_conditions(record: Approval) -> str:
    if record.decision is Decision.APPROVED_WITH_CONDITIONS and not record.conditions:
        return "conditions that it does not list"
    waiting = [each.text.strip() for each in record.conditions if not each.satisfied_by.strip()]
    return "; ".join(text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…" for text in waiting)
