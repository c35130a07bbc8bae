"""Rule ``approval-expired``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import ApprovalState, approval_standings

_ENDED: Final = {
    ApprovalState.EXPIRED: "the approval has expired",
    ApprovalState.REVOKED: "the approval was revoked",
    ApprovalState.REJECTED: "the use was rejected",
}


@rule(Severity.BLOCKING, fixed=True)
def approval_expired(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An approval holds today: not expired, not revoked, not rejected since.

    The last day of an approval counts in full, in the policy's time zone. Of two decisions on one
    use the later wins. A revocation ends the approval that it names, or without a name every
    earlier one of its scope. A revocation that does not count (unsigned, of a stranger) is told
    as a warning at most, so that it is looked into and cannot stop a delivery by itself.

    Why:
        Approvals are given for a time and can be taken back; the file does not know.

    Source:
        House rule; Netflix's guidance of August 2025 leaves duration to the approval.

    Fix:
        Ask for a new approval and record it with ``provenance approve``, or take the file out of
        the delivery.

    Fails:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        expires = 2026-11-21

    Passes:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        expires = 2026-11-22
    """
    standings = approval_standings(evidence, policy)
    for standing in standings:
        if standing.disclosure is not None and standing.state in _ENDED:
            yield Problem(
                f"{_ENDED[standing.state]}: {'; '.join(standing.reasons)}",
                key=f"{standing.disclosure.id} {' '.join(standing.records)}",
            )
    for reason in dict.fromkeys(reason for standing in standings for reason in standing.ignored):
        yield Problem(
            f"a revocation lies there but does not count: {reason}",
            key=f"revocation {reason}",
            at_most=Severity.WARNING,
        )
