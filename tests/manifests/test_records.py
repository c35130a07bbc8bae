"""Records: signed, read back, and complained about with file, line and key."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from provenance.errors import ManifestError, RecordError, SigningError
from provenance.manifests.jsonlines import locate
from provenance.manifests.records import parse_record, parse_text, read_record, write_record
from provenance.manifests.signer import CallbackSigner
from provenance.model.approval import Approval, Approver, Scope
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Integrity, TrustState
from provenance.model.record import now

from .conftest import listing


@pytest.fixture
def approval():
    return Approval(
        decision="approved",
        approver=Approver(name="Studio Legal"),
        reference="LTR-7",
        scope=Scope(patterns=("bg_*.png",), digests=("sha256:" + "a" * 64,)),
        granted_at=now(),
    )


@pytest.fixture
def place(tmp_path):
    return tmp_path / "approval.json"


def test_round_trip(place, approval, engine, elsewhere, unasked, signer, identity):  # noqa: PLR0917
    write_record(approval, place, signer=signer, engine=engine)
    assert listing(place.parent) == ["approval.json", "approval.json.c2pa"]
    record, attestation = read_record(place, Approval, engine)
    assert record == approval
    assert attestation.proven
    assert attestation.signature.fingerprint == identity.fingerprint
    assert attestation.source == str(place)
    for each, state in ((elsewhere, TrustState.UNTRUSTED), (unasked, TrustState.NOT_ASKED)):
        attestation = read_record(place, Approval, each)[1]
        assert attestation.integrity is Integrity.VALID
        assert attestation.trust.state is state
        assert not attestation.proven


def test_a_changed_record_is_not_proven(place, approval, engine, signer):
    write_record(approval, place, signer=signer, engine=engine)
    place.write_text(place.read_text().replace("LTR-7", "LTR-8"))
    record, attestation = read_record(place, Approval, engine)
    assert record.reference == "LTR-8"
    assert attestation.integrity is Integrity.INVALID
    assert not attestation.proven


def test_a_swapped_or_broken_signature_is_not_proven(place, approval, engine, signer):
    write_record(approval, place, signer=signer, engine=engine)
    sidecar = place.with_name("approval.json.c2pa")
    other = place.with_name("other.json")
    write_record(
        approval.model_copy(update={"reference": "x"}), other, signer=signer, engine=engine
    )
    sidecar.write_bytes(other.with_name("other.json.c2pa").read_bytes())
    assert read_record(place, Approval, engine)[1].integrity is Integrity.INVALID
    sidecar.write_bytes(b"nonsense")
    assert read_record(place, Approval, engine)[1].integrity is Integrity.UNREADABLE


def test_unsigned_and_rewritten(place, approval, engine, signer):
    write_record(approval, place, signer=None, engine=engine)
    attestation = read_record(place, Approval, engine)[1]
    assert (attestation.integrity, attestation.signature) == (Integrity.NO_MANIFEST, None)
    write_record(approval, place, signer=signer, engine=engine)
    assert read_record(place, Approval, engine)[1].proven
    write_record(approval, place, signer=None, engine=engine)
    assert listing(place.parent) == ["approval.json"]


def test_failures_leave_what_was_there(place, approval, engine, identity):
    place.write_text("old")

    def refuse(_):
        raise OSError("no KMS")

    broken = CallbackSigner(identity.chain.read_text(), "es256", refuse)
    with pytest.raises(SigningError, match="no KMS"):
        write_record(approval, place, signer=broken, engine=engine)
    assert listing(place.parent) == ["approval.json"]
    assert place.read_text() == "old"
    with pytest.raises(ManifestError, match="cannot be written"):
        write_record(approval, place.parent / "no" / "x.json", signer=None, engine=engine)


def text(approval, **changes):
    return json.dumps(json.loads(approval.to_json()) | changes, indent=2)


def complaint(place, data, kind=Approval):
    place.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(RecordError) as caught:
        parse_record(place, kind)
    told = str(caught.value)
    assert "\n" not in told
    assert told.startswith(f"{place}:")
    return told.removeprefix(f"{place}:")


def test_line_and_key_are_named(place, approval):
    lines = text(approval).splitlines()

    def line_of(word):
        return next(n for n, line in enumerate(lines, 1) if word in line)

    changed = text(approval).replace('"Studio Legal"', "7")
    assert complaint(place, changed).startswith(f"{line_of('Studio Legal')}: approver.name: ")
    changed = text(approval).replace("sha256:aaa", "sha256:xxx")
    told = complaint(place, changed)
    assert told.startswith(f"{line_of('sha256:aaa')}: scope.digests[0]: ")
    changed = text(approval).replace('"approved"', '"perhaps"')
    assert complaint(place, changed).startswith(f"{line_of('decision')}: decision: ")
    gone = json.loads(text(approval))
    del gone["reference"]
    assert complaint(place, json.dumps(gone)).startswith("1: reference: ")


def test_unknown_keys_are_errors_at_any_depth(place, approval):
    changed = text(approval, colour="red")
    last = len(changed.splitlines()) - 1
    assert complaint(place, changed) == f"{last}: colour: unknown key"
    scope = json.loads(approval.to_json())["scope"] | {"pattern": ["x"]}
    assert complaint(place, text(approval, scope=scope)).endswith(" scope.pattern: unknown key")


@pytest.mark.parametrize(
    ("schema", "fine"),
    [
        ("provenance.approval/1", True),
        ("provenance.approval/2", True),
        ("provenance.approval/0", False),
        ("provenance.approval/x", False),
        ("provenance.approval", False),
        ("provenance.disclosure/1", False),
        ("", False),
        (7, False),
        (None, False),
    ],
)
def test_schemas(place, approval, schema, fine):
    changed = text(approval, schema=schema)
    if fine:
        place.write_text(changed)
        assert parse_record(place, Approval).reference == "LTR-7"
    else:
        assert complaint(place, changed).startswith("2: schema: ")


def test_a_later_schema_may_bring_keys(place, approval):
    place.write_text(text(approval, schema="provenance.approval/2", colour="red"))
    record = parse_record(place, Approval)
    assert record.unknown_keys() == ("colour",)
    assert json.loads(record.to_json())["colour"] == "red"


def test_what_a_later_version_wrote_can_be_written_and_read_again(place, approval, engine, signer):
    place.write_text(text(approval, schema="provenance.approval/2", colour="red"))
    first = parse_record(place, Approval)
    write_record(first, place, signer=signer, engine=engine)
    assert '"schema": "provenance.approval/2"' in place.read_text()
    assert read_record(place, Approval, engine)[0] == first
    assert Approval.from_json(first.to_json()) == first
    with pytest.raises(ValidationError, match=r"is no provenance\.approval/1"):
        Approval.from_json(text(approval, schema="provenance.waiver/2"))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "1: not JSON"),
        (b'{\n  "a": 1\n  "b": 2}', "3: not JSON"),
        (b"\n\n\xff", "3: not UTF-8"),
        (b"[]", "1: a record is a JSON object"),
        (b'{"a": NaN}', "1: not JSON"),
        (b'{\n"a": 1,\n"a": 2}', "3: a: the key stands twice"),
        (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "1: nested too deeply"),
        (b"[" * 100_000, "1: "),
        (b'{"a": ' + b"9" * 10_000 + b"}", "1: not JSON"),
        (b"[" + b"0," * 300_000 + b"0]", "1: too many values"),
    ],
)
def test_what_is_no_json(place, data, told):
    assert complaint(place, data).startswith(told)


def test_what_is_no_file(place, tmp_path):
    for path in (place, tmp_path):
        with pytest.raises(RecordError, match="cannot be read"):
            parse_record(path, Approval)
    with place.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(RecordError, match="larger than"):
        parse_record(place, Approval)


def test_lines():
    located = locate(b'{\n "a": [1,\n 2, {"b": "x:\\n,{"}],\n "c\\"": {}, "d": []}')
    assert located.lines == {
        (): 1,
        ("a",): 2,
        ("a", 0): 2,
        ("a", 1): 3,
        ("a", 2): 3,
        ("a", 2, "b"): 3,
        ('c"',): 4,
        ("d",): 4,
    }
    assert located.line(("a", 2, "missing")) == 3
    assert located.line(("missing",)) == 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    ),
    st.sampled_from([None, 1]),
)
def test_every_key_has_its_line(value, indent):
    written = json.dumps(value, indent=indent).encode()
    located = locate(written)
    assert located.value == value

    def visit(part, path):
        assert path in located.lines
        pairs = part.items() if isinstance(part, dict) else ()
        for key, each in enumerate(part) if isinstance(part, list) else pairs:
            visit(each, (*path, key))

    visit(value, ())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutants_are_records_or_complaints(approval, data):
    written = bytearray(approval.to_json().encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(written) - 1))
        written[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    for kind in (Approval, Disclosure):
        with contextlib.suppress(RecordError):
            parse_text(bytes(written), kind, "x")
