"""Who signs: a key on disk, or a callback to a KMS or an HSM. Checked before it is used.

The profile is that of C2PA 2.2, section 14.5.1, as far as the engine enforces it.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

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

from provenance.errors import ConfigError, SigningError
from provenance.manifests.shared import SIGNING_USAGES
from provenance.manifests.trust import common_name

_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_RSA_ALGORITHMS = ("ps256", "ps384", "ps512")
_MIN_RSA_BITS = 2048
_MAX_PEM = 1 << 20
_NOT_FOUND = (
    "Install the module beside media-provenance, or put its folder on PYTHONPATH: "
    "export PYTHONPATH={}  (the folder of provenance.toml is not searched by itself)."
)


@dataclass(frozen=True, slots=True)
class PemSigner:
    """A certificate chain and a private key on disk.

    Attributes:
        chain: PEM, the leaf first, then the intermediates; the root may be left out.
        key: PEM, not encrypted.
        algorithm: ``es256``, ``es384``, ``es512``, ``ps256``, ``ps384``, ``ps512`` or
            ``ed25519``; "" takes it from the key.
        tsa_url: RFC 3161 time-stamping authority; None for none. It is asked over the network.
    """

    chain: Path
    key: Path
    algorithm: str = ""
    tsa_url: str | None = None


@dataclass(frozen=True, slots=True)
class CallbackSigner:
    """A key that this program never sees.

    Attributes:
        chain_pem: As ``PemSigner.chain``, the text itself.
        algorithm: As ``PemSigner.algorithm``; "" takes it from the leaf's public key.
        sign: Takes the bytes to be signed (about 2 kB), gives the signature: for ECDSA either
            raw r|s or DER.
        tsa_url: As ``PemSigner.tsa_url``.
    """

    chain_pem: str
    algorithm: str
    sign: Callable[[bytes], bytes]
    tsa_url: str | None = None


Signer: TypeAlias = PemSigner | CallbackSigner


@dataclass(frozen=True, slots=True)
class SignerFacts:
    """What a signer's certificate says.

    Attributes:
        subject: The leaf's common name, else its organisation.
        issuer: The same of its issuer.
        fingerprint: ``sha256:...`` of the leaf.
        not_after: End of the leaf's validity.
        algorithm: The algorithm that will be used.
    """

    subject: str
    issuer: str
    fingerprint: str
    not_after: datetime
    algorithm: str


def check_signer(signer: Signer) -> SignerFacts:
    """Find out, before any work is done, whether a signer can sign.

    A callback is not called: it may cost money or ask a person.

    Raises:
        SigningError: The chain or the key cannot be read, is expired, does not fit the profile,
            or the two do not belong together.
    """
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


def chain_of(signer: Signer) -> tuple[str, bytes]:
    """A signer's chain: what to call it in a message, and its PEM.

    Raises:
        SigningError: It cannot be read.
    """
    if isinstance(signer, CallbackSigner):
        return "certificate chain", signer.chain_pem.encode()
    return str(signer.chain), _read(signer.chain)


def fingerprint(certificate: x509.Certificate) -> str:
    """``sha256:...`` of a certificate's DER."""
    return "sha256:" + certificate.fingerprint(SHA256()).hex()


def load_callback(reference: str, home: Path | None = None) -> Callable[[bytes], bytes]:
    """Import a signing callback from where Python finds modules, and from nowhere else.

    The folder of ``provenance.toml`` is not searched: a configuration that came with somebody's
    files could else name code that came with them too.

    Args:
        reference: ``module:function``.
        home: Folder of the configuration that names it, for the advice.

    Raises:
        ConfigError: It cannot be imported or is not callable.
    """
    module, _, name = reference.partition(":")
    if not (module and name):
        raise ConfigError(f"signing callback {reference!r}: not of the form module:function")
    try:
        found = getattr(importlib.import_module(module), name)
    except Exception as error:  # foreign code runs on import
        missing = isinstance(error, ModuleNotFoundError) and error.name == module.partition(".")[0]
        raise ConfigError(
            f"signing callback {reference!r} does not load: {type(error).__name__}: {error}",
            hint=_NOT_FOUND.format(home or "the folder that holds it") if missing else "",
        ) from error
    if not callable(found):
        raise ConfigError(f"signing callback {reference!r} is not a function")
    callback: Callable[[bytes], bytes] = found
    return callback


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_PEM + 1)
    except OSError as error:
        raise SigningError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > _MAX_PEM:
        raise SigningError(f"{path}: larger than {_MAX_PEM} bytes, so no PEM file")
    return data


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
        key = load_pem_private_key(_read(path), password=None)
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
