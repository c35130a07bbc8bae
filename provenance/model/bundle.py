"""Bundle: what one register tells another, signed by who keeps it.

It is a register's state, not its chain: names, prompts and authors are veiled with the exporter's
salt, so the events' hashes could not be recomputed. ``head`` says which state it was.
"""

from datetime import datetime
from typing import Any, Final, Literal

from pydantic import Field

from provenance.model.approval import Approval, Waiver
from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.label import Labelling
from provenance.model.record import Moment, Record, Sha256, Value
from provenance.model.veiling import veiled, veiled_values

BUNDLE_SCHEMA: Final = "provenance.bundle/1"
IMPORT_SCHEMA: Final = "provenance.import/1"
BUNDLE_SOURCE: Final = "bundle"
"""How ``Attestation.source`` begins for what a bundle brought: its signer vouches for it."""


class BundledEntry(Value):
    """A registered asset."""

    id: str = Field(min_length=1)
    path: str = ""
    as_made: Sha256
    as_stamped: Sha256
    size: int = Field(ge=0)
    media_type: str = ""
    manifest_label: str = ""
    location: str = ""
    at: Moment
    disclosure: Disclosure

    @classmethod
    def of(cls, entry: Entry, salt: str) -> "BundledEntry":
        """An entry in the form that may leave the house."""
        fields: dict[str, Any] = {name: getattr(entry, name) for name in cls.model_fields}
        return cls(**fields | {"disclosure": entry.disclosure.for_manifest(salt)})

    def entry(self) -> Entry:
        """As a register holds it."""
        at: datetime = self.at
        fields: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        return Entry(**fields | {"at": at})


class RegisterHead(Value):
    """The last event of the register when the bundle was made."""

    sequence: int = Field(ge=1)
    hash: Sha256


class Bundle(Record):
    """Everything that a register tells of a production."""

    schema_: Literal["provenance.bundle/1"] = Field(BUNDLE_SCHEMA, alias="schema")
    title_id: str = ""
    title: str = ""
    head: RegisterHead
    entries: tuple[BundledEntry, ...] = ()
    approvals: tuple[Approval, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    consents: tuple[Consent, ...] = ()
    """The talent's name is veiled; who signed for them, and what was paid, is left out."""
    labellings: tuple[Labelling, ...] = ()


class Import(Record):
    """A bundle was taken in."""

    schema_: Literal["provenance.import/1"] = Field(IMPORT_SCHEMA, alias="schema")
    bundle_id: str = Field(min_length=1)
    bundle_sha256: Sha256
    head: RegisterHead
    title_id: str = ""
    records: int = Field(ge=0)
    """How many records were new."""


def veiled_waiver(waiver: Waiver, salt: str) -> Waiver:
    """A waiver in the form that may leave the house: who answers for it stays."""
    return waiver.model_copy(update={"author": veiled(salt, waiver.author)})


def veiled_labelling(labelling: Labelling, salt: str) -> Labelling:
    """A record of notices in the form that may leave the house."""
    return labelling.model_copy(update={"author": veiled(salt, labelling.author), "note": ""})


def veiled_consent(consent: Consent, salt: str) -> Consent:
    """A consent in the form that may leave the house."""
    return consent.model_copy(
        update=veiled_values(salt, consent.model_extra)
        | {
            "author": veiled(salt, consent.author),
            "talent": veiled(salt, consent.talent),
            "guardian": veiled(salt, consent.guardian),
            "compensation_ref": "",
            "security_controls": "",
            "note": "",
        }
    )
