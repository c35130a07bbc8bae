"""Rule ``tool-not-listed``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.cataloguing import listings, told_name
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing


@rule(Severity.WARNING)
def tool_not_listed(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Every disclosed tool is in the policy's tool catalogue.

    By its name, its vendor where both tell one, its version and its model. Where only the version
    or the model is not told, the file is undetermined. A policy without ``[[tools]]`` has no
    catalogue, and this rule is silent.

    Why:
        A tool that nobody at the house has looked at is used on terms that nobody has read.

    Source:
        House rule.

    Fix:
        Look at the tool and its terms and add it to ``[[tools]]`` of the policy, or use one that
        is listed. If the name is misspelt, correct it in a disclosure that supersedes this one.

    Fails:
        [[disclosures]]
        tools = [{ name = "Painter", version = "4.0" }]

        [[policy.tools]]
        name = "Painter"
        versions = ">=3,<4"

    Passes:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1" }]

        [[policy.tools]]
        name = "Painter"
        versions = ">=3,<4"
    """
    if not policy.tools:
        return
    for held in disclosure_standing(evidence, policy).counting:
        if not uses_ai(held.record):
            continue
        for index, listing in enumerate(listings(held.record, policy.tools)):
            if listing.reason:
                yield Problem(
                    f"{shown(told_name(listing.tool))}: {shown(listing.reason)}",
                    undetermined=listing.unsure,
                    key=f"{held.record.id} tools[{index}]",
                )
