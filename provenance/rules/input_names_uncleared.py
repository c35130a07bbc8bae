"""Rule ``input-names-uncleared``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.cataloguing import folded
from provenance.standings.clearing import rights_cleared
from provenance.standings.completeness import is_told
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing

FREE: Final = ("owned", "own work", "public domain")
"""Rights bases that need no licence."""


@rule(
    Severity.OVERRIDABLE, kind="contract", parameters={"free": FREE}, agreements={"free": "common"}
)
def input_names_uncleared(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Whoever or whatever a prompt or input names is cleared.

    An input names a work, an artist, a public figure or a deceased person, and neither it nor the
    disclosure nor an approval in force refers to a licence or clearance; one of the rights bases
    in ``free`` needs none. The names themselves are not shown: they may be personal data.

    Why:
        "In the style of" is how a claim begins, and the prompt is the evidence in it.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: prompts or inputs that
        name copyrighted works, public figures, deceased persons or a performer's features always
        need approval; rights come before it.

    Fix:
        Clear the name and say so (``licence_ref`` of the input, ``rights_clearance_ref`` of the
        disclosure or the approval), or make it again without naming it.

    Fails:
        [[disclosures]]
        inputs = [{ kind = "prompt", names_person_or_work = ["A painter"] }]

    Passes:
        [[disclosures]]
        inputs = [{ kind = "prompt", names_person_or_work = ["A painter"], licence_ref = "L-7" }]
    """
    free = {
        folded(each).replace("_", " ")
        for each in policy.parameter("input-names-uncleared", "free", FREE)
    }
    for held in disclosure_standing(evidence, policy).counting:
        if not uses_ai(held.record):
            continue
        named = [
            each
            for each in held.record.inputs
            if each.names_person_or_work
            and not is_told(each.licence_ref)
            and folded(each.rights_basis).replace("_", " ") not in free
        ]
        if not named or rights_cleared(evidence, policy, held):
            continue
        count = len({name for each in named for name in each.names_person_or_work})
        kinds = ", ".join(dict.fromkeys(each.kind for each in named))
        whom = "1 person or work" if count == 1 else f"{count} persons or works"
        yield Problem(
            f"input ({kinds}) names {whom} and refers to no clearance", key=held.record.id
        )
