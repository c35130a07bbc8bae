"""Records, settings, certificates and a register that are broken: file, line and key are told."""

import datetime as dt
import json
import os
import socket

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.cli.conftest import SOURCE

from .conftest import state

# Records and settings: file, line and key.


def test_a_broken_disclosure(run, house, media):
    path = media("png", house)
    before = state(path)
    record = house / "told.json"
    for text, words in (
        ("", "told.json:1: "),
        ('{\n "schema": "provenance.disclosure/1",\n "tools": "X"\n}', "told.json:3: tools: "),
        ('{"schema": "provenance.disclosure/1",\n\n "stgae": "final"}', "told.json:3: stgae: "),
        ('{"schema": "provenance.approval/1"}', "told.json:1: schema: "),
        ("[" * 100_000, "told.json:1: "),
    ):
        record.write_text(text)
        ran = run("stamp", path, "--disclosure", "told.json", *SOURCE, cwd=house)
        assert (ran.code, len(ran.lines)) == (2, 1), ran.err
        assert ran.lines[0].startswith(f"error: {words}")
    record.unlink()
    ran = run("stamp", path, "--disclosure", "told.json", *SOURCE, cwd=house)
    assert ran.lines == ["error: told.json: cannot be read: No such file or directory"]
    assert state(path) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[production\n", "provenance.toml:1: not valid TOML"),
        ("[scan]\npolicy = 3\n", "provenance.toml:2: scan.policy: "),
        ("\n[scan]\nstge = 'final'\n", "provenance.toml:3: scan.stge: unknown key"),
        ("[sacn]\n", "provenance.toml:1: sacn: unknown key"),
        ("[[tools]]\nname = 'X'\n\nvendro = 'Y'\n", "provenance.toml:4: tools[0].vendro: "),
        ("[disclosure]\nstage = 'never'\n", "provenance.toml:2: disclosure.stage: "),
        ("[disclosure]\nstgae = 'final'\n", "provenance.toml:2: disclosure.stgae: unknown key"),
        ("a = 1\n\n\xff", "provenance.toml:3: not UTF-8"),
        ("x = " + "[" * 10_000, "provenance.toml"),
    ],
)
def test_a_broken_configuration(run, tmp_path, text, words):
    (tmp_path / "provenance.toml").write_bytes(text.encode("latin-1"))
    ran = run("scan", "delivery")
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert words in ran.lines[0]
    assert not ran.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mine.toml"),
        ("[rules]\n", "it has no rules"),
        ('extends = "netflix"\n\n[rules]\nundisclozed = "off"\n', "mine.toml:4: rules.undisclozed"),
        ('extends = "netflix"\nfail_on = "never"\n', "mine.toml:2: fail_on"),
        ('extends = "mine.toml"\n', "it goes in a circle"),
        ("[rules\n", "mine.toml:1: not valid TOML"),
    ],
)
def test_a_broken_policy(run, tmp_path, text, words):
    (tmp_path / "mine.toml").write_text(text)
    ran = run("scan", ".", "--policy", "mine.toml")
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert words in ran.lines[0]
    assert not ran.out


def test_approvals_that_cannot_be_read_are_told(run, house, tmp_path, media):
    media("png", tmp_path / "in")
    folder = house / "approvals"
    folder.mkdir()
    (folder / "a.approval.json").write_text(json.dumps({"schema": "provenance.approval/1"}))
    os.mkfifo(folder / "b.approval.json")
    (folder / "c.approval.json").write_bytes(b"\xff\xfe")
    (folder / "d.json").write_text('{"somebody": "else\'s"}')
    ran = run("scan", tmp_path / "in", "--approvals", folder, "--json")
    assert len(ran.json()["problems"]) == 2
    assert ran.json()["verdict"] == "warn"


def test_a_register_that_is_damaged_stops_before_the_first_file(run, house, media):
    path = media("png", house)
    before = state(path)
    register = house / ".provenance" / "register.db"
    register.write_bytes(b"no database at all, certainly" * 100)
    for arguments in (("stamp", path, *SOURCE), ("scan", path), ("read", path)):
        ran = run(*arguments, cwd=house)
        assert (ran.code, len(ran.lines)) == (2, 1), ran.err
        assert "register" in ran.lines[0]
    assert state(path) == before


# Certificates.


def reissued(identity, **changes):
    """The leaf of an identity with other dates or another key, signed by nobody we know."""
    chain = x509.load_pem_x509_certificates((identity / "chain.pem").read_bytes())
    leaf, key = chain[0], ec.generate_private_key(ec.SECP256R1())
    own = serialization.load_pem_private_key((identity / "key.pem").read_bytes(), None)
    builder = x509.CertificateBuilder(
        issuer_name=leaf.issuer,
        subject_name=leaf.subject,
        public_key=changes.get("public_key", own.public_key()),
        serial_number=x509.random_serial_number(),
        not_valid_before=changes.get("before", leaf.not_valid_before_utc),
        not_valid_after=changes.get("after", leaf.not_valid_after_utc),
    )
    for extension in leaf.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    made = builder.sign(key, hashes.SHA256())
    pem = [each.public_bytes(serialization.Encoding.PEM) for each in (made, *chain[1:])]
    (identity / "chain.pem").write_bytes(b"".join(pem))


def test_an_identity_that_cannot_sign(run, house, media):
    path = media("png", house)
    before = state(path)
    identity = house / ".provenance" / "identity"
    kept = {each: each.read_bytes() for each in identity.iterdir()}
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)

    def expired():
        reissued(identity, before=now - 10 * day, after=now - day)

    def foreign():
        reissued(identity, public_key=ec.generate_private_key(ec.SECP256R1()).public_key())

    cases = [
        (expired, "expired"),
        (foreign, "key"),
        ((identity / "key.pem").unlink, "key.pem"),
        ((identity / "chain.pem").unlink, "chain.pem"),
        (lambda: (identity / "key.pem").write_text("rubbish"), "key.pem"),
    ]
    for spoil, words in cases:
        for each, content in kept.items():
            each.write_bytes(content)
        spoil()
        ran = run("stamp", path, path.with_name("other.png"), *SOURCE, cwd=house)
        assert ran.code == 2, ran.err
        assert words in ran.lines[0]
        assert len(ran.lines) == 1
        assert state(path) == before
        assert not list(house.glob("*.c2pa"))


def test_a_time_stamping_authority_that_is_dead(run, house, media):
    path = media("png", house)
    before = state(path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = house / "provenance.toml"
    line = f'tsa = "http://127.0.0.1:{port}/tsa"'
    config.write_text(config.read_text().replace('# tsa = "http://timestamp.example.com"', line))
    ran = run("stamp", path, *SOURCE, cwd=house)
    assert ran.code == 1
    assert f"127.0.0.1:{port}" in ran.lines[0]
    assert ran.lines[1:] == ["1 of 1 files were not stamped"]
    assert state(path) == before


def test_a_private_key_is_no_certificate_to_trust(run, house, tmp_path):
    ran = run("scan", tmp_path, "--trust", house / ".provenance" / "identity" / "key.pem")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "key.pem" in ran.lines[0]
    assert "PRIVATE KEY-----" not in ran.err
