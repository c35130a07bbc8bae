"""Rule ``orphan-transcode``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule

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

    The active manifest says that a file was opened, transcoded, repackaged or converted, and has
    no ``parentOf`` ingredient. What that file was, and whether a model made it, is cut off.

    Why:
        It is the quiet way to lose a history: a tool that signs its output and forgets its input.

    Source:
        C2PA specification 2.2, section 18.15: these actions refer to a parent ingredient.

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
    active = evidence.store.active
    if any(each.relationship == "parentOf" for each in active.ingredients):
        return
    done = {action.name for action in active.actions}
    names = [name for name in _FROM_A_PARENT if name in done]
    if names:
        yield Problem(f"the active manifest says {', '.join(names)} and names no parent")
