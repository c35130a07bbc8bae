"""Who signs: a key on disk, or a callback to a KMS or an HSM. Checked before it is used."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from provenance.errors import ConfigError, SigningError

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
    from provenance.manifests.profile import facts_of  # noqa: PLC0415 - most runs sign nothing

    return facts_of(signer)


def chain_of(signer: Signer) -> tuple[str, bytes]:
    """A signer's chain: what to call it in a message, and its PEM.

    Raises:
        SigningError: It cannot be read.
    """
    if isinstance(signer, CallbackSigner):
        return "certificate chain", signer.chain_pem.encode()
    return str(signer.chain), read_pem(signer.chain)


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


def read_pem(path: Path) -> bytes:
    """The bytes of a file of certificates or of a key.

    Raises:
        SigningError: It cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_PEM + 1)
    except OSError as error:
        raise SigningError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > _MAX_PEM:
        raise SigningError(f"{path}: larger than {_MAX_PEM} bytes, so no PEM file")
    return data
