"""Rule ``consent-missing``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import UseCategory
from provenance.rules.base import rule
from provenance.standings.consent_standing import EXCEPTIONS, ConsentState, consent_standings
from provenance.standings.counting import disclosure_standing
from provenance.standings.needs import uses_ai

_OF_SOMEBODY: Final = frozenset({UseCategory.TALENT_REPLICA, UseCategory.VOICE})
"""Uses of a likeness or a voice, which is somebody's."""


@rule(
    Severity.BLOCKING,
    kind="contract",
    fixed=True,
    parameters={"denied": ()},
    choices={"denied": frozenset(EXCEPTIONS)},
    agreements={"denied": "all"},
)
def consent_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Every replica of a performer's voice or likeness rests on a consent that counts.

    A disclosure names a replica or a synthetic voice of a performer, or counts an alteration as
    talent replication (re-ageing). No further consent is asked for where the disclosure says that
    the result stays substantially as scripted, performed or recorded (``as_scripted``), shows what
    is unsafe for a human (``unsafe_for_human``), or leaves the performer unrecognisable
    (``recognisable = false``); unanswered, none of these holds, and lips or a face that speak new
    dialogue (``visual_adr``) are never as scripted. A policy may admit fewer: ``denied`` names the
    exceptions that do not hold under it; ``customary`` and ``agreement`` are those of alterations
    and dubs (``performance-altered``, ``dub-agreement-missing``).

    A consent counts when a trusted signature or the production's register stands behind it and it
    is not dated in the future. Where a name is veiled and no consent is at hand, it stays
    undetermined: consents do not travel. So it does where a replica or a voice is disclosed and
    nobody says whose; the voice of nobody is a talent of type ``synthetic``.

    Why:
        A voice or a face belongs to the performer.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, talent and performance;
        SAG-AFTRA TV/Theatrical 2023, digital replicas.

    Fix:
        Get the performer's consent before the work goes on, and record it where the production
        keeps consents: ``provenance consent add``; name its id as ``consent_ref`` in the
        disclosure. Who received the files asks the production, and scans with ``--consents``.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice" }]

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice" }]

        [[consents]]
        talent = "Talent One"
        title_id = "TITLE-1"
        types = ["voice"]
    """
    for held in disclosure_standing(evidence, policy).counting:
        told = held.record
        if told.use_category in _OF_SOMEBODY and not told.talent and uses_ai(told):
            message = f"disclosed as {told.use_category}, and nobody says whose it is"
            yield Problem(message, undetermined=True, key=told.id, at_most=Severity.OVERRIDABLE)
    for each in consent_standings(evidence, policy):
        if each.duty != "replica" or each.exception or each.held is not None:
            continue
        reasons = "; ".join(each.reasons)
        if each.state is ConsentState.MISSING:
            message = f"{each.called} needs a consent, and none that counts is there: {reasons}"
            yield Problem(message, key=each.key)
        elif each.state is ConsentState.UNDETERMINED:
            message = f"consent not seen: {each.called} needs one, and {reasons}"
            yield Problem(message, undetermined=True, key=each.key, at_most=Severity.OVERRIDABLE)
