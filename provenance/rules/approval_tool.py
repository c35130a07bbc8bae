"""Rule ``approval-tool``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approval_standings
from provenance.standings.wanting import TOOL, closest_approval, lacks


@rule(Severity.OVERRIDABLE)
def approval_tool(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An approval covers the tools, versions and models that were used.

    The approval that comes closest is for this use, and names tools with a rule for their version
    ("3", ">=3,<4") or models; the disclosure names another one, or does not tell which version or
    model it was.

    Why:
        What a tool does with its inputs, and what it was trained on, changes with its version. A
        yes to one is no yes to the next.

    Source:
        House rule; Netflix's guidance (August 2025) asks to look at each tool and its terms.

    Fix:
        Have the approval extended to the tool as it was used: ``provenance approve FILE --tool
        "NAME:>=3,<5"``; or make the element with what was approved.

    Fails:
        [[disclosures]]
        stage = "final"
        tools = [{ name = "Painter", version = "4.0" }]

        [[approvals]]
        scope = { digests = ["a"], tools = [{ name = "Painter", versions = ">=3,<4" }] }

    Passes:
        [[disclosures]]
        stage = "final"
        tools = [{ name = "Painter", version = "3.2" }]

        [[approvals]]
        scope = { digests = ["a"], tools = [{ name = "Painter", versions = ">=3,<4" }] }
    """
    for standing in approval_standings(evidence, policy):
        found = lacks(standing, policy, TOOL)
        if found and standing.disclosure:
            reference = closest_approval(standing).reference
            yield Problem(
                f"the approval is for other tools: {reference}: {'; '.join(found)}",
                key=f"{standing.disclosure.id} {' '.join(standing.records)}",
            )
