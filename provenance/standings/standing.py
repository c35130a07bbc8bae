"""Where an asset stands: is it disclosed, and is its use approved?

Pure, and cheap enough to be asked once per rule. What counts:

* A **disclosure** counts when a valid manifest store or the register carries it. An unsigned one,
  or one whose signature does not fit, is told as the reason why the asset is not disclosed. Who
  signed is a second question (rule ``signer-untrusted``).
* An **approval** counts when it is signed, valid and of a trusted signer, or when it stands in
  the register of the production. Who may approve is policy.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import (
    Evidence,
    HeldApproval,
    HeldDisclosure,
    Integrity,
    firmly_ai,
)
from provenance.model.holding import Decisions, own_of, wide_of
from provenance.model.policy import Policy
from provenance.model.values import UNDISCLOSED
from provenance.model.vocabulary import DELIVERED_STAGES, TEMPORARY_STAGES, AiClass
from provenance.standings.cataloguing import completed
from provenance.standings.counting import (
    DisclosureStanding,
    disclosure_standing,
    disclosures_of,
)
from provenance.standings.deriving import sources_of
from provenance.standings.granting import NO_OUTCOME, ApprovalState, Look, Outcome, look_at
from provenance.standings.needs import needs_approval, uses_ai
from provenance.standings.remembering import last_answer
from provenance.standings.routing import destinations_of, territories_of
from provenance.standings.scoping import Use, names_asset
from provenance.standings.settling import rank
from provenance.standings.vouching import approval_flaw, disclosure_weight

__all__ = [
    "ApprovalStanding",
    "ApprovalState",
    "DisclosureStanding",
    "approval_of",
    "approval_standing",
    "approval_standings",
    "approvals_of_these_bytes",
    "disclosure_standing",
    "firmly_ai",
    "narrowed",
]


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
        outcome: What all of them come to.
    """

    state: ApprovalState
    records: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    held: tuple[HeldApproval, ...] = ()
    disclosure: Disclosure | None = None
    ignored: tuple[str, ...] = ()
    outcome: Outcome = NO_OUTCOME

    @property
    def looks(self) -> tuple[Look, ...]:
        """What each approval that speaks of the asset does, those that come closest first."""
        return self.outcome.looks

    @property
    def given_at(self) -> datetime | None:
        """When the first of them was given that approves it, conditions and expiry aside."""
        return self.outcome.given_at


@last_answer
def approval_standing(evidence: Evidence, policy: Policy) -> ApprovalStanding:
    """Whether the use of an asset is approved.

    With several disclosures of one asset, every use that needs an approval must have one; the
    worst standing is told.

    Args:
        evidence: All that is known of it.
        policy: Stage, approvers and the day of the scan.
    """
    standings = approval_standings(evidence, policy)
    return max(standings, key=lambda each: rank(each.state))


@last_answer
def approval_standings(evidence: Evidence, policy: Policy) -> tuple[ApprovalStanding, ...]:
    """Of each use that is disclosed, whether it is approved; one where none is disclosed.

    A rule looks at each: a waiver for one use says nothing of another.
    """
    counting, _ = disclosures_of(evidence)
    if not counting and not firmly_ai(evidence):
        return (ApprovalStanding(ApprovalState.NOT_NEEDED),)
    if not counting:
        return (ApprovalStanding(ApprovalState.MISSING, needs=(UNDISCLOSED,)),)
    return tuple(approval_of(evidence, policy, each) for each in counting)


def approvals_of_these_bytes(evidence: Evidence) -> tuple[HeldApproval, ...]:
    """Decisions that are vouched for and name the digest of the file, whatever they decide.

    Whoever made one had this file in hand, and saw something to decide.
    """
    return tuple(
        held
        for held in own_of(evidence.approvals)  # one that names no asset names no digest
        if evidence.asset.digest in held.record.scope.digests
        and not approval_flaw(held.attestation)
    )


def narrowed(evidence: Evidence, policy: Policy) -> Evidence:
    """The same evidence with the approvals that name this asset only.

    Every rule about approvals looks at each of them; with thousands of candidates this one pass
    beforehand is most of the work.
    """
    counting, _ = disclosures_of(evidence)
    if not evidence.approvals or not counting:
        return evidence
    known = evidence.approvals
    own = own_of(known)
    uses = [_use(evidence, policy, each) for each in counting] if own else []
    named = [held for held in own if any(names_asset(held.record.scope, use) for use in uses)]
    if len(named) == len(own):
        return evidence
    return replace(evidence, approvals=Decisions(named, wide_of(known)))


@last_answer
def approval_of(evidence: Evidence, policy: Policy, told: HeldDisclosure) -> ApprovalStanding:
    """Whether the use that one disclosure speaks of is approved; the catalogue completes it."""
    disclosure = told.record
    needs = _needs(disclosure, policy)
    if not needs:
        return ApprovalStanding(ApprovalState.NOT_NEEDED, disclosure=disclosure)
    if not evidence.approvals:
        return ApprovalStanding(ApprovalState.MISSING, needs=needs, disclosure=disclosure)
    outcome = look_at(evidence.approvals, _use(evidence, policy, told), policy)
    return ApprovalStanding(
        outcome.state,
        tuple(each.held.record.id for each in outcome.resting),
        outcome.reasons,
        needs,
        tuple(each.held for each in outcome.resting),
        disclosure,
        outcome.ignored,
        outcome,
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


@last_answer
def _use(evidence: Evidence, policy: Policy, told: HeldDisclosure) -> Use:
    """The use that a disclosure speaks of, with all by which a scope may name its asset."""
    disclosure = told.record
    known = {evidence.asset.digest, *sources_of(evidence, told)}
    for entry in evidence.entries:
        known |= {entry.as_made, entry.as_stamped}
    own, claimed = {disclosure.id, disclosure.subject.sha256}, set[str | None]()
    if _vouched(told):
        known |= own
    else:
        claimed = own
    names = frozenset(each for each in known if each)
    return Use(
        evidence.asset.path,
        digests=names,
        ids=names,
        disclosure=disclosure,
        stage=policy.stage,
        claimed=frozenset(each for each in claimed if each) - names,
        territories=territories_of(evidence, policy),
        destinations=destinations_of(evidence, policy),
        veiled=evidence.veiled,
    )


def _vouched(told: HeldDisclosure) -> bool:
    """Whether what a disclosure says of its asset's identity may lead to an approval.

    One that was not validated yet may: the file stays undetermined until it is.
    """
    attestation = told.attestation
    return disclosure_weight(attestation) > 1 or attestation.integrity is Integrity.NOT_CHECKED
