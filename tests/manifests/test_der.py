"""Reading an ordinary certificate by hand gives what the library gives, or nothing."""

import datetime as dt
import warnings
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance import formats
from provenance.asking import claimed
from provenance.manifests import unvalidated
from provenance.manifests.der import plain_facts
from provenance.manifests.leaf import certificate_facts, known_leaf, leaf_from, leaf_of

ROOT = Path(__file__).parents[2]
PLACES = [ROOT / "fixtures", ROOT.parent / "shared" / "corpus"]
DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
KEY = ec.generate_private_key(ec.SECP256R1())


def made(names, *, serial=0x1234, start=DAY, end=None):
    """A certificate with these attributes, signed by its own key."""
    name = x509.Name([x509.NameAttribute(oid, value, _type=kind) for oid, value, kind in names])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(KEY.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(end or start + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    return builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)


def signers(path):
    """The certificates that stores of a file name."""
    try:
        with formats.open_source(path) as source:
            kind = formats.recognise(source)
            if kind is not None:
                claimed(source, formats.walk(source, kind), shown="", alone=True)
    except provenance.ProvenanceError:
        return


@pytest.fixture(scope="module")
def met():
    """Every signer's certificate of the fixtures and of the corpus."""
    found = {}
    keep = unvalidated._signer
    unvalidated._signer = lambda der: (found.setdefault(der, None), keep(der))[1]
    try:
        for place in filter(Path.is_dir, PLACES):
            for path in sorted(filter(Path.is_file, place.rglob("*"))):
                signers(path)
    finally:
        unvalidated._signer = keep
    return tuple(found)


def agree(der):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        facts, told, leaf = plain_facts(der), certificate_facts(der), leaf_from(der)
    if facts is not None and told:
        assert facts == told
        assert known_leaf(der) == leaf_of(der, int(facts["serialNumber"], 16)) == leaf
    return facts is not None


def test_certificates_that_were_met(met):
    read = [agree(der) for der in met]
    assert len(read) >= 5
    assert sum(read) >= 0.8 * len(read)


CN, ORG, C = NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.COUNTRY_NAME
UTF8, BMP = x509.name._ASN1Type.UTF8String, x509.name._ASN1Type.BMPString
PRINTABLE = x509.name._ASN1Type.PrintableString


@pytest.mark.parametrize(
    ("der", "ordinary"),
    [
        (made([(C, "DE", PRINTABLE), (ORG, "Häuser & Co", UTF8), (CN, "Editor", UTF8)]), True),
        (made([(CN, "first", UTF8), (CN, "second", UTF8), (ORG, "x" * 64, PRINTABLE)]), True),
        (made([(ORG, "Only", UTF8)], serial=(1 << 159) - 1), True),
        (made([(ORG, "Only", UTF8)], serial=0x80), True),
        (made([]), True),
        (made([(ORG, "Old", UTF8)], start=dt.datetime(1951, 5, 6, 7, 8, 9, tzinfo=dt.UTC)), True),
        (made([(ORG, "Far", UTF8)], end=dt.datetime(2051, 5, 6, 7, 8, 9, tzinfo=dt.UTC)), True),
        (made([(CN, "wide", BMP)]), False),
    ],
)
def test_certificates_that_were_made(der, ordinary):
    assert certificate_facts(der)
    assert agree(der) is ordinary


@pytest.mark.parametrize("der", [b"", b"0", b"\x30\x00", b"\x30\x84\xff\xff\xff\xff", bytes(99)])
def test_what_is_no_certificate(der):
    assert plain_facts(der) is None


def test_a_certificate_of_no_version_is_none():
    der = bytearray(ORDINARY)
    der[der.index(bytes.fromhex("a003020102")) + 4] = 1
    assert certificate_facts(bytes(der)) == {}
    assert leaf_from(bytes(der)) is None
    assert plain_facts(bytes(der)) is None


ORDINARY = made([(C, "DE", PRINTABLE), (ORG, "Häuser", UTF8), (CN, "Editor", UTF8)])


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_damaged_certificates(data):
    der = bytearray(ORDINARY)
    for _ in range(data.draw(st.integers(1, 3))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    agree(bytes(der[: data.draw(st.integers(0, len(der)) | st.just(len(der)))]))
