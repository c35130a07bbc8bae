"""Where an asset goes: destinations and territories. Pure."""

from collections.abc import Collection
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.policy import Destination, Policy
from provenance.model.remembering import last_answer
from provenance.model.standing import disclosure_standing

_EU: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_COUNTRIES: Final = frozenset(_EU.split())
"""ISO 3166-1 alpha-2 codes of the member states (European Union, as of 2026)."""

EVERYWHERE: Final = frozenset({"WORLD", "WORLDWIDE", "ALL"})
"""How a routing says that no territory is left out."""


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


def territories_of(evidence: Evidence, policy: Policy) -> frozenset[str]:
    """Territories that an asset goes to, in capitals; empty where nobody says."""
    standing = disclosure_standing(evidence, policy)
    told = {code for outlet in outlets_of(evidence, policy) for code in outlet.territories}
    told |= {code for held in standing.counting for code in held.record.territories}
    return frozenset(code.strip().upper() for code in told if code.strip())


def reaches(territories: Collection[str], wanted: Collection[str]) -> bool:
    """Whether a routing reaches one of the territories that are meant.

    Args:
        territories: Of the asset.
        wanted: Codes in capitals; "EU" stands for each of its countries, here and there.
    """
    asked, there = set(wanted), set(territories)
    if "EU" in asked:
        asked |= EU_COUNTRIES
    if there & EU_COUNTRIES:
        there.add("EU")
    if "EU" in there and asked & EU_COUNTRIES:
        return True
    return not EVERYWHERE.isdisjoint(there) or not asked.isdisjoint(there)
