"""Rule ``approval-out-of-scope``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approval_standings
from provenance.standings.wanting import OUT_OF_SCOPE, closest_approval, lacks


@rule(Severity.BLOCKING, kind="contract")
def approval_out_of_scope(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An approval covers the use that is made of the file.

    An approval speaks of this file, but not of this use: another category, a later stage, a
    performer whom it does not name. What is approved for a later stage is approved on the way
    there; final and marketing never stand in for one another. A tool or a territory outside its
    scope is told by ``approval-tool`` and ``approval-territory`` where the policy lists them, else
    here. Of several approvals, the one that comes closest is told.

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
        use_category = "character_or_key_visual"

        [[approvals]]
        scope = { digests = ["a"], categories = ["background_element"] }

    Passes:
        [[disclosures]]
        stage = "final"
        use_category = "background_element"

        [[approvals]]
        scope = { digests = ["a"], categories = ["background_element"] }
    """
    for standing in approval_standings(evidence, policy):
        found = lacks(standing, policy, OUT_OF_SCOPE)
        if found and standing.disclosure:
            reference = closest_approval(standing).reference
            yield Problem(
                f"the approval does not cover this use: {reference}: {'; '.join(found)}",
                key=f"{standing.disclosure.id} {' '.join(standing.records)}",
            )
