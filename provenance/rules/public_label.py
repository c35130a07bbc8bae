"""Rule ``public-label``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, Strength
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import basis, rule, shown
from provenance.standings.routing import outlets_of


@rule(Severity.WARNING, kind="contract")
def public_label(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Nobody is surprised by the public label that an outlet makes of a mark.

    The file declares generated content, and goes to a destination for which the policy says
    ``labels_publicly = true``: an outlet that reads the mark and shows a label of its own, which
    the uploader may not be able to remove. The finding names the mark. It is no call to take the
    mark out: it is a call to know before the campaign goes out.

    Why:
        A trailer with one generated background plate is shown to everyone under a label that
        says no more than "made with AI". Marketing and the talent's agents want to hear of it
        from the production.

    Source:
        YouTube, since May 2026: content with C2PA marks of generation is labelled automatically,
        and such labels are locked. Read in secondary sources.

    Fix:
        Tell whoever publishes it, and put a notice in words of your own beside it. If the
        generated element is not meant to be in this version, replace it at its source. Where the
        label is agreed, say so in a waiver.

    Fails:
        [policy]
        bound_for = ["YouTube"]
        destinations = [{ name = "YouTube", labels_publicly = true }]

        [[signals]]
        source_type = "compositeWithTrainedAlgorithmicMedia"

    Passes:
        [policy]
        bound_for = ["YouTube"]
        destinations = [{ name = "YouTube", labels_publicly = true }]

        [[signals]]
        source_type = "digitalCapture"
    """
    declaration = evidence.declaration
    if not declaration.is_ai:
        return
    marks = tuple(
        index
        for index in declaration.signals
        if evidence.signals[index].strength is not Strength.HINT
    )
    if not marks:
        return
    for outlet in outlets_of(evidence, policy):
        if outlet.labels_publicly:
            yield Problem(
                f"{shown(outlet.name)} makes a public label of this mark: {basis(evidence, marks)}",
                marks,
                key=outlet.name,
            )
