"""Rule ``consent-expired``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.consent_standing import Lack, consent_standings


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def consent_expired(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A performer's consent holds today: its term is not over, and it was not revoked.

    The last day of a term counts in full, in the policy's time zone. A revocation counts when a
    trusted signature or the production's register stands behind it; one that does not count is
    told as a warning at most, so that it is looked into and cannot stop a delivery by itself. A
    consent that a disclosure refers to has to hold also where no further one is asked for.

    Why:
        Consents are given for a time and can be taken back; the file does not know.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: explicit documented
        consent within the agreed scope; a term and its end are as the record has them.

    Fix:
        Agree on a new term and record it with ``provenance consent add``, or take the material
        out.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        term_end = 2026-11-21

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        term_end = 2026-11-22
    """
    for each in consent_standings(evidence, policy):
        for gap in each.lacking(Lack.TERM, Lack.REVOKED):
            message = f"{each.consent} no longer covers {each.called}: {gap.text}"
            yield Problem(message, key=each.key)
        if each.ignored and not each.lacking(Lack.REVOKED):
            why = "; ".join(dict.fromkeys(each.ignored))
            yield Problem(
                f"a revocation of {each.consent} lies there and does not count: {why}",
                key=f"{each.key} revocation",
                at_most=Severity.WARNING,
            )
