"""Rule ``approval-by-maker``."""

from collections.abc import Iterator

from provenance.model.authority import same_signer
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.standing import ApprovalState, approval_standings, disclosure_standing
from provenance.rules.base import rule


@rule(Severity.WARNING)
def approval_by_maker(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Who approves is not who made.

    The policy names no approvers, and the approval is signed with the very certificate that
    signed the disclosure. It counts, and it is told. An approval that nobody signed and that the
    register alone vouches for is told as information.

    Why:
        A written approval comes from the other side of the table. A small house may approve its
        own temporary work; the buyer should see that it did.

    Source:
        House rule; Netflix's guidance expects approval from its own contact.

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
        signature = held.attestation.signature
        reference = held.record.reference
        if signature is None:
            yield Problem(
                f"approval {reference} is signed by nobody; it stands in the register alone",
                key=held.record.id,
                at_most=Severity.INFO,
            )
        elif any(maker is not None and same_signer(maker, signature) for maker in makers):
            yield Problem(
                f"approval {reference} is signed with the certificate of the disclosure",
                key=held.record.id,
            )
