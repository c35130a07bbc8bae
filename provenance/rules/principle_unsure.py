"""Rule ``principle-unsure``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approval_standings
from provenance.standings.wanting import PRINCIPLE, tellers


@rule(Severity.OVERRIDABLE, kind="contract")
def principle_unsure(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Every one of the five principles is answered, or the use is approved.

    Nothing else about the use needs a written approval, and one of the five principles is
    answered ``unsure`` or not at all. An approval settles the question: whoever gave it had the
    unanswered principle before them. A use that needs an approval for another reason too, or
    whose answer is no, is told by ``approval-missing``, with the unanswered principles among its
    reasons.

    Why:
        Five times yes means that telling the contact may be enough. Anything else is for somebody
        to decide before work goes on.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: "no" or "unsure" to any
        principle means to escalate before proceeding.

    Fix:
        Answer the principles in the disclosure (``principles.p1_no_replication`` and so on), or
        get the use approved: ``provenance approve FILE --by NAME --reference TICKET``.

    Fails:
        stage = "temp"

        [[disclosures]]
        stage = "temp"

    Passes:
        stage = "temp"

        [[disclosures]]
        stage = "temp"

        [disclosures.principles]
        p1_no_replication = "yes"
        p2_no_store_train = "yes"
        p3_enterprise_env = "yes"
        p4_temporary = "yes"
        p5_no_replacement = "yes"
    """
    for standing in approval_standings(evidence, policy):
        if standing.disclosure is None or PRINCIPLE not in tellers(standing, policy):
            continue
        message = f"{', '.join(standing.needs)}, and nobody approved it"
        if standing.reasons:
            message += f": {'; '.join(standing.reasons)}"
        yield Problem(message, key=standing.disclosure.id)
