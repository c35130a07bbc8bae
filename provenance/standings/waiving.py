"""Which waiver lets a finding pass, and why another does not. Pure.

Two kinds count. A waiver that stands in the policy is the word of whoever sets the policy, and
lets any finding pass. A signed record counts when its signer is trusted and did not make what it
waives: what needs a waiver cannot bring its own. Of a blocking finding it counts only where the
policy names its signer among those who may waive the rule (docs/adr/0012-waivers.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from provenance.model.approval import Decision, Waiver
from provenance.model.evidence import Attestation, Evidence, HeldWaiver, Integrity
from provenance.model.finding import Severity
from provenance.model.holding import REGISTER
from provenance.model.manifest import Signature
from provenance.model.policy import Policy, PolicyApprover
from provenance.standings.authority import named_by, same_signer
from provenance.standings.counting import disclosures_of
from provenance.standings.decided import decided
from provenance.standings.remembering import last_answer
from provenance.standings.routing import territories_of
from provenance.standings.scoping import covers_stage, matches
from provenance.standings.territories import beyond
from provenance.standings.vouching import approval_flaw, day_of

ANY_RULE: Final = "*"
"""In ``PolicyApprover.waives``: every rule."""
MAX_NOTES: Final = 5
"""Waivers of one finding that are told with the reason why they do not count."""
_KINDS: Final = {"incidental": "it is for an incidental element, and this is none"}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a waiver is asked to let pass.

    Attributes:
        rule: Whose finding it is.
        severity: Of the finding.
        incidental: Whether a waiver for an incidental element will do.
        path: Of the file within the delivery, or "".
        digests: By which the file is known.
        assets: The evidence of what the finding speaks of: one file, or the whole delivery.
    """

    rule: str
    severity: Severity
    incidental: bool = False
    path: str = ""
    digests: frozenset[str] = frozenset()
    assets: tuple[Evidence, ...] = ()


def waived_by(
    matter: Matter, policy: Policy, held: Sequence[HeldWaiver] = ()
) -> tuple[str, tuple[str, ...]]:
    """The waiver that lets a finding pass.

    Args:
        matter: The finding.
        policy: Its own waivers, who may waive, and the day of the scan.
        held: Signed waivers that may speak of it.

    Returns:
        Its id, or ""; and why each other waiver that speaks of the finding does not count, where
        none does.
    """
    notes: list[str] = []
    for waiver in policy.waivers:
        if _speaks_of(waiver, matter):
            flaw = _flaw(waiver, matter, policy)
            if not flaw:
                return waiver.id, ()
            notes.append(_note(waiver, flaw))
    for each in held:
        if _speaks_of(each.record, matter):
            flaw = _record_flaw(each, matter, policy)
            if not flaw:
                return each.record.id, ()
            notes.append(_note(each.record, flaw))
    return "", tuple(notes[:MAX_NOTES])


def _speaks_of(waiver: Waiver, matter: Matter) -> bool:
    if waiver.rule != matter.rule:
        return False
    if not waiver.patterns and not waiver.digests:
        return True
    return not matter.digests.isdisjoint(waiver.digests) or matches(waiver.patterns, matter.path)


def _note(waiver: Waiver, flaw: str) -> str:
    return f"a waiver by {waiver.owner} does not count: {flaw}"


def _flaw(waiver: Waiver, matter: Matter, policy: Policy) -> str:
    """Why a waiver does not count, whoever wrote it; "" where it does."""
    if policy.as_of is None or waiver.expires < policy.as_of:
        return f"it ended on {waiver.expires}"
    if waiver.kind and not (waiver.kind == "incidental" and matter.incidental):
        return _KINDS[waiver.kind]
    titles = {
        told.record.title_id
        for asset in matter.assets
        for told in disclosures_of(asset)[0]
        if told.record.title_id
    }
    if waiver.title_id and titles - {waiver.title_id}:
        return "it is for another title"
    named = not matter.digests.isdisjoint(waiver.digests)
    if waiver.title_id and not titles and not named:
        return "it is for a title, and the file names none; a waiver may name its digest"
    return ""


def _record_flaw(held: HeldWaiver, matter: Matter, policy: Policy) -> str:
    """Why a waiver that is a record does not count."""
    waiver, attestation = held.record, held.attestation
    signature = attestation.signature
    unknown = waiver.unknown_keys()
    if attestation.source == REGISTER:
        return "the register keeps a copy; what counts is the signed file"
    if signature is None or attestation.integrity is Integrity.NO_MANIFEST:
        return "it is unsigned"
    flaw = approval_flaw(attestation)
    if flaw:
        return flaw
    if unknown:
        return f"a later version wrote it, and {unknown[0]} is not understood"
    if waiver.id in {each.id for each in policy.waivers}:
        return "it goes by the id of a waiver of the policy"
    if policy.as_of is not None and day_of(waiver.created_at, policy) > policy.as_of:
        return f"it is dated in the future ({day_of(waiver.created_at, policy)})"
    if not waiver.digests and not waiver.title_id:
        return "it names neither a title nor the digest of a file"
    if waiver.id in _revoked(matter.assets):
        return "it was revoked"
    return _flaw(waiver, matter, policy) or _signer_flaw(attestation, signature, matter, policy)


@last_answer
def _revoked(assets: tuple[Evidence, ...]) -> frozenset[str]:
    """Ids that a revocation names which is vouched for; to take a waiver back harms nobody."""
    return frozenset(
        held.record.revokes
        for asset in assets
        for held in decided(asset.approvals, (Decision.REVOKED,))
        if not approval_flaw(held.attestation)
    )


def _signer_flaw(
    attestation: Attestation, signature: Signature, matter: Matter, policy: Policy
) -> str:
    """Why the signer may not waive this."""
    makers = [each for asset in matter.assets for each in _makers(asset)]
    if any(same_signer(each, signature) for each in makers):
        return "its signer made what it waives"
    named = named_by(attestation, policy)
    if any(_may_waive(each, matter, policy) for each in named):
        return ""
    if matter.severity is Severity.BLOCKING:
        return (
            f"the finding is blocking, and the policy does not let {signature.name or 'its signer'}"
            f" waive {matter.rule}"
        )
    if not makers and not named:
        return "nobody signed what it waives, so its signer may have made it"
    return ""


def _may_waive(approver: PolicyApprover, matter: Matter, policy: Policy) -> bool:
    """Whether the policy lets an approver waive a rule here."""
    if matter.rule not in approver.waives and ANY_RULE not in approver.waives:
        return False
    if not covers_stage(approver.stages, policy.stage):
        return False
    for asset in matter.assets:
        categories = {told.record.use_category for told in disclosures_of(asset)[0]} or {None}
        if approver.categories and not categories <= set(approver.categories):
            return False
        territories = territories_of(asset, policy) if approver.territories else ()
        if approver.territories and (not territories or beyond(territories, approver.territories)):
            return False
    return True


def _makers(asset: Evidence) -> Iterator[Signature]:
    """Who signed what a file says of itself, whether it counts or not."""
    if asset.store is not None and asset.store.active.signature is not None:
        yield asset.store.active.signature
    for told in asset.disclosures:
        if told.attestation.signature is not None:
            yield told.attestation.signature
