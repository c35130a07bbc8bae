"""A signing identity made here: a local certification authority and one leaf.

The authority exists to be handed out: whoever trusts ``ca.pem`` trusts the leaf. Its private key
signs the leaf and is then forgotten, so nobody can issue a second leaf under it; a renewed
identity is a new authority.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from provenance.errors import ConfigError
from provenance.manifests.profile import fingerprint
from provenance.manifests.shared import C2PA_CLAIM_SIGNING

CA_FILE, CHAIN_FILE, KEY_FILE = "ca.pem", "chain.pem", "key.pem"

_CLOCK_SKEW = timedelta(minutes=10)
_MAX_NAME = 64  # RFC 5280, ub-common-name and ub-organization-name


@dataclass(frozen=True, slots=True)
class Identity:
    """What was made.

    Attributes:
        ca: The public certificate to hand to whoever verifies.
        chain: The leaf's certificate.
        key: The leaf's private key, readable by its owner alone.
        fingerprint: ``sha256:...`` of the leaf.
        not_after: End of its validity.
    """

    ca: Path
    chain: Path
    key: Path
    fingerprint: str
    not_after: datetime


def create_identity(folder: Path, *, name: str, organisation: str, days: int = 825) -> Identity:
    """Make a local authority and a leaf that fits the C2PA certificate profile.

    The leaf has both extended key usages, emailProtection and C2PA claim signing: verifiers
    differ in which one they accept.

    Args:
        folder: Where ``ca.pem``, ``chain.pem`` and ``key.pem`` are written; made if missing.
        name: Common name of the leaf, at most 64 characters.
        organisation: Organisation, at most 64 characters.
        days: Validity in days.

    Raises:
        ConfigError: A name is empty or too long, one of the files is there already, or the
            folder cannot be written. Nothing is overwritten and nothing is left half done.
    """
    for label, text in (("name", name), ("organisation", organisation)):
        if not 0 < len(text.strip()) <= _MAX_NAME or not text.isprintable():
            raise ConfigError(f"identity: {label} must have 1 to {_MAX_NAME} printable characters")
    if days < 1:
        raise ConfigError("identity: it must be valid for at least one day")
    start = datetime.now(UTC).replace(microsecond=0) - _CLOCK_SKEW
    end = start + timedelta(days=days)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _name(f"{name[: _MAX_NAME - 3]} CA", organisation)
    ca = _certificate(
        authority, authority, ca_key, ca_key, (start, end), _authority_extensions(ca_key)
    )
    leaf = _certificate(
        _name(name, organisation),
        authority,
        key,
        ca_key,
        (start, end),
        _leaf_extensions(key, ca_key),
    )
    paths = [folder / each for each in (KEY_FILE, CA_FILE, CHAIN_FILE)]
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    contents = (secret, ca.public_bytes(Encoding.PEM), leaf.public_bytes(Encoding.PEM))
    _write_all(folder, list(zip(paths, contents, (0o600, 0o644, 0o644), strict=True)))
    return Identity(
        ca=paths[1], chain=paths[2], key=paths[0], fingerprint=fingerprint(leaf), not_after=end
    )


def _name(name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        ]
    )


def _certificate(  # noqa: PLR0917 - private, and each has its own type
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signing_key: ec.EllipticCurvePrivateKey,
    validity: tuple[datetime, datetime],
    extensions: Sequence[tuple[x509.ExtensionType, bool]],
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(signing_key, hashes.SHA256())


def _usage(*, leaf: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=leaf,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not leaf,
        crl_sign=not leaf,
        encipher_only=False,
        decipher_only=False,
    )


def _authority_extensions(
    key: ec.EllipticCurvePrivateKey,
) -> tuple[tuple[x509.ExtensionType, bool], ...]:
    return (
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_usage(leaf=False), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    )


def _leaf_extensions(
    key: ec.EllipticCurvePrivateKey, ca_key: ec.EllipticCurvePrivateKey
) -> tuple[tuple[x509.ExtensionType, bool], ...]:
    usages = [ExtendedKeyUsageOID.EMAIL_PROTECTION, ObjectIdentifier(C2PA_CLAIM_SIGNING)]
    return (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(leaf=True), True),
        (x509.ExtendedKeyUsage(usages), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), False),
    )


def _write_all(folder: Path, files: Sequence[tuple[Path, bytes, int]]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: cannot write the identity: {error.strerror}") from error
    written: list[Path] = []
    try:
        for path, data, mode in files:
            # O_EXCL follows no link and replaces nothing; the mode holds from the first byte.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            written.append(path)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise ConfigError(
                f"{error.filename}: is there already and is not overwritten",
                hint="Move the old identity away first; what it signed still needs its ca.pem.",
            ) from error
        where = error.filename or folder
        raise ConfigError(f"{where}: cannot write the identity: {error.strerror}") from error
