"""Trust: whose signatures count. The user names certificates; nothing is trusted by default.

The library for certificates is loaded where there are some: as a rule, none are named.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.errors import ConfigError
from provenance.manifests.settings import Anchor, TrustSettings

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["Anchor", "TrustSettings", "common_name", "load_anchor", "told_apart"]

MAX_ANCHOR_FILE = 4 << 20
"""Bytes. The C2PA trust list of August 2026 has 30 roots, about 60 kB."""
_DIGITS: Final = 8
"""Hexadecimal digits of a fingerprint that tell two certificates of one name apart."""


def load_anchor(path: Path) -> Anchor:
    """Read certificates to trust.

    Args:
        path: PEM with one or more certificates, or DER with one.

    Returns:
        The anchor. One certificate lends it its own name, several that of the file.

    Raises:
        ConfigError: The file cannot be read, holds no certificate, or holds a private key.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_ANCHOR_FILE + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MAX_ANCHOR_FILE:
        raise ConfigError(f"{path}: larger than {MAX_ANCHOR_FILE} bytes, so no list of anchors")
    if b"PRIVATE KEY-----" in data:
        raise ConfigError(
            f"{path}: holds a private key; an anchor is a public certificate",
            hint="Name the certificate alone (`provenance init` writes it as ca.pem).",
        )
    certificates = _certificates(data)
    if not certificates:
        raise ConfigError(f"{path}: holds no certificate in PEM or DER")
    name = common_name(certificates[0].subject) if len(certificates) == 1 else ""
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - slow

    pem = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
    return Anchor(name or path.stem, pem.decode("ascii"))


def told_apart(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """Anchors without repetition; two of one name both get their fingerprint into it.

    Both, so that a policy which names a list by its plain name then means neither: which of the
    two it was written for cannot be known.

    Raises:
        ConfigError: One goes by the very name that another gets by its fingerprint.
    """
    once = tuple({each.pem: each for each in anchors}.values())
    count = Counter(each.name for each in once)
    apart = tuple(
        each
        if count[each.name] == 1
        else replace(each, name=f"{each.name} ({_fingerprint(each)[:_DIGITS]})")
        for each in once
    )
    for name, number in Counter(each.name for each in apart).items():
        if number > 1:
            raise ConfigError(
                f"{name}: several certificates to trust go by this name",
                hint="Put one of them into a file with others: a file of several certificates "
                "goes by the name of the file.",
            )
    return apart


def _fingerprint(anchor: Anchor) -> str:
    from cryptography import x509  # noqa: PLC0415 - slow
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - slow

    first = x509.load_pem_x509_certificates(anchor.pem.encode("ascii"))[0]
    return first.fingerprint(SHA256()).hex()


def common_name(name: "x509.Name") -> str:
    """The common name, else the organisation, else ""."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - slow

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(kind):
            value = attribute.value
            return value if isinstance(value, str) else value.decode(errors="replace")
    return ""


def _certificates(data: bytes) -> "list[x509.Certificate]":
    from cryptography import x509  # noqa: PLC0415 - slow

    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError:
        return []
