"""Signs with the engine itself, past our own code, so that the judge is judged first."""

import datetime as dt
import hashlib
import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT = Path(__file__).resolve().parents[2]
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_SETTINGS = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}
_CLAIM_SIGNING = x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1")


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(subject, issuer, key, signer, *, authority):
    now = dt.datetime.now(dt.UTC)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority,
                key_cert_sign=authority,
                crl_sign=authority,
                **usage,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if not authority:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, _CLAIM_SIGNING])
        builder = builder.add_extension(purposes, critical=False)
    return builder.sign(signer, hashes.SHA256())


class Signing:
    """One throw-away identity that signs files and sidecars."""

    def __init__(self) -> None:
        root, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        top = _certificate("Test CA", "Test CA", root, root, authority=True)
        end = _certificate("Test leaf", "Test CA", leaf, root, authority=False)
        pem = serialization.Encoding.PEM
        key = leaf.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._info = (end.public_bytes(pem) + top.public_bytes(pem), key)
        self._context = c2pa.Context.from_dict(_SETTINGS)

    def _signer(self) -> c2pa.Signer:
        chain, key = self._info
        return c2pa.Signer.from_info(c2pa.C2paSignerInfo("es256", chain, key, None))

    def _definition(self, title: str, *assertions: dict) -> str:
        actions = {
            "label": "c2pa.actions.v2",
            "created": True,
            "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": GENERATED}]},
        }
        generator = [{"name": "judge-test", "version": "1"}]
        return json.dumps(
            {
                "claim_generator_info": generator,
                "title": title,
                "assertions": [actions, *assertions],
            }
        )

    def embed(self, source: Path, target: Path, media_type: str) -> None:
        builder = c2pa.Builder(self._definition(source.name), self._context)
        with source.open("rb") as original, target.open("w+b") as signed:
            builder.sign(self._signer(), media_type, original, signed)

    def sidecar(self, source: Path, *, created: bool = True) -> bytes:
        digest = list(hashlib.sha256(source.read_bytes()).digest())
        binding = {
            "label": "c2pa.hash.data",
            "created": created,
            "data": {"name": "whole file", "alg": "sha256", "hash": digest, "pad": []},
        }
        builder = c2pa.Builder(self._definition(source.name, binding), self._context)
        builder.set_no_embed()
        return builder.sign(self._signer(), "application/c2pa", io.BytesIO(), io.BytesIO())


@pytest.fixture(scope="session")
def signing() -> Signing:
    return Signing()


@pytest.fixture(scope="session")
def media() -> Path:
    return ROOT / "fixtures" / "media"


def _script(path: str) -> ModuleType:
    file = ROOT / path
    spec = importlib.util.spec_from_file_location(f"judging_{file.stem}", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def judges() -> ModuleType:
    return _script("fixtures/judges.py")


@pytest.fixture(scope="session")
def judge_formats() -> ModuleType:
    return _script("docs/judge_formats.py")


@pytest.fixture(scope="session")
def verify(
    judges: ModuleType,
) -> Callable[[Sequence[tuple[Path, Path | None]]], list[dict[str, Any]]]:
    """Asks the independent verifier about assets and their sidecars, in one process."""
    known = judges.verifier()
    if known is None:
        pytest.skip("the independent C2PA verifier is not installed: make judges")

    def ask(pairs: Sequence[tuple[Path, Path | None]]) -> list[dict[str, Any]]:
        given = json.dumps([[str(file), store and str(store)] for file, store in pairs])
        command = [*known, "--list"]
        run = subprocess.run(
            command, input=given, capture_output=True, text=True, check=True, timeout=120
        )
        return [json.loads(line) for line in run.stdout.splitlines()]

    return ask
