"""Disclosure: what the maker states about a generated asset.

Fields follow the questions of Netflix's guidance (Aug 2025), the APA cue sheet (2024) and the
registers that film insurers ask for.
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from provenance.model.label import Label
from provenance.model.record import Moment, Record, SchemaOf, Sha256, Value
from provenance.model.talent import Talent
from provenance.model.tool import Deployment, Environment, Tool
from provenance.model.veiling import veiled, veiled_digest, veiled_values
from provenance.model.vocabulary import (
    SOURCE_TYPES,
    AiClass,
    Answer,
    Stage,
    StoryRelevance,
    UseCategory,
)

__all__ = [
    "DISCLOSURE_SCHEMA",
    "Deployment",
    "Disclosure",
    "Environment",
    "Input",
    "Notice",
    "Principles",
    "Subject",
    "Talent",
    "Tool",
    "Training",
]

DISCLOSURE_SCHEMA: Final = "provenance.disclosure/1"


class Input(Value):
    """Something that went into the tool."""

    kind: Literal["prompt", "image", "audio", "video", "script", "dataset", "other"]
    sha256: Sha256 | None = None
    text: str = ""
    """A prompt in clear: for the register only, never for a file that leaves the house."""
    owner: str = ""
    rights_basis: str = ""
    licence_ref: str = ""
    is_proprietary: bool = False
    personal_data: Literal["none", "some", "special"] = "none"
    third_party_ip: bool = False
    names_person_or_work: tuple[str, ...] = ()


class Principles(Value):
    """Answers to the five principles of Netflix's guidance. Unanswered is unsure.

    ``yes`` is always the harmless answer: "the output does not replicate ...", "the tool does not
    store ...", and so on.
    """

    p1_no_replication: Answer = Answer.UNSURE
    p2_no_store_train: Answer = Answer.UNSURE
    p3_enterprise_env: Answer = Answer.UNSURE
    p4_temporary: Answer = Answer.UNSURE
    p5_no_replacement: Answer = Answer.UNSURE


class Subject(Value):
    """The asset that a disclosure speaks of.

    ``sha256`` is of the file as it was made, before a stamp was embedded; an approval that was
    given on that file therefore still finds the stamped one.
    """

    path: str = ""
    sha256: Sha256 | None = None
    bytes: int | None = None
    media_type: str = ""
    shot_id: str = ""
    derived_from: tuple[Sha256, ...] = ()


class Notice(Value):
    """The use was told to the buyer, before it began."""

    reference: str = Field(min_length=1)
    """Letter, e-mail or ticket."""
    at: Moment
    to: str = ""
    """The buyer's contact."""


class Training(Value):
    """A model was trained or fine-tuned for this use."""

    fine_tuned: bool = True
    dataset_ref: str = ""
    rights_cleared: Answer = Answer.UNSURE
    licence_ref: str = ""
    scope_limited_to_title: Answer = Answer.UNSURE
    title_id: str = ""
    """Production for which the model was made; "" means this one."""
    destruction_date: date | None = None


class Disclosure(Record):
    """What was made, with which tool, from what, for which use and stage."""

    schema_: Annotated[str, SchemaOf(DISCLOSURE_SCHEMA)] = Field(DISCLOSURE_SCHEMA, alias="schema")
    supersedes: str = ""
    title_id: str = ""
    title: str = ""
    department: str = ""
    vendor: str = ""
    subject: Subject = Subject()
    genai_used: Literal["none", "assisted", "partial", "full"] = "full"
    digital_source_type: str = ""
    """A code of the vocabulary ("trainedAlgorithmicMedia"), or ""."""
    use_category: UseCategory | None = None
    stage: Stage | None = None
    story_relevance: StoryRelevance = StoryRelevance.UNKNOWN
    human_contribution: str = ""
    tools: tuple[Tool, ...] = ()
    inputs: tuple[Input, ...] = ()
    talent: tuple[Talent, ...] = ()
    principles: Principles = Principles()
    realistic_event_risk: bool = False
    real_person_depicted: bool = False
    union_work_affected: bool = False
    genre: Literal["", "scripted", "documentary", "news", "ad", "trailer"] = ""
    training: Training | None = None
    """None where no model was trained or fine-tuned for it."""
    notice: Notice | None = None
    first_used_at: Moment | None = None
    """When work with the tool began; None: not told."""
    legal_review_ref: str = ""
    rights_clearance_ref: str = ""
    cue_sheet_ref: str = ""
    """Cue sheet of generated material (Archival Producers Alliance, 2024) that lists it."""
    timecodes: tuple[str, ...] = ()
    """Where it stands in the programme: "01:02:03:04" or "01:02:03:04-01:02:09:00"."""
    watermark: str = ""
    """Imperceptible watermark that the tool put in: algorithm and vendor, as declared."""
    labels: tuple[Label, ...] = ()
    territories: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2, or "EU" for the Union as a whole; empty: not told."""
    destinations: tuple[str, ...] = ()
    approval_refs: tuple[str, ...] = ()
    note: str = ""

    @property
    def ai(self) -> AiClass | None:
        """What the disclosed source type says about generation; None if unknown or absent."""
        term = SOURCE_TYPES.get(self.digital_source_type)
        return term.ai if term else None

    def for_manifest(self, salt: str) -> "Disclosure":
        """The form that may leave the house: no prompt, no name, no author in clear.

        Args:
            salt: Secret of the production.
        """
        return self.model_copy(
            update={
                "author": veiled(salt, self.author),
                "note": "",
                "inputs": tuple(_veiled_input(each, salt) for each in self.inputs),
                "talent": tuple(_veiled_talent(each, salt) for each in self.talent),
                "notice": self.notice and _veiled_notice(self.notice, salt),
            }
        )


def _veiled_talent(talent: Talent, salt: str) -> Talent:
    hidden: dict[str, str] = veiled_values(salt, talent.model_extra)
    return talent.model_copy(update=hidden | {"name": veiled(salt, talent.name)})


def _veiled_notice(notice: Notice, salt: str) -> Notice:
    return notice.model_copy(update={"to": veiled(salt, notice.to)})


def _veiled_input(given: Input, salt: str) -> Input:
    digest = given.sha256 or (veiled_digest(salt, given.text) if given.text else None)
    names = tuple(veiled(salt, each) for each in given.names_person_or_work)
    told = {"text": "", "sha256": digest, "names_person_or_work": names}
    return given.model_copy(update=veiled_values(salt, given.model_extra) | told)
