"""Rule ``personal-data-unapproved``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import by_stage, rule
from provenance.standings.clearing import gap
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def personal_data_unapproved(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Personal data goes into a tool only with an approval.

    An input holds personal data of cast, crew or others, and no approval covers the use. Where the
    policy lists ``approval-missing`` or another rule about approvals with at least the same
    weight, that rule tells what is not approved, and this one is silent: one gap is one finding.

    Why:
        A face, a voice or a call sheet belongs to somebody who was not asked.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, data use: personal data of
        cast and crew always needs written approval.

    Fix:
        Get the approval, or make it again without the personal data.

    Fails:
        [[disclosures]]
        inputs = [{ kind = "image", personal_data = "some" }]

    Passes:
        [[disclosures]]
        inputs = [{ kind = "image", personal_data = "some" }]

        [[approvals]]
        attested = "trusted"
    """
    for held in disclosure_standing(evidence, policy).counting:
        inputs = [each for each in held.record.inputs if each.personal_data != "none"]
        if not inputs or not uses_ai(held.record):
            continue
        severity = by_stage(Severity.BLOCKING, fixed=True)
        lacks = gap(evidence, policy, held, "personal-data-unapproved", severity)
        if lacks:
            special = any(each.personal_data == "special" for each in inputs)
            kinds = ", ".join(dict.fromkeys(each.kind for each in inputs))
            words = "personal data of a special category" if special else "personal data"
            yield Problem(f"{words} went into a tool ({kinds}) {lacks}", key=held.record.id)
