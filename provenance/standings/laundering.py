"""Generated ingredients of an asset whose maker says nothing of them. Pure."""

from provenance.model.evidence import Evidence
from provenance.model.manifest import Manifest, ManifestStore
from provenance.model.policy import Policy
from provenance.model.vocabulary import read_source_type
from provenance.standings.claims import AI, claims_ai
from provenance.standings.needs import discloses_ai
from provenance.standings.remembering import last_answer
from provenance.standings.standing import disclosure_standing


@last_answer
def laundered(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    """Names of the generated ingredients that an asset passes over in silence.

    Empty where its active manifest, or a disclosure that counts, says that content was generated.

    Args:
        evidence: The asset.
        policy: Decides which disclosures count.
    """
    store = evidence.store
    if store is None or claims_ai(store.active):
        return ()
    if any(discloses_ai(held.record) for held in disclosure_standing(evidence, policy).counting):
        return ()
    return tuple(_generated(store))


def _generated(store: ManifestStore) -> list[str]:
    """Names of generated ingredients, those that are inputs only left out."""
    by_label = {manifest.label: manifest for manifest in store.manifests}
    names: dict[str, str] = {}
    pending = [store.active]
    seen = {store.active_label}
    loose = [node.manifest for node in store.walk() if not node.referenced]
    while pending:
        manifest = pending.pop()
        for each in manifest.ingredients:
            below = by_label.get(each.manifest)
            if each.relationship == "inputTo":
                continue
            if read_source_type(each.source_type).ai in AI:
                names[f"{manifest.label} {each.label}"] = each.title or each.label
            if below is None or below.label in seen:
                continue
            seen.add(below.label)
            pending.append(below)
            if claims_ai(below) and not _wraps(manifest, below):
                names[below.label] = each.title or below.title or below.label
    for manifest in loose:
        if manifest.label not in seen and claims_ai(manifest):
            names[manifest.label] = manifest.title or manifest.label
    return list(names.values())


def _wraps(upper: Manifest, lower: Manifest) -> bool:
    """Whether a generator signed its own output again, without any action of its own."""
    if upper.actions or len(upper.ingredients) != 1:
        return False
    makers = {each.name for each in upper.claim_generators}
    return not makers.isdisjoint(each.name for each in lower.claim_generators)
