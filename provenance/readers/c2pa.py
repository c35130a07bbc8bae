"""C2PA: what every manifest of a store says about generation.

Sources: C2PA 2.2 sections 18.15 (actions) and 18.16 (ingredients), ``c2pa.ai-disclosure`` of 2.4,
the C2PA Asset Rubrics of 2026-08-06 for the classes, CAWG metadata 1.1, and manifests of public
files for vendors' private fields.

Strength. *Proven* needs an active manifest whose integrity is valid and a signer that is trusted,
or about whose trust nobody asked; below it, only manifests whose own validation did not fail.
Everything else is *stated*: an untrusted, expired or revoked signer's claim (anybody can sign for
themselves), a store with an invalid binding, a manifest that nothing refers to. No claim is lost.
A generator that is only recognised by name is *stated* too: the signature proves the name, and
our table says what the tool does.

History. Within one manifest the first action says what there was and later ones what was done
to it. Where the manifest declares generated content, its other actions (a captured original, a
human edit, a visible watermark) are *neutral*; across manifests a claim of capture stands, so
that a capture laundered over a generated ingredient shows as a contradiction.
"""

from collections.abc import Iterator
from dataclasses import replace

from provenance.errors import ProvenanceError
from provenance.formats.base import BlockKind
from provenance.manifests.shared import Outcome
from provenance.model.evidence import Integrity, Signal, Strength, TrustState
from provenance.model.manifest import ManifestStore, Node
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Reader, Reading, cut
from provenance.readers.c2pa_claims import AI, Claim, claims_of
from provenance.readers.c2pa_patterns import PATTERNS
from provenance.readers.c2pa_tree import Relation, proven, relations

NAME = "c2pa"


def read(reading: Reading) -> Iterator[Signal]:
    """Signals of the whole store, in the order of its walk.

    Raises:
        DamagedFileError: An assertion meets a limit; after all signals.
    """
    found = reading.reading
    if found is None:
        return
    if found.outcome is Outcome.REMOTE_ONLY:
        value = f"manifest store elsewhere: {found.remote_url or found.detail}"
        yield Signal(NAME, "c2pa", cut(value), Strength.STATED)
    store = found.store
    if store is None or not store.manifests:
        return
    if store.remote_url:
        yield Signal(
            NAME, "c2pa", cut(f"manifest store also at {store.remote_url}"), Strength.STATED
        )
    trust = found.trust.state
    firm: frozenset[str] = frozenset()
    if found.integrity is Integrity.VALID and trust in {TrustState.TRUSTED, TrustState.NOT_ASKED}:
        firm = proven(store, trust_asked=trust is TrustState.TRUSTED)
    met: list[ProvenanceError] = []
    yield from _settled(tuple(_store_signals(store, firm, met)))
    if met:
        raise met[0]


def _store_signals(
    store: ManifestStore, firm: frozenset[str], met: list[ProvenanceError]
) -> Iterator[tuple[Signal, Claim]]:
    close = relations(store)
    for node in store.walk():
        manifest = node.manifest
        # What the tree does not reach still counts: a stripped link must not hide it.
        here = close.get(manifest.label, Relation.WHOLE)
        for claim in claims_of(store, manifest, met):
            passage = here if claim.ingredient is None else min(here, claim.ingredient)
            sure = manifest.label in firm and not claim.by_name
            yield (
                Signal(
                    reader=NAME,
                    where=_where(node, claim.where),
                    value=cut(claim.value),
                    strength=Strength.PROVEN if sure else Strength.STATED,
                    ai=passage.passes(claim.ai),
                    source_type=claim.source_type,
                    generator=claim.agent,
                    in_ingredient=manifest.label != store.active_label
                    or claim.ingredient is not None,
                    own_stamp=claim.own_stamp,
                ),
                claim,
            )


def _settled(found: tuple[tuple[Signal, Claim], ...]) -> Iterator[Signal]:
    """An edit by hand says nothing of the origin where the store tells a generated origin."""
    generated = any(signal.ai in AI for signal, _ in found)
    for signal, claim in found:
        if generated and signal.ai is AiClass.NOT_GENERATED and not claim.origin:
            yield replace(signal, ai=AiClass.NEUTRAL)
        else:
            yield signal


def _where(node: Node, place: str) -> str:
    path = " > ".join(node.path[-4:])
    path = f"... > {path}" if len(node.path) > 4 else path  # noqa: PLR2004
    loose = "" if node.referenced else " (not referenced)"
    return f"c2pa {path}{loose} {place}".strip()


READER = Reader(
    NAME,
    read,
    "C2PA manifest stores: actions v1 and v2, templates, vendors' source types, ingredients, "
    "c2pa.ai-disclosure, metadata assertions, known generators, soft bindings, remote references "
    "(C2PA 2.2 and 2.4, Asset Rubrics 2026-08-06)",
    PATTERNS,
    kinds=frozenset({BlockKind.C2PA}),
)
