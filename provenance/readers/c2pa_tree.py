"""What each manifest of a store says about the asset: its relation to it, and its proof.

The relation (C2PA 2.2, section 18.16): what is true of a ``parentOf`` ingredient is true of the
asset until an action changes it; a generated ``componentOf`` makes the asset a composite; an
``inputTo`` (prompt, model, reference picture) says nothing about the output by itself. A manifest
may be reached by several routes: the closest relation counts.

The proof: an ingredient's manifest is proven where the active manifest is, and no validation on
some route down to it failed. A manifest that nothing refers to proves nothing.
"""

from enum import IntEnum

from provenance.model.manifest import Ingredient, Manifest, ManifestStore, Validation
from provenance.model.vocabulary import AiClass
from provenance.readers.generators import known_claim

UNTRUSTED = "signingCredential.untrusted"


class Relation(IntEnum):
    """What a manifest is to the asset, the most distant first."""

    INPUT = 0
    COMPONENT = 1
    WHOLE = 2

    def passes(self, ai: AiClass | None) -> AiClass | None:
        """What a class that is true of the manifest's asset says about ours."""
        if self is Relation.WHOLE or ai is None:
            return ai
        if self is Relation.COMPONENT and ai in {AiClass.GENERATED, AiClass.COMPOSITE}:
            return AiClass.COMPOSITE
        return AiClass.NEUTRAL


def relations(store: ManifestStore) -> dict[str, Relation]:
    """The closest relation of every manifest that the tree reaches, by label."""
    by_label = {manifest.label: manifest for manifest in store.manifests}
    found = {store.active_label: Relation.WHOLE}
    pending = [store.active_label]
    while pending:
        label = pending.pop()
        manifest = by_label.get(label)
        if manifest is None:
            continue
        for ingredient in manifest.ingredients:
            child = by_label.get(ingredient.manifest)
            if child is None:
                continue
            here = min(found[label], relation(manifest, ingredient, child))
            if found.get(child.label, -1) < here:  # at most three times for each manifest
                found[child.label] = here
                pending.append(child.label)
    return found


def relation(manifest: Manifest, ingredient: Ingredient, child: Manifest | None) -> Relation:
    """What one ingredient is to the manifest that names it; unknown words count as component."""
    if ingredient.relationship == "parentOf":
        return Relation.WHOLE
    if ingredient.relationship == "inputTo":
        return Relation.INPUT
    if child is not None and _only_wraps(manifest, child):
        return Relation.WHOLE
    return Relation.COMPONENT


def _only_wraps(manifest: Manifest, child: Manifest) -> bool:
    """Whether a generator merely packed its own output again.

    ChatGPT signs a finished picture and then, without any action, a second manifest with the
    first as its one ``componentOf``.
    """
    if manifest.actions or len(manifest.ingredients) != 1:
        return False
    known = known_claim(manifest.claim_generators)
    return known is not None and known is known_claim(child.claim_generators)


def proven(store: ManifestStore, *, trust_asked: bool) -> frozenset[str]:
    """Labels of the manifests that stand proven, given that the active one does.

    Args:
        store: The manifest store.
        trust_asked: Whether trust lists were given: only then is an ingredient's untrusted
            signer an objection.
    """
    by_label = {manifest.label: manifest for manifest in store.manifests}
    found = {store.active_label}
    pending = [store.active_label]
    while pending:
        manifest = by_label.get(pending.pop())
        for ingredient in manifest.ingredients if manifest else ():
            child = by_label.get(ingredient.manifest)
            if child is None or child.label in found:
                continue
            results = (ingredient.validation, ingredient.deltas, child.validation)
            if not any(_failed(each, trust_asked=trust_asked) for each in results):
                found.add(child.label)
                pending.append(child.label)
    return frozenset(found)


def _failed(validation: Validation | None, *, trust_asked: bool) -> bool:
    if validation is None:
        return False
    tolerated = frozenset() if trust_asked else frozenset({UNTRUSTED})
    return bool(validation.failed_codes - tolerated)
