"""Rule ``approval-attested``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, HeldApproval
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.authority import named_by, signed_by_one_of
from provenance.standings.standing import ApprovalState, approval_standings, disclosure_standing


@rule(Severity.WARNING)
def approval_attested(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Something of the approver is kept: a signature of theirs, or the letter's digest.

    The approval that covers the use refers to a letter, an e-mail or a ticket without its digest,
    and whoever signed the record made the file, or nobody signed it. The approver's yes is then
    the word of who needed it. A record that is signed with another certificate than the file's,
    or by an approver of the policy, is evidence by itself.

    Why:
        "See the e-mail of the third" is hard to follow once the mailbox is gone.

    Source:
        House rule.

    Fix:
        Keep the letter and record its digest: ``provenance approve FILE --by NAME --reference
        MAIL-7 --evidence mail-7.eml``; or have the approver sign.

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
        fingerprint = "e"
        evidence_sha256 = "d"
    """
    seen: set[str] = set()
    for standing in approval_standings(evidence, policy):
        for held in standing.held if standing.state is ApprovalState.APPROVED else ():
            if held.record.id in seen or not _is_hearsay(held, evidence, policy):
                continue
            seen.add(held.record.id)
            yield Problem(
                f"of the approval {shown(held.record.reference)} nothing of "
                f"{shown(held.record.approver.name)} is kept, neither a signature nor the digest "
                "of a letter",
                key=held.record.id,
            )


def _is_hearsay(held: HeldApproval, evidence: Evidence, policy: Policy) -> bool:
    if held.record.evidence_sha256 or named_by(held.attestation, policy):
        return False
    if held.attestation.signature is None:
        return True
    makers = (each.attestation.signature for each in disclosure_standing(evidence, policy).counting)
    return signed_by_one_of(makers, held.attestation)
