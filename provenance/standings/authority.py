"""Who may decide: whose certificate a policy names, for what, and who is who."""

from collections.abc import Iterable

from provenance.model.evidence import Attestation, HeldApproval, Integrity
from provenance.model.manifest import Signature
from provenance.model.policy import Policy, PolicyApprover
from provenance.standings.scoping import Use, covers_stage
from provenance.standings.territories import beyond


def authority_flaw(held: HeldApproval, policy: Policy, use: Use) -> str:
    """Why the signer may not approve this use under the policy; "" where the signer may.

    A policy that names approvers asks for their signature, also on what the register holds.

    Args:
        held: The approval.
        policy: Names the approvers; without any, every trusted signer may approve.
        use: What is to be approved.
    """
    if not policy.approvers:
        return ""
    attestation = held.attestation
    signature = attestation.signature
    if signature is None or attestation.integrity is not Integrity.VALID:
        return "it is unsigned, and the policy names who may approve"
    named = named_by(attestation, policy)
    if not named:
        alike = any(each.certificate in _names(attestation) for each in policy.approvers)
        where = f", whom {attestation.trust.list_name or 'another list'} vouches for,"
        return (
            f"its signer {signature.name or 'without a name'}{where if alike else ''} is no "
            "approver of the policy"
        )
    flaws = [beyond_authority(each, use) for each in named]
    return "" if "" in flaws else flaws[0]


def named_by(attestation: Attestation, policy: Policy) -> tuple[PolicyApprover, ...]:
    """The approvers of a policy who go by the certificate of a valid signature.

    A fingerprint is the certificate itself. A name is believed of a trusted signer only, and only
    where the list that trusts it is the one that the policy names beside it.
    """
    signature = attestation.signature
    if signature is None or attestation.integrity is not Integrity.VALID:
        return ()
    names = _names(attestation)
    trust_list = attestation.trust.list_name
    return tuple(
        each
        for each in policy.approvers
        if each.certificate == signature.fingerprint
        or (each.certificate in names and each.trust_list and each.trust_list == trust_list)
    )


def beyond_authority(approver: PolicyApprover, use: Use) -> str:
    """What of a use lies beyond what an approver may decide; "" where nothing does."""
    category = use.disclosure.use_category
    stages = tuple(dict.fromkeys((use.stage, use.disclosure.stage or use.stage)))
    within = not approver.categories or category in approver.categories
    if not within or not all(covers_stage(approver.stages, stage) for stage in stages):
        words = " and ".join(stages)
        return f"{approver.name} may not approve {category or 'an untold use'} at stage {words}"
    if approver.territories and not use.places:
        only = ", ".join(approver.territories)
        return f"{approver.name} may approve for {only} alone, and no territory is told"
    far = beyond(use.places, approver.territories) if approver.territories else ()
    return f"{approver.name} may not approve for {', '.join(far)}" if far else ""


def same_signer(one: Signature, other: Signature) -> bool:
    """Whether two signatures were made with one certificate."""
    if one.fingerprint or other.fingerprint:
        return one.fingerprint == other.fingerprint
    return bool(one.serial) and (one.serial, one.issuer) == (other.serial, other.issuer)


def signed_by_one_of(makers: Iterable[Signature | None], attestation: Attestation) -> bool:
    """Whether what is signed bears the certificate of one of those who made something."""
    signature = attestation.signature
    return signature is not None and any(
        maker is not None and same_signer(maker, signature) for maker in makers
    )


def _names(attestation: Attestation) -> frozenset[str]:
    """Names that a trusted certificate bears."""
    signature = attestation.signature
    if signature is None or not attestation.proven:
        return frozenset()
    return frozenset({signature.subject, signature.organisation} - {""})
