"""What one manifest says about generation, its history settled; ``c2pa`` makes signals of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from provenance.errors import ProvenanceError
from provenance.frozen import dataclass
from provenance.model.manifest import (
    Action,
    Assertion,
    Manifest,
    ManifestStore,
    Shared,
    Signature,
    SoftwareAgent,
    StoreLocation,
)
from provenance.model.vocabulary import CAPTURED, AiClass, read_source_type
from provenance.readers.c2pa_assertions import AssertionClaim, assertion_claims
from provenance.readers.c2pa_tree import Relation, relation
from provenance.readers.generators import full_name, known_agent, known_claim

AI = frozenset({AiClass.GENERATED, AiClass.COMPOSITE})
"""Classes that say that a model made what is seen or heard, or a part of it."""
_ADDING = frozenset({"c2pa.placed"})
"""Actions whose source type speaks of what was added, not of the whole."""
_INCEPTION = frozenset({"c2pa.created", "c2pa.opened"})
_PASSIVE = frozenset(
    {
        "c2pa.opened",
        "c2pa.converted",
        "c2pa.transcoded",
        "c2pa.published",
        "c2pa.repackaged",
        "c2pa.redacted",
        "c2pa.watermarked",
        "c2pa.watermarked.bound",
        "c2pa.watermarked.unbound",
    }
)
"""Actions that a generator also applies to what it did not make."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place of a manifest says, before its relation to the asset is known.

    Attributes:
        where: Place within the manifest.
        value: As signals show it.
        ai: What it says of the manifest's own asset.
        source_type: As written, or "".
        agent: Software that it names.
        origin: Whether it speaks of where the content came from, not of one edit.
        by_name: Whether only our table of generators says so.
        own_stamp: Whether our own assertion says so.
        ingredient: What the ingredient that it speaks of is to the manifest; None for itself.
    """

    where: str
    value: str
    ai: AiClass | None
    source_type: str = ""
    agent: SoftwareAgent | None = None
    origin: bool = False
    by_name: bool = False
    own_stamp: bool = False
    ingredient: Relation | None = None


def claims_of(
    store: ManifestStore, manifest: Manifest, met: list[ProvenanceError]
) -> Iterable[Claim]:
    """Everything that one manifest says, its history settled.

    Args:
        store: Which holds the manifests of its ingredients.
        manifest: One of its manifests.
        met: Limits that were met are added to it.
    """
    actions, assertions = manifest.actions, manifest.assertions
    if isinstance(assertions, Shared) and isinstance(actions, Shared) and not manifest.ingredients:
        try:
            return _kept_claims(actions, assertions, manifest.claim_generators, _signer(manifest))
        except ProvenanceError:
            pass  # said as far as it goes, and why it does not go further
    return _all_claims(store, manifest, met)


@lru_cache(maxsize=256)
def _kept_claims(
    actions: Shared[Action],
    assertions: Shared[Assertion],
    claim_generators: tuple[SoftwareAgent, ...],
    signer: str,
) -> tuple[Claim, ...]:
    """The claims of a manifest without ingredients, which rest on nothing but these."""
    manifest = Manifest(
        "",
        claim_generators=claim_generators,
        signature=Signature(organisation=signer),
        actions=actions,
        assertions=assertions,
    )
    met: list[ProvenanceError] = []
    store = ManifestStore("", StoreLocation.EMBEDDED, "", (manifest,))
    claims = tuple(_all_claims(store, manifest, met))
    if met:
        raise met[0]
    return claims


def _signer(manifest: Manifest) -> str:
    return manifest.signature.name if manifest.signature else ""


def _all_claims(
    store: ManifestStore, manifest: Manifest, met: list[ProvenanceError]
) -> Iterator[Claim]:
    name = full_name(None, manifest.claim_generators, _signer(manifest))
    actions = tuple(_action(manifest, action) for action in manifest.actions)
    # What made it is named by the action; the claim generator may only have written it down.
    maker = next((claim.agent for claim in actions if claim.ai in AI and claim.agent), name)
    others = tuple(
        Claim(
            where=each.where,
            value=each.value,
            ai=each.ai,
            source_type=each.source_type,
            agent=each.agent or (maker if each.ai in AI else None),
            origin=True,
            own_stamp=each.own_stamp,
        )
        for each in _until(assertion_claims(manifest), met)
    )
    ai = any(claim.ai in AI for claim in (*actions, *others))
    for claim in actions:
        quiet = ai and claim.ai is AiClass.NOT_GENERATED
        if claim.ai is not None or claim.source_type:
            yield replace(claim, ai=AiClass.NEUTRAL) if quiet else claim
    yield from others
    yield from _ingredients(store, manifest)
    yield from _bindings(manifest)
    if not any(claim.source_type for claim in actions) and not ai:
        yield from _by_name(manifest, name)


def _until(
    claims: Iterator[AssertionClaim], met: list[ProvenanceError]
) -> Iterator[AssertionClaim]:
    try:
        yield from claims
    except ProvenanceError as error:
        met.append(error)


def _action(manifest: Manifest, action: Action) -> Claim:
    term = read_source_type(action.source_type) if action.source_type else None
    ai = term.ai if term else None
    if ai is AiClass.GENERATED and action.name in _ADDING:
        ai = AiClass.COMPOSITE
    agent = full_name(_agent(action), manifest.claim_generators, _signer(manifest))
    captured = term is not None and term.term is not None and term.term.code in CAPTURED
    return Claim(
        where=action.where,
        value=f"{action.name} {action.source_type}".strip(),
        ai=ai,
        source_type=action.source_type,
        agent=agent,
        origin=action.name in _INCEPTION or captured,
    )


def _agent(action: Action) -> SoftwareAgent | None:
    version = action.parameters.get("com.adobe.firefly.version")
    if action.agent and not action.agent.version and isinstance(version, str):
        return SoftwareAgent(action.agent.name, version.split("-")[0])
    return action.agent


def _ingredients(store: ManifestStore, manifest: Manifest) -> Iterator[Claim]:
    """Source types on ingredients themselves (C2PA 2.4: for those without a manifest)."""
    for ingredient in manifest.ingredients:
        if ingredient.source_type:
            yield Claim(
                where=f"{ingredient.label} {ingredient.relationship}".strip(),
                value=f"ingredient {ingredient.source_type}",
                ai=read_source_type(ingredient.source_type).ai,
                source_type=ingredient.source_type,
                ingredient=relation(manifest, ingredient, store.find(ingredient.manifest)),
            )


def _bindings(manifest: Manifest) -> Iterator[Claim]:
    """Watermarks and fingerprints: they say "marked", not "generated"."""
    for assertion in manifest.assertions:
        if assertion.label.split("__")[0] == "c2pa.soft-binding" and isinstance(
            assertion.data, dict
        ):
            algorithm = assertion.data.get("alg")
            if isinstance(algorithm, str) and algorithm:
                yield Claim(assertion.label, f"soft binding {algorithm}", None)


def _by_name(manifest: Manifest, name: SoftwareAgent | None) -> Iterator[Claim]:
    """A known generator in a manifest that carries no source type."""
    claim = known_claim(manifest.claim_generators)
    if claim is not None:
        generator = next(each.name for each in manifest.claim_generators if each.name)
        yield Claim(
            where="claim_generator",
            value=f"{generator}, a generator; no digital source type",
            ai=claim.ai,
            agent=name,
            origin=True,
            by_name=True,
        )
        return
    for action in manifest.actions:
        known = known_agent(action.agent)
        if known is None or action.name in _PASSIVE:
            continue
        whole = action.name == "c2pa.created"
        yield Claim(
            where=action.where,
            value=f"{action.name} by {action.agent.name if action.agent else ''}, a generator; "
            "no digital source type",
            ai=known.ai if whole or known.ai is AiClass.ENHANCED else AiClass.COMPOSITE,
            agent=_action(manifest, action).agent,
            origin=True,
            by_name=True,
        )
