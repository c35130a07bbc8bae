"""Rule ``performance-altered``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.consent_standing import ConsentState, consent_standings


@rule(Severity.BLOCKING, kind="contract")
def performance_altered(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A performance is altered beyond customary work only with the performer's consent.

    A disclosure names an alteration of a performer that neither stays substantially as scripted,
    performed or recorded (``as_scripted``) nor is customary work (``customary``: cosmetics,
    wardrobe, noise, timing, continuity, pitch, clarity), and no consent that counts is there.
    Lips or a face changed to dialogue that was not in the script (``visual_adr``) are neither.
    Where nobody says whether it stays as scripted, it is undetermined; so it is where the name is
    veiled and no consent is at hand. Whether a consent that is there covers the use, other rules
    ask.

    Why:
        A changed tone, delivery or intent is a performance that the performer did not give.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, talent and performance
        (digital alteration, visual ADR); SAG-AFTRA TV/Theatrical 2023, digital alteration.

    Fix:
        Say in the disclosure what was done (``as_scripted``, ``customary``). Where it goes beyond,
        get the performer's consent and record it with ``provenance consent add``.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "alteration", as_scripted = false }]

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [
            { name = "Talent One", type = "alteration", as_scripted = true },
            { name = "Talent Two", type = "alteration", customary = true },
        ]
    """
    for each in consent_standings(evidence, policy):
        if each.duty != "alteration" or each.exception or each.held is not None:
            continue
        talent, reasons = each.talent, "; ".join(each.reasons)
        what = "this policy admits no exception for it"
        if talent.visual_adr:
            what = "lips or face speak dialogue that was not in the script"
        elif talent.as_scripted is False:
            what = "it does not stay as scripted"
        elif talent.as_scripted is None and not talent.customary:
            what = ""
        if not what:
            message = f"{each.called}: nobody says whether it stays as scripted or is customary"
            yield Problem(message, undetermined=True, key=each.key, at_most=Severity.OVERRIDABLE)
        elif each.state is ConsentState.MISSING:
            message = f"{each.called}: {what}, and no consent that counts is there: {reasons}"
            yield Problem(message, key=each.key)
        elif each.state is ConsentState.UNDETERMINED:
            message = f"{each.called}: {what}, and a consent was not seen: {reasons}"
            yield Problem(message, undetermined=True, key=each.key, at_most=Severity.OVERRIDABLE)
