"""Where an asset stands: is it disclosed, and is its use approved?

Pure, and cheap enough to be asked once per rule. What counts:

* A **disclosure** counts when a valid manifest store or the register carries it. An unsigned one,
  or one whose signature does not fit, is told as the reason why the asset is not disclosed. Who
  signed is a second question (rule ``signer-untrusted``).
* An **approval** counts when it is signed, valid and of a trusted signer, or when it stands in
  the register of the production. Who may approve is policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from provenance.model.cataloguing import completed
from provenance.model.claims import ancestor_disclosures, claims_ai
from provenance.model.completeness import REQUIRED, contradictions, missing_fields
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import (
    Attestation,
    Evidence,
    HeldApproval,
    HeldDisclosure,
    Integrity,
    firmly_ai,
)
from provenance.model.granting import ApprovalState, look_at, reasons_of
from provenance.model.needs import needs_approval, uses_ai
from provenance.model.policy import Policy
from provenance.model.remembering import last_answer
from provenance.model.scoping import Use, names_asset
from provenance.model.values import UNDISCLOSED
from provenance.model.vocabulary import DELIVERED_STAGES, TEMPORARY_STAGES, AiClass
from provenance.model.vouching import REGISTER, approval_flaw, disclosure_flaw, disclosure_weight

__all__ = [
    "ApprovalStanding",
    "ApprovalState",
    "DisclosureStanding",
    "DisclosureState",
    "approval_of",
    "approval_standing",
    "approvals_of_these_bytes",
    "disclosure_standing",
    "firmly_ai",
    "narrowed",
    "needs_approval",
]


class DisclosureState(StrEnum):
    """How far an asset is disclosed."""

    NONE = "none"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class DisclosureStanding:
    """Whether an asset is disclosed.

    Attributes:
        state: How far.
        records: Ids of the disclosures that count; where none does, of those that lie there.
        reasons: What is missing or contradicted, or why what lies there does not count.
        counting: The disclosures that count, superseded ones left out.
        void: Those that do not.
    """

    state: DisclosureState
    records: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    counting: tuple[HeldDisclosure, ...] = ()
    void: tuple[HeldDisclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalStanding:
    """Whether the use of an asset is approved.

    Attributes:
        state: How far.
        records: Ids of the approvals that the state rests on.
        reasons: Why each approval that lies there does not do; empty where one does.
        needs: Why an approval is needed; empty where none is.
        held: The approvals of ``records``.
        disclosure: The use that is meant; None where nothing is disclosed.
        ignored: Revocations that lie there and do not count, and why.
    """

    state: ApprovalState
    records: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    held: tuple[HeldApproval, ...] = ()
    disclosure: Disclosure | None = None
    ignored: tuple[str, ...] = ()


@last_answer
def disclosure_standing(evidence: Evidence, policy: Policy | None = None) -> DisclosureStanding:
    """Whether an asset is disclosed.

    Args:
        evidence: All that is known of it.
        policy: Says which fields are required; without one, the usual ones are.
    """
    counting, void = _disclosures(evidence)
    if not counting:
        return DisclosureStanding(
            DisclosureState.NONE,
            tuple(each.record.id for each, _ in void),
            tuple(f"{each.attestation.source}: {reason}" for each, reason in void),
            void=tuple(each for each, _ in void),
        )
    required: Sequence[str] = REQUIRED
    if policy is not None:
        required = policy.parameter("disclosure-incomplete", "required", required)
    denied = [text for each in counting for _, text in contradictions(evidence, each.record)]
    missing = [name for each in counting for name in missing_fields(each.record, required)]
    state = DisclosureState.COMPLETE
    if missing:
        state = DisclosureState.INCOMPLETE
    if denied:
        state = DisclosureState.CONTRADICTED
    return DisclosureStanding(
        state,
        tuple(each.record.id for each in counting),
        (*denied, *(f"missing: {name}" for name in dict.fromkeys(missing))),
        counting,
        tuple(each for each, _ in void),
    )


@last_answer
def _disclosures(
    evidence: Evidence,
) -> tuple[tuple[HeldDisclosure, ...], tuple[tuple[HeldDisclosure, str], ...]]:
    """Those that count, and those that do not with the reason; each id once."""
    best: dict[str, tuple[int, HeldDisclosure]] = {}
    registered = (
        HeldDisclosure(entry.disclosure, Attestation(REGISTER)) for entry in evidence.entries
    )
    for each in (*evidence.disclosures, *registered):
        weight = disclosure_weight(each.attestation)
        if each.record.id not in best or weight > best[each.record.id][0]:
            best[each.record.id] = (weight, each)
    # What a stranger signed must not put aside what the production vouches for.
    superseding: dict[str, int] = {}
    for weight, each in best.values():
        if each.record.supersedes and weight:
            older = each.record.supersedes
            superseding[older] = max(weight, superseding.get(older, 0))
    current = [
        (weight, each)
        for weight, each in best.values()
        if superseding.get(each.record.id, -1) < weight
    ] or list(best.values())
    counting = [each for weight, each in current if weight]
    void = [(each, disclosure_flaw(each.attestation)) for weight, each in current if not weight]
    own = [each for each in counting if not _of_ancestor(evidence, each)]
    if own or not counting:
        return tuple(own), tuple(void)
    # The nearest ancestor's disclosure speaks of this asset until something new was generated.
    if evidence.store is not None and claims_ai(evidence.store.active):
        later = "it speaks of an ancestor, and generated content was added since"
        return (), (*void, *((each, later) for each in counting))
    return tuple(counting[:1]), tuple(void)


def _of_ancestor(evidence: Evidence, held: HeldDisclosure) -> bool:
    kind, _, label = held.attestation.source.partition(" ")
    store = evidence.store
    return kind == "manifest" and store is not None and label != store.active_label


@last_answer
def approval_standing(evidence: Evidence, policy: Policy) -> ApprovalStanding:
    """Whether the use of an asset is approved.

    With several disclosures of one asset, every use that needs an approval must have one; the
    worst standing is told.

    Args:
        evidence: All that is known of it.
        policy: Stage, approvers and the day of the scan.
    """
    counting, _ = _disclosures(evidence)
    if not counting and not firmly_ai(evidence):
        return ApprovalStanding(ApprovalState.NOT_NEEDED)
    if not counting:
        return ApprovalStanding(ApprovalState.MISSING, needs=(UNDISCLOSED,))
    standings = (approval_of(evidence, policy, each) for each in counting)
    return max(standings, key=lambda each: list(ApprovalState).index(each.state))


def approvals_of_these_bytes(evidence: Evidence) -> tuple[HeldApproval, ...]:
    """Decisions that are vouched for and name the digest of the file, whatever they decide.

    Whoever made one had this file in hand, and saw something to decide.
    """
    return tuple(
        held
        for held in evidence.approvals
        if evidence.asset.digest in held.record.scope.digests
        and not approval_flaw(held.attestation)
    )


def narrowed(evidence: Evidence, policy: Policy) -> Evidence:
    """The same evidence with the approvals that name this asset only.

    Every rule about approvals looks at each of them; with thousands of candidates this one pass
    beforehand is most of the work.
    """
    counting, _ = _disclosures(evidence)
    if not evidence.approvals or not counting:
        return evidence
    uses = [_use(evidence, policy, each) for each in counting]
    approvals = tuple(
        held
        for held in evidence.approvals
        if any(names_asset(held.record.scope, use) for use in uses)
    )
    if len(approvals) == len(evidence.approvals):
        return evidence
    return replace(evidence, approvals=approvals)


def approval_of(evidence: Evidence, policy: Policy, told: HeldDisclosure) -> ApprovalStanding:
    """Whether the use that one disclosure speaks of is approved; the catalogue completes it."""
    disclosure = told.record
    needs = _needs(disclosure, policy)
    if not needs:
        return ApprovalStanding(ApprovalState.NOT_NEEDED, disclosure=disclosure)
    if not evidence.approvals:
        return ApprovalStanding(ApprovalState.MISSING, needs=needs, disclosure=disclosure)
    looks, ignored = look_at(evidence.approvals, _use(evidence, policy, told), policy)
    states = (each.state for each in looks)
    state = min(states, key=list(ApprovalState).index, default=ApprovalState.MISSING)
    resting = tuple(each for each in looks if each.state is state)
    if state is ApprovalState.APPROVED:
        resting = resting[:1]
    return ApprovalStanding(
        state,
        tuple(each.held.record.id for each in resting),
        () if state is ApprovalState.APPROVED else reasons_of(looks),
        needs,
        tuple(each.held for each in resting),
        disclosure,
        ignored,
    )


def _needs(disclosure: Disclosure, policy: Policy) -> tuple[str, ...]:
    reasons = needs_approval(completed(disclosure, policy.tools))
    if (
        policy.stage in DELIVERED_STAGES
        and disclosure.stage not in DELIVERED_STAGES | TEMPORARY_STAGES
        and uses_ai(disclosure)
        and disclosure.ai is not AiClass.ENHANCED
    ):
        return (f"delivered at stage {policy.stage}", *reasons)
    return reasons


def _use(evidence: Evidence, policy: Policy, told: HeldDisclosure) -> Use:
    disclosure = told.record
    digests = {evidence.asset.digest}
    for entry in evidence.entries:
        digests |= {entry.as_made, entry.as_stamped}
    ids = {disclosure.id, *(ancestor_disclosures(evidence.store) if evidence.store else ())}
    claimed: set[str] = set()
    if _vouched(told):
        digests.add(disclosure.subject.sha256)
    else:
        claimed, ids = {*ids, disclosure.subject.sha256 or ""} - {""}, set()
    return Use(
        evidence.asset.path,
        frozenset(each for each in digests if each),
        frozenset(ids),
        disclosure,
        policy.stage,
        frozenset(claimed),
    )


def _vouched(told: HeldDisclosure) -> bool:
    """Whether what a disclosure says of its asset's identity may lead to an approval.

    One that was not validated yet may: the file stays undetermined until it is.
    """
    attestation = told.attestation
    return disclosure_weight(attestation) > 1 or attestation.integrity is Integrity.NOT_CHECKED
