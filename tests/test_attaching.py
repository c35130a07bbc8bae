"""Each asset meets the records that may speak of it, and no judgement changes by that."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from provenance.model.approval import Approval, Approver, Decision, Scope
from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure, Subject
from provenance.model.evidence import Attestation, Evidence, HeldApproval, HeldDisclosure
from provenance.model.policy import Policy
from provenance.records import MAX_OTHER_TITLES, Index, Records
from provenance.standings.standing import approval_standing

DIGESTS = tuple(f"sha256:{number:064x}" for number in range(3))
REGISTER = Attestation("register")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
POLICY = Policy.model_validate(
    {"name": "x", "rules": {"approval-missing": {}}, "stage": "final"}
).model_copy(update={"as_of": date(2026, 6, 1)})


def decision(scope, *, what=Decision.APPROVED, revokes="", day=0):
    record = Approval(
        decision=what,
        approver=Approver(name="Approver"),
        reference="letter",
        scope=scope,
        granted_at=BEGAN + timedelta(days=day),
        created_at=BEGAN + timedelta(days=day),
        revokes=revokes,
    )
    return HeldApproval(record, REGISTER)


def asset(path="shots/a.png", title="one"):
    told = Disclosure(
        digital_source_type="trainedAlgorithmicMedia",
        title_id=title,
        stage="final",
        use_category="background_element",
        subject=Subject(sha256=DIGESTS[1]),
    )
    return Evidence(
        Asset(path, "png", Family.IMAGE, "image/png", 10, DIGESTS[0]),
        disclosures=(HeldDisclosure(told, REGISTER),),
    )


def attached(evidence, *approvals):
    return Index.of(Records(approvals, (), ())).attach(evidence).approvals


def test_by_digest_id_pattern_and_title():
    evidence = asset()
    mine = [
        decision(Scope(digests=(DIGESTS[0],))),
        decision(Scope(digests=(DIGESTS[1],))),
        decision(Scope(asset_ids=(evidence.disclosures[0].record.id,))),
        decision(Scope(digests=(DIGESTS[2],), patterns=("*.png",))),
        decision(Scope(patterns=("shots/*", "*.png"))),
        decision(Scope(title_id="one")),
        decision(Scope(categories=("background_element",))),
    ]
    foreign = [
        decision(Scope(digests=(DIGESTS[2],))),
        decision(Scope(asset_ids=("another",))),
        decision(Scope(patterns=("plates/*",))),
    ]
    found = attached(evidence, *foreign, *mine)
    assert sorted(map(id, found)) == sorted(map(id, mine))


def test_of_other_titles_a_few_are_shown():
    others = [decision(Scope(title_id=f"title {number}")) for number in range(100)]
    assert list(attached(asset(), *others)) == others[:MAX_OTHER_TITLES]


def scopes():
    some = st.lists(st.sampled_from(DIGESTS), max_size=2, unique=True).map(tuple)
    return st.builds(
        Scope,
        title_id=st.sampled_from(["", "one", "two"]),
        digests=some,
        patterns=st.lists(st.sampled_from(["*.png", "shots/*", "*.exr"]), max_size=1).map(tuple),
        categories=st.sampled_from([(), ("background_element",)]),
    )


@given(st.lists(st.tuples(scopes(), st.integers(0, 3), st.integers(0, 9)), max_size=6), st.data())
def test_the_standing_is_that_of_all_records(drawn, data):
    kinds = (Decision.APPROVED, Decision.REJECTED, Decision.REVOKED, Decision.REVOKED)
    records = []
    for scope, kind, day in drawn:
        known = [each.record.id for each in records]
        revokes = data.draw(st.sampled_from(known)) if kind == 3 and known else ""
        records.append(decision(scope, what=kinds[kind], revokes=revokes, day=day))
    evidence = asset(title=data.draw(st.sampled_from(["", "one"])))
    few = replace(evidence, approvals=attached(evidence, *records))
    every = replace(evidence, approvals=tuple(records))
    expected, found = (approval_standing(each, POLICY) for each in (every, few))
    assert expected.state != "not_needed"
    assert found.state == expected.state
    # One approval is enough to be told; what lies there and does not do is told whole.
    if expected.state not in {"approved", "missing"}:
        assert set(found.records) == set(expected.records)
