"""Where an asset goes: destinations and territories. Pure."""

from collections.abc import Collection

from provenance.model.evidence import Evidence
from provenance.model.policy import Destination, Policy
from provenance.standings.counting import disclosure_standing
from provenance.standings.remembering import last_answer
from provenance.standings.territories import EVERYWHERE, codes, reaches

__all__ = [
    "EVERYWHERE",
    "destinations_of",
    "may_reach",
    "outlets_of",
    "reaches",
    "territories_of",
]


@last_answer
def destinations_of(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    """Names of the destinations of an asset: what the scan says, else what its disclosures say."""
    if policy.bound_for:
        return policy.bound_for
    standing = disclosure_standing(evidence, policy)
    return tuple(
        dict.fromkeys(name for held in standing.counting for name in held.record.destinations)
    )


def outlets_of(evidence: Evidence, policy: Policy) -> tuple[Destination, ...]:
    """What the policy knows of the destinations of an asset; unknown names are left out."""
    names = set(destinations_of(evidence, policy))
    return tuple(each for each in policy.destinations if each.name in names)


@last_answer
def territories_of(evidence: Evidence, policy: Policy) -> frozenset[str]:
    """Territories that an asset goes to, in capitals; empty where nobody says.

    Where the scan names the destination of this version, what a disclosure says of others does
    not matter.
    """
    told = {code for outlet in outlets_of(evidence, policy) for code in outlet.territories}
    if policy.bound_for and told:
        return codes(told)
    standing = disclosure_standing(evidence, policy)
    told |= {code for held in standing.counting for code in held.record.territories}
    return codes(told)


def may_reach(evidence: Evidence, policy: Policy, wanted: Collection[str]) -> bool:
    """Whether an asset goes to one of some territories, or nobody says where it goes.

    Silence counts as yes: whoever lists a rule of one law means the files that they scan.
    """
    territories = territories_of(evidence, policy)
    return not territories or reaches(territories, wanted)
