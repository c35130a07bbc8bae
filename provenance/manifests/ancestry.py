"""Disclosures in a manifest store: the asset's own, and those of what it derives from."""

from provenance.errors import RecordError
from provenance.manifests.definition import disclosure_of
from provenance.model.evidence import Attestation, HeldDisclosure, Integrity, Trust, TrustState
from provenance.model.manifest import ManifestStore, Node

TRUSTED = "signingCredential.trusted"
UNTRUSTED = "signingCredential.untrusted"


def held_disclosures(
    store: ManifestStore, integrity: Integrity, trust: Trust
) -> tuple[tuple[HeldDisclosure, ...], tuple[str, ...]]:
    """Disclosures of the active manifest and of its ancestors by ``parentOf``, newest first.

    Args:
        store: The manifest store.
        integrity: Of the active manifest.
        trust: Of the active manifest's signer.

    Returns:
        What was found, and a reason for each disclosure assertion that is malformed.
    """
    held: list[HeldDisclosure] = []
    malformed: list[str] = []
    for node in store.walk():
        if not _descends(store, node):
            continue
        try:
            record = disclosure_of(node.manifest)
        except RecordError as error:
            malformed.append(str(error))
            continue
        if record is not None:
            held.append(HeldDisclosure(record, _attest(node, integrity, trust)))
    return tuple(held), tuple(malformed)


def _descends(store: ManifestStore, node: Node) -> bool:
    """Whether the asset descends from this manifest by ``parentOf`` alone."""
    if not node.referenced:
        return False
    for upper, lower in zip(node.path, node.path[1:], strict=False):
        manifest = store.find(upper)
        links = manifest.ingredients if manifest else ()
        if not any(link.manifest == lower and link.relationship == "parentOf" for link in links):
            return False
    return True


def _attest(node: Node, integrity: Integrity, trust: Trust) -> Attestation:
    source = f"manifest {node.manifest.label}"
    signature = node.manifest.signature
    if node.via is None:
        return Attestation(source, integrity, trust, signature)
    # An ancestor is vouched for by its own signature, as validated when it was taken in.
    codes = node.via.validation
    if codes is None or integrity is not Integrity.VALID or codes.failed_codes - {UNTRUSTED}:
        return Attestation(source, Integrity.INVALID, Trust(), signature)
    if trust.state is TrustState.NOT_ASKED:
        return Attestation(source, Integrity.VALID, Trust(), signature)
    trusted = any(status.code == TRUSTED for status in codes.success)
    own = trust if trusted else Trust(TrustState.UNTRUSTED)
    return Attestation(source, Integrity.VALID, own, signature)
