"""However decisions are put together, they come to the same as each looked at by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model.approval import Approval, Approver, Condition, Decision, Scope, ToolRule
from provenance.model.disclosure import Disclosure, Tool
from provenance.model.evidence import Attestation, HeldApproval, Integrity, Trust, TrustState
from provenance.model.holding import Decisions
from provenance.model.manifest import Signature
from provenance.model.policy import Policy
from provenance.model.talent import Talent
from provenance.standings import wide_looking
from provenance.standings.completeness import is_told
from provenance.standings.granting import MAX_REASONS, look_at
from provenance.standings.looking import ApprovalState, condition_key, look, void
from provenance.standings.scoping import Use, names_asset, outside

DIGEST, OTHER = (f"sha256:{number:064x}" for number in range(2))
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
STATES = list(ApprovalState)
GRANTING = {ApprovalState.APPROVED, ApprovalState.CONDITIONS_OPEN}
GIVEN = {*GRANTING, ApprovalState.EXPIRED}
ABOUT_OTHERS = {Decision.REVOKED, Decision.CONDITIONS_MET}
CONDITION = Condition(id="c1", text="Credit the tool")


def plain(approvals, use, policy):
    """Every decision looked at for this asset alone, as the rule of the latest says."""
    speaking = [held for held in approvals if names_asset(held.record.scope, use)]
    sweeping, revoked, ignored = revocations(speaking, use, policy)
    met, unmet = answers(speaking, revoked, use, policy)
    looks = [
        seen(held, use, policy, met, unmet)
        for held in speaking
        if held.record.decision not in ABOUT_OTHERS
    ]
    return summed_up(settled(looks, revoked, sweeping, use), ignored)


def revocations(speaking, use, policy):
    counting, ignored = [], []
    for held in speaking:
        if held.record.decision is Decision.REVOKED:
            flaw = void(held, use, policy)
            counting += [] if flaw else [held]
            ignored += [f"{held.record.reference}: {flaw}"] if flaw else []
    revoked = {held.record.revokes for held in counting} - {""}
    return [held.record for held in counting if not held.record.revokes], revoked, ignored


def answers(speaking, revoked, use, policy):
    met, unmet = {}, {}
    for held in speaking:
        record = held.record
        if record.decision is not Decision.CONDITIONS_MET or record.id in revoked:
            continue
        if flaw := void(held, use, policy):
            unmet.setdefault(record.satisfies, []).append(f"{record.reference}: {flaw}")
            continue
        for each in record.conditions:
            if is_told(each.satisfied_by):
                key = condition_key(record.satisfies, each)
                met.setdefault(record.satisfies, []).append((key, record.granted_at))
    return met, unmet


def seen(held, use, policy, met, unmet):
    record = held.record
    keys = frozenset(key for key, at in met.get(record.id, ()) if at >= record.granted_at)
    found = look(held, use, policy, keys)
    if not found.open or record.id not in unmet:
        return found
    why = f"told as met, and it does not count: {unmet[record.id][0]}"
    return replace(found, reason=f"{found.reason}; {why}")


def latest(looks):
    return max((each.held.record.granted_at for each in looks), default=None)


def settled(looks, revoked, sweeping, use):
    def ended(each):
        record = each.held.record
        return record.id in revoked or any(
            other.granted_at >= record.granted_at
            and (other.scope == record.scope or not outside(other.scope, use))
            for other in sweeping
        )

    rejected_at = latest(
        each
        for each in looks
        if each.state is ApprovalState.REJECTED and each.held.record.id not in revoked
    )
    standing = [each for each in looks if each.state in GRANTING and not ended(each)]
    approved_at = latest(standing)
    since = latest(each for each in standing if each.state is ApprovalState.CONDITIONS_OPEN)
    result = []
    for each in looks:
        at = each.held.record.granted_at
        if each.state is ApprovalState.REJECTED:
            overruled = approved_at is not None and approved_at > at
            result += [] if overruled or each.held.record.id in revoked else [each]
        elif each.state is not ApprovalState.MISSING and ended(each):
            result.append(replace(each, state=ApprovalState.REVOKED, reason="it was revoked"))
        elif each.state in GRANTING and rejected_at is not None and rejected_at >= at:
            result.append(replace(each, state=ApprovalState.REJECTED, reason="rejected since"))
        elif each.state is ApprovalState.APPROVED and since is not None and since > at:
            why = "a condition was set since"
            state = ApprovalState.CONDITIONS_OPEN
            result.append(replace(each, state=state, reason=why, open=why))
        else:
            result.append(each)
    return result


def summed_up(looks, ignored):
    state = min((each.state for each in looks), key=STATES.index, default=ApprovalState.MISSING)
    resting = tuple(each for each in looks if each.state is state)
    closest = tuple(sorted(looks, key=lambda each: (STATES.index(each.state), each.distance)))
    reasons = tuple(dict.fromkeys(f"{x.held.record.reference}: {x.reason}" for x in closest))
    if len(reasons) > MAX_REASONS:
        more = f"and {len(reasons) - MAX_REASONS} more that do not do"
        reasons = (*reasons[:MAX_REASONS], more)
    approved = state is ApprovalState.APPROVED
    given_at = min((x.held.record.granted_at for x in looks if x.state in GIVEN), default=None)
    return (
        state,
        resting[:1] if approved else resting,
        () if approved else reasons,
        closest,
        tuple(ignored),
        given_at,
    )


def told(outcome):
    return (
        outcome.state,
        outcome.resting,
        outcome.reasons,
        outcome.looks,
        outcome.ignored,
        outcome.given_at,
    )


RESTRICTIONS = {
    "categories": [("voice",), ("voice", "text")],
    "stages": [("final",), ("temp",)],
    "tools": [(ToolRule(name="Painter", versions=">=3"),)],
    "models": [("m1",)],
    "talents": [("Talent One",), ("Talent  One", "Talent Two"), ("veil 2",)],
    "territories": [("EU",), ("US",)],
    "destinations": [("trailer",)],
}
NAMES = [{"digests": (DIGEST,)}, {"digests": (OTHER,)}, {"patterns": ("a*",)}]
REGISTER = Attestation("register")
SIGNED = [
    Attestation(
        "a.json",
        Integrity.VALID,
        Trust(TrustState.TRUSTED, "house"),
        Signature(subject=letter, fingerprint=letter),
    )
    for letter in "ef"
]
APPROVERS = [
    [],
    [],
    [{"name": "E", "certificate": "e"}],
    [
        {"name": "E", "certificate": "e", "categories": ["voice"], "stages": ["final"]},
        {"name": "F", "certificate": "f", "territories": ["EU"]},
    ],
]


def policy_of(rng):
    values = {"name": "x", "rules": {"approval-missing": {}}, "approvers": rng.choice(APPROVERS)}
    return Policy.model_validate(values).model_copy(update={"as_of": date(2026, 2, 10)})


def decision(rng, *, wide):
    """A decision that mostly counts, for a use that is mostly met."""
    limited = rng.sample([*RESTRICTIONS], rng.choice([0, 0, 1, 1, 2]))
    scope = {name: rng.choice(RESTRICTIONS[name]) for name in limited}
    scope["title_id"] = rng.choice(["one"] * 8 + ["two", ""])
    scope |= {} if wide else rng.choice(NAMES)
    what = rng.choice([*[Decision.APPROVED] * 5, *Decision])
    granted = BEGAN + timedelta(days=rng.randint(0, 4))
    conditions = (CONDITION,) if rng.random() < 0.2 else ()
    if what is Decision.CONDITIONS_MET:
        conditions = (CONDITION.model_copy(update={"satisfied_by": "card 12"}),)
    record = Approval(
        id=f"id {rng.randint(0, 9)}",
        decision=what,
        approver=Approver(name="Approver"),
        reference=f"letter {rng.randint(0, 30)}",
        scope=Scope(**scope),
        conditions=conditions,
        granted_at=granted,
        created_at=granted - timedelta(days=rng.random() < 0.05),
        expires=date(2026, 2, 1) if rng.random() < 0.1 else None,
        revokes=f"id {rng.randint(0, 9)}" if rng.random() < 0.8 else "",
        satisfies=f"id {rng.randint(0, 9)}",
    )
    attested = [REGISTER] * 3 + SIGNED * 3 + [Attestation("unsigned.json")]
    return HeldApproval(record, rng.choice(attested))


def some_use(rng):
    tools = [(), (Tool(name="Painter", version="3.1", model="m1"),), (Tool(name="Brush"),)]
    names = [(), ("Talent One",), ("Talent One", "Talent Two"), ("Talent Two",), ("Nobody",)]
    disclosure = Disclosure(
        id="told",
        title_id=rng.choice(["one", "one", "one", "two", ""]),
        use_category=rng.choice([None, "voice", "voice", "text"]),
        stage=rng.choice([None, "final", "temp"]),
        tools=rng.choice(tools),
        talent=tuple(Talent(name=each) for each in rng.choice(names)),
        territories=rng.choice([(), ("DE",), ("US", "FR")]),
        destinations=rng.choice([(), ("trailer",)]),
    )
    return Use(
        rng.choice(["a.png", "b.png"]),
        digests=frozenset({DIGEST}),
        ids=frozenset({"told"}),
        disclosure=disclosure,
        stage=rng.choice(["final", "temp"]),
        territories=rng.choice([frozenset(), frozenset({"DE"})]),
        destinations=rng.choice([(), ("trailer",)]),
        veiled=rng.choice([{}, {"Talent One": "v", "veil 2": "v", "Talent Two": "2"}]),
    )


@settings(max_examples=100)
@given(st.integers(min_value=0))
def test_put_together_they_come_to_the_same(seed):
    rng = Random(seed)
    policy = policy_of(rng)
    wide = tuple(decision(rng, wide=True) for _ in range(rng.choice([2, 5, 10, 30])))
    for _ in range(6):
        own = [decision(rng, wide=False) for _ in range(rng.randint(0, 3))]
        use, decisions = some_use(rng), Decisions(own, wide)
        expected = plain(decisions, use, policy)
        assert told(look_at(decisions, use, policy)) == expected
        assert told(look_at(tuple(decisions), use, policy)) == expected


@settings(max_examples=20)
@given(st.integers(min_value=0))
def test_what_is_kept_is_bounded_and_changes_nothing(seed):
    rng = Random(seed)
    policy = policy_of(rng)
    wide = tuple(decision(rng, wide=True) for _ in range(10))
    uses = [some_use(rng) for _ in range(5)]
    bounds = wide_looking.MAX_REFERENCES, wide_looking.MAX_LOOKS
    wide_looking.MAX_REFERENCES, wide_looking.MAX_LOOKS = 25, 15
    try:
        for each in (*uses, *uses):
            assert told(look_at(Decisions((), wide), each, policy)) == plain(wide, each, policy)
    finally:
        wide_looking.MAX_REFERENCES, wide_looking.MAX_LOOKS = bounds
