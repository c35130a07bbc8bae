"""Rule ``approval-missing``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approval_standings
from provenance.standings.wanting import MISSING, tellers


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def approval_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A use that needs a written approval has one that counts.

    A use needs one when it is for a final delivery or marketing, touches a performer's likeness
    or voice, personal data, third-party or unsecured proprietary material, a main character, key
    visual or the story, union work or what could pass for a real event, or when one of the five
    principles is answered no or not at all. An approval counts when a trusted signature stands
    behind it, or the production's register does; an approval that lies there and does not count
    is named with the reason. One for the source covers what is derived from it where ingredients
    or the register prove the chain, until generated content is added. What is undisclosed is not
    told here again, nor what the policy leaves to ``background-unapproved``,
    ``approval-authority`` or ``principle-unsure``.

    Why:
        Notice is enough for little; what reaches the audience needs a yes in writing.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: output in final
        deliverables, talent likeness, personal data or third-party IP needs written approval.

    Fix:
        Get the approval and record it: ``provenance approve FILE --decision approved --by NAME
        --reference TICKET``; for an unanswered principle at a temporary stage, an answer in the
        disclosure is enough.

    Fails:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        attested = "unsigned"

    Passes:
        [[disclosures]]
        stage = "final"

        [[approvals]]
        attested = "trusted"
    """
    for standing in approval_standings(evidence, policy):
        if standing.disclosure is None or MISSING not in tellers(standing, policy):
            continue
        message = f"needs a written approval ({', '.join(standing.needs)}) and has none"
        if standing.reasons:
            message += f" that counts: {'; '.join(standing.reasons)}"
        yield Problem(message, key=standing.disclosure.id)
