"""Label: a notice that the audience perceives. A fact of its own, neither mark nor disclosure.

Places and wording: EU Code of Practice on marking and labelling (10 June 2026), section 2,
measures 1.1, 1.2 and commitment 3; Archival Producers Alliance, best practices (2024).
"""

import re
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from provenance.model.approval import Scope
from provenance.model.record import Record, SchemaOf, Sha256, Value

LABEL_SCHEMA: Final = "provenance.label/1"

TIMECODE: Final = re.compile(r"\d\d:[0-5]\d:[0-5]\d[:;.]\d{2,3}")
"""A timecode with frames ("00:00:05:00", with ";" for drop frames) or milliseconds."""

LabelPlace: TypeAlias = Literal[
    "opening", "end_credits", "synopsis", "platform_ui", "on_screen", "spoken", "cue_sheet"
]
"""Where the audience meets it."""


class Label(Value):
    """A notice that the audience perceives."""

    type: str = ""
    """Kind of notice ("eu-icon-generated", "text", "spoken")."""
    where: LabelPlace
    text: str = ""
    start_tc: str = ""
    """Timecode of its first frame in the programme ("00:00:05:00"); "" outside the picture."""
    end_tc: str = ""
    """Timecode after its last frame."""
    destinations: tuple[str, ...] = ()
    """Versions that carry it; empty: all."""
    evidence_sha256: Sha256 | None = None
    """Digest of what proves it: a frame, the credit roll, a screenshot of the platform."""


class Labelling(Record):
    """Notices of a whole programme, declared once for the assets that they speak of."""

    schema_: Annotated[str, SchemaOf(LABEL_SCHEMA)] = Field(LABEL_SCHEMA, alias="schema")
    labels: tuple[Label, ...] = Field(min_length=1)
    """The notices."""
    scope: Scope = Scope()
    """Assets that the notices speak of; by title alone: all of it."""
    note: str = ""
    """Free text."""
