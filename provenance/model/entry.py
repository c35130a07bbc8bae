"""What the register holds of one asset."""

from dataclasses import dataclass
from datetime import datetime

from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure


@dataclass(frozen=True, slots=True)
class Entry:
    """One stamped or registered asset.

    Attributes:
        id: uuid7 as text.
        path: Where it lay when it was stamped, relative to the production.
        as_made: Digest before stamping.
        as_stamped: Digest after stamping; equal to ``as_made`` where a sidecar was written.
        size: Bytes of the stamped file.
        media_type: As stamped.
        manifest_label: Label of the active manifest that was written.
        location: ``embedded`` or ``sidecar``.
        disclosure: What was disclosed.
        at: When it was registered (UTC).
    """

    id: str
    path: str
    as_made: Digest
    as_stamped: Digest
    size: int
    media_type: str
    manifest_label: str
    location: str
    disclosure: Disclosure
    at: datetime
