"""What goes in comes out, by either digest, on either database."""

import json
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import RegisterError
from provenance.model.approval import Decision
from provenance.model.disclosure import Disclosure, Input, Subject, Talent, Tool
from provenance.model.entry import Entry
from provenance.model.evidence import Attestation, HeldApproval
from provenance.register import Register


def test_found_by_the_digest_as_made_and_as_stamped(register, entry, digest):
    first, second = entry("a"), entry("b")
    register.add(first)
    register.add(second)
    assert register.find(digest("made a")) == (first,)
    assert register.find(digest("stamped a")) == (first,)
    assert register.find(digest("made c")) == ()
    assert register.entries() == (first, second)


def test_two_stamps_of_one_file_are_both_found_oldest_first(register, entry, digest):
    first, second = entry("a"), entry("a", as_stamped=digest("again"), location="sidecar")
    register.add_many([first, second])
    assert register.find(digest("made a")) == (first, second)
    assert register.find(digest("again")) == (second,)


def test_state_outlives_the_connection(place, entry, approval, attestation):
    held = HeldApproval(approval(), attestation)
    made = entry()
    with Register.create(place) as register:
        salt, head = register.salt(), register.head()
        register.add(made)
        register.add_approval(held.record, held.attestation)
    with Register.open(place) as register:
        assert register.salt() == salt
        assert len(salt) == 64
        assert register.entries() == (made,)
        assert register.approvals() == (held,)
        assert register.head().sequence == head.sequence + 2
        assert register.verify() == ()


def test_a_prompt_and_unknown_keys_come_back_to_the_letter(register, entry, digest):
    disclosure = Disclosure.from_json(
        '{"schema":"provenance.disclosure/1","later":{"z":[1,2.5,null],"a":"\u00e4"},'
        '"inputs":[{"kind":"prompt","text":"a\\u0000b \U0001f3ac","mood":"calm"}]}'
    )
    register.add(entry(disclosure=disclosure))
    (found,) = register.find(digest("made a"))
    assert found.disclosure == disclosure
    assert found.disclosure.unknown_keys() == ("later", "inputs[0].mood")
    assert register.verify() == ()


def test_knows_the_sizes_as_made_and_as_stamped(register, entry):
    assert not register.knows_size(1500)
    register.add(entry())
    assert register.knows_size(1500)
    assert register.knows_size(1000)
    assert not register.knows_size(1001)
    assert not register.knows_size(-1)
    assert not register.knows_size(2**70)


def test_an_untold_size_as_made_makes_every_size_possible(register, entry):
    register.add(entry(made_size=None))
    assert register.knows_size(77)


def test_a_sidecar_leaves_the_size_as_it_was(register, entry, digest):
    register.add(entry(as_stamped=digest("made a"), location="sidecar", made_size=None))
    assert register.knows_size(1500)
    assert not register.knows_size(77)


def test_a_revocation_stands_beside_what_it_revokes(register, approval, attestation):
    granted = approval(conditions=({"text": "end credit"},), expires="2027-01-31")
    revoked = approval(decision=Decision.REVOKED, revokes=granted.id)
    register.add_approval(granted, attestation)
    register.add_approval(revoked, Attestation("register"))
    assert register.approvals() == (
        HeldApproval(granted, attestation),
        HeldApproval(revoked, Attestation("register")),
    )
    assert register.verify() == ()


def test_events_tell_what_happened_and_not_the_salt(register, entry, approval, waiver, attestation):
    register.add(entry())
    register.add_approval(approval(), attestation)
    register.add_record(waiver(), attestation)
    events = tuple(register.events())
    assert [each.kind for each in events] == ["created", "setting", "entry", "approval", "record"]
    assert [each.sequence for each in events] == [1, 2, 3, 4, 5]
    assert [each.previous_hash for each in events] == ["", *(each.hash for each in events[:-1])]
    assert all(abs(datetime.now(UTC) - each.at) < timedelta(minutes=5) for each in events)
    assert register.head().hash == events[-1].hash
    assert register.salt() not in "".join(each.payload for each in events)
    for each in events:
        canonical = json.dumps(
            json.loads(each.payload), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert each.payload == canonical


def test_an_id_twice_is_refused_and_nothing_is_added(register, entry):
    made = entry("a")
    register.add(made)
    with pytest.raises(RegisterError, match="registered already") as caught:
        register.add_many([entry("b"), made])
    assert "\n" not in str(caught.value)
    assert register.entries() == (made,)
    assert register.verify() == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"as_made": "sha256:" + "A" * 64},
        {"as_stamped": "abc"},
        {"size": -1},
        {"size": 2**63},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001
        {"media_type": "\udc80"},
        {"disclosure": Disclosure(note="x" * (5 << 20))},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_malformed_entry_is_refused(path, entry, changes):
    with Register.create(path) as register:
        with pytest.raises(RegisterError) as caught:
            register.add(entry(**changes))
        assert "\n" not in str(caught.value)
        assert register.entries() == ()


def test_a_malformed_digest_is_never_just_not_found(register):
    with pytest.raises(RegisterError, match="not a digest"):
        register.find("SHA256:00")


def test_a_path_that_is_not_utf_8_is_kept_escaped(register, entry):
    register.add(entry(path="shots/caf\udce9.png"))
    assert register.entries()[0].path == "shots/caf\\xe9.png"


def test_a_time_of_another_zone_is_kept_as_the_same_moment(register, entry):
    at = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=-8)))
    register.add(entry(at=at))
    (found,) = register.entries()
    assert found.at == at
    assert found.at.utcoffset() == timedelta(0)


def test_add_many_of_nothing_writes_nothing(register):
    head = register.head()
    register.add_many([])
    assert register.head() == head


TEXT = st.text(max_size=30)
DIGEST = st.binary(min_size=32, max_size=32).map(lambda raw: "sha256:" + raw.hex())
SIZE = st.integers(0, 2**63 - 1)
ENTRIES = st.builds(
    Entry,
    id=st.uuids().map(str),
    path=TEXT,
    as_made=DIGEST,
    as_stamped=DIGEST,
    size=SIZE,
    media_type=TEXT,
    manifest_label=TEXT,
    location=st.sampled_from(["embedded", "sidecar"]),
    disclosure=st.builds(
        Disclosure,
        author=TEXT,
        title=TEXT,
        territories=st.lists(TEXT, max_size=3).map(tuple),
        tools=st.lists(st.builds(Tool, name=st.text(min_size=1)), max_size=2).map(tuple),
        talent=st.lists(st.builds(Talent, name=st.text(min_size=1)), max_size=2).map(tuple),
        inputs=st.lists(
            st.builds(Input, kind=st.just("prompt"), text=TEXT, personal_data=st.just("some")),
            max_size=2,
        ).map(tuple),
        subject=st.builds(Subject, bytes=st.none() | SIZE, sha256=st.none() | DIGEST),
    ),
    at=st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ENTRIES, max_size=4, unique_by=lambda each: each.id))
def test_any_entry_comes_back_equal(entries):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        with Register.create(path) as register:
            register.add_many(entries)
            assert register.entries() == tuple(entries)
            for each in entries:
                assert each in register.find(each.as_made)
                assert each in register.find(each.as_stamped)
                assert register.knows_size(each.size)
            assert register.verify() == ()
