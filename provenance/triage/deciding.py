"""Triage: a planned use in, the way out, with every reason and the record to keep. Pure.

Netflix, Using Generative AI in Content Production, August 2025: every intended use is told. Where
all five principles are answered yes, telling may be enough; any no or unsure escalates; what
touches final deliverables, a performer's likeness, personal data or third-party IP, and what lies
in an area that is always approved, waits for a written approval. Where the guidance leaves a
judgement (an incidental background), the stricter way is taken, and the waiver named that a policy
may admit instead.
"""

from dataclasses import dataclass
from typing import Any, Final

from provenance.model.disclosure import Disclosure, Input, Principles, Training
from provenance.model.planned import Concerns, PlannedUse, settled
from provenance.model.policy import Policy
from provenance.model.tool import Environment, Tool
from provenance.model.vocabulary import DELIVERED_STAGES, AiClass, Answer, StoryRelevance
from provenance.standings.cataloguing import completed, listings
from provenance.standings.needs import uses_ai
from provenance.triage.reasons import (
    of_concerns,
    of_deliverable,
    of_matrix,
    of_principles,
    of_talent,
    of_tools,
)
from provenance.triage.ways import NETFLIX, Ask, Reason, Way

_DATA_USES: Final = ("stores_inputs", "stores_outputs", "trains_on_inputs", "trains_on_outputs")
_NOT_NAMED: Final = "not named yet"
"""A work or a person that an input names, as long as nobody says which."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a planned use.

    Attributes:
        way: Which way it goes: the heaviest that a reason asks for.
        reasons: Every reason, heaviest first.
        asks: What is to be got, each once.
        open_questions: Fields of the plan that nobody answered.
        principles: The five answers once stage and tools were looked at.
        disclosure: What is to be stamped into what comes out. What is unsure stands in it as a
            risk, so that a scan asks again.
    """

    way: Way
    reasons: tuple[Reason, ...]
    asks: tuple[Ask, ...]
    open_questions: tuple[str, ...]
    principles: Principles
    disclosure: Disclosure


def triage(plan: PlannedUse, policy: Policy) -> Outcome:
    """Which way a planned use goes.

    Args:
        plan: What is planned. Unanswered is unsure.
        policy: Its tool catalogue answers for tools what the plan leaves open, and refuses some.
    """
    plan = settled(plan)
    looked_up = listings(Disclosure(tools=plan.tools), policy.tools) if policy.tools else ()
    tools = tuple(each.view for each in looked_up) or plan.tools
    principles, broken = _answered(plan, tools)
    disclosure = _disclosure(plan, principles)
    if not uses_ai(disclosure):
        nothing = Reason(Way.NOTIFY, "nothing is generated", "open", "genai_used", NETFLIX)
        return Outcome(Way.NOTIFY, (nothing,), (), (), principles, disclosure)
    found = [*of_matrix(plan), *of_concerns(plan, tools), *of_talent(plan, disclosure, policy)]
    found += of_tools(plan, looked_up, policy)
    if disclosure.ai is not AiClass.ENHANCED:
        told = completed(disclosure, policy.tools)
        found += [*of_deliverable(plan, told), *of_principles(plan, principles, broken)]
    if all(each.way is Way.NOTIFY for each in found):
        text = (
            "the five principles are answered yes, and no area that is always approved is touched"
        )
        found.append(Reason(Way.NOTIFY, text, "principle", "all", f"{NETFLIX}, principles"))
    reasons = sorted(found, key=lambda each: (-each.way.rank, each.unsure))
    asks = dict.fromkeys(ask for each in reasons for ask in each.asks)
    questions = _open(plan, principles)
    return Outcome(reasons[0].way, tuple(reasons), tuple(asks), questions, principles, disclosure)


