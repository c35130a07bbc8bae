"""Signatures with the time of an authority: a real one, made of openssl, on this machine alone."""

import datetime as dt
import http.server
import shutil
import subprocess
import threading
import time
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.trust import Anchor, TrustSettings
from provenance.model.evidence import Integrity, TrustState

from .conftest import AGENT, issue, make_media

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to keep time")

CONFIG = """\
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
"""


def _certificate(name, issuer, key, issuer_key, *extensions):
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(**uses):
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment")
    names += ("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**(dict.fromkeys(names, False) | uses))


class Authority:
    """Answers time-stamp requests over HTTP; ``ca`` is whom to trust for them."""

    def __init__(self, folder):
        ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        ca = _certificate(
            "Clock CA", "Clock CA", ca_key, ca_key,
            x509.BasicConstraints(ca=True, path_length=0),
            _usage(key_cert_sign=True, crl_sign=True),
        )  # fmt: skip
        leaf = _certificate(
            "Clock", "Clock CA", key, ca_key,
            x509.BasicConstraints(ca=False, path_length=None),
            _usage(digital_signature=True),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]),
        )  # fmt: skip
        pem = serialization.Encoding.PEM
        self.ca = Anchor("Clock CA", ca.public_bytes(pem).decode())
        (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
        (folder / "tsa.pem").write_bytes(leaf.public_bytes(pem))
        (folder / "tsa.key").write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
        self.asked = 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                (folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
                command = ["openssl", "ts", "-reply", "-config", folder / "tsa.cnf"]
                command += ["-queryfile", folder / "query", "-out", folder / "reply"]
                subprocess.run(command, check=True, capture_output=True)
                outer.asked += 1
                reply = (folder / "reply").read_bytes()
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_):
                """Say nothing."""

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("clock"))
    yield made
    made.close()


@pytest.fixture
def embed(authority, engine, tmp_path, disclosure):
    """A picture that was signed, with the time unless it is not wanted."""

    def make(signer, name="signed.png", *, timed=True):
        source, target = make_media(tmp_path, "png"), tmp_path / name
        engine.embed(
            source,
            target,
            media_type="image/png",
            definition=Definition(name, disclosure, AGENT),
            signer=replace(signer, tsa_url=authority.url if timed else None),
        )
        return target

    return make


@pytest.fixture
def state(isolated):
    """Integrity and trust of a picture for someone who trusts these."""

    def read(path, *anchors):
        engine = Engine(TrustSettings(anchors), isolated=isolated)
        reading = engine.read(path, media_type="image/png", where="PNG caBX")
        return reading.integrity, reading.trust.state

    return read


def seconds_from_now(moment):
    return abs((dt.datetime.now(dt.UTC) - moment).total_seconds())


def test_the_time_of_signing_is_in_an_embedded_store(authority, embed, engine, signer):
    asked = authority.asked
    reading = engine.read(embed(signer), media_type="image/png", where="PNG caBX")
    assert authority.asked == asked + 1
    assert seconds_from_now(reading.store.active.signature.time) < 60
    assert "timeStamp.validated" in {each.code for each in reading.store.validation.success}


def test_and_in_a_sidecar(authority, engine, signer, tmp_path, definition):
    path = make_media(tmp_path, "exr")
    timed = replace(signer, tsa_url=authority.url)
    store = engine.sign_sidecar(path, definition=definition, signer=timed)
    (tmp_path / "source.exr.c2pa").write_bytes(store.store)
    reading = engine.read(
        path,
        media_type="image/x-exr",
        where="source.exr.c2pa",
        sidecar=tmp_path / "source.exr.c2pa",
    )
    assert (reading.integrity, reading.trust.state) == (Integrity.VALID, TrustState.TRUSTED)
    assert seconds_from_now(reading.store.active.signature.time) < 60


def test_without_an_authority_there_is_no_time(authority, embed, engine, signer):
    asked = authority.asked
    reading = engine.read(embed(signer, timed=False), media_type="image/png", where="PNG caBX")
    assert reading.store.active.signature.time is None
    assert authority.asked == asked


def test_what_was_signed_in_time_outlives_its_certificate(authority, embed, state, tmp_path):
    lasts = dt.timedelta(seconds=8)
    issued = issue(tmp_path / "id", lasts=lasts)
    house, ends = Anchor("CA", issued.ca_pem.decode()), time.monotonic() + lasts.total_seconds()
    timed, plain = embed(issued.signer), embed(issued.signer, "plain.png", timed=False)
    assert state(timed, house, authority.ca) == (Integrity.VALID, TrustState.TRUSTED)
    assert state(plain, house) == (Integrity.VALID, TrustState.TRUSTED)
    time.sleep(max(0.0, ends - time.monotonic()) + 1.1)  # the last second counts as valid
    assert state(timed, house, authority.ca) == (Integrity.VALID, TrustState.TRUSTED)
    # Whose clock is not trusted proves no time: anybody can keep one.
    assert state(timed, house) == (Integrity.VALID, TrustState.EXPIRED)
    assert state(plain, house, authority.ca) == (Integrity.VALID, TrustState.EXPIRED)
    # A trusted clock says nothing for the signer.
    assert state(timed, authority.ca) == (Integrity.VALID, TrustState.UNTRUSTED)
