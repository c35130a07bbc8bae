"""Rule ``generator-hint``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, Strength
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import basis, rule
from provenance.standings.standing import disclosure_standing


@rule(Severity.WARNING)
def generator_hint(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What looks like a generator's output is explained by a person.

    Something in the file often comes with generated media: a prompt-like text, the name of a tool
    that also does other things. That is a hint, no statement and no proof, so this rule asks
    and never accuses. A stated or proven declaration is the business of ``undisclosed``.

    Why:
        Most generators leave traces and sign nothing. Passing over them would call a file clean
        that a person with an eye for it would not.

    Source:
        House rule.

    Fix:
        Ask who made the file. If a model took part, disclose it with ``provenance stamp``; if
        none did, say so with ``--source-type`` of what it is.

    Fails:
        [[signals]]
        reader = "texts"
        where = "PNG tEXt Software"
        value = "ComfyUI"
        strength = "hint"
        ai = "generated"

    Passes:
        [[signals]]
        reader = "texts"
        where = "PNG tEXt Software"
        value = "ComfyUI"
        strength = "hint"
        ai = "generated"

        [[disclosures]]
        genai_used = "none"
        digital_source_type = "digitalCreation"
    """
    declaration = evidence.declaration
    if not declaration.is_ai or declaration.strength is not Strength.HINT:
        return
    if disclosure_standing(evidence, policy).counting:
        return
    yield Problem(
        f"may hold generated content: {basis(evidence, declaration.signals)}",
        declaration.signals,
    )
