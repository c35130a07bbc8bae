"""Rule ``approval-conditions-open``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import ApprovalState, approval_standings
from provenance.standings.wanting import CONDITIONS, tellers


@rule(Severity.OVERRIDABLE)
def approval_conditions_open(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Every condition of an approval is met, and the evidence named.

    A condition is open until the approval itself, or a later signed record of somebody who may
    approve, says by what it is met; "TBD" is no answer. An approval "with conditions" that lists
    none counts as open too: someone knows of conditions that are not written down.

    Why:
        A conditional yes is a no until the condition is met.

    Source:
        House rule.

    Fix:
        Meet the condition, and have the approver record by what: ``provenance approve --satisfies
        APPROVAL:CONDITION --evidence FILE --by NAME --reference TICKET``.

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
    for standing in approval_standings(evidence, policy):
        if standing.disclosure is None or CONDITIONS not in tellers(standing, policy):
            continue
        open_ = standing.state is ApprovalState.CONDITIONS_OPEN
        reasons = "; ".join(standing.reasons) if open_ else standing.looks[0].open
        yield Problem(
            f"a condition of the approval is open: {reasons}",
            key=f"{standing.disclosure.id} {' '.join(standing.records)}",
        )
