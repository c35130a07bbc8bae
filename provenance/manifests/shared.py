"""Words that this process and its worker both use. Light: the worker's start is part of a command.

Nothing here may import pydantic or cryptography; what decides about trust stays out of the worker.
"""

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """How reading ended. Only FOUND comes with a store, only NONE means that there is none."""

    FOUND = "found"
    NONE = "none"
    REMOTE_ONLY = "remote_only"
    """Only a reference to a remote store, which is never fetched."""
    UNREADABLE_STORE = "unreadable_store"
    """A store is there and cannot be decoded."""
    DAMAGED_FILE = "damaged_file"
    """The container around it is broken."""
    NOT_SUPPORTED = "not_supported"
    """The engine does not know the container."""
    TIMED_OUT = "timed_out"
    DIED = "died"
    """The worker process crashed or ran out of memory."""


UNTRUSTED: Final = "signingCredential.untrusted"
TRUSTED: Final = "signingCredential.trusted"

LIST_URI: Final = "urn:media-provenance:trust:"
"""Under which the engine knows our anchors, followed by their index."""

C2PA_CLAIM_SIGNING: Final = "1.3.6.1.4.1.62558.2.1"
SIGNING_USAGES: Final = (
    "1.3.6.1.5.5.7.3.4",  # emailProtection
    "1.3.6.1.5.5.7.3.36",  # documentSigning, RFC 9336
    C2PA_CLAIM_SIGNING,
    "1.3.6.1.4.1.311.76.59.1.9",  # Microsoft's C2PA signing
)
"""Extended key usages of a certificate that may sign a claim."""
