"""Identities, engines and media that the tests of manifests share. Everything is made here."""

import datetime as dt
import random
import shutil
import struct
import subprocess
import wave
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from provenance.isolation import Isolated
from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.identity import create_identity
from provenance.manifests.sidecar import sidecar_name
from provenance.manifests.signer import PemSigner
from provenance.manifests.trust import TrustSettings, load_anchor
from provenance.model.disclosure import Disclosure, Tool
from provenance.model.manifest import SoftwareAgent

AGENT = SoftwareAgent("media-provenance", "0.1.0")


@pytest.fixture(scope="session")
def isolated():
    with Isolated() as each:
        yield each


@pytest.fixture(scope="session")
def identity(tmp_path_factory):
    return create_identity(tmp_path_factory.mktemp("identity"), name="Editor", organisation="House")


@pytest.fixture(scope="session")
def signer(identity):
    return PemSigner(identity.chain, identity.key)


@pytest.fixture(scope="session")
def trust(identity):
    return TrustSettings((load_anchor(identity.ca),))


@pytest.fixture(scope="session")
def engine(trust, isolated):
    return Engine(trust, isolated=isolated)


@pytest.fixture(scope="session")
def unasked(isolated):
    """An engine that was given nobody to trust."""
    return Engine(isolated=isolated)


@pytest.fixture(scope="session")
def elsewhere(isolated, tmp_path_factory):
    """An engine that trusts somebody else."""
    other = create_identity(tmp_path_factory.mktemp("other"), name="Other", organisation="Other")
    return Engine(TrustSettings((load_anchor(other.ca),)), isolated=isolated)


@pytest.fixture
def disclosure():
    return Disclosure(
        digital_source_type="trainedAlgorithmicMedia",
        tools=(Tool(name="Painter", version="3", model="painter-xl", model_version="3.1"),),
    )


@pytest.fixture
def definition(disclosure):
    return Definition("asset", disclosure, AGENT)


@pytest.fixture
def embed(engine, signer, definition):
    """Signs a file into another, whose suffix tells the media type; gives the label."""

    def run(source, target, *, parent=None, **changes):
        return engine.embed(
            source,
            target,
            media_type=MEDIA_TYPES[target.suffix[1:]],
            definition=replace(definition, **changes),
            signer=signer,
            parent=parent,
        )

    return run


@pytest.fixture
def sign(engine, signer, definition):
    """Signs a sidecar for a file and writes it beside the file; gives its path."""

    def run(path, **more):
        told = {"definition": definition, "signer": signer} | more
        signed = engine.sign_sidecar(path, **told)
        place = sidecar_name(path)
        place.write_bytes(signed.store)
        return place

    return run


@dataclass(frozen=True)
class Issued:
    ca_pem: bytes
    signer: PemSigner


def issue(
    folder: Path,
    *,
    lasts: dt.timedelta = dt.timedelta(days=30),
    starts: dt.timedelta = dt.timedelta(days=-1),
    usages=(ExtendedKeyUsageOID.EMAIL_PROTECTION,),
    authority: bool = False,
) -> Issued:
    """An authority and a leaf of any shape, which ``create_identity`` would refuse to make."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def build(subject, public, extensions, end):
        names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in (subject, "CA")]
        builder = (
            x509.CertificateBuilder()
            .subject_name(names[0])
            .issuer_name(names[1])
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=60) if subject == "CA" else now + starts)
            .not_valid_after(end)
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(ca_key, hashes.SHA256())

    def usage(*, leaf):
        others = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
        others += ("encipher_only", "decipher_only")
        return x509.KeyUsage(
            digital_signature=leaf,
            key_cert_sign=not leaf,
            crl_sign=not leaf,
            **dict.fromkeys(others, False),
        )

    ca = build(
        "CA",
        ca_key.public_key(),
        [
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (usage(leaf=False), True),
            (x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), False),
        ],
        now + dt.timedelta(days=60),
    )
    extensions = [
        (x509.BasicConstraints(ca=authority, path_length=None), True),
        (usage(leaf=True), True),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), False),
    ]
    if usages:
        extensions.append((x509.ExtendedKeyUsage(list(usages)), False))
    leaf = build("Leaf", key.public_key(), extensions, now + lasts)
    folder.mkdir(parents=True, exist_ok=True)
    pem = serialization.Encoding.PEM
    (folder / "chain.pem").write_bytes(leaf.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    return Issued(ca.public_bytes(pem), PemSigner(folder / "chain.pem", folder / "key.pem"))


def pkcs8(path: Path) -> bytes:
    """A key in the one form that the engine reads."""
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "webp": "image/webp",
    "wav": "audio/wav",
    "mp4": "video/mp4",
}


def make_media(folder: Path, kind: str, name: str = "source") -> Path:
    """A small real file of a kind; skips where the maker is missing."""
    path = folder / f"{name}.{kind}"
    if kind == "wav":
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(struct.pack("<800h", *(i % 97 for i in range(800))))
    elif kind == "mp4":
        if shutil.which("ffmpeg") is None:
            pytest.skip("ffmpeg is not here to make a movie")
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:d=0.2"]
        subprocess.run([*command, "-c:v", "mpeg4", str(path)], check=True)
    elif kind == "exr":
        path.write_bytes(b"v/1\x01" + random.Random(name).randbytes(5000))
    else:
        noise = random.Random(name).randbytes(64 * 48 * 3)
        Image.frombytes("RGB", (64, 48), noise).save(path)
    return path


def flip(path: Path, offset: int = -20) -> None:
    """Change one bit of one byte."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def read_embedded(engine, path, kind):
    return engine.read(path, media_type=MEDIA_TYPES[kind], where="embedded")


def listing(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())
