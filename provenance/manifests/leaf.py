"""The certificate behind a signature, as our process sees it; the worker only takes it out."""

from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID


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
    try:
        certificate = x509.load_der_x509_certificate(der)
        return Leaf(f"sha256:{certificate.fingerprint(SHA256()).hex()}", certificate.serial_number)
    except ValueError:
        return None


def certificate_facts(der: bytes) -> dict[str, Any]:
    """Names, serial and validity, in the shape of the engine's report; {} for no certificate.

    Args:
        der: The certificate.
    """
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
    except ValueError:
        return {}


def _name(name: x509.Name) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, oid in (("CN", NameOID.COMMON_NAME), ("O", NameOID.ORGANIZATION_NAME)):
        for each in name.get_attributes_for_oid(oid):
            if isinstance(each.value, str):
                found.setdefault(key, each.value)
    return found
