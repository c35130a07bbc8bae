"""When a use of generated material needs a written approval.

Source: Netflix, Using Generative AI in Content Production, August 2025: the list of what always
needs written approval, and the five principles, of which each "no" or "unsure" escalates.
"""

from typing import Final

from provenance.model.disclosure import Disclosure, Environment, Talent
from provenance.model.vocabulary import (
    DELIVERED_STAGES,
    AiClass,
    Answer,
    StoryRelevance,
    UseCategory,
)

_CATEGORIES: Final = {
    UseCategory.CHARACTER_OR_KEY_VISUAL: "character or key visual",
    UseCategory.TALENT_REPLICA: "talent likeness",
    UseCategory.VOICE: "voice",
    UseCategory.UNOWNED_TRAINING: "training on material that is not owned",
}
_PRINCIPLES: Final = {
    "p1": "nothing unowned replicated",
    "p2": "inputs neither stored nor trained on",
    "p3": "enterprise-secured tool",
    "p4": "temporary only",
    "p5": "no talent or union work replaced",
}
_HARMLESS: Final = frozenset({AiClass.NOT_GENERATED, AiClass.NEUTRAL})
_GENERATED: Final = frozenset({AiClass.GENERATED, AiClass.COMPOSITE})
_REFUSED: Final = "answered no"
_OPEN: Final = "unanswered"
PROMINENT: Final = frozenset({StoryRelevance.RELEVANT, StoryRelevance.CENTRAL})
"""Read aloud by a character, or contributing to the story, in the guidance's words."""


def uses_ai(disclosure: Disclosure) -> bool:
    """Whether a disclosure speaks of generated content, or leaves it open.

    An unknown or ambiguous source type leaves it open, and open counts as yes.
    """
    return disclosure.genai_used != "none" and disclosure.ai not in _HARMLESS


def discloses_ai(disclosure: Disclosure) -> bool:
    """Whether a disclosure says in so many words that content was generated."""
    return disclosure.genai_used != "none" and disclosure.ai in _GENERATED


def needs_approval(disclosure: Disclosure) -> tuple[str, ...]:
    """Why this use needs a written approval; empty where notice is enough.

    Material that was only enhanced needs none for its stage or an unanswered principle, but does
    for what touches people, rights or data.

    Args:
        disclosure: What was disclosed, in clear or in the form that leaves the house.
    """
    if not uses_ai(disclosure):
        return ()
    reasons = [*_substance(disclosure)]
    if disclosure.ai is not AiClass.ENHANCED:
        if disclosure.stage in DELIVERED_STAGES:
            reasons.insert(0, f"stage {disclosure.stage}")
        reasons += _principles(disclosure)
    return tuple(dict.fromkeys(reasons))


def _substance(disclosure: Disclosure) -> list[str]:
    inputs = disclosure.inputs
    category = disclosure.use_category
    secured = bool(disclosure.tools) and all(
        tool.environment is Environment.ENTERPRISE_SECURED for tool in disclosure.tools
    )
    proprietary = category is UseCategory.PROPRIETARY_INPUT or any(
        each.is_proprietary for each in inputs
    )
    found = (
        (category in _CATEGORIES, _CATEGORIES.get(category, "") if category else ""),
        (any(touches(each, category) for each in disclosure.talent), "talent likeness or voice"),
        (any(each.personal_data != "none" for each in inputs), "personal data as input"),
        (any(each.third_party_ip for each in inputs), "third-party IP as input"),
        (
            any(each.names_person_or_work for each in inputs),
            "an input names a person or a work",
        ),
        (proprietary and not secured, "proprietary input outside an enterprise-secured tool"),
        (
            disclosure.story_relevance in PROMINENT,
            f"story relevance {disclosure.story_relevance}",
        ),
        (disclosure.union_work_affected, "union work affected"),
        (disclosure.realistic_event_risk, "may be mistaken for real events"),
        (disclosure.real_person_depicted, "depicts a real person"),
    )
    return [reason for holds, reason in found if holds]


def touches(talent: Talent, category: UseCategory | None = None) -> bool:
    """Whether a use touches a performer's likeness or voice, so that it needs written approval.

    It does not where nobody can recognise the performer, where an alteration is customary work or
    stays as scripted, or where an agreement allows a dub; new dialogue in a performer's mouth
    always does.

    Args:
        talent: As disclosed; what is not told is never taken for harmless.
        category: Of the use. What is counted as talent replication is no alteration.
    """
    if talent.type == "synthetic" or talent.visual_adr:
        return True
    if talent.type == "dub":
        return not talent.agreement_ref.strip()
    if talent.type == "alteration" and category is not UseCategory.TALENT_REPLICA:
        return talent.recognisable and not talent.customary and talent.as_scripted is not True
    return talent.recognisable


def unanswered(disclosure: Disclosure) -> tuple[str, ...]:
    """Those of the reasons that an answer to a principle would take away."""
    return tuple(each for each in _principles(disclosure) if f" {_OPEN} " in each)


def more_than_incidental(disclosure: Disclosure) -> tuple[str, ...]:
    """Why an element is more than an incidental one in the background; empty where it is not.

    The guidance leaves incidental elements to judgement, and no other part of it: people, rights,
    data, events and the story keep their own answer. A principle that nobody answered is left to
    a rule of its own.
    """
    reasons = _substance(disclosure)
    if disclosure.story_relevance is StoryRelevance.UNKNOWN:
        reasons.append("story relevance not told")
    refused = (each for each in _principles(disclosure) if f" {_REFUSED} " in each)
    return tuple(dict.fromkeys((*reasons, *refused)))


def _principles(disclosure: Disclosure) -> list[str]:
    """The principles that are not answered yes, by number and in a word each."""
    numbers: dict[str, list[str]] = {_REFUSED: [], _OPEN: []}
    for name in type(disclosure.principles).model_fields:
        number = name.partition("_")[0]
        if number == "p4" and disclosure.stage in DELIVERED_STAGES:
            continue  # "not temporary" and "stage final" are one reason
        answer = getattr(disclosure.principles, name)
        if answer is not Answer.YES:
            numbers[_REFUSED if answer is Answer.NO else _OPEN].append(number)
    return [
        f"principle{'s' if len(each) > 1 else ''} {', '.join(each)} {how} "
        f"({', '.join(_PRINCIPLES[number] for number in each)})"
        for how, each in numbers.items()
        if each
    ]
