"""Identities, anchors and signers: what is made, and what is refused in one clear line."""

import datetime as dt
import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509 import ObjectIdentifier

from provenance.errors import ConfigError, SigningError
from provenance.manifests.identity import create_identity
from provenance.manifests.signer import (
    CallbackSigner,
    PemSigner,
    check_signer,
    load_callback,
)
from provenance.manifests.trust import Anchor, TrustSettings, load_anchor

from . import conftest
from .conftest import issue, listing


def test_an_identity_has_the_profile(tmp_path):
    made = create_identity(tmp_path / "new" / "id", name="Editor", organisation="House", days=30)
    assert listing(tmp_path / "new" / "id") == ["ca.pem", "chain.pem", "key.pem"]
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    leaf = x509.load_pem_x509_certificate(made.chain.read_bytes())
    ca = x509.load_pem_x509_certificate(made.ca.read_bytes())
    leaf.verify_directly_issued_by(ca)
    usages = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert {each.dotted_string for each in usages} == {
        "1.3.6.1.5.5.7.3.4",
        "1.3.6.1.4.1.62558.2.1",
    }
    assert leaf.version is x509.Version.v3
    assert (made.not_after - dt.datetime.now(dt.UTC)).days == 29
    keys = b"".join(each.read_bytes() for each in (made.ca, made.chain))
    assert b"PRIVATE" not in keys
    facts = check_signer(PemSigner(made.chain, made.key))
    assert (facts.subject, facts.issuer, facts.algorithm) == ("Editor", "Editor CA", "es256")
    assert (facts.fingerprint, facts.not_after) == (made.fingerprint, made.not_after)


@pytest.mark.parametrize("name", ["ca.pem", "chain.pem", "key.pem"])
def test_nothing_is_overwritten(tmp_path, name):
    (tmp_path / name).write_text("precious")
    with pytest.raises(ConfigError, match=f"{name}: is there already"):
        create_identity(tmp_path, name="x", organisation="y")
    assert listing(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "precious"


def test_a_dangling_link_is_not_followed(tmp_path):
    (tmp_path / "key.pem").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="already"):
        create_identity(tmp_path, name="x", organisation="y")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    "told",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 65},
        {"organisation": "a\nb"},
        {"days": 0},
    ],
)
def test_names_that_make_no_certificate(tmp_path, told):
    with pytest.raises(ConfigError, match="identity:"):
        create_identity(tmp_path, **({"name": "x", "organisation": "y"} | told))
    assert listing(tmp_path) == []


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot write the identity"):
        create_identity(tmp_path / "file", name="x", organisation="y")


def test_anchors(tmp_path, identity):
    anchor = load_anchor(identity.ca)
    assert anchor.name == "Editor CA"
    assert anchor.pem == identity.ca.read_text()
    two = tmp_path / "studio-list.pem"
    two.write_bytes(b"# our list\n" + identity.ca.read_bytes() + identity.chain.read_bytes())
    assert load_anchor(two).name == "studio-list"
    assert load_anchor(two).pem.count("BEGIN CERTIFICATE") == 2
    der = tmp_path / "ca.der"
    certificate = x509.load_pem_x509_certificate(identity.ca.read_bytes())
    der.write_bytes(certificate.public_bytes(serialization.Encoding.DER))
    assert load_anchor(der) == anchor
    assert TrustSettings((Anchor("x", anchor.pem),)).asked
    assert not TrustSettings().asked


