"""One approval, looked at for one use of one asset: does it count, and what does it do?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from provenance.model.approval import Approval, Condition, Decision, Scope
from provenance.model.evidence import HeldApproval
from provenance.model.policy import Policy
from provenance.standings.authority import authority_flaw
from provenance.standings.completeness import is_told
from provenance.standings.remembering import each_answer
from provenance.standings.scoping import Aspect, Limit, Use, is_empty, limits, names_by_claim
from provenance.standings.scoping import other_title as title_flaw
from provenance.standings.vouching import approval_flaw, day_of

_CLAIMED: Final = "that this asset is meant is the word of a discloser who is not trusted"
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


@dataclass(frozen=True, slots=True)
class Look:
    """What one approval does for one use.

    Attributes:
        held: The approval.
        state: What it does; ``missing`` where it does not count.
        reason: Why it does not do; "" where it does.
        limits: Where the use lies outside its scope.
        open: Its conditions that nothing meets, in words; "" where none is open.
        unentitled: Whether it counts but for its signer, who may not approve this.
    """

    held: HeldApproval
    state: ApprovalState
    reason: str = ""
    limits: tuple[Limit, ...] = ()
    open: str = ""
    unentitled: bool = False

    @property
    def distance(self) -> tuple[bool, int]:
        """How far from covering the use, least first: another use is farther than another tool."""
        return any(each.aspect is Aspect.USE for each in self.limits), len(self.limits)


@dataclass(frozen=True, slots=True)
class Alone:
    """What a decision comes to under a policy before anything is asked of it.

    Attributes:
        held: The decision.
        flaw: Why it does not count, whoever may decide and whatever is asked; or "".
        clock: The same, told after a title that does not fit: dates that cannot be right.
        over: That it has ended, or "".
        unknown: A key that a later version wrote, or "".
    """

    held: HeldApproval
    flaw: str = ""
    clock: str = ""
    over: str = ""
    unknown: str = ""

    def flaw_for(self, use: Use) -> str:
        """Why it does not count for a use, whoever may decide; "" where it does."""
        return self.flaw or foreign(self.held.record.scope, use) or self.clock


@each_answer
def alone_of(held: HeldApproval, policy: Policy) -> Alone:
    """What a decision comes to by itself.

    Args:
        held: The decision.
        policy: The day of the scan and the zone of its days.
    """
    record = held.record
    names_other = record.revokes or record.satisfies
    empty = is_empty(record.scope) and not names_other
    notice = record.decision is Decision.NOTIFIED_ONLY
    return Alone(
        held,
        approval_flaw(held.attestation)
        or ("its scope is empty, so it covers nothing" if empty else ""),
        _clock_flaw(held, policy) or ("it records a notice, not a decision" if notice else ""),
        _over(record.expires, policy.as_of),
        next(iter(record.unknown_keys()), ""),
    )


def foreign(scope: Scope, use: Use) -> str:
    """Why a scope cannot mean this asset, whatever it restricts; "" where it can."""
    return title_flaw(scope, use) or (_CLAIMED if names_by_claim(scope, use) else "")


def void(held: HeldApproval, use: Use, policy: Policy) -> str:
    """Why a decision does not count at all, whatever it says; "" where it does."""
    return alone_of(held, policy).flaw_for(use) or authority_flaw(held, policy, use)


def look(held: HeldApproval, use: Use, policy: Policy, met: frozenset[str]) -> Look:
    """What an approval or a rejection does, other decisions left aside.

    Args:
        held: The decision.
        use: The asset and what it is used for.
        policy: Approvers and the day of the scan.
        met: Keys of its conditions that a later record says are met.
    """
    alone = alone_of(held, policy)
    flaw = alone.flaw_for(use)
    unentitled = "" if flaw else authority_flaw(held, policy, use)
    if flaw or unentitled:
        return no(held, flaw, unentitled)
    return said(alone, limits(held.record.scope, use), met)


def no(held: HeldApproval, flaw: str, unentitled: str = "") -> Look:
    """What a decision does that does not count: nothing, and why.

    Args:
        held: The decision.
        flaw: Why; or "".
        unentitled: Why its signer may not decide this, where nothing else is wrong.
    """
    return Look(
        held, ApprovalState.MISSING, flaw or unentitled, unentitled=bool(not flaw and unentitled)
    )


def said(alone: Alone, beyond: tuple[Limit, ...], met: frozenset[str] = frozenset()) -> Look:
    """What an approval or a rejection does that counts.

    Args:
        alone: The decision.
        beyond: Where the use lies outside its scope.
        met: Keys of its conditions that a later record says are met.
    """
    held, record = alone.held, alone.held.record
    words = "; ".join(each.text for each in beyond)
    rejected = record.decision is Decision.REJECTED
    if beyond and (rejected or any(each.aspect is Aspect.USE for each in beyond)):
        return Look(held, ApprovalState.OUT_OF_SCOPE, words, beyond)
    if alone.over:
        reason = "; ".join(each for each in (alone.over, words) if each)
        return Look(held, ApprovalState.EXPIRED, reason, beyond)
    if rejected:
        return Look(held, ApprovalState.REJECTED, "it was rejected")
    if alone.unknown:
        # A later version may restrict or take back in words that we do not know.
        reason = f"a later version wrote it, and {alone.unknown} is not understood"
        return Look(held, ApprovalState.MISSING, reason)
    waiting = _open_conditions(record, met)
    if beyond:
        return Look(held, ApprovalState.OUT_OF_SCOPE, words, beyond, waiting)
    if waiting:
        return Look(held, ApprovalState.CONDITIONS_OPEN, f"open: {waiting}", open=waiting)
    return Look(held, ApprovalState.APPROVED)


def condition_key(approval: str, condition: Condition) -> str:
    """By what a record that says that a condition is met names it: approval, id and text.

    The text too: an id such as "c1" stands in every approval, and two approvals may share theirs.
    """
    return "\x00".join((approval, condition.id, " ".join(condition.text.split())))


def _clock_flaw(held: HeldApproval, policy: Policy) -> str:
    """Why the dates of a decision cannot all be right; days are those of the policy's zone."""
    record = held.record
    granted = day_of(record.granted_at, policy)
    if policy.as_of is not None and granted > policy.as_of:
        return f"it is dated in the future ({granted})"
    written = day_of(record.created_at, policy)
    if policy.as_of is not None and written > policy.as_of:
        return f"a clock was wrong: written on {written}, scanned on {policy.as_of}"
    if granted > written:
        return f"a clock was wrong: written on {written}, granted on {granted}"
    if record.requested_at is not None and day_of(record.requested_at, policy) > granted:
        asked = day_of(record.requested_at, policy)
        return f"a clock was wrong: asked for on {asked}, granted on {granted}"
    stamped = held.attestation.signature.time if held.attestation.signature else None
    if stamped is not None and granted > day_of(_zoned(stamped), policy):
        day = day_of(_zoned(stamped), policy)
        return f"a clock was wrong: time-stamped on {day}, granted on {granted}"
    return ""


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _over(expires: date | None, today: date | None) -> str:
    if expires is None:
        return ""
    if today is None:
        return f"it ends on {expires}, and today is not known"
    return f"it ended on {expires}" if expires < today else ""


def _open_conditions(record: Approval, met: frozenset[str]) -> str:
    if record.decision is Decision.APPROVED_WITH_CONDITIONS and not record.conditions:
        return "conditions that it does not list"
    waiting = [
        each.text.strip()
        for each in record.conditions
        if not is_told(each.satisfied_by) and condition_key(record.id, each) not in met
    ]
    return "; ".join(text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…" for text in waiting)
