"""Rule ``dub-agreement-missing``."""

import re
from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.consent_standing import ConsentStanding, ConsentState, consent_standings

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""A language tag as RFC 5646, section 2.1 writes it, of languages with a code."""
_ACTIONS: Final = frozenset({"c2pa.dubbed", "c2pa.translated"})
_FIELDS: Final = {"source_language": "sourceLanguage", "target_language": "targetLanguage"}
"""Fields of a talent, and the parameters of those actions that say the same (C2PA 2.2)."""


@rule(Severity.OVERRIDABLE, kind="contract")
def dub_agreement_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A generated dub or lip-sync names its agreement and its languages.

    A disclosure names a dub of a performer without the agreement that allows it
    (``agreement_ref``) and without a consent that counts; or without the language that it was
    performed in and the one that it speaks now, as BCP 47 tags ("de", "pt-BR"). The manifest's
    actions ``c2pa.dubbed`` and ``c2pa.translated`` may tell the languages as well. Where the name
    is veiled, no agreement is named and no consent is at hand, it is undetermined.

    Why:
        Dubbing by existing agreements needs no further consent, but it needs the agreement; and
        without languages nobody can tell which version a file is.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, digital alteration
        (dubbing allowed by existing agreements); SAG-AFTRA TV/Theatrical 2023; C2PA 2.2, actions.

    Fix:
        Fill ``agreement_ref``, ``source_language`` and ``target_language`` of the talent in the
        disclosure; without an agreement, get the performer's consent for a dub and record it with
        ``provenance consent add --type dub``.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "dub", target_language = "de" }]

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"

        [[disclosures.talent]]
        name = "Talent One"
        type = "dub"
        agreement_ref = "dubbing agreement 3"
        source_language = "en"
        target_language = "de"
    """
    for each in consent_standings(evidence, policy):
        if each.duty != "dub":
            continue
        if each.held is None and not each.exception:
            unseen = each.state is ConsentState.UNDETERMINED
            lacks = "no consent was seen" if unseen else "no consent that counts is there"
            message = f"{each.called} names no agreement that allows it, and {lacks}"
            yield Problem(message, undetermined=unseen, key=each.key)
        wrong = [text for name in _FIELDS for text in _language(each, name, evidence)]
        if wrong:
            yield Problem(f"{each.called}: {'; '.join(wrong)}", key=f"{each.key} languages")


def _language(each: ConsentStanding, name: str, evidence: Evidence) -> Iterator[str]:
    told: object = getattr(each.talent, name)
    if not told and evidence.store is not None:
        actions = (action for action in evidence.store.active.actions if action.name in _ACTIONS)
        told = next((action.parameters.get(_FIELDS[name]) for action in actions), "")
    words = name.replace("_", " ")
    if not isinstance(told, str) or not told:
        yield f"no {words}"
    elif not _LANGUAGE.fullmatch(told):
        yield f"{words} {shown(told)!r} is no language tag"
