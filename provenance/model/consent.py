"""Consent: what a performer, or who speaks for them, allowed.

Fields: SAG-AFTRA TV/Theatrical 2023 and 2026; New York Gen. Oblig. Law 5-302; California AB 2602
and AB 1836. A consent holds personal data: it stays in the house, and a public manifest names at
most its id and the salted hash of the talent's name.
"""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from provenance.model.record import Moment, Record, SchemaOf, Sha256
from provenance.model.talent import TalentUse

CONSENT_SCHEMA: Final = "provenance.consent/1"


class Consent(Record):
    """A performer's consent to a use of their voice or likeness."""

    schema_: Annotated[str, SchemaOf(CONSENT_SCHEMA)] = Field(CONSENT_SCHEMA, alias="schema")
    talent: str = Field(min_length=1)
    """Name in clear, or ``salted-sha256:...``."""
    given_by: Literal["talent", "guardian", "estate", "union"] = "talent"
    """Who signed: a guardian for a minor, an estate or the union for the deceased."""
    minor: bool = False
    guardian: str = ""
    represented_by: Literal["", "counsel", "union", "agent"] = ""
    """Who stood by the performer when it was agreed."""
    union: str = ""
    use_description: str = ""
    """What is allowed, reasonably specific."""
    types: tuple[TalentUse, ...] = ()
    """Kinds of use that are allowed; empty: none is told, so none is covered."""
    title_id: str = ""
    """The one production that it is for."""
    signed_separately: bool = False
    """Whether it was signed or initialled apart from the rest of the contract."""
    signed_at: Moment
    scan_notice_at: Moment | None = None
    """When the performer was told of a scan."""
    scan_reason: str = ""
    term_end: date | None = None
    """Last day on which it holds."""
    territories: tuple[str, ...] = ()
    """Empty: everywhere."""
    compensation_ref: str = ""
    security_controls: str = ""
    """How scans and models are kept."""
    reuse_allowed: bool = False
    """Whether what was made may be used in another production."""
    training_allowed: bool = False
    """Whether a model may be trained on the performer."""
    document_sha256: Sha256 | None = None
    """Digest of the signed document."""
    revoked_at: Moment | None = None
    """Since when it no longer holds."""
    revokes: str = ""
    """With ``revoked_at``: id of the consent that ends. The consent itself is never changed."""
    note: str = ""
