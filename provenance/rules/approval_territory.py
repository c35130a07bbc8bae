"""Rule ``approval-territory``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approval_standings
from provenance.standings.wanting import TERRITORY, closest_approval, lacks


@rule(Severity.OVERRIDABLE)
def approval_territory(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An approval covers where the file goes.

    The approval that comes closest is for this use, and limited to territories or destinations.
    The file goes elsewhere too, or nobody says where it goes. Where it goes is what the scan says
    (the destinations that it is bound for), else what the disclosures and the policy's
    destinations say. "EU" stands for each of its countries.

    Why:
        Rights and guild terms end at borders, and a trailer is shown where the film is not.

    Source:
        House rule.

    Fix:
        Ask for the missing territory and record it (``provenance approve FILE --territory DE``),
        or name the destination of this version when it is scanned.

    Fails:
        [[disclosures]]
        stage = "final"
        territories = ["DE", "US"]

        [[approvals]]
        scope = { digests = ["a"], territories = ["EU"] }

    Passes:
        [[disclosures]]
        stage = "final"
        territories = ["DE"]

        [[approvals]]
        scope = { digests = ["a"], territories = ["EU"] }
    """
    for standing in approval_standings(evidence, policy):
        found = lacks(standing, policy, TERRITORY)
        if found and standing.disclosure:
            reference = closest_approval(standing).reference
            yield Problem(
                f"the approval is for elsewhere: {reference}: {'; '.join(found)}",
                key=f"{standing.disclosure.id} {' '.join(standing.records)}",
            )
