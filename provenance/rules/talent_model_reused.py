"""Rule ``talent-model-reused``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.consent_standing import ConsentState, Lack, consent_standings


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def talent_model_reused(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A model of a performer serves the production that it was made for, and no other.

    A disclosure says that the model of a talent was made for another production
    (``model_title_id``, or ``training.title_id``), and no consent that counts allows reuse
    (``reuse_allowed``): neither one for this production nor the one for that. No exception lifts
    this. Where the name is veiled and no consent is at hand, or the disclosure names no production
    of its own, it is undetermined.

    Why:
        Who lends a voice to one film must not find it in the next pitch.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, models of talent: this
        production and the agreed scope only.

    Fix:
        Ask the performer expressly for the reuse and record it with ``provenance consent add
        --reuse-allowed``, or make the material anew without that model.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-2"
        talent = [{ name = "Talent One", type = "voice", model_title_id = "TITLE-1" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-2"
        talent = [{ name = "Talent One", type = "voice", model_title_id = "TITLE-1" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        reuse_allowed = true
    """
    for each in consent_standings(evidence, policy):
        if not each.model_title:
            continue
        made = f"the model of {each.called} was made for {shown(each.model_title)}"
        if not each.disclosure.title_id:
            message = f"{made}, and the disclosure does not name its own production"
            yield Problem(message, undetermined=True, key=each.key, at_most=Severity.OVERRIDABLE)
        elif each.lacking(Lack.REUSE):
            message = f"{made}, and {each.consent} does not allow reuse in another"
            yield Problem(message, key=each.key)
        elif each.held is None:
            unseen = each.state is ConsentState.UNDETERMINED
            why = "a consent to its reuse was not seen" if unseen else "nobody consents to reuse"
            yield Problem(
                f"{made}, and {why}",
                undetermined=unseen,
                key=each.key,
                at_most=Severity.OVERRIDABLE if unseen else Severity.BLOCKING,
            )
