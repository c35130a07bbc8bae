"""Rule ``actions-incomplete``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence, Integrity
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import Action, Manifest
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown

_FIRST: Final = frozenset({"c2pa.created", "c2pa.opened"})
_WITHOUT_TYPE: Final = frozenset(
    {"c2pa.converted", "c2pa.edited.metadata", "c2pa.enhanced", "c2pa.opened", "c2pa.placed"}
    | {"c2pa.published", "c2pa.redacted", "c2pa.repackaged", "c2pa.resized.proportional"}
    | {"c2pa.transcoded", "c2pa.watermarked", "c2pa.watermarked.bound", "c2pa.watermarked.unbound"}
)
"""Pre-defined actions that need no digital source type (conformance programme 0.2)."""
_PROGRAMME: Final = (2, 4)
"""Version of the specification from which the conformance programme 0.2 asks."""
_SHOWN: Final = 5


@rule(Severity.OVERRIDABLE, kind="standard")
def actions_incomplete(evidence: Evidence, _policy: Policy) -> Iterator[Problem]:
    """The active manifest's list of actions says what its version asks for.

    Of every claim of version 2: the first action is ``c2pa.created``, with a digital source type,
    or ``c2pa.opened``, with the ingredient that was opened; there is no second one. Of a claim
    that says ``specVersion`` 2.4 or later also: a digital source type on every pre-defined action
    that needs one and none on ``c2pa.opened``, ``allActionsIncluded`` true or false, and the
    actions among the created assertions. A claim that does not say its version is told as
    information and judged by the first part only. Claims of version 1 and manifests that were
    changed, cannot be read or only update another are not judged.

    Why:
        Programs decide by these fields whether media counts as generated. What is left out, they
        call ambiguous.

    Source:
        C2PA specification 2.2 (1 May 2025), section 18.15; C2PA conformance programme 0.2 (31 July
        2026) for the rest; Asset Rubrics of 6 August 2026.

    Fix:
        Have the file written anew by a version of the tool that follows the specification, or
        stamp it: ``provenance stamp FILE`` takes what is there as the parent.

    Fails:
        [store]

        [[store.manifests]]
        spec_version = "2.4.0"
        actions = [{ name = "c2pa.created" }]
        assertions = [{ label = "c2pa.hash.data", data = {} }]

    Passes:
        [store]

        [[store.manifests]]
        spec_version = "2.4.0"
        all_actions_included = false
        actions = [{ name = "c2pa.created", source_type = "digitalCapture" }]
        assertions = [{ label = "c2pa.hash.data", data = {} }]
    """
    store = evidence.store
    if store is None or evidence.integrity not in {Integrity.VALID, Integrity.NOT_CHECKED}:
        return
    manifest = store.active
    standard = any(each.label.startswith("c2pa.hash.") for each in manifest.assertions)
    if manifest.claim_version < 2 or not standard:  # noqa: PLR2004
        return
    faults = list(_inception(manifest))
    version = _version(manifest.spec_version)
    if version >= _PROGRAMME:
        faults += _programme(manifest)
    if faults:
        more = f" and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        yield Problem(f"{'; '.join(faults[:_SHOWN])}{more}", key="actions")
    if not version:
        told = f"says specVersion {shown(manifest.spec_version)}, which is no version"
        untold = "does not say which version of the specification it follows (specVersion)"
        yield Problem(
            f"the claim {told if manifest.spec_version else untold}",
            key="version",
            at_most=Severity.INFO,
        )


def _inception(manifest: Manifest) -> Iterator[str]:
    actions = manifest.actions
    if not actions:
        yield "no action is told, not even how the asset came to be"
        return
    first = actions[0]
    if first.name not in _FIRST:
        yield f"the first action is {shown(first.name)}, not c2pa.created or c2pa.opened"
    if first.name == "c2pa.created" and not first.source_type:
        yield f"{_place(first)} has no digital source type"
    opens = any(each.relationship == "parentOf" for each in manifest.ingredients)
    if first.name == "c2pa.opened" and not (first.ingredients or opens):
        yield f"{_place(first)} names no ingredient"
    for each in actions[1:]:
        if each.name in _FIRST:
            yield f"{_place(each)} is a second beginning"


def _programme(manifest: Manifest) -> Iterator[str]:
    for each in manifest.actions:
        if each.name == "c2pa.opened" and each.source_type:
            yield f"{_place(each)} has a digital source type, and may have none"
        needed = each.name.startswith("c2pa.") and each.name not in _WITHOUT_TYPE
        # That of the first one was told already.
        told = each is manifest.actions[0] and each.name == "c2pa.created"
        if needed and not each.source_type and not told:
            yield f"{_place(each)} has no digital source type"
    if manifest.all_actions_included is None:
        yield "allActionsIncluded is missing"
    gathered = [
        each.label
        for each in manifest.assertions
        if each.label.startswith("c2pa.actions") and each.created is False
    ]
    if gathered:
        yield f"{shown(gathered[0])} is not among the created assertions"


def _place(action: Action) -> str:
    return f"{shown(action.name)} ({shown(action.where)})"


def _version(text: str) -> tuple[int, ...]:
    """The first two numbers of a version; empty where there are none."""
    parts = text.strip().split(".")[:2]
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):  # noqa: PLR2004
        return ()
    return tuple(int(part) for part in parts)
