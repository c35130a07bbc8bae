"""Rule ``approval-conditions-open``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.standing import ApprovalState, approval_standing
from provenance.rules.base import rule


@rule(Severity.OVERRIDABLE)
def approval_conditions_open(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Every condition of an approval is met, and the evidence named.

    A condition is open while ``satisfied_by`` is empty. An approval "with conditions" that lists
    none counts as open too: someone knows of conditions that are not written down.

    Why:
        A conditional yes is a no until the condition is met.

    Source:
        House rule.

    Fix:
        Meet the condition, then have the decision recorded anew without it: ``provenance approve
        FILE --by NAME --reference TICKET``.

    Fails:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        decision = "approved_with_conditions"
        conditions = [{ id = "c1", text = "Credit the tool in the end titles" }]

    Passes:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        decision = "approved_with_conditions"
        conditions = [{ text = "Credit the tool", satisfied_by = "end titles v4, card 12" }]
    """
    standing = approval_standing(evidence, policy)
    if standing.state is ApprovalState.CONDITIONS_OPEN:
        yield Problem(
            f"a condition of the approval is open: {'; '.join(standing.reasons)}",
            key=" ".join(standing.records),
        )
