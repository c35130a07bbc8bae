"""Which way a planned use goes, why, and what has to be got first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias

NETFLIX: Final = "Netflix, Using Generative AI in Content Production, August 2025"
SAG_AFTRA: Final = "SAG-AFTRA TV/Theatrical 2023 and 2026"


class Way(StrEnum):
    """Which way a planned use goes, lightest first."""

    NOTIFY = "notify"
    """Tell the contact; work may begin."""
    ESCALATE = "escalate"
    """Tell the contact and wait for guidance: a written approval may be needed."""
    WRITTEN_APPROVAL = "written_approval"
    """Work begins when the approval is there, in writing."""

    @property
    def rank(self) -> int:
        """0 for the lightest."""
        return list(Way).index(self)


class Ask(StrEnum):
    """Something to get before the use goes ahead, besides the contact's word."""

    LEGAL_REVIEW = "legal_review"
    CONSENT = "consent"
    """Of the performer, or of who speaks for them."""
    RIGHTS_CLEARANCE = "rights_clearance"
    LICENCE = "licence"
    """For the material that a model is trained on."""
    UNION_NOTICE = "union_notice"
    SECURED_TOOL = "secured_tool"
    """A tool that is enterprise-secured instead."""
    HUMAN_CONTRIBUTION = "human_contribution"
    """Meaningful human work on what ends in the programme, and a word on it."""
    AUDIENCE_NOTICE = "audience_notice"
    """A plan of how the audience will know."""
    INCIDENTAL_WAIVER = "incidental_waiver"
    """Instead of an approval: a waiver for an element that nothing in the story depends on."""


Ground: TypeAlias = Literal[
    "matrix", "principle", "always_approved", "deliverable", "catalogue", "union", "open"
]
"""What a reason rests on: a row of the use case matrix, one of the five principles, an area that
always needs written approval, the final deliverable, the policy's tool catalogue, a union's terms,
or that something was not told."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a planned use goes a way.

    Attributes:
        way: Which way it asks for.
        text: Why, in a clause.
        ground: What it rests on.
        key: Which row, principle, area or field.
        source: Whose rule it is, of when, and where in it.
        asks: What is to be got.
        unsure: Whether nobody answered, and that is the reason.
    """

    way: Way
    text: str
    ground: Ground
    key: str
    source: str
    asks: tuple[Ask, ...] = ()
    unsure: bool = False
