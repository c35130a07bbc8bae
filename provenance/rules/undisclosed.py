"""Rule ``undisclosed``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import basis, rule
from provenance.standings.standing import disclosure_standing, firmly_ai


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def undisclosed(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What declares generated content is disclosed.

    The file itself says that a model made it, wholly or in part: a manifest, an XMP packet, a
    generator's own metadata, or a match with a registered asset. Yet nobody has said with which
    tool, from what and for which use. A disclosure counts when a valid manifest store or the
    register carries it; one that is unsigned, or that was changed after it was signed, is named
    as the reason. What a mere pattern suggests is the business of ``generator-hint``.

    Why:
        The buyer asks to be told of every intended use of generative AI, and finds the marks in
        the file as well as we do.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: share any intended use.

    Fix:
        Find out how the file was made, then disclose it: ``provenance stamp FILE --source-type
        ... --tool ... --tool-version ... --use ... --stage ...``.

    Fails:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

    Passes:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [[disclosures]]
        stage = "final"
    """
    if not firmly_ai(evidence):
        return
    standing = disclosure_standing(evidence, policy)
    if standing.counting:
        return
    declaration = evidence.declaration
    kind = "composite with generated" if declaration.declared == "composite" else "generated"
    message = f"declares {kind} content, undisclosed: {basis(evidence, declaration.signals)}"
    if not standing.reasons:
        yield Problem(message, declaration.signals)
        return
    why = "; ".join(standing.reasons)
    yield Problem(
        f"{message}; a disclosure lies there but does not count: {why}",
        declaration.signals,
        advice="Ask for the file as its maker signed it. Do not stamp this one over: that would "
        "hide why its own disclosure does not count.",
    )
