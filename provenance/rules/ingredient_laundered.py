"""Rule ``ingredient-laundered``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import CAPTURED
from provenance.rules.base import rule, shown
from provenance.standings.claims import claimed_types
from provenance.standings.laundering import laundered

_SHOWN: Final = 3


@rule(Severity.BLOCKING)
def ingredient_laundered(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A generated ingredient is not passed over in silence.

    The active manifest claims a capture, or says nothing of generation, while a manifest below
    it, however deep, says that its content was generated. What only served as an input (a prompt,
    a reference picture) is left out; so is a generator that merely signs its own output twice. A
    disclosure that says generated or composite clears it.

    Why:
        One export from an honest program turns "made by a model" into "edited by hand" for
        everyone who reads the top of the history only.

    Source:
        House rule, after C2PA specification 2.2 (1 May 2025), section 18.16 (ingredients), and the
        C2PA Asset Rubrics of August 2026.

    Fix:
        Disclose what the ingredient was used for: ``provenance stamp FILE --source-type
        compositeWithTrainedAlgorithmicMedia``. If it is not in the picture any more, say so to
        whoever approves.

    Fails:
        [[store.manifests]]
        label = "top"
        actions = [{ name = "c2pa.created", source_type = "digitalCapture" }]
        ingredients = [{ manifest = "below", title = "sky.png", relationship = "componentOf" }]

        [[store.manifests]]
        label = "below"
        actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]

    Passes:
        [[store.manifests]]
        label = "top"
        actions = [{ name = "c2pa.created", source_type = "compositeWithTrainedAlgorithmicMedia" }]
        ingredients = [{ manifest = "below", title = "sky.png", relationship = "componentOf" }]

        [[store.manifests]]
        label = "below"
        actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]
    """
    store, generated = evidence.store, laundered(evidence, policy)
    if store is None or not generated:
        return
    claims = [reading.term.code for reading in claimed_types(store.active) if reading.term]
    captured = next((code for code in claims if code in CAPTURED), "")
    top = f"claims {captured}" if captured else "says nothing of generation"
    names = ", ".join(map(shown, generated[:_SHOWN]))
    more = f" and {len(generated) - _SHOWN} more" if len(generated) > _SHOWN else ""
    yield Problem(
        f"the active manifest {top}, over generated content in {names}{more}",
        tuple(
            index for index in evidence.declaration.signals if evidence.signals[index].in_ingredient
        ),
    )
