"""Rule ``legal-review-missing``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import UseCategory
from provenance.rules.base import rule
from provenance.standings.clearing import legally_reviewed
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing

CATEGORIES: Final = (UseCategory.CHARACTER_OR_KEY_VISUAL.value, UseCategory.TALENT_REPLICA.value)


@rule(
    Severity.BLOCKING,
    kind="contract",
    parameters={"categories": CATEGORIES},
    choices={"categories": frozenset(UseCategory)},
    agreements={"categories": "all"},
)
def legal_review_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Lawyers have looked at characters, key visuals and replicas of talent.

    A use in one of the ``categories`` has a reference to its legal review, in the disclosure or in
    an approval in force.

    Why:
        Whether a generated character can be owned, and whom it resembles, is settled before the
        audience knows its face.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, use cases: final character
        designs and key visuals (rights, audience, union), talent replication (consent and legal
        review).

    Fix:
        Have it reviewed and give the reference: ``legal_review_ref`` in the disclosure, or in the
        approval.

    Fails:
        [[disclosures]]
        use_category = "character_or_key_visual"

    Passes:
        [[disclosures]]
        use_category = "character_or_key_visual"

        [[approvals]]
        legal_review_ref = "legal 44"
    """
    categories = policy.parameter("legal-review-missing", "categories", CATEGORIES)
    for held in disclosure_standing(evidence, policy).counting:
        record = held.record
        if (
            uses_ai(record)
            and record.use_category in categories
            and not legally_reviewed(evidence, policy, held)
        ):
            yield Problem(f"{record.use_category} without a legal review", key=record.id)
