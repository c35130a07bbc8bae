"""Disclosure: what the maker states about a generated asset.

Fields follow the questions of Netflix's guidance (Aug 2025), the APA cue sheet (2024) and the
registers that film insurers ask for.
"""

import hashlib
from enum import StrEnum
from typing import Final, Literal

from pydantic import Field

from provenance.model.record import Moment, Record, Sha256, Value
from provenance.model.vocabulary import SOURCE_TYPES, AiClass, Answer, Stage, UseCategory

DISCLOSURE_SCHEMA: Final = "provenance.disclosure/1"


class Deployment(StrEnum):
    """Where a tool runs."""

    LOCAL = "local"
    SAAS = "saas"
    API = "api"
    UNKNOWN = "unknown"


class Environment(StrEnum):
    """Who secures the place where a tool runs."""

    ENTERPRISE_SECURED = "enterprise_secured"
    VENDOR_SECURED = "vendor_secured"
    CONSUMER = "consumer"
    UNKNOWN = "unknown"


class StoryRelevance(StrEnum):
    """How much the generated element carries the story."""

    NONE = "none"
    INCIDENTAL = "incidental"
    RELEVANT = "relevant"
    CENTRAL = "central"
    UNKNOWN = "unknown"


class Tool(Value):
    """One generative tool, identified to its version."""

    name: str = Field(min_length=1)
    version: str = ""
    vendor: str = ""
    model: str = ""
    model_version: str = ""
    deployment: Deployment = Deployment.UNKNOWN
    account_tier: str = ""
    environment: Environment = Environment.UNKNOWN
    stores_inputs: Answer = Answer.UNSURE
    stores_outputs: Answer = Answer.UNSURE
    trains_on_inputs: Answer = Answer.UNSURE
    trains_on_outputs: Answer = Answer.UNSURE
    terms_url: str = ""
    terms_sha256: Sha256 | None = None
    terms_checked_at: Moment | None = None


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


class Talent(Value):
    """A performer whose likeness or voice is involved."""

    name: str = Field(min_length=1)
    """A name in clear, or ``salted-sha256:...`` in a file that leaves the house."""
    status: Literal["living", "deceased", "minor"] = "living"
    type: Literal[
        "replica_employment", "replica_independent", "synthetic", "alteration", "voice", "dub"
    ] = "alteration"
    recognisable: bool = True
    as_scripted: bool = True
    consent_ref: str = ""


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


class Label(Value):
    """A notice that the audience perceives."""

    type: str = ""
    where: Literal["opening", "end_credits", "synopsis", "platform_ui", "on_screen", "spoken"]
    text: str = ""
    start_tc: str = ""


class Disclosure(Record):
    """What was made, with which tool, from what, for which use and stage."""

    schema_: Literal["provenance.disclosure/1"] = Field(DISCLOSURE_SCHEMA, alias="schema")
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
    labels: tuple[Label, ...] = ()
    territories: tuple[str, ...] = ()
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
            salt: Secret of the production. Who knows salt and name can confirm a match, nobody
                else can guess one from a list of names.
        """

        def veiled(text: str) -> str:
            if not text or text.startswith("salted-sha256:"):
                return text
            return "salted-sha256:" + hashlib.sha256(f"{salt}\x00{text}".encode()).hexdigest()

        return self.model_copy(
            update={
                "author": veiled(self.author),
                "note": "",
                "inputs": tuple(
                    each.model_copy(
                        update={
                            "text": "",
                            "sha256": each.sha256
                            or (_salted_digest(salt, each.text) if each.text else None),
                            "names_person_or_work": tuple(map(veiled, each.names_person_or_work)),
                        }
                    )
                    for each in self.inputs
                ),
                "talent": tuple(
                    each.model_copy(update={"name": veiled(each.name)}) for each in self.talent
                ),
            }
        )


def _salted_digest(salt: str, text: str) -> str:
    return "sha256:" + hashlib.sha256(f"{salt}\x00{text}".encode()).hexdigest()
