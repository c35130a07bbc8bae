"""Rule ``approval-out-of-scope``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.standing import ApprovalState, approval_standing
from provenance.rules.base import rule


@rule(Severity.BLOCKING, kind="contract")
def approval_out_of_scope(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An approval covers the use that is made of the file.

    An approval speaks of this file, but not of this use: another category, a later stage, another
    tool or a version outside its rule, a performer or a territory that it does not name. What is
    approved for a later stage is approved on the way there; final and marketing never stand in
    for one another.

    Why:
        A yes to a poster in the background is no yes to the key visual.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: approval is for a use;
        the comparison is ours.

    Fix:
        Ask for an approval of the use as it is, or bring the use back within the one there is.

    Fails:
        [[disclosures]]
        stage = "final"
        tools = [{ name = "Painter", version = "4.0" }]

        [[approvals]]
        scope = { digests = ["a"], tools = [{ name = "Painter", versions = ">=3,<4" }] }

    Passes:
        [[disclosures]]
        stage = "final"
        tools = [{ name = "Painter", version = "3.2" }]

        [[approvals]]
        scope = { digests = ["a"], tools = [{ name = "Painter", versions = ">=3,<4" }] }
    """
    standing = approval_standing(evidence, policy)
    if standing.state is ApprovalState.OUT_OF_SCOPE:
        yield Problem(
            f"the approval does not cover this use: {'; '.join(standing.reasons)}",
            key=" ".join(standing.records),
        )
