"""Rule ``source-type-ambiguous``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, class_of
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import AiClass
from provenance.rules.base import basis, rule
from provenance.standings.standing import disclosure_standing


@rule(Severity.WARNING, kind="standard")
def source_type_ambiguous(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What may or may not hold generated parts is explained by a person.

    The file says ``composite``, ``screenCapture``, ``virtualRecording`` or the retired
    ``digitalArt``. None of them says generated, none of them excludes it, and nothing else in the
    file decides. A disclosure does.

    Why:
        A screen recording of a generated clip is truthfully a screen recording.

    Source:
        C2PA Asset Rubrics of August 2026: these terms are possibly generative.

    Fix:
        Ask who made the file, then disclose it with the exact term.

    Fails:
        [[signals]]
        source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/screenCapture"

    Passes:
        [[signals]]
        source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/screenCapture"

        [[disclosures]]
        genai_used = "none"
        digital_source_type = "screenCapture"
    """
    if evidence.declaration.is_ai or disclosure_standing(evidence, policy).counting:
        return
    found = tuple(
        index
        for index, signal in enumerate(evidence.signals)
        if class_of(signal) is AiClass.AMBIGUOUS and not signal.in_ingredient
    )
    if found:
        yield Problem(f"may hold generated content: {basis(evidence, found)}", found)
