"""Rule ``human-contribution-missing``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import DELIVERED_STAGES, TEMPORARY_STAGES
from provenance.rules.base import rule
from provenance.standings.completeness import REQUIRED, missing_fields
from provenance.standings.needs import PROMINENT, discloses_ai
from provenance.standings.standing import disclosure_standing

_FIELD = "human_contribution"


@rule(Severity.OVERRIDABLE, kind="contract")
def human_contribution_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A generated element in a final delivery says what people did to it.

    The disclosure of generated or composite content that is delivered as final or marketing
    describes the human contribution, in words that are no placeholder. Not asked of material that
    was only enhanced, and not of what is disclosed as temporary, which ``temp-in-final`` tells.
    Of what does not carry the story (relevance none, incidental or not told) it is information.
    Where the policy's ``disclosure-incomplete`` requires the field, that rule speaks.

    Why:
        What a person shaped can be authored, credited and registered; what nobody touched cannot,
        and the buyer pays for a work.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: the final version of a
        prominent generated element needs meaningful human input. What counts as such is for
        people to judge; that it is described is what can be checked.

    Fix:
        Stamp the file again with a disclosure that supersedes the old one and says what was drawn,
        composited, chosen or performed by hand (``human_contribution``).

    Fails:
        [[disclosures]]
        stage = "final"
        story_relevance = "central"

    Passes:
        [[disclosures]]
        stage = "final"
        story_relevance = "central"
        human_contribution = "Composited over a plate, repainted and graded by hand."
    """
    if policy.stage not in DELIVERED_STAGES:
        return
    required = policy.parameter("disclosure-incomplete", "required", REQUIRED)
    if policy.lists("disclosure-incomplete") and _FIELD in required:
        return
    for held in disclosure_standing(evidence, policy).counting:
        record = held.record
        if record.stage in TEMPORARY_STAGES or not discloses_ai(record):
            continue
        if missing_fields(record, (_FIELD,)):
            prominent = record.story_relevance in PROMINENT
            yield Problem(
                f"disclosure {record.id} does not say what people contributed",
                key=record.id,
                at_most=Severity.BLOCKING if prominent else Severity.INFO,
            )
