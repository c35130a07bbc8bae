"""What is asked before work starts: the guidance's questions in our words.

Source: Netflix, Using Generative AI in Content Production, August 2025. Each question is one
field of a plan; each may be left open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from provenance.triage.ways import NETFLIX
from provenance.triage.words import ALWAYS, DELIVERABLES, ENTERPRISE, MATRIX, PRINCIPLE

Form: TypeAlias = Literal["text", "choice", "answer"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        key: The field of the plan, dotted.
        title: What it is about.
        text: The question, with what belongs to it.
        form: A text, one of several words, or yes, no or unsure.
        words: For a choice: each word and what it means.
        source: Why it is asked.
    """

    key: str
    title: str
    text: str
    form: Form
    words: Mapping[str, str] = field(default_factory=dict)
    source: str = NETFLIX


def _principle(number: int, key: str, title: str, text: str) -> Question:
    return Question(f"principles.{key}", title, text, "answer", source=f"{PRINCIPLE} {number}")


def _concern(key: str, title: str, text: str, source: str) -> Question:
    return Question(f"concerns.{key}", title, text, "answer", source=source)


QUESTIONS: Final = (
    Question(
        "what",
        "What is planned",
        "In a sentence: what is to be made, and for which scene or shot?",
        "text",
    ),
    Question(
        "contact",
        "Who is told",
        "Every intended use is told to the buyer's contact, however small. Who is it?",
        "text",
    ),
    Question(
        "use_category",
        "What it is for",
        "Which of these comes closest?",
        "choice",
        {
            "ideation": "ideas only: moodboards, reference images, pitches",
            "background_element": "an element in the background: a poster, a sign, a screen",
            "character_or_key_visual": "a character's design, a key visual, a central setting",
            "talent_replica": "a performer's likeness: re-ageing, a digital double",
            "voice": "a synthetic voice, or a voice that is changed",
            "unowned_training": "a model trained on material that the production does not own",
            "proprietary_input": "working on the buyer's own material: scripts, footage, stills",
            "visual_effect": "another visual effect",
            "music_or_sound": "music or sound",
            "text": "text that is read or spoken",
            "other": "something else",
        },
        MATRIX,
    ),
    Question(
        "stage",
        "How far it goes",
        "How far towards the audience will what comes out of the tool get?",
        "choice",
        {
            "ideation": "nobody outside the team sees it",
            "temp": "into a cut as a placeholder, and out again",
            "turnover": "handed on to another department or vendor, who will work on it",
            "final": "it stays in the programme",
            "marketing": "into a trailer, a poster, a campaign",
        },
        DELIVERABLES,
    ),
    Question(
        "story_relevance",
        "How much the story depends on it",
        "Something is relevant if a character reads it aloud, handles it, or if it helps to tell "
        "the story.",
        "choice",
        {
            "none": "not at all",
            "incidental": "it is only there, in the background",
            "relevant": "the story uses it",
            "central": "the story turns on it",
        },
        f"{MATRIX}: on-camera background elements",
    ),
    _principle(
        1,
        "p1_no_replication",
        "Principle 1: nothing replicated",
        "Is it certain that what comes out does not replicate, or recreate in substance, features "
        "of a work that the production does not own?",
    ),
    _principle(
        2,
        "p2_no_store_train",
        "Principle 2: nothing kept",
        "Does every tool of the chain neither store, nor reuse, nor train on what goes in or comes "
        "out? The licence tier and its terms decide, not the vendor's name.",
    ),
    _principle(
        3,
        "p3_enterprise_env",
        "Principle 3: secured",
        "Is every tool used in an environment that the enterprise secures?",
    ),
    _principle(
        4,
        "p4_temporary",
        "Principle 4: temporary",
        "Is what comes out temporary, and no part of what is delivered in the end?",
    ),
    _principle(
        5,
        "p5_no_replacement",
        "Principle 5: nobody replaced",
        "Is no performance generated or replaced, and no work that a union covers, without "
        "consent?",
    ),
    _concern(
        "proprietary_input",
        "The buyer's material",
        "Does material of the buyer or the production go into a tool: unreleased footage, scripts, "
        "production images?",
        f"{ALWAYS}: data use",
    ),
    _concern(
        "sensitive_input",
        "Sensitive input",
        "Does anything go in that is sensitive even in a secured tool: a performer's likeness, "
        "unreleased footage, a contract?",
        ENTERPRISE,
    ),
    _concern(
        "personal_data",
        "Personal data",
        "Does personal data of cast or crew go in?",
        f"{ALWAYS}: data use",
    ),
    _concern(
        "training",
        "Training",
        "Is a model trained or fine-tuned for it on work of artists or performers, also to get "
        "something in somebody's style?",
        f"{ALWAYS}: data use",
    ),
    _concern(
        "third_party_ip",
        "Other people's rights",
        "Does somebody else's protected material go in, or could it be made out in what comes out?",
        f"{NETFLIX}, introduction: third-party IP",
    ),
    _concern(
        "names_protected",
        "Names in prompts",
        "Does a prompt or an input name a protected work, an artist, a public figure, somebody "
        "deceased, or what a performer is known by?",
        f"{ALWAYS}: creative output",
    ),
    _concern(
        "talent",
        "Performers",
        "Is a performer's voice, face or performance made or changed, or a performer invented? "
        "Customary work counts here, too; it is told apart next.",
        f"{ALWAYS}: talent and performance",
    ),
    _concern(
        "realistic_event",
        "Mistakable for real",
        "Could anybody take it for a real event, a real person or a real statement? A news item "
        "with a real journalist counts, even on a screen in the background.",
        f"{ALWAYS}: ethics",
    ),
    _concern(
        "real_person",
        "Real people",
        "Does it show a real person who is no performer of the production?",
        f"{ALWAYS}: ethics",
    ),
    _concern(
        "union_work",
        "Union work",
        "Does it replace, or materially affect, work that union members typically do?",
        f"{ALWAYS}: ethics",
    ),
    Question(
        "human_contribution",
        "Human work",
        "What will people do to it before it stays in? (composited, repainted, rewritten ...)",
        "text",
        source=DELIVERABLES,
    ),
)
"""In the order in which they are asked."""
