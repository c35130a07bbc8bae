"""Evidence survives a round trip whatever stands in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import DamagedFileError
from provenance.gathering import gather
from provenance.model.approval import Approval, Approver, Decision, Scope
from provenance.model.asset import Asset, Facts, Family
from provenance.model.disclosure import Disclosure, Input, Talent, Tool
from provenance.model.encoding import decode, encode
from provenance.model.evidence import (
    Attestation,
    Evidence,
    HeldApproval,
    HeldDisclosure,
    Integrity,
    Signal,
    Strength,
    Trust,
    TrustState,
)
from provenance.model.manifest import Signature, SoftwareAgent
from provenance.model.vocabulary import AiClass

ROOT = Path(__file__).parents[2]
ASSET = Asset("a/b.png", "png", Family.IMAGE, "image/png", 12, None, facts=Facts(duration=1.5))
texts = st.text(max_size=30)


@given(path=texts, value=texts, name=texts.filter(bool), number=st.integers(0, 2**62))
def test_evidence_comes_back_as_it_was(path, value, name, number):
    signed = Attestation(
        "manifest one",
        Integrity.VALID,
        Trust(TrustState.TRUSTED, value),
        Signature("es256", name, value, time=datetime(2026, 11, 1, 1, 2, 3, 456, tzinfo=UTC)),
    )
    disclosure = Disclosure(
        tools=(Tool(name=name, version=value),),
        inputs=(Input(kind="prompt", text=value),),
        talent=(Talent(name=name),),
    )
    later = Disclosure.model_validate(
        disclosure.model_dump(by_alias=True) | {"x_later": {"value": [value, number]}}
    )
    approval = Approval(
        decision=Decision.APPROVED,
        approver=Approver(name=name),
        reference=name,
        scope=Scope(title_id=value),
        granted_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    evidence = Evidence(
        asset=Asset(path, "png", Family.IMAGE, "image/png", number),
        signals=(
            Signal(
                "xmp",
                path,
                value,
                Strength.STATED,
                AiClass.GENERATED,
                generator=SoftwareAgent(name, value),
            ),
        ),
        disclosures=(HeldDisclosure(later, signed),),
        approvals=(HeldApproval(approval, signed),),
    )
    assert decode(encode(evidence)) == evidence


def test_a_name_that_is_no_text_comes_back():
    evidence = Evidence(asset=Asset("caf\udce9.png", "png", Family.IMAGE, "image/png", 1))
    assert decode(encode(evidence)) == evidence


@pytest.mark.parametrize("folder", sorted((ROOT / "fixtures" / "dialects").iterdir())[::6])
def test_what_is_gathered_comes_back(folder):
    for path in sorted(each for each in folder.iterdir() if each.is_file()):
        evidence = gather(path)
        assert decode(encode(evidence)) == evidence


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"asset": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_evidence_is_refused(text):
    with pytest.raises(DamagedFileError, match="evidence: "):
        decode(text)


@given(st.binary(max_size=60))
def test_random_bytes_are_refused(text):
    with pytest.raises(DamagedFileError):
        decode(text)


@given(st.data())
def test_mutated_evidence_is_read_or_refused(data):
    text = bytearray(encode(Evidence(asset=ASSET)))
    text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = decode(bytes(text))
    except DamagedFileError:
        return
    assert isinstance(found, Evidence)