def test_anchors_that_are_none(tmp_path, identity):
    both = tmp_path / "both.pem"
    both.write_bytes(identity.ca.read_bytes() + identity.key.read_bytes())
    for path, what in (
        (identity.key, "private key"),
        (both, "private key"),
        (tmp_path / "missing", "cannot be read"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(ConfigError, match=what):
            load_anchor(path)
    for junk in (b"", b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        both.write_bytes(junk)
        with pytest.raises(ConfigError, match="no certificate"):
            load_anchor(both)
    with both.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(ConfigError, match="larger than"):
        load_anchor(both)


def test_signers_that_cannot_sign(tmp_path, identity):
    old = issue(tmp_path / "old", lasts=dt.timedelta(days=-1), starts=dt.timedelta(days=-9))
    young = issue(tmp_path / "young", starts=dt.timedelta(days=1))
    authority = issue(tmp_path / "authority", authority=True)
    bare = issue(tmp_path / "bare", usages=())
    stamping = issue(tmp_path / "tsa", usages=(ObjectIdentifier("1.3.6.1.5.5.7.3.8"),))
    missing = tmp_path / "missing.pem"
    for signer, what in (
        (old.signer, "expired on"),
        (young.signer, "not valid before"),
        (authority.signer, "certification authority"),
        (bare.signer, "no extended key usage"),
        (stamping.signer, "neither emailProtection"),
        (PemSigner(missing, identity.key), "missing.pem: cannot be read"),
        (PemSigner(identity.chain, missing), "missing.pem: cannot be read"),
        (PemSigner(identity.key, identity.key), "no certificate"),
        (PemSigner(identity.chain, identity.chain), "no private key"),
        (PemSigner(identity.chain, old.signer.key), "does not belong"),
        (PemSigner(identity.chain, identity.key, "ps256"), "does not fit the key"),
        (PemSigner(identity.chain, identity.key, "rot13"), "does not fit the key"),
        (PemSigner(identity.chain, identity.key, tsa_url="ftp://x"), "not an http"),
        (CallbackSigner("nothing", "es256", bytes), "no certificate"),
    ):
        with pytest.raises(SigningError, match=what) as caught:
            check_signer(signer)
        assert "\n" not in str(caught.value)
        assert caught.value.advice()


def test_an_encrypted_key_is_named(tmp_path, identity):
    key = serialization.load_pem_private_key(identity.key.read_bytes(), None)
    locked = tmp_path / "locked.pem"
    locked.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    with pytest.raises(SigningError, match="encrypted"):
        check_signer(PemSigner(identity.chain, locked))


def test_the_order_of_a_chain(tmp_path, identity):
    chain = tmp_path / "chain.pem"
    chain.write_bytes(identity.chain.read_bytes() + identity.ca.read_bytes())
    assert check_signer(PemSigner(chain, identity.key)).subject == "Editor"
    other = issue(tmp_path / "other")
    chain.write_bytes(identity.chain.read_bytes() + other.ca_pem)
    with pytest.raises(SigningError, match="not issued by"):
        check_signer(PemSigner(chain, identity.key))


@pytest.mark.parametrize(
    ("make", "algorithm"),
    [
        (lambda: ec.generate_private_key(ec.SECP384R1()), "es384"),
        (lambda: ec.generate_private_key(ec.SECP521R1()), "es512"),
        (ed25519.Ed25519PrivateKey.generate, "ed25519"),
        (lambda: rsa.generate_private_key(65537, 2048), "ps256"),
    ],
)
def test_kinds_of_keys_sign(tmp_path, make, algorithm, monkeypatch, engine, definition):  # noqa: PLR0917
    key, authority = make(), ec.generate_private_key(ec.SECP256R1())
    keys = iter((authority, key))
    monkeypatch.setattr(conftest.ec, "generate_private_key", lambda _: next(keys))
    if algorithm == "ed25519":  # it has no PEM form of the older kind
        monkeypatch.setattr(
            conftest.serialization.PrivateFormat,
            "TraditionalOpenSSL",
            serialization.PrivateFormat.PKCS8,
        )
    issued = conftest.issue(tmp_path / "id")
    assert check_signer(issued.signer).algorithm == algorithm
    path = conftest.make_media(tmp_path, "exr")
    assert engine.sign_sidecar(path, definition=definition, signer=issued.signer).store


def test_keys_that_c2pa_does_not_allow(tmp_path, monkeypatch):
    keys = iter((ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256K1())))
    monkeypatch.setattr(conftest.ec, "generate_private_key", lambda _: next(keys))
    issued = conftest.issue(tmp_path / "id")
    with pytest.raises(SigningError, match="does not allow this kind of key"):
        check_signer(issued.signer)


def test_callbacks_by_name(tmp_path, monkeypatch):
    (tmp_path / "house_kms.py").write_text("def sign(data): return data[::-1]\nnumber = 1\n")
    (tmp_path / "house_broken.py").write_text("import nothing_of_that_name\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert load_callback("house_kms:sign")(b"ab") == b"ba"
    for reference, what in (
        ("house_kms", "of the form"),
        ("house_kms:", "of the form"),
        ("house_kms:nothing", "AttributeError"),
        ("house_kms:number", "not a function"),
        ("house_broken:sign", "nothing_of_that_name"),
    ):
        with pytest.raises(ConfigError, match=what):
            load_callback(reference)
