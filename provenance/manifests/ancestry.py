"""Disclosures in a manifest store: the asset's own, and those of what it derives from."""

from provenance.errors import RecordError
from provenance.model.evidence import Attestation, HeldDisclosure, Integrity, Trust, TrustState
from provenance.model.manifest import Ingredient, ManifestStore, Node
from provenance.model.vocabulary import DISCLOSURE_LABEL

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
        # Asked first: most stores hold none, and the module that reads them brings its model.
        assertion = node.manifest.assertion(DISCLOSURE_LABEL)
        route = _descent(store, node) if assertion else None
        if assertion is None or route is None:
            continue
        from provenance.manifests.definition import disclosure_of  # noqa: PLC0415

        try:
            record = disclosure_of(node.manifest)
        except RecordError as error:
            malformed.append(str(error))
            continue
        if record is not None:
            attestation = _attest(node, route, integrity, trust)
            if assertion.created is False:
                # Handed to the signer's program by something else: the signer says so (C2PA 2.2,
                # section 10.3.2.2, gathered assertions), and vouches for nothing in it.
                attestation = Attestation(f"gathered assertion of {attestation.source}")
            held.append(HeldDisclosure(record, attestation))
    return tuple(held), tuple(malformed)


def _descent(store: ManifestStore, node: Node) -> tuple[Ingredient, ...] | None:
    """The links from the asset up to this manifest; None unless all of them are ``parentOf``."""
    if not node.referenced:
        return None
    links: list[Ingredient] = []
    for upper, lower in zip(node.path, node.path[1:], strict=False):
        manifest = store.find(upper)
        found = [
            link
            for link in (manifest.ingredients if manifest else ())
            if link.manifest == lower and link.relationship == "parentOf"
        ]
        if not found:
            return None
        links += found
    return tuple(links)


def _attest(
    node: Node, route: tuple[Ingredient, ...], integrity: Integrity, trust: Trust
) -> Attestation:
    source = f"manifest {node.manifest.label}"
    signature = node.manifest.signature
    if not route:
        return Attestation(source, integrity, trust, signature)
    # An ancestor is vouched for by its own signature, as validated when it was taken in, and by
    # every link on the way: what was found broken since, and by whom, stands in the deltas.
    results = [each for link in route for each in (link.validation, link.deltas) if each]
    results.append(node.manifest.validation)
    failed = frozenset[str]().union(*(each.failed_codes for each in results))
    recorded = all(link.validation for link in route)
    if not recorded or integrity is not Integrity.VALID or failed - {UNTRUSTED}:
        return Attestation(source, Integrity.INVALID, Trust(), signature)
    if trust.state is TrustState.NOT_ASKED:
        return Attestation(source, Integrity.VALID, Trust(), signature)
    proven = trust.state is TrustState.TRUSTED and all(map(_stands_on_our_lists, route))
    # On which of them is not recorded: the list of the active manifest's signer may be another.
    own = TrustState.TRUSTED if proven else TrustState.UNTRUSTED
    return Attestation(source, Integrity.VALID, Trust(own), signature)


def _stands_on_our_lists(link: Ingredient) -> bool:
    """Whether an ingredient's signer is trusted now.

    What was recorded when it was taken in holds for the lists of whoever did that; where ours
    give another answer, the deltas say so.
    """
    codes = {each.code for each in link.deltas.success} if link.deltas else set()
    if TRUSTED in codes:
        return True
    if link.deltas and UNTRUSTED in link.deltas.failed_codes:
        return False
    return link.validation is not None and any(
        each.code == TRUSTED for each in link.validation.success
    )
