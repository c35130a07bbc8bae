"""Rule ``consent-out-of-scope``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.consent_standing import Lack, consent_standings


@rule(Severity.BLOCKING, kind="contract")
def consent_out_of_scope(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A consent covers the use that is made of the performer.

    The consent that comes closest was given by another performer, for another production or none,
    for another kind of use, for other territories, or it does not allow the training that was
    done. A consent that tells no kind of use covers none; one that names no production covers
    none, unless it allows reuse. A comparison that needs what the disclosure does not tell (its
    production, its territories) is undetermined. What no further consent is asked for is not held
    against a consent's scope.

    Why:
        A yes to a voice in one film is no yes to a face in the next.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: agreed scope, this
        production only; SAG-AFTRA TV/Theatrical 2023: new consent for a new use or project.

    Fix:
        Ask the performer for the use as it is, or bring the use back within the consent. Where
        the disclosure is at fault, correct it with one that supersedes it.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        territories = ["DE", "US"]
        talent = [{ name = "Talent One", type = "voice" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        territories = ["EU"]

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        territories = ["DE", "FR"]
        talent = [{ name = "Talent One", type = "voice" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        territories = ["EU"]
    """
    lacks = (Lack.TALENT, Lack.TITLE, Lack.USE, Lack.TERRITORY, Lack.TRAINING)
    for each in consent_standings(evidence, policy):
        for unknown in (False, True):
            gaps = [gap.text for gap in each.lacking(*lacks) if gap.unknown is unknown]
            if gaps:
                covers = "may not cover" if unknown else "does not cover"
                yield Problem(
                    f"{each.consent} {covers} {each.called}: {'; '.join(gaps)}",
                    undetermined=unknown,
                    key=f"{each.key} unknown" if unknown else each.key,
                    at_most=Severity.OVERRIDABLE if unknown else Severity.BLOCKING,
                )
