"""Rule ``disclosure-incomplete``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.cataloguing import completed
from provenance.standings.completeness import FIELDS, REQUIRED, missing_fields
from provenance.standings.standing import disclosure_standing


@rule(
    Severity.OVERRIDABLE,
    parameters={"required": REQUIRED},
    choices={"required": FIELDS},
    agreements={"required": "all"},
)
def disclosure_incomplete(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A disclosure answers every question that the policy asks.

    Each field of the parameter ``required`` is told, and told for real: an empty text, "TBD",
    "n/a", "unknown" or "?" is no answer. ``tools`` asks for at least one tool, each with its
    version; what the policy's tool catalogue answers need not be repeated. A disclosure that no
    generative AI was used has nothing more to tell.

    Why:
        Who approves a use must know the tool, its version and the use. "Some AI tool" cannot be
        approved, and cannot be insured.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, asks that every use be
        shared; which fields that takes is ours.

    Fix:
        Stamp the file again with what is missing: ``provenance stamp FILE --disclosure FILE``,
        where ``supersedes`` names the old disclosure.

    Fails:
        [[disclosures]]
        use_category = "background_element"
        stage = "final"
        tools = [{ name = "Painter", version = "TBD" }]

    Passes:
        [[disclosures]]
        use_category = "background_element"
        stage = "final"
        tools = [{ name = "Painter", version = "3.1" }]
    """
    required = policy.parameter("disclosure-incomplete", "required", REQUIRED)
    for held in disclosure_standing(evidence, policy).counting:
        for name in missing_fields(completed(held.record, policy.tools), required):
            yield Problem(
                f"disclosure {held.record.id} does not tell {name}",
                key=f"{held.record.id} {name}",
            )
