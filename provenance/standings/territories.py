"""Territories: countries, the European Union as one of them, and everywhere. Pure."""

from collections.abc import Collection, Iterable
from typing import Final

_EU: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EU_COUNTRIES: Final = frozenset(_EU.split())
"""ISO 3166-1 alpha-2 codes of the member states (European Union, as of 2026)."""

EVERYWHERE: Final = frozenset({"WORLD", "WORLDWIDE", "ALL"})
"""How a routing says that no territory is left out."""
_COUNTRY: Final = 2
"""Letters of a country (ISO 3166-1 alpha-2); "EU" has as many."""


def territory_flaw(code: str) -> str:
    """What is wrong with a territory as somebody wrote it; "" where it can be meant."""
    word = code.strip().upper()
    if word in EVERYWHERE or (len(word) == _COUNTRY and word.isascii() and word.isalpha()):
        return ""
    return f"{code!r} is no territory: two letters (ISO 3166-1 alpha-2), EU or WORLDWIDE"


def codes(territories: Iterable[str]) -> frozenset[str]:
    """Territories as they are compared: in capitals, without space around them."""
    return frozenset(code.strip().upper() for code in territories if code.strip())


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


def beyond(territories: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    """The territories that are not among those allowed, in order of the alphabet.

    Args:
        territories: Of the asset. "WORLD" lies within "WORLD" alone.
        allowed: "EU" allows each of its countries; all of its countries together allow "EU".
    """
    granted = set(codes(allowed))
    if not EVERYWHERE.isdisjoint(granted):
        return ()
    if "EU" in granted:
        granted |= EU_COUNTRIES
    if granted >= EU_COUNTRIES:
        granted.add("EU")
    return tuple(sorted(codes(territories) - granted))
