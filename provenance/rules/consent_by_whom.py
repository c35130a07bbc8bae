"""Rule ``consent-by-whom``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.consent_standing import Lack, consent_standings


@rule(Severity.BLOCKING, kind="law")
def consent_by_whom(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A consent was given by who can give it: the performer, a guardian, the estate or the union.

    For the deceased, the estate or the union signs; for a minor, a guardian who is named; for
    everybody else the performer. Who is a minor is what the disclosure or the consent says: where
    either does, a guardian is asked for.

    Why:
        A child cannot sign for itself, and the dead cannot sign at all.

    Source:
        SAG-AFTRA TV/Theatrical 2023 (estate or union) and 2026 (minors); California AB 1836 (in
        force since 2025); New York Gen. Oblig. Law 5-302 (in force when looked up, November 2026).

    Fix:
        Have the guardian, the estate or the union sign, and record that consent with ``provenance
        consent add --given-by WHO``.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice", status = "minor" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice", status = "minor" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        given_by = "guardian"
        minor = true
        guardian = "Guardian One"
    """
    for each in consent_standings(evidence, policy):
        for gap in each.lacking(Lack.GIVER):
            yield Problem(f"{each.consent} to {each.called}: {gap.text}", key=each.key)
