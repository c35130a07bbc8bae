"""Evidence as the machine contract's models. Pure. The values are those of ``model.values``."""

from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.policy import Policy
from provenance.model.report import AssetView
from provenance.model.values import (
    NOT_JUDGED,
    Values,
    asset_values,
    label_values,
    record_values,
)
from provenance.standings.labelling import LabelState, label_standing, speaks_of_ai
from provenance.standings.standing import ApprovalState, approval_standing, disclosure_standing

_NEUTRAL: Final = Policy.model_validate(
    {"name": "none", "rules": {"none": {}}, "stage": "ideation"}
)
"""Asks for nothing: tells which disclosures need an approval on their own account."""


def asset_view(evidence: Evidence, policy: Policy | None = None) -> AssetView:
    """What the contract shows of one asset.

    Args:
        evidence: All that is known of it.
        policy: Says which approvals count. Without one an approval is shown and not judged.
    """
    return AssetView(**asset_fields(evidence, policy))


def asset_fields(evidence: Evidence, policy: Policy | None = None) -> Values:
    """The fields of an ``AssetView``, for it and for what extends it."""
    return asset_values(evidence, *standings(evidence, policy))


def standings(evidence: Evidence, policy: Policy | None = None) -> tuple[Values, Values, Values]:
    """The fields of its ``disclosure``, ``approval`` and ``label``."""
    return _disclosure(evidence, policy), _approval(evidence, policy), _label(evidence, policy)


def _disclosure(evidence: Evidence, policy: Policy | None) -> Values:
    standing = disclosure_standing(evidence, policy)
    return record_values(standing.state, standing.records, standing.reasons)


def _approval(evidence: Evidence, policy: Policy | None) -> Values:
    standing = approval_standing(evidence, policy or _NEUTRAL)
    state: str = standing.state
    records, reasons = standing.records, standing.reasons
    if policy is None and standing.state is not ApprovalState.NOT_NEEDED:
        state, reasons = NOT_JUDGED, ()
        records = tuple(held.record.id for held in evidence.approvals)
    return record_values(state, records, (*standing.needs, *reasons))


def _label(evidence: Evidence, policy: Policy | None) -> Values:
    standing = label_standing(evidence, policy or _NEUTRAL)
    state: str = standing.state
    if policy is None and speaks_of_ai(evidence, disclosure_standing(evidence)):
        state = NOT_JUDGED
    elif policy is None:
        state = LabelState.NOT_REQUIRED
    return label_values(record_values(state, standing.records, standing.reasons), standing.labels)
