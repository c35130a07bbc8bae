"""Rule ``approval-by-maker``."""

from collections.abc import Iterator, Sequence

from provenance.model.approval import Decision
from provenance.model.evidence import Evidence, HeldApproval
from provenance.model.finding import Problem, Severity
from provenance.model.holding import own_of, wide_of
from provenance.model.manifest import Signature
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.authority import signed_by_one_of
from provenance.standings.changing import ABOUT_OTHERS
from provenance.standings.remembering import last_answer
from provenance.standings.standing import (
    ApprovalStanding,
    ApprovalState,
    approval_standings,
    disclosure_standing,
)
from provenance.standings.vouching import approval_flaw


@rule(Severity.WARNING)
def approval_by_maker(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Who approves is not who made.

    The policy names no approvers, and the approval is signed with the very certificate that
    signed the disclosure; or so is the record that a condition of it is met, or one that takes
    back somebody's rejection. It counts, and it is told. An approval that nobody signed and that
    the register alone vouches for is told as information.

    Why:
        A written approval comes from the other side of the table. A small house may approve its
        own temporary work; the buyer should see that it did.

    Source:
        House rule; Netflix's guidance of August 2025 expects approval from its own contact.

    Fix:
        Name under ``[[approvers]]`` of the policy whose certificates may approve, and have the
        approval signed with one of them.

    Fails:
        [[disclosures]]
        stage = "final"
        fingerprint = "e"

        [[approvals]]
        fingerprint = "e"

    Passes:
        [[disclosures]]
        stage = "final"
        fingerprint = "e"

        [[approvals]]
        fingerprint = "f"
    """
    if policy.approvers:
        return
    standings = approval_standings(evidence, policy)
    makers = [held.attestation.signature for held in disclosure_standing(evidence, policy).counting]
    approved = {
        id(held): held
        for standing in standings
        if standing.state is ApprovalState.APPROVED
        for held in standing.held
    }
    for held in approved.values():
        reference = held.record.reference
        if held.attestation.signature is None:
            yield Problem(
                f"approval {reference} is signed by nobody; it stands in the register alone",
                key=held.record.id,
                at_most=Severity.INFO,
            )
        elif signed_by_one_of(makers, held.attestation):
            yield Problem(
                f"approval {reference} is signed with the certificate of the disclosure",
                key=held.record.id,
            )
    granting = [each for each in standings if each.state is ApprovalState.APPROVED]
    for held, what in _helped(evidence, granting, makers):
        yield Problem(
            f"{what} ({held.record.reference}) is signed with the certificate of the disclosure",
            key=held.record.id,
        )


def _helped(
    evidence: Evidence, granting: Sequence[ApprovalStanding], makers: Sequence[Signature | None]
) -> Iterator[tuple[HeldApproval, str]]:
    """Records of the maker that let an approval hold: of a met condition, against a rejection."""
    approvals = evidence.approvals
    named = _about_others(own_of(approvals)) if granting else ()
    others = (*named, *_about_others_wide(wide_of(approvals))) if granting else ()
    own = [
        held
        for held in others
        if not approval_flaw(held.attestation) and signed_by_one_of(makers, held.attestation)
    ]
    if not own:
        return
    waiting = {
        look.held.record.id
        for standing in granting
        for look in standing.looks
        if look.state is ApprovalState.APPROVED and look.held.record.conditions
    }
    rejected = {
        held.record.id
        for held in approvals
        if held.record.decision is Decision.REJECTED
        and not signed_by_one_of(makers, held.attestation)
    }
    for held in own:
        if held.record.satisfies in waiting:
            yield held, "that a condition is met"
        elif held.record.revokes in rejected:
            yield held, "the end of a rejection"


def _about_others(approvals: Sequence[HeldApproval]) -> tuple[HeldApproval, ...]:
    return tuple(held for held in approvals if held.record.decision in ABOUT_OTHERS)


@last_answer
def _about_others_wide(wide: tuple[HeldApproval, ...]) -> tuple[HeldApproval, ...]:
    """Of those that speak of every asset: the same object for all, so looked through once."""
    return _about_others(wide)
