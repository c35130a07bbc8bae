"""Approval and waiver: who allowed what, how far, until when."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from provenance.model.record import Moment, Record, SchemaOf, Sha256, Value
from provenance.model.vocabulary import Stage, UseCategory

APPROVAL_SCHEMA: Final = "provenance.approval/1"
WAIVER_SCHEMA: Final = "provenance.waiver/1"


class Decision(StrEnum):
    """What was decided."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    REJECTED = "rejected"
    NOTIFIED_ONLY = "notified_only"
    REVOKED = "revoked"
    CONDITIONS_MET = "conditions_met"


class Approver(Value):
    """Who decided."""

    name: str = Field(min_length=1)
    role: str = ""
    organisation: str = ""
    contact: str = ""
    authority_level: str = ""
    """What the approver claims to be entitled to; what counts is the policy's word on it."""


class ToolRule(Value):
    """A tool, and the versions of it that are covered.

    ``versions`` is a comma separated list of comparisons ("3", ">=3,<4"); empty covers all.
    """

    name: str = Field(min_length=1)
    versions: str = ""


class Scope(Value):
    """What an approval covers. An empty list does not restrict, with one exception.

    Without a digest, id or pattern an approval covers every asset of the title that the other
    lists admit; at least one list or the title must therefore be given.
    """

    title_id: str = ""
    digests: tuple[Sha256, ...] = ()
    """Of the file as made, or as stamped."""
    asset_ids: tuple[str, ...] = ()
    """Ids of disclosures."""
    patterns: tuple[str, ...] = ()
    """Shell patterns on the path within the delivery."""
    categories: tuple[UseCategory, ...] = ()
    stages: tuple[Stage, ...] = ()
    tools: tuple[ToolRule, ...] = ()
    models: tuple[str, ...] = ()
    talents: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()


class Condition(Value):
    """Something the approver asks for."""

    id: str = ""
    text: str = Field(min_length=1)
    satisfied_by: str = ""
    """Reference to the evidence; empty while the condition is open."""
    evidence_sha256: Sha256 | None = None
    """Digest of the evidence."""


class Approval(Record):
    """A decision on a use of generated material."""

    schema_: Annotated[str, SchemaOf(APPROVAL_SCHEMA)] = Field(APPROVAL_SCHEMA, alias="schema")
    decision: Decision
    approver: Approver
    reference: str = Field(min_length=1)
    """Letter, e-mail or ticket."""
    evidence_sha256: Sha256 | None = None
    scope: Scope = Scope()
    conditions: tuple[Condition, ...] = ()
    requested_at: Moment | None = None
    granted_at: Moment
    expires: date | None = None
    """Last day on which it holds."""
    revokes: str = ""
    """With ``revoked``: id of the approval that ends."""
    satisfies: str = ""
    """With ``conditions_met``: id of the approval whose conditions are met."""
    legal_review_ref: str = ""
    rights_clearance_ref: str = ""
    policy: str = ""
    """Name and version of the policy under which it was given."""
    note: str = ""


class Waiver(Record):
    """A named person lets a finding pass, for a reason and for a time."""

    schema_: Annotated[str, SchemaOf(WAIVER_SCHEMA)] = Field(WAIVER_SCHEMA, alias="schema")
    rule: str = Field(min_length=1)
    patterns: tuple[str, ...] = ()
    digests: tuple[Sha256, ...] = ()
    title_id: str = ""
    """The one production that it is for; "" in a policy: whatever is judged under it."""
    kind: Literal["", "incidental"] = ""
    """``incidental``: an element in the background that nothing in the story depends on."""
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    expires: date
    """Last day on which it holds."""
