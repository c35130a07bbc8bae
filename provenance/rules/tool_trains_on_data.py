"""Rule ``tool-trains-on-data``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence, HeldDisclosure
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.tool import Deployment, Tool
from provenance.model.vocabulary import Answer
from provenance.rules.base import by_stage, rule, shown
from provenance.standings.cataloguing import USES_OF_DATA, Listing, folded, listings, told_name
from provenance.standings.clearing import gap
from provenance.standings.needs import uses_ai
from provenance.standings.standing import ApprovalState, approval_of, disclosure_standing

_WEIGHT: Final = by_stage(Severity.OVERRIDABLE, fixed=True)
"""Of an answer that nobody gives."""


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def tool_trains_on_data(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A tool neither stores nor trains on what goes in or comes out.

    What the disclosure leaves open is looked up in the policy's tool catalogue; where the two
    differ, the worse counts. A tool that stores or trains passes only with an approval in force
    whose scope names the tool: whoever gave it had the tool in view. Where neither disclosure nor
    catalogue answers, principle 2 of the disclosure does; a tool that runs locally hands nothing
    out, unless somebody says so. If nobody answers, the file is undetermined, unless the use as it
    was disclosed is approved.

    Why:
        What a service keeps, others may read; what it trains on may come out again elsewhere.
        Neither can be taken back.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, principle 2: the tool does
        not store, reuse or train on production inputs or outputs.

    Fix:
        Read the terms of the plan that was used. If they rule it out, say so: in the disclosure's
        tool (``stores_inputs = "no"`` and so on) or in the policy's ``[[tools]]``, with the terms.
        If they do not, use another plan or tool, or ask for an approval that names this one.

    Fails:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1", trains_on_inputs = "yes" }]

    Passes:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1", account_tier = "Enterprise" }]

        [[policy.tools]]
        name = "Painter"
        account_tiers = ["enterprise"]
        stores_inputs = "no"
        stores_outputs = "no"
        trains_on_inputs = "no"
        trains_on_outputs = "no"
    """
    for held in disclosure_standing(evidence, policy).counting:
        record = held.record
        if not uses_ai(record):
            continue
        answered = record.principles.p2_no_store_train
        for index, listing in enumerate(listings(record, policy.tools)):
            key = f"{record.id} tools[{index}]"
            name = shown(told_name(listing.tool))
            does = _answers(listing.view, Answer.YES)
            untold = _answers(listing.view, Answer.UNSURE)
            local = listing.view.deployment is Deployment.LOCAL
            if does:
                if not _named_in_approval(evidence, policy, held, listing.tool):
                    words = [USES_OF_DATA[each] for each in does]
                    yield Problem(f"{name} {', '.join(words)}{_says(listing, does)}", key=key)
            elif untold and answered is not Answer.YES and not local:
                words = [USES_OF_DATA[each] for each in untold]
                if _open(evidence, policy, held):
                    yield Problem(
                        f"nobody says whether {name} {' or '.join(words)}",
                        undetermined=True,
                        key=key,
                        at_most=Severity.OVERRIDABLE,
                    )


def _answers(tool: Tool, answer: Answer) -> list[str]:
    return [name for name in USES_OF_DATA if getattr(tool, name) is answer]


def _says(listing: Listing, names: list[str]) -> str:
    """Who says it, where it is not the disclosure."""
    by_catalogue = any(getattr(listing.tool, each) is not Answer.YES for each in names)
    return ", says the catalogue" if by_catalogue else ""


def _open(evidence: Evidence, policy: Policy, held: HeldDisclosure) -> bool:
    """Whether nobody has decided on the use, and no rule about approvals says so as heavily."""
    if approval_of(evidence, policy, held).state is ApprovalState.NOT_NEEDED:
        return True
    return bool(gap(evidence, policy, held, "tool-trains-on-data", _WEIGHT))


def _named_in_approval(
    evidence: Evidence, policy: Policy, held: HeldDisclosure, tool: Tool
) -> bool:
    """Whether the use is approved, by a scope that names the tool.

    A scope that names tools covers no use of others, so that it covers this one says the rest.
    """
    standing = approval_of(evidence, policy, held)
    return standing.state is ApprovalState.APPROVED and any(
        folded(each.name) == folded(tool.name)
        for approval in standing.held
        for each in approval.record.scope.tools
    )
