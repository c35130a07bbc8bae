"""Rule ``approval-authority``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approval_standings
from provenance.standings.wanting import AUTHORITY, tellers


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def approval_authority(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Whoever approves is entitled to.

    The policy names approvers. An approval that would count lies there, and its signer is none of
    them, or may not decide on this category, stage or territory. The use is as unapproved as
    without it, so this weighs as ``approval-missing`` does and is told in its place: were it less,
    a vendor could make it so by approving the own work. Where an entitled approval covers the
    use, one more by somebody else is no matter.

    Why:
        The answer to "who said yes?" has to be a person who may.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: approval comes from the
        production's Netflix contact; who else may approve is the house's policy.

    Fix:
        Have the approval signed by somebody whom ``[[approvers]]`` of the policy names for this
        use, or name whoever signed it there.

    Fails:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        fingerprint = "e"

        [[policy.approvers]]
        name = "Legal"
        certificate = "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

    Passes:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        fingerprint = "f"

        [[policy.approvers]]
        name = "Legal"
        certificate = "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
    """
    for standing in approval_standings(evidence, policy):
        if standing.disclosure is None or AUTHORITY not in tellers(standing, policy):
            continue
        yield Problem(
            f"approved by somebody who may not ({', '.join(standing.needs)}): "
            f"{'; '.join(standing.reasons)}",
            key=standing.disclosure.id,
        )
