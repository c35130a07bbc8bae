"""The certificate behind a signature, as our process sees it; the worker only takes it out."""

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256


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
