"""What is found for one asset is shared with those of its use, counted, and sent as it is."""

import pickle
from datetime import UTC, date, datetime

from provenance.model.approval import Approval, Approver, Decision, Scope
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Attestation, HeldApproval
from provenance.model.holding import Decisions, own_of, wide_of
from provenance.model.policy import Policy
from provenance.standings import wide_looking
from provenance.standings.decided import decided
from provenance.standings.granting import MAX_REASONS, look_at
from provenance.standings.scoping import Use

DIGEST = f"sha256:{0:064x}"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def held(decision, scope, reference="letter", **more):
    record = Approval(
        decision=decision,
        approver=Approver(name="Approver"),
        reference=reference,
        scope=scope,
        granted_at=BEGAN,
        created_at=BEGAN,
        **more,
    )
    return HeldApproval(record, Attestation("register"))


POLICY = Policy.model_validate({"name": "x", "rules": {"approval-missing": {}}}).model_copy(
    update={"as_of": date(2026, 2, 10)}
)


def use_of(path, digest, category="voice"):
    disclosure = Disclosure(id=path, title_id="one", use_category=category, stage="final")
    return Use(path, frozenset({digest}), frozenset({path}), disclosure, "final")


def test_assets_of_one_use_share_the_looks(calls_of):
    asked = calls_of("of", lambda *told: told, wide_looking.Fact)
    wide = tuple(held("approved", Scope(title_id="one", categories=("voice",))) for _ in range(50))
    found = [
        look_at(Decisions((), wide), use_of(f"{number}.png", f"sha256:{number:064x}"), POLICY)
        for number in range(20)
    ]
    assert {each.state for each in found} == {"approved"}
    assert len(asked) == 1


def test_thousands_that_do_not_do_are_counted():
    wide = tuple(
        held("approved", Scope(title_id="one", categories=("text",)), f"letter {number}")
        for number in range(100)
    )
    own = [held("approved", Scope(digests=(DIGEST,), stages=("temp",)), "mine")]
    outcome = look_at(Decisions(own, wide), use_of("a.png", DIGEST), POLICY)
    assert outcome.state == "out_of_scope"
    assert len(outcome.reasons) == MAX_REASONS + 1
    assert outcome.reasons[0].startswith("mine: ")
    assert outcome.reasons[-1] == "and 81 more that do not do"


def test_own_and_wide_are_told_apart_and_sent_as_they_are():
    wide = (held("approved", Scope(title_id="one")), held("rejected", Scope(title_id="one")))
    own = (held("rejected", Scope(digests=(DIGEST,))),)
    decisions = Decisions(own, wide)
    assert (own_of(decisions), wide_of(decisions)) == (own, wide)
    assert (own_of(own), wide_of(own)) == (own, ())
    assert decided(decisions, {Decision.REJECTED}) == (own[0], wide[1])
    assert decided((*own, *wide), {Decision.REJECTED}) == (own[0], wide[1])
    again = pickle.loads(pickle.dumps(decisions))
    assert isinstance(again, Decisions)
    assert again == decisions
    assert again.wide == wide
