"""Hand-made manifests: their actions, ingredients and assertions."""

from provenance.model.manifest import Action, Ingredient, Manifest, Signature, SoftwareAgent
from provenance.model.vocabulary import IPTC_SOURCE_TYPES

GENERATED = IPTC_SOURCE_TYPES + "trainedAlgorithmicMedia"
COMPOSITE = IPTC_SOURCE_TYPES + "compositeWithTrainedAlgorithmicMedia"
CAPTURE = IPTC_SOURCE_TYPES + "digitalCapture"
HUMAN = IPTC_SOURCE_TYPES + "humanEdits"


def action(name, source_type="", agent="", where="c2pa.actions.v2[0]", **parameters):
    return Action(
        name, where, source_type, SoftwareAgent(agent) if agent else None, parameters=parameters
    )


def manifest(label, *actions, generator="Tool", ingredients=(), assertions=(), signer=""):
    return Manifest(
        label,
        claim_generators=(SoftwareAgent(generator),),
        signature=Signature(organisation=signer),
        actions=actions,
        ingredients=tuple(ingredients),
        assertions=tuple(assertions),
    )


def ingredient(manifest="", relationship="parentOf", **more):
    return Ingredient("c2pa.ingredient.v3", relationship=relationship, manifest=manifest, **more)
