"""Why a planned use goes a way, one part of the guidance after the other. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from provenance.model.disclosure import Disclosure, Principles
from provenance.model.planned import PlannedUse
from provenance.model.policy import Policy
from provenance.model.tool import Environment, Tool
from provenance.model.vocabulary import DELIVERED_STAGES, Answer, StoryRelevance, UseCategory
from provenance.standings.cataloguing import Listing, told_name
from provenance.standings.completeness import is_contribution
from provenance.standings.consent_standing import consent_duty
from provenance.standings.needs import more_than_incidental, touches
from provenance.triage.ways import NETFLIX, SAG_AFTRA, Ask, Ground, Reason, Way
from provenance.triage.words import (
    ALWAYS,
    CATEGORIES,
    CONCERNS,
    DELIVERABLES,
    MATRIX,
    OPEN,
    PRINCIPLE,
    PRINCIPLES,
    Row,
)

_DUTIES: Final = {
    "replica": "a replica of voice or likeness",
    "alteration": "an alteration of the performance",
    "dub": "a dubbed voice",
}
_SPOKEN_FOR: Final = {
    "minor": "a minor: a guardian has to consent",
    "deceased": "deceased: the estate or the union has to consent",
}


def of_matrix(plan: PlannedUse) -> Iterator[Reason]:
    """Its row of the use case matrix, and how much the story depends on it."""
    category, relevance = plan.use_category, plan.story_relevance
    if category is None:
        yield _unsure("what it is for", "matrix", "use_category", MATRIX)
    elif category in CATEGORIES:
        yield _reason(CATEGORIES[category], category.value)
    background = category is UseCategory.BACKGROUND_ELEMENT
    row = f"{MATRIX}: on-camera background elements"
    if relevance is StoryRelevance.CENTRAL:
        text, source = "it is central to the story", f"{ALWAYS}: creative output"
        yield Reason(
            Way.WRITTEN_APPROVAL,
            text,
            "always_approved",
            "story_relevance",
            source,
            _prominent(plan),
        )
    elif relevance is StoryRelevance.RELEVANT:
        text, source = "the story depends on it", row if background else DELIVERABLES
        ground: Ground = "matrix" if background else "deliverable"
        yield Reason(Way.ESCALATE, text, ground, "story_relevance", source, _prominent(plan))
    elif relevance is StoryRelevance.UNKNOWN:
        if category is not UseCategory.IDEATION:
            text = "how much the story depends on it"
            yield _unsure(text, "matrix", "story_relevance", row if background else DELIVERABLES)
    elif background:
        yield Reason(
            Way.NOTIFY,
            "background that the story does not depend on",
            "matrix",
            category or "",
            row,
        )


def _prominent(plan: PlannedUse) -> tuple[Ask, ...]:
    """What a prominent element needs that stays in."""
    return (Ask.LEGAL_REVIEW, *_human(plan)) if plan.stage in DELIVERED_STAGES else ()


def _human(plan: PlannedUse) -> tuple[Ask, ...]:
    told = is_contribution(plan.human_contribution)
    return () if told else (Ask.HUMAN_CONTRIBUTION,)


def of_deliverable(plan: PlannedUse, disclosure: Disclosure) -> Iterator[Reason]:
    """Whether what comes out stays in.

    A waiver as incidental is named where a scan would let it do: where nothing else about a
    background element needs an approval.

    Args:
        plan: What is planned.
        disclosure: What will be stamped, its tools completed by the catalogue.
    """
    if plan.stage is None:
        yield _unsure("how far it will go", "deliverable", "stage", DELIVERABLES)
    elif plan.stage in DELIVERED_STAGES:
        background = plan.use_category is UseCategory.BACKGROUND_ELEMENT
        incidental = background and not more_than_incidental(disclosure)
        asks = (*_human(plan), *((Ask.INCIDENTAL_WAIVER,) if incidental else ()))
        text = f"it is to stay in (stage {plan.stage})"
        source = f"{NETFLIX}, introduction: final deliverables"
        yield Reason(Way.WRITTEN_APPROVAL, text, "deliverable", "stage", source, asks)


def of_concerns(plan: PlannedUse, tools: Iterable[Tool]) -> Iterator[Reason]:
    """What it may touch.

    Args:
        plan: Settled.
        tools: Its tools, completed by the catalogue.
    """
    environments = {each.environment for each in tools}
    secured = environments == {Environment.ENTERPRISE_SECURED}
    cleared = plan.training is not None and plan.training.rights_cleared is Answer.YES
    settled_otherwise = {
        "proprietary_input": secured,
        "training": cleared,
        "talent": bool(plan.talent),
    }
    for name, row in CONCERNS.items():
        answer = getattr(plan.concerns, name)
        if settled_otherwise.get(name):
            if name == "proprietary_input" and answer is Answer.YES:
                text = "material of the buyer goes into enterprise-secured tools only"
                source = f"{MATRIX}: proprietary material as input"
                yield Reason(Way.NOTIFY, text, "matrix", name, source)
        elif answer is Answer.YES:
            yield _reason(row, name)
        elif answer is Answer.UNSURE:
            yield _unsure(f"whether {row.text}", row.ground, name, row.source)


def of_talent(plan: PlannedUse, disclosure: Disclosure, policy: Policy) -> Iterator[Reason]:
    """The performers that it names, with the exceptions for customary work.

    Args:
        plan: Settled.
        disclosure: What is to be stamped.
        policy: Which exceptions it admits.
    """
    source = f"{ALWAYS}: talent and performance"
    for number, talent in enumerate(plan.talent, 1):
        who, key = f"talent {number}", f"talent[{number - 1}]"
        if talent.type == "synthetic":
            text = f"{who} is a performer who does not exist"
            if not talent.justification.strip():
                text += ", and what they add is not told"
            asks = () if talent.union_notice_ref.strip() else (Ask.UNION_NOTICE,)
            yield Reason(Way.WRITTEN_APPROVAL, text, "union", key, SAG_AFTRA, asks)
            continue
        duty, exception = consent_duty(talent, disclosure, policy)
        asks = () if exception or talent.consent_ref.strip() else (Ask.CONSENT,)
        why = f" (no further consent: {exception.replace('_', ' ')})" if exception else ""
        if talent.visual_adr:
            text = f"{who} speaks dialogue that was not in the script"
        elif duty == "alteration" and talent.as_scripted is False:
            text = f"the performance of {who} is changed beyond what was scripted"
        else:
            text = f"{who}: {_DUTIES[duty]}{why}"
        if touches(talent, plan.use_category):
            legal = (Ask.LEGAL_REVIEW,) if duty == "replica" else ()
            yield Reason(
                Way.WRITTEN_APPROVAL, text, "always_approved", key, source, (*asks, *legal)
            )
        else:
            excepted = f"{NETFLIX}, talent and performance: exceptions"
            yield Reason(Way.NOTIFY, text, "always_approved", key, excepted)
        if talent.status != "living":
            text = f"{who} is {_SPOKEN_FOR[talent.status]}"
            yield Reason(Way.WRITTEN_APPROVAL, text, "union", key, SAG_AFTRA, (Ask.CONSENT,))
        if talent.model_title_id and talent.model_title_id != plan.title_id:
            text = f"a model of {who} was made for another production: everybody has to agree"
            reuse = f"{NETFLIX}, models of talent"
            yield Reason(Way.WRITTEN_APPROVAL, text, "always_approved", key, reuse, (Ask.CONSENT,))


def of_tools(plan: PlannedUse, found: Iterable[Listing], policy: Policy) -> Iterator[Reason]:
    """What the tool catalogue says against a tool.

    Args:
        plan: Settled.
        found: Its tools, looked up; nothing where the policy has no catalogue.
        policy: The policy.
    """
    source = f"tool catalogue of the policy {policy.name} {policy.version}"
    for index, each in enumerate(found):
        key, name = f"tools[{index}]", told_name(each.tool)
        refused = [entry for entry in each.entries if not entry.allowed]
        if each.reason:
            text = f"{name}: {each.reason}"
        elif refused:
            note = f" ({refused[0].note})" if refused[0].note else ""
            text = f"{name} was looked at and refused{note}"
        elif not each.admitted:
            text = f"{name} is not cleared for this account or deployment"
        elif plan.use_category and not _clears(each, "categories", plan.use_category):
            text = f"{name} is not cleared for {plan.use_category}"
        elif plan.stage and not _clears(each, "stages", plan.stage):
            text = f"{name} is not cleared for the stage {plan.stage}"
        else:
            continue
        yield Reason(Way.ESCALATE, text, "catalogue", key, source)


def _clears(found: Listing, field: str, word: str) -> bool:
    return any(word in (getattr(entry, field) or (word,)) for entry in found.entries)


def of_principles(
    plan: PlannedUse, answers: Principles, broken: Mapping[str, str]
) -> Iterator[Reason]:
    """The principles that are not answered yes.

    Args:
        plan: Settled.
        answers: As they stand once the tools are looked at.
        broken: What broke one, in words.
    """
    for name in Principles.model_fields:
        key, answer = name.partition("_")[0], getattr(answers, name)
        if answer is Answer.YES or (key == "p4" and plan.stage in DELIVERED_STAGES):
            continue  # that it stays in is a reason already
        number, what = PRINCIPLES[key]
        source = f"{PRINCIPLE} {number}"
        if answer is Answer.NO:
            text = broken.get(name, what)
            yield Reason(Way.ESCALATE, text, "principle", key, source)
        else:
            asked = f"principle {number}: whether {OPEN.get(key, what)}"
            yield _unsure(asked, "principle", key, source)


def _reason(row: Row, key: str) -> Reason:
    return Reason(row.way, row.text, row.ground, key, row.source, row.asks)


def _unsure(text: str, ground: Ground, key: str, source: str) -> Reason:
    return Reason(Way.ESCALATE, text, ground, key, source, unsure=True)
