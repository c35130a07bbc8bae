"""Whether a record may be believed: by whose signature, or by whose register."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from provenance.model.evidence import Attestation, Integrity, TrustState
from provenance.model.holding import REGISTER
from provenance.model.policy import Policy

PRODUCTION: Final = "production"
"""``Attestation.source`` of an unsigned record of notices out of the production's own folder."""

_BROKEN: Final = {
    Integrity.INVALID: "it was changed after it was signed, or its signature does not verify",
    Integrity.UNREADABLE: "its signature cannot be read",
    Integrity.EXTERNAL_ONLY: "its signature lies elsewhere and was not fetched",
    Integrity.NOT_CHECKED: "its signature was not checked",
}
_STRANGER: Final = {
    TrustState.NOT_ASKED: "no certificate was named to check its signer against",
    TrustState.UNTRUSTED: "its signer stands on no list that was named",
    TrustState.REVOKED: "the certificate of its signer was revoked",
    TrustState.EXPIRED: "the certificate of its signer had expired",
}


def disclosure_flaw(attestation: Attestation) -> str:
    """Why a disclosure does not count; "" where it does.

    Who signed is not asked here: a valid signature of a stranger still binds the disclosure to
    the bytes. A store that the effort left unchecked is believed until it is checked; the rule
    ``manifest-invalid`` keeps the file undetermined until then.
    """
    integrity = attestation.integrity
    if integrity is Integrity.NO_MANIFEST:
        return "" if attestation.source == REGISTER else "it is unsigned"
    return "" if integrity is Integrity.NOT_CHECKED else _BROKEN.get(integrity, "")


def disclosure_weight(attestation: Attestation) -> int:
    """0 for a disclosure that does not count, 1 for a valid one, 2 for a proven or registered."""
    if disclosure_flaw(attestation):
        return 0
    return 2 if attestation.proven or attestation.source == REGISTER else 1


def approval_flaw(attestation: Attestation) -> str:
    """Why an approval does not count, whoever may approve; "" where it does."""
    integrity = attestation.integrity
    if integrity is not Integrity.VALID:
        if integrity is Integrity.NO_MANIFEST:
            return "" if attestation.source == REGISTER else "it is unsigned"
        return _BROKEN[integrity]
    if attestation.source == REGISTER:
        return ""
    return _STRANGER.get(attestation.trust.state, "")


def day_of(moment: datetime, policy: Policy) -> date:
    """The day of a moment in the policy's time zone."""
    # "UTC" must work on a machine without a time zone database.
    zone = UTC if policy.time_zone == "UTC" else ZoneInfo(policy.time_zone)
    # Records keep their moments in UTC, and most policies count days there.
    return (moment if moment.tzinfo is zone else moment.astimezone(zone)).date()
