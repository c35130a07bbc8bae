"""What clears a sensitive use: an approval in force, or a reference that one of them gives. Pure.

Some uses have a rule of their own (personal data as input, what may be mistaken for a real event).
That such a use lacks an approval is one fact, and it is told once: by the rule about approvals
where the policy lets it weigh as much, else by the use's own rule.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from provenance.model.approval import Decision
from provenance.model.evidence import Evidence, HeldDisclosure
from provenance.model.finding import Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import TEMPORARY_STAGES, Stage
from provenance.standings import wanting
from provenance.standings.completeness import is_told
from provenance.standings.decided import decided
from provenance.standings.routing import destinations_of
from provenance.standings.standing import ApprovalState, approval_of
from provenance.standings.wanting import tellers

_FIXED: Final = MappingProxyType(dict.fromkeys(Stage, Severity.BLOCKING))


def _lowered(usual: Severity, temporary: Severity) -> Mapping[Stage, Severity]:
    return MappingProxyType(
        {stage: temporary if stage in TEMPORARY_STAGES else usual for stage in Stage}
    )


TOLD_BY: Final[Mapping[str, Mapping[Stage, Severity]]] = MappingProxyType(
    {
        wanting.MISSING: _FIXED,
        wanting.AUTHORITY: _FIXED,
        wanting.BACKGROUND: _lowered(Severity.BLOCKING, Severity.OVERRIDABLE),
        wanting.PRINCIPLE: _lowered(Severity.OVERRIDABLE, Severity.WARNING),
        wanting.OUT_OF_SCOPE: _lowered(Severity.BLOCKING, Severity.OVERRIDABLE),
        wanting.TOOL: _lowered(Severity.OVERRIDABLE, Severity.WARNING),
        wanting.TERRITORY: _lowered(Severity.OVERRIDABLE, Severity.WARNING),
        wanting.EXPIRED: _FIXED,
        wanting.CONDITIONS: _lowered(Severity.OVERRIDABLE, Severity.WARNING),
    }
)
"""The rules that tell what a use lacks of an approval, and how much each weighs by itself."""

_GRANTING: Final = frozenset({Decision.APPROVED, Decision.APPROVED_WITH_CONDITIONS})
_ENDING: Final = frozenset(Decision) - _GRANTING
_IN_FORCE: Final = frozenset({ApprovalState.APPROVED, ApprovalState.CONDITIONS_OPEN})


def gap(
    evidence: Evidence,
    policy: Policy,
    told: HeldDisclosure,
    rule: str,
    severity: Mapping[Stage, Severity],
) -> str:
    """What a use lacks of an approval, where no rule about approvals tells it as heavily.

    Args:
        evidence: All that is known of the asset.
        policy: Whose rules, severities and approvers count.
        told: The disclosure of the use.
        rule: The rule that asks.
        severity: Its own severities.

    Returns:
        A clause ("and has no written approval"), or "" where the use is approved, needs no
        approval, or another rule tells.
    """
    standing = approval_of(evidence, policy, told)
    told_by = tellers(standing, policy)
    outlets = destinations_of(evidence, policy)
    own = policy.severity(rule, severity, outlets)
    if not told_by or any(
        policy.severity(each, TOLD_BY[each], outlets).at_least(own) for each in told_by
    ):
        return ""
    counts = f" that counts: {'; '.join(standing.reasons)}" if standing.reasons else ""
    return f"and has no written approval{counts}"


def rights_cleared(evidence: Evidence, policy: Policy, told: HeldDisclosure) -> bool:
    """Whether the disclosure or an approval in force refers to a clearance of rights."""
    return _refers(evidence, policy, told, "rights_clearance_ref")


def legally_reviewed(evidence: Evidence, policy: Policy, told: HeldDisclosure) -> bool:
    """Whether the disclosure or an approval in force refers to a legal review."""
    return _refers(evidence, policy, told, "legal_review_ref")


def _refers(evidence: Evidence, policy: Policy, told: HeldDisclosure, name: str) -> bool:
    if is_told(getattr(told.record, name)):
        return True
    # Each approval is looked at beside what may end it: rejections and revocations.
    ending = decided(evidence.approvals, _ENDING)
    return any(
        approval_of(replace(evidence, approvals=(*ending, held)), policy, told).state in _IN_FORCE
        for held in decided(evidence.approvals, _GRANTING)
        if is_told(getattr(held.record, name))
    )
