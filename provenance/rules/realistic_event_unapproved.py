"""Rule ``realistic-event-unapproved``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import TEMPORARY_STAGES
from provenance.rules.base import by_stage, rule
from provenance.standings.clearing import gap
from provenance.standings.labelling import LabelStanding, label_standing
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing

FACTUAL: Final = frozenset({"documentary", "news"})


@rule(Severity.BLOCKING, kind="contract")
def realistic_event_unapproved(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What may be mistaken for real people or events is approved, and the audience will know.

    The disclosure says that the content could be taken for a real event or statement, or that a
    real person is depicted: one who is no performer named in it, or anyone in documentary and
    news. Such a use has an approval and, from turnover on, a declared notice to the audience.
    What is told already is not told again: a gap in the approvals by a rule about approvals of at
    least the same weight, a missing notice by a rule that a destination or territory asks it by.

    Why:
        A generated news item with a real journalist deceives even as a prop on a table.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, ethics: content that could
        be mistaken for real events, people or statements always needs written approval; how the
        audience is told is part of the plan.

    Fix:
        Get the approval, and declare how the audience is told: ``labels`` in the disclosure, or a
        record of notices for the programme.

    Fails:
        [[disclosures]]
        realistic_event_risk = true

        [[approvals]]
        attested = "trusted"

    Passes:
        [[disclosures]]
        realistic_event_risk = true
        labels = [{ where = "on_screen", text = "Recreated with AI" }]

        [[approvals]]
        attested = "trusted"
    """
    for held in disclosure_standing(evidence, policy).counting:
        what = _what(held.record)
        if not what or not uses_ai(held.record):
            continue
        severity = by_stage(Severity.BLOCKING)
        lacks = gap(evidence, policy, held, "realistic-event-unapproved", severity)
        if lacks:
            yield Problem(f"{what} {lacks}", key=f"{held.record.id} approval")
        if policy.stage not in TEMPORARY_STAGES and not _is_planned(
            label_standing(evidence, policy)
        ):
            yield Problem(f"{what}, and nothing tells the audience", key=f"{held.record.id} label")


def _what(record: Disclosure) -> str:
    if record.realistic_event_risk:
        return "it may be mistaken for a real event or statement"
    if record.real_person_depicted and (not record.talent or record.genre in FACTUAL):
        return "it depicts a real person"
    return ""


def _is_planned(standing: LabelStanding) -> bool:
    """Whether a notice counts, or a rule about labels tells that it is missing."""
    return bool(standing.labels) or any(not each.met for each in standing.asks)
