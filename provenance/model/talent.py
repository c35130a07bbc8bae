"""Talent: a performer whose likeness or voice is involved.

Words: SAG-AFTRA TV/Theatrical 2023 and 2026 (employment-based and independently created digital
replica, synthetic performer, digital alteration); Netflix's guidance of August 2025.
"""

from typing import Literal, TypeAlias

from pydantic import Field

from provenance.model.record import Value

TalentUse: TypeAlias = Literal[
    "replica_employment", "replica_independent", "synthetic", "alteration", "voice", "dub"
]
"""How a performer is involved."""


class Talent(Value):
    """A performer whose likeness or voice is involved; or, as ``synthetic``, one who is nobody."""

    name: str = Field(min_length=1)
    """A name in clear, or ``salted-sha256:...`` in a file that leaves the house."""
    status: Literal["living", "deceased", "minor"] = "living"
    type: TalentUse = "alteration"
    recognisable: bool = True
    as_scripted: bool | None = None
    """Whether the result stays substantially as scripted, performed or recorded; null: not told,
    which is never taken for a yes."""
    unsafe_for_human: bool = False
    """Whether it shows what nobody could do safely (a fall, a fire)."""
    visual_adr: bool = False
    """Whether lips or face were changed to dialogue that was not in the script: never customary,
    and never as scripted."""
    customary: bool = False
    """Whether an alteration is of the customary kind: cosmetics, wardrobe, noise, timing,
    continuity, pitch, clarity."""
    consent_ref: str = ""
    """Id of the consent."""
    union: str = ""
    union_notice_ref: str = ""
    justification: str = ""
    """Of a synthetic performer: the significant additional value (SAG-AFTRA 2026)."""
    agreement_ref: str = ""
    """Of a dub: the agreement under which it was made."""
    source_language: str = ""
    target_language: str = ""
    """BCP 47, as in the actions ``c2pa.dubbed`` and ``c2pa.translated``."""
    model_title_id: str = ""
    """Production for which a model of this talent was made; "" where none was, or this one."""
