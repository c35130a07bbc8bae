"""Rule ``tool-terms-stale``."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.cataloguing import Listing, listings, told_name
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing
from provenance.standings.vouching import day_of

DAYS: Final = 180
"""How old a look at the terms may be, where the policy does not say."""


@rule(
    Severity.WARNING,
    kind="contract",
    parameters={"days": DAYS},
    agreements={"days": "least"},
)
def tool_terms_stale(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Somebody read each tool's terms lately and kept them.

    There is a digest of the snapshot of the terms and a day on which they were seen, in the
    disclosure or in the policy's tool catalogue, and that day is not longer ago than ``days``, nor
    in the future.

    Why:
        Terms change without a word, and "it does not train on your data" was true of a page that
        nobody can show any more. Insurers ask for dated snapshots.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: the user of a tool outside
        the enterprise agreements checks its terms; how old a look may be is ours.

    Fix:
        Read the terms, keep the page, and write its digest and the day into the policy's
        ``[[tools]]``: ``terms_url``, ``terms_sha256``, ``terms_seen``.

    Fails:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1" }]

        [[policy.tools]]
        name = "Painter"
        terms_sha256 = "b"
        terms_seen = 2025-11-01

    Passes:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1" }]

        [[policy.tools]]
        name = "Painter"
        terms_sha256 = "b"
        terms_seen = 2026-10-01
    """
    days = policy.parameter("tool-terms-stale", "days", DAYS)
    told: set[str] = set()
    for held in disclosure_standing(evidence, policy).counting:
        if not uses_ai(held.record):
            continue
        for listing in listings(held.record, policy.tools):
            flaw, name = _flaw(listing, policy, days), told_name(listing.tool)
            if flaw and name not in told:
                told.add(name)
                yield Problem(f"terms of {shown(name)}: {flaw}", key=name)


def _flaw(listing: Listing, policy: Policy, days: int) -> str:
    """Why no look at the terms will do; of several, the one that comes closest."""
    tool = listing.tool
    checked = day_of(tool.terms_checked_at, policy) if tool.terms_checked_at else None
    looks = [(tool.terms_sha256, checked)]
    looks += [(each.terms_sha256, each.terms_seen) for each in listing.certain]
    flaws = [_of_look(digest, seen, policy.as_of, days) for digest, seen in looks]
    return min(flaws)[1]


def _of_look(
    digest: str | None, seen: date | None, today: date | None, days: int
) -> tuple[int, str]:
    """How far a look at the terms is from one that will do, and why."""
    if seen is None:
        return (3, "no look at them is recorded") if digest is None else (2, "no day is recorded")
    if digest is None:
        return 2, f"seen on {seen}, and no digest of a snapshot is recorded"
    age = (today - seen).days if today else 0
    if age < 0:
        return 1, f"seen on {seen}, which is in the future"
    return (
        (1, f"last seen on {seen}, {age} days ago; {days} are allowed") if age > days else (0, "")
    )
