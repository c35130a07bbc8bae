"""Rule ``synthetic-performer-unjustified``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.completeness import is_told
from provenance.standings.counting import disclosure_standing
from provenance.standings.needs import uses_ai


@rule(Severity.OVERRIDABLE, kind="contract")
def synthetic_performer_unjustified(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A synthetic performer comes with its justification and the notice to the union.

    A disclosure names a synthetic performer, who is nobody, and does not say which significant
    additional value it brings (``justification``) or when the union was told
    (``union_notice_ref``). Whether the value is significant is not for a program to say.

    Why:
        A role that a person could have played is the union's business.

    Source:
        SAG-AFTRA TV/Theatrical 2026 (1 July 2026 to 30 June 2030): significant additional value;
        2023: notice and bargaining.

    Fix:
        Tell the union, and fill ``justification`` and ``union_notice_ref`` of the talent in the
        disclosure.

    Fails:
        [[disclosures]]
        stage = "final"
        talent = [{ name = "The ferryman", type = "synthetic", justification = "a giant of ice" }]

    Passes:
        [[disclosures]]
        stage = "final"

        [[disclosures.talent]]
        name = "The ferryman"
        type = "synthetic"
        justification = "a giant of ice"
        union_notice_ref = "letter 12"
    """
    for held in disclosure_standing(evidence, policy).counting:
        disclosure = held.record
        for number, talent in enumerate(disclosure.talent if uses_ai(disclosure) else (), 1):
            if talent.type != "synthetic":
                continue
            lacks = [] if is_told(talent.justification) else ["no justification"]
            lacks += [] if is_told(talent.union_notice_ref) else ["no notice to the union"]
            if lacks:
                message = f"talent {number} (synthetic performer) has {' and '.join(lacks)}"
                yield Problem(message, key=f"{disclosure.id} {number}")
