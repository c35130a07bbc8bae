"""Rule ``environment-contradicted``."""

import re
from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.tool import Environment
from provenance.model.vocabulary import Answer
from provenance.rules.base import rule, shown
from provenance.standings.cataloguing import folded, listings, told_name
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing

CONSUMER_TIERS: Final = (
    "basic",
    "consumer",
    "free",
    "freemium",
    "hobby",
    "hobbyist",
    "home",
    "individual",
    "personal",
    "private",
    "starter",
    "student",
    "trial",
)
"""Words in the name of a plan that is for private people. What vendors call their plans changes;
a policy may list its own."""
_WORD: Final = re.compile(r"[^\W_]+")


@rule(
    Severity.OVERRIDABLE,
    kind="contract",
    parameters={"consumer_tiers": CONSUMER_TIERS},
    agreements={"consumer_tiers": "all"},
)
def environment_contradicted(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What is called enterprise-secured was no consumer's account.

    A tool is said to run in an enterprise-secured environment, by the disclosure, its answer to
    principle 3 or the policy's tool catalogue, and the account tier that the disclosure tells has
    one of the words of ``consumer_tiers`` in its name.

    Why:
        The same tool keeps nothing for one plan and everything for another. Which plan it was is
        the first thing to go wrong.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, principle 3: where
        possible, an enterprise-secured environment; the tier of the licence is to be checked.

    Fix:
        Find out which account was used and correct whichever is wrong: ``account_tier`` or
        ``environment``, in a disclosure that supersedes this one.

    Fails:
        [[disclosures]]
        tools = [{ name = "Painter", account_tier = "Free", environment = "enterprise_secured" }]

    Passes:
        [[disclosures]]
        tools = [{ name = "Painter", account_tier = "Team", environment = "enterprise_secured" }]
    """
    listed = policy.parameter("environment-contradicted", "consumer_tiers", CONSUMER_TIERS)
    words = {folded(each) for each in listed}
    for held in disclosure_standing(evidence, policy).counting:
        if not uses_ai(held.record):
            continue
        answered = held.record.principles.p3_enterprise_env is Answer.YES
        for index, listing in enumerate(listings(held.record, policy.tools)):
            tool = listing.tool
            tier = folded(tool.account_tier)
            if words.isdisjoint({tier, *_WORD.findall(tier)}):
                continue
            if tool.environment is Environment.ENTERPRISE_SECURED:
                claim = "it calls the environment enterprise-secured"
            elif listing.view.environment is Environment.ENTERPRISE_SECURED:
                claim = "the catalogue calls the environment enterprise-secured"
            elif answered and tool.environment is Environment.UNKNOWN:
                claim = "it answers that the environment is enterprise-secured"
            else:
                continue
            yield Problem(
                f"{shown(told_name(tool))} was used under the account tier "
                f"{shown(tool.account_tier)}, and {claim}",
                key=f"{held.record.id} tools[{index}]",
            )