def _answered(plan: PlannedUse, tools: tuple[Tool, ...]) -> tuple[Principles, dict[str, str]]:
    """The principles as they stand once the tools are looked at, and what broke one."""
    told = plan.principles
    answers: dict[str, Any] = {}
    if plan.stage in DELIVERED_STAGES:
        answers["p4_temporary"] = Answer.NO
    broken: dict[str, str] = {}
    keeping = [each.name for each in tools if Answer.YES in _uses_of_data(each)]
    private = [each.name for each in tools if each.environment is Environment.CONSUMER]
    for name, names, what, clear in (
        (
            "p2_no_store_train",
            keeping,
            "stores or trains on what goes in or comes out",
            all(set(_uses_of_data(each)) == {Answer.NO} for each in tools),
        ),
        (
            "p3_enterprise_env",
            private,
            "is a consumer's account",
            all(each.environment is Environment.ENTERPRISE_SECURED for each in tools),
        ),
    ):
        if names:
            answers[name] = Answer.NO
            broken[name] = f"{names[0]} {what}"
        elif tools and clear and getattr(told, name) is Answer.UNSURE:
            answers[name] = Answer.YES
    return told.model_copy(update=answers), broken


def _uses_of_data(tool: Tool) -> tuple[Answer, ...]:
    return tuple(getattr(tool, name) for name in _DATA_USES)


def _disclosure(plan: PlannedUse, principles: Principles) -> Disclosure:
    """What is to be stamped. What is not sure is told as a risk, or as an unanswered principle."""
    concerns = plan.concerns
    risky = {Answer.YES, Answer.UNSURE}
    doubt: dict[str, Any] = {}
    if concerns.names_protected is Answer.UNSURE or concerns.training is Answer.UNSURE:
        doubt["p1_no_replication"] = Answer.UNSURE
    if concerns.sensitive_input in risky:  # whether the environment is safe for that, too
        doubt["p3_enterprise_env"] = Answer.UNSURE
    if concerns.talent in risky and not plan.talent:
        doubt["p5_no_replacement"] = Answer.UNSURE
    doubt = {name: word for name, word in doubt.items() if getattr(principles, name) is Answer.YES}
    training = plan.training
    if training is None and concerns.training is Answer.YES:
        training = Training()
    shared = set(PlannedUse.model_fields) & set(Disclosure.model_fields) - {"schema_"}
    return Disclosure(
        **{name: getattr(plan, name) for name in shared - {"inputs", "principles", "training"}},
        principles=principles.model_copy(update=doubt),
        inputs=_inputs(plan),
        training=training,
        realistic_event_risk=concerns.realistic_event in risky,
        real_person_depicted=concerns.real_person in risky,
        union_work_affected=concerns.union_work in risky,
        note=plan.what,
    )


def _inputs(plan: PlannedUse) -> tuple[Input, ...]:
    """The inputs that are told, and one for what was answered and stands in none of them."""
    concerns, told = plan.concerns, plan.inputs
    risky = {Answer.YES, Answer.UNSURE}
    proprietary = concerns.proprietary_input in risky and not any(
        each.is_proprietary for each in told
    )
    personal = concerns.personal_data in risky and all(
        each.personal_data == "none" for each in told
    )
    foreign = concerns.third_party_ip in risky and not any(each.third_party_ip for each in told)
    named = {name for each in told for name in each.names_person_or_work}
    names = tuple(name for name in plan.names if name not in named)
    if concerns.names_protected is Answer.YES and not names and not named:
        names = (_NOT_NAMED,)
    if not (proprietary or personal or foreign or names):
        return told
    more = Input(
        kind="other",
        is_proprietary=proprietary,
        personal_data="some" if personal else "none",
        third_party_ip=foreign,
        names_person_or_work=names,
    )
    return (*told, more)


def _open(plan: PlannedUse, principles: Principles) -> tuple[str, ...]:
    told = {"use_category": plan.use_category, "stage": plan.stage, "tools": plan.tools}
    found = [name for name, value in told.items() if not value]
    if plan.story_relevance is StoryRelevance.UNKNOWN:
        found.append("story_relevance")
    for prefix, answers, kind in (
        ("principles", principles, Principles),
        ("concerns", plan.concerns, Concerns),
    ):
        found += [
            f"{prefix}.{name}"
            for name in kind.model_fields
            if getattr(answers, name) is Answer.UNSURE
        ]
    return tuple(found)
