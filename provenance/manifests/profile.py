"""Whether a certificate and a key can sign claims, and what they say.

The profile is that of C2PA 2.2, section 14.5.1, as far as the engine enforces it. ``signer``, which
tells who signs, does without the library for certificates: most runs sign nothing.
"""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from provenance.errors import SigningError
from provenance.manifests.shared import SIGNING_USAGES
from provenance.manifests.signer import PemSigner, Signer, SignerFacts, chain_of, read_pem
from provenance.manifests.trust import common_name

_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_RSA_ALGORITHMS = ("ps256", "ps384", "ps512")
_MIN_RSA_BITS = 2048


def facts_of(signer: Signer) -> SignerFacts:
    """As ``check_signer``."""
    place, pem = chain_of(signer)
    chain = _load_chain(place, pem)
    leaf = chain[0]
    _check_profile(place, leaf)
    for lower, upper in pairwise(chain):
        try:
            lower.verify_directly_issued_by(upper)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise SigningError(
                f"{place}: {common_name(lower.subject)!r} is not issued by the certificate "
                "that follows it",
                hint="Put the leaf first, then each issuer in turn.",
            ) from error
    algorithm = _algorithm(place, leaf, signer.algorithm)
    if isinstance(signer, PemSigner):
        _check_key(signer.key, leaf)
    if signer.tsa_url is not None and not signer.tsa_url.startswith(("http://", "https://")):
        raise SigningError(f"time-stamping authority {signer.tsa_url!r}: not an http(s) URL")
    return SignerFacts(
        subject=common_name(leaf.subject),
        issuer=common_name(leaf.issuer),
        fingerprint=fingerprint(leaf),
        not_after=leaf.not_valid_after_utc,
        algorithm=algorithm,
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """``sha256:...`` of a certificate's DER."""
    return "sha256:" + certificate.fingerprint(SHA256()).hex()


def _load_chain(place: str, pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise SigningError(f"{place}: holds no certificate in PEM") from error


def _check_profile(place: str, leaf: x509.Certificate) -> None:
    now = datetime.now(UTC)
    if now > leaf.not_valid_after_utc:
        day = leaf.not_valid_after_utc.date()
        raise SigningError(f"{place}: the certificate expired on {day}", hint="Renew it.")
    if now < leaf.not_valid_before_utc:
        day = leaf.not_valid_before_utc.date()
        raise SigningError(f"{place}: the certificate is not valid before {day}")
    for objection in _objections(leaf):
        raise SigningError(
            f"{place}: the certificate cannot sign claims: {objection}",
            hint="Ask the issuer for a leaf with the C2PA profile, or run `provenance init`.",
        )


def _objections(leaf: x509.Certificate) -> list[str]:
    try:
        extensions = leaf.extensions
    except ValueError as error:
        return [f"its extensions are malformed: {error}"]
    found: list[str] = []

    def value(kind: type[x509.ExtensionType]) -> x509.ExtensionType | None:
        try:
            return extensions.get_extension_for_class(kind).value
        except x509.ExtensionNotFound:
            return None

    constraints, usage = value(x509.BasicConstraints), value(x509.KeyUsage)
    usages = value(x509.ExtendedKeyUsage)
    if isinstance(constraints, x509.BasicConstraints) and constraints.ca:
        found.append("it is a certification authority's")
    if not isinstance(usage, x509.KeyUsage) or not usage.digital_signature:
        found.append("key usage lacks digitalSignature")
    elif usage.key_cert_sign:
        found.append("key usage has keyCertSign")
    if not isinstance(usages, x509.ExtendedKeyUsage):
        found.append("it has no extended key usage")
    elif not {oid.dotted_string for oid in usages} & set(SIGNING_USAGES):
        found.append("extended key usage has neither emailProtection nor C2PA claim signing")
    if value(x509.AuthorityKeyIdentifier) is None:
        found.append("it has no authority key identifier")
    return found


def _algorithm(place: str, leaf: x509.Certificate, asked: str) -> str:
    key = leaf.public_key()
    possible: tuple[str, ...] = ()
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        possible = (_CURVES[key.curve.name],)
    elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= _MIN_RSA_BITS:
        possible = _RSA_ALGORITHMS
    elif isinstance(key, ed25519.Ed25519PublicKey):
        possible = ("ed25519",)
    if not possible:
        raise SigningError(
            f"{place}: C2PA does not allow this kind of key",
            hint="Use P-256, P-384, P-521, Ed25519, or RSA of 2048 bits or more.",
        )
    algorithm = asked.lower() or possible[0]
    if algorithm not in possible:
        raise SigningError(f"{place}: algorithm {asked!r} does not fit the key ({possible[0]})")
    return algorithm


def _check_key(path: Path, leaf: x509.Certificate) -> None:
    try:
        key = load_pem_private_key(read_pem(path), password=None)
    except TypeError as error:
        raise SigningError(
            f"{path}: the private key is encrypted",
            hint="Use a signing callback for a key that needs a passphrase.",
        ) from error
    except Exception as error:
        if isinstance(error, SigningError):
            raise
        raise SigningError(f"{path}: holds no private key in PEM that can be used") from error
    if _public(key.public_key()) != _public(leaf.public_key()):
        raise SigningError(f"{path}: the private key does not belong to the certificate")


def _public(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
