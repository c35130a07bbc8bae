"""The certificate behind a signature, as our process sees it; the worker only takes it out.

The library for certificates is loaded where one is read: ``manifests.der`` does without, mostly.
"""

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from provenance.frozen import dataclass
from provenance.manifests.der import plain_facts

if TYPE_CHECKING:
    from cryptography import x509

_LONG: Final = 64 << 10
"""Bytes of a certificate from which on it is not kept."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A signing certificate.

    Attributes:
        fingerprint: ``sha256:...`` of its DER.
        serial: Serial number.
    """

    fingerprint: str
    serial: int


def leaf_from(der: bytes) -> Leaf | None:
    """Read a certificate; None where the bytes are none."""
    from cryptography import x509  # noqa: PLC0415 - slow

    try:
        return leaf_of(der, x509.load_der_x509_certificate(der).serial_number)
    except (ValueError, x509.InvalidVersion):  # the latter is none
        return None


def leaf_of(der: bytes, serial: int) -> Leaf:
    """The leaf that the bytes of a certificate are, where its serial number is known."""
    return Leaf(f"sha256:{hashlib.sha256(der).hexdigest()}", serial)


def known_leaf(der: bytes) -> Leaf | None:
    """As ``leaf_from``, without the library where a certificate is ordinary.

    Kept, unless it is large: a tree of files has few signers.
    """
    return _kept_leaf(der) if len(der) < _LONG else leaf_from(der)


@lru_cache(maxsize=64)
def _kept_leaf(der: bytes) -> Leaf | None:
    facts = plain_facts(der)
    return leaf_of(der, int(facts["serialNumber"], 16)) if facts else leaf_from(der)


def certificate_facts(der: bytes) -> dict[str, Any]:
    """Names, serial and validity, in the shape of the engine's report; {} for no certificate.

    Args:
        der: The certificate.
    """
    from cryptography import x509  # noqa: PLC0415 - slow

    try:
        certificate = x509.load_der_x509_certificate(der)
        return {
            "serialNumber": f"{certificate.serial_number:x}",
            "issuer": _name(certificate.issuer),
            "subject": _name(certificate.subject),
            "validity": {
                "notBefore": certificate.not_valid_before_utc.isoformat(),
                "notAfter": certificate.not_valid_after_utc.isoformat(),
            },
        }
    except (ValueError, x509.InvalidVersion):  # the latter is none
        return {}


def _name(name: "x509.Name") -> dict[str, str]:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - slow

    found: dict[str, str] = {}
    for key, oid in (("CN", NameOID.COMMON_NAME), ("O", NameOID.ORGANIZATION_NAME)):
        for each in name.get_attributes_for_oid(oid):
            if isinstance(each.value, str):
                found.setdefault(key, each.value)
    return found
