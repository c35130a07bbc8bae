"""Rule ``rights-basis-missing``."""

from collections.abc import Iterator

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import Answer
from provenance.rules.base import rule
from provenance.standings.clearing import rights_cleared
from provenance.standings.completeness import is_told
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing


@rule(Severity.OVERRIDABLE, kind="contract")
def rights_basis_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Protected material of others has a rights basis.

    An input holds protected material of others and tells neither why it may be used nor a licence;
    or principle 1 is answered no, which means that the output recreates such material. A clearance
    that the disclosure or an approval in force refers to answers both.

    Why:
        What went in can come out, and whoever distributes it answers for it.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, principle 1: the output
        does not replicate or substantially recreate material that is not owned.

    Fix:
        Tell ``rights_basis`` and ``licence_ref`` of the input, or the clearance of the whole as
        ``rights_clearance_ref``; without either, replace the material.

    Fails:
        [[disclosures]]
        inputs = [{ kind = "image", third_party_ip = true, rights_basis = "TBD" }]

    Passes:
        [[disclosures]]
        inputs = [{ kind = "image", third_party_ip = true, rights_basis = "licensed" }]
    """
    for held in disclosure_standing(evidence, policy).counting:
        if not uses_ai(held.record):
            continue
        lacking = list(_lacking(held.record))
        if lacking and not rights_cleared(evidence, policy, held):
            yield Problem(
                f"{' and '.join(lacking)}, and no rights basis is told", key=held.record.id
            )


def _lacking(record: Disclosure) -> Iterator[str]:
    kinds = dict.fromkeys(
        each.kind
        for each in record.inputs
        if each.third_party_ip and not (is_told(each.rights_basis) or is_told(each.licence_ref))
    )
    if kinds:
        yield f"protected material of others went in ({', '.join(kinds)})"
    if record.principles.p1_no_replication is Answer.NO:
        yield "the output recreates material that is not owned (principle 1 is answered no)"
