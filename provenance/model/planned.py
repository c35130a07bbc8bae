"""A planned use of generative AI: what is to be told before work starts.

The questions are those of Netflix, Using Generative AI in Content Production, August 2025, in our
words. Every one may be left open, and open counts as unsure.
"""

from typing import Final, Literal

from pydantic import Field

from provenance.model.disclosure import Input, Notice, Principles, Talent, Training
from provenance.model.record import Moment, Value
from provenance.model.tool import Tool
from provenance.model.vocabulary import Answer, Stage, StoryRelevance, UseCategory

PLAN_SCHEMA: Final = "provenance.plan/1"


class Concerns(Value):
    """What a use may touch. ``no`` is always the harmless answer; unanswered is unsure."""

    proprietary_input: Answer = Answer.UNSURE
    """Material of the buyer goes in: unreleased footage, scripts, production images."""
    sensitive_input: Answer = Answer.UNSURE
    """What goes in is sensitive even in a secured tool: a likeness, unreleased footage,
    contracts."""
    personal_data: Answer = Answer.UNSURE
    """Personal data of cast or crew goes in."""
    third_party_ip: Answer = Answer.UNSURE
    """Somebody else's protected material goes in, or can be made out in what comes out."""
    names_protected: Answer = Answer.UNSURE
    """A prompt or input names a work, an artist, a public figure, somebody deceased, or what a
    performer is known by."""
    training: Answer = Answer.UNSURE
    """A model is trained or fine-tuned for it, also "in the style of" somebody."""
    talent: Answer = Answer.UNSURE
    """A performer's voice, face or performance is made or changed, or a performer invented."""
    realistic_event: Answer = Answer.UNSURE
    """It could be mistaken for real events, people or statements."""
    real_person: Answer = Answer.UNSURE
    """It shows a real person who is no performer of the production."""
    union_work: Answer = Answer.UNSURE
    """It replaces, or materially affects, work that union members typically do."""


class PlannedUse(Value):
    """A planned use, before anything was made."""

    schema_: Literal["provenance.plan/1"] = Field(PLAN_SCHEMA, alias="schema")
    title: str = ""
    title_id: str = ""
    department: str = ""
    vendor: str = ""
    author: str = ""
    what: str = ""
    """What is planned, in a sentence."""
    contact: str = ""
    """The buyer's contact, who is told."""
    use_category: UseCategory | None = None
    stage: Stage | None = None
    """How far what comes out will go."""
    story_relevance: StoryRelevance = StoryRelevance.UNKNOWN
    genre: Literal["", "scripted", "documentary", "news", "ad", "trailer"] = ""
    genai_used: Literal["none", "assisted", "partial", "full"] = "full"
    digital_source_type: str = "trainedAlgorithmicMedia"
    """A code of the vocabulary."""
    human_contribution: str = ""
    """What people will do to it."""
    tools: tuple[Tool, ...] = ()
    """Every tool of the workflow."""
    principles: Principles = Principles()
    concerns: Concerns = Concerns()
    names: tuple[str, ...] = ()
    """Works and people that prompts or inputs name."""
    inputs: tuple[Input, ...] = ()
    talent: tuple[Talent, ...] = ()
    training: Training | None = None
    territories: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    notice: Notice | None = None
    """Where the contact was told already."""
    first_used_at: Moment | None = None
    """When work with the tool is to begin; null: not known yet."""
    legal_review_ref: str = ""
    rights_clearance_ref: str = ""


def settled(plan: PlannedUse) -> PlannedUse:
    """The plan with every concern answered yes that something else in it says yes to."""
    said = {
        "proprietary_input": plan.use_category is UseCategory.PROPRIETARY_INPUT
        or any(each.is_proprietary for each in plan.inputs),
        "personal_data": any(each.personal_data != "none" for each in plan.inputs),
        "third_party_ip": any(each.third_party_ip for each in plan.inputs),
        "names_protected": bool(plan.names)
        or any(each.names_person_or_work for each in plan.inputs),
        "training": plan.training is not None or plan.use_category is UseCategory.UNOWNED_TRAINING,
        "talent": bool(plan.talent)
        or plan.use_category in {UseCategory.TALENT_REPLICA, UseCategory.VOICE},
    }
    yes = {name: Answer.YES for name, holds in said.items() if holds}
    return plan.model_copy(update={"concerns": plan.concerns.model_copy(update=yes)})
