"""Rule ``union-work-unapproved``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import by_stage, rule
from provenance.standings.clearing import gap
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing


@rule(Severity.OVERRIDABLE, kind="contract")
def union_work_unapproved(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Work that a union covers is replaced only with an approval.

    The disclosure says that union work is affected, and no approval covers the use. Where the
    policy lists ``approval-missing`` or another rule about approvals with at least the same
    weight, that rule tells what is not approved, and this one is silent: one gap is one finding.

    Why:
        Agreements ask for notice and bargaining before the work is done, and who signed them has
        to know.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: replacing or materially
        affecting work that is typically done by union members always needs written approval.

    Fix:
        Get the approval, with the guild's side settled.

    Fails:
        [[disclosures]]
        union_work_affected = true

    Passes:
        [[disclosures]]
        union_work_affected = true

        [[approvals]]
        attested = "trusted"
    """
    for held in disclosure_standing(evidence, policy).counting:
        if not held.record.union_work_affected or not uses_ai(held.record):
            continue
        severity = by_stage(Severity.OVERRIDABLE)
        lacks = gap(evidence, policy, held, "union-work-unapproved", severity)
        if lacks:
            yield Problem(f"it affects work that a union covers {lacks}", key=held.record.id)
