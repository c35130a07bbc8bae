"""What each concern asks for, as a table: way, area of the guidance, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from provenance.model.vocabulary import UseCategory
from provenance.triage.ways import NETFLIX, Ask, Ground, Way

MATRIX: Final = f"{NETFLIX}, use case matrix"
ALWAYS: Final = f"{NETFLIX}, always written approval"
PRINCIPLE: Final = f"{NETFLIX}, principle"
DELIVERABLES: Final = f"{NETFLIX}, final and temporary use"
ENTERPRISE: Final = f"{NETFLIX}, enterprise tools"


@dataclass(frozen=True, slots=True)
class Row:
    """What a concern that is answered yes, or a category, asks for.

    Attributes:
        way: Which way.
        text: Why, in a clause.
        ground: What it rests on.
        source: Where that stands.
        asks: What is to be got.
    """

    way: Way
    text: str
    ground: Ground
    source: str
    asks: tuple[Ask, ...] = ()


CATEGORIES: Final[Mapping[UseCategory, Row]] = MappingProxyType(
    {
        UseCategory.IDEATION: Row(
            Way.NOTIFY,
            "ideas and reference images only",
            "matrix",
            f"{MATRIX}: ideation only",
        ),
        UseCategory.CHARACTER_OR_KEY_VISUAL: Row(
            Way.WRITTEN_APPROVAL,
            "designs a character or a key visual: rights, audience and union are touched",
            "matrix",
            f"{MATRIX}: final character designs, key visuals",
            (Ask.LEGAL_REVIEW, Ask.RIGHTS_CLEARANCE),
        ),
        UseCategory.TALENT_REPLICA: Row(
            Way.WRITTEN_APPROVAL,
            "replicates a performer (re-ageing counts)",
            "matrix",
            f"{MATRIX}: talent replication",
            (Ask.LEGAL_REVIEW,),
        ),
        UseCategory.VOICE: Row(
            Way.WRITTEN_APPROVAL,
            "makes a synthetic voice",
            "matrix",
            f"{MATRIX}: talent replication",
            (Ask.LEGAL_REVIEW,),
        ),
        UseCategory.UNOWNED_TRAINING: Row(
            Way.WRITTEN_APPROVAL,
            "rests on training material that is not owned (faces, protected art)",
            "matrix",
            f"{MATRIX}: unowned training data",
            (Ask.LICENCE, Ask.LEGAL_REVIEW),
        ),
    }
)
"""Rows of the matrix that the category alone decides."""

CONCERNS: Final[Mapping[str, Row]] = MappingProxyType(
    {
        "proprietary_input": Row(
            Way.WRITTEN_APPROVAL,
            "material of the buyer goes into a tool that is not enterprise-secured",
            "always_approved",
            f"{ALWAYS}: data use; use case matrix: proprietary material as input",
            (Ask.SECURED_TOOL,),
        ),
        "sensitive_input": Row(
            Way.ESCALATE,
            "a likeness, unreleased footage or a contract goes in",
            "always_approved",
            f"{ENTERPRISE}: sensitive input, also in a secured tool",
        ),
        "personal_data": Row(
            Way.WRITTEN_APPROVAL,
            "personal data of cast or crew goes in",
            "always_approved",
            f"{ALWAYS}: data use",
        ),
        "third_party_ip": Row(
            Way.WRITTEN_APPROVAL,
            "somebody else's protected material is in it",
            "always_approved",
            f"{NETFLIX}, introduction: third-party IP",
            (Ask.RIGHTS_CLEARANCE,),
        ),
        "names_protected": Row(
            Way.WRITTEN_APPROVAL,
            "a prompt or input names a work, a person or what a performer is known by",
            "always_approved",
            f"{ALWAYS}: creative output",
            (Ask.RIGHTS_CLEARANCE,),
        ),
        "training": Row(
            Way.WRITTEN_APPROVAL,
            "a model is trained on material that is not cleared",
            "always_approved",
            f"{ALWAYS}: data use",
            (Ask.LICENCE,),
        ),
        "talent": Row(
            Way.WRITTEN_APPROVAL,
            "a performer's voice, likeness or performance is made or changed",
            "always_approved",
            f"{ALWAYS}: talent and performance",
            (Ask.CONSENT,),
        ),
        "realistic_event": Row(
            Way.WRITTEN_APPROVAL,
            "it could be mistaken for real events, people or statements",
            "always_approved",
            f"{ALWAYS}: ethics",
            (Ask.AUDIENCE_NOTICE,),
        ),
        "real_person": Row(
            Way.WRITTEN_APPROVAL,
            "it shows a real person",
            "always_approved",
            f"{ALWAYS}: ethics",
            (Ask.RIGHTS_CLEARANCE,),
        ),
        "union_work": Row(
            Way.WRITTEN_APPROVAL,
            "it replaces or materially affects union work",
            "always_approved",
            f"{ALWAYS}: ethics",
            (Ask.UNION_NOTICE,),
        ),
    }
)
"""What each concern asks for that is answered yes; unsure escalates."""

PRINCIPLES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "p1": ("1", "what comes out may replicate material that is not owned"),
        "p2": ("2", "the tool may store, reuse or train on what goes in or comes out"),
        "p3": ("3", "the environment is not enterprise-secured"),
        "p4": ("4", "it is not temporary"),
        "p5": ("5", "it may replace a performance or union work without consent"),
    }
)
"""Each principle's number, and what it means that it does not hold."""

OPEN: Final[Mapping[str, str]] = MappingProxyType(
    {"p3": "the environment is enterprise-secured", "p4": "it is temporary only"}
)
"""What is asked of a principle that nobody answered, where ``PRINCIPLES`` denies it."""
