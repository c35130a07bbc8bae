"""Rule ``orphan-transcode``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import Manifest, ManifestStore
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown

_FROM_A_PARENT: Final = (
    "c2pa.opened",
    "c2pa.transcoded",
    "c2pa.repackaged",
    "c2pa.converted",
)
"""Actions that presuppose an earlier file."""


@rule(Severity.OVERRIDABLE, kind="standard")
def orphan_transcode(evidence: Evidence, _policy: Policy) -> Iterator[Problem]:
    """What was opened or transcoded names the file that it came from.

    A manifest says that a file was opened, transcoded, repackaged or converted, and has no
    ``parentOf`` ingredient: the active one or, as a warning at most, the earliest that the chain of
    parents leads to. What that file was, and whether a model made it, is cut off there.

    Why:
        It is the quiet way to lose a history: a tool that signs its output and forgets its input.

    Source:
        C2PA specification 2.2 (1 May 2025), section 18.15: these actions refer to a parent
        ingredient.

    Fix:
        Export again with a tool that keeps the history, or stamp the result with the source as
        ``--ingredient``.

    Fails:
        [[store.manifests]]
        actions = [{ name = "c2pa.transcoded" }]

    Passes:
        [[store.manifests]]
        actions = [{ name = "c2pa.transcoded" }]
        ingredients = [{ relationship = "parentOf", title = "master.mov" }]
    """
    if evidence.store is None:
        return
    first = _first(evidence.store)
    done = {action.name for action in first.actions} if first else set()
    names = [name for name in _FROM_A_PARENT if name in done]
    if first is None or not names:
        return
    said = f"says {', '.join(names)} and names no parent"
    if first.label == evidence.store.active_label:
        yield Problem(f"the active manifest {said}")
    else:
        name = shown(first.title or first.label)
        yield Problem(
            f"the manifest of {name}, from which it descends, {said}",
            key=first.label,
            at_most=Severity.WARNING,
        )


def _first(store: ManifestStore) -> Manifest | None:
    """The manifest in which the chain of parents ends; None where it names a parent without one."""
    by_label = {each.label: each for each in store.manifests}
    manifest = store.active
    seen: set[str] = set()
    while manifest.label not in seen:
        seen.add(manifest.label)
        parents = [each for each in manifest.ingredients if each.relationship == "parentOf"]
        if not parents:
            return manifest
        manifest = next(
            (by_label[each.manifest] for each in parents if each.manifest in by_label), manifest
        )
    return None
