"""Rule ``background-unapproved``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approval_standings
from provenance.standings.wanting import BACKGROUND, tellers


@rule(Severity.BLOCKING, kind="contract")
def background_unapproved(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An incidental element in the background is approved, or waived as such.

    The disclosed use is ``background_element``: a sign, a poster, a skyline. It needs a written
    approval as everything in a final delivery does. Where its story relevance is ``none`` or
    ``incidental`` and nothing else about it needs approval (no person, no right, no personal
    data, no real event), a recorded waiver of the kind ``incidental`` lets it pass instead. One
    that carries the story, or of which that is not told, is told by ``approval-missing`` as every
    other use is, and so is all of this where a policy does not list this rule.

    Why:
        The guidance says two things: output in final deliverables needs written approval, and
        incidental items on camera may be low risk on judgement. The judgement is to be somebody's,
        on record.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: use-case matrix, on-camera
        background elements; escalate if story-relevant. That the judgement is a waiver is ours.

    Fix:
        Get the approval (``provenance approve FILE``), or have somebody whom the policy lets waive
        this rule record the judgement: ``provenance waive background-unapproved FILE --incidental
        --reason TEXT --owner NAME --expires DATE``.

    Fails:
        [[disclosures]]
        stage = "final"
        use_category = "background_element"
        story_relevance = "incidental"

    Passes:
        [[disclosures]]
        stage = "final"
        use_category = "background_element"
        story_relevance = "incidental"

        [[approvals]]
    """
    for standing in approval_standings(evidence, policy):
        disclosure = standing.disclosure
        if disclosure is None or BACKGROUND not in tellers(standing, policy):
            continue
        message = f"a background element ({', '.join(standing.needs)}) has no approval"
        if standing.reasons:
            message += f" that counts: {'; '.join(standing.reasons)}"
        message += "; a waiver for an incidental element would do"
        yield Problem(message, key=disclosure.id, incidental=True)
