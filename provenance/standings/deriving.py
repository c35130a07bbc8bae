"""What an asset was made from, as far as a chain proves it and nothing was generated since.

Two chains prove it: ``parentOf`` in a manifest store whose every signer on the way is trusted, and
``derived_from`` in the production's own register. What a disclosure alone says of its sources
proves nothing: whoever writes one can copy the digest of an asset that was approved.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence, HeldDisclosure
from provenance.model.veiling import plain_name
from provenance.standings.claims import heritage
from provenance.standings.needs import discloses_ai

MAX_SOURCES: Final = 16
"""Steps back that the register's chain is followed."""


def with_sources(evidence: Evidence, find: Callable[[str], Sequence[Entry]]) -> Evidence:
    """The evidence with the register's entries of what it was derived from.

    Args:
        evidence: With the entries of its own digest.
        find: Looks a digest up in the register.
    """
    sources: list[Entry] = []
    for entry in evidence.entries:
        below = entry.disclosure
        for _ in range(MAX_SOURCES):
            made_from = below.subject.derived_from
            found = find(made_from[0]) if len(made_from) == 1 else ()
            if not found or found[-1] in sources:
                break
            sources.append(found[-1])
            below = found[-1].disclosure
    return replace(evidence, sources=tuple(sources)) if sources else evidence


def names_of(entries: Iterable[Entry]) -> Iterator[str]:
    """Every digest and id by which an approval may name registered assets."""
    for each in entries:
        yield from (each.as_made, each.as_stamped, each.disclosure.id)


def sources_of(evidence: Evidence, told: HeldDisclosure) -> Iterator[str]:
    """Digests and ids by which approvals name what an asset was made from.

    Args:
        evidence: The asset.
        told: The disclosure that speaks of it.
    """
    yield from _ancestors(evidence, told.record)
    yield from _registered(evidence, told.record)


def _ancestors(evidence: Evidence, newest: Disclosure) -> Iterator[str]:
    proven = {
        held.attestation.source: held.record
        for held in evidence.disclosures
        if held.attestation.proven
    }
    below = newest
    for label in heritage(evidence.store) if evidence.store else ():
        source = proven.get(f"manifest {label}")
        if source is None:
            continue
        if _adds(below, source, evidence.veiled):
            return
        yield from (source.id, source.subject.sha256 or "")
        below = source


def _registered(evidence: Evidence, newest: Disclosure) -> Iterator[str]:
    if newest.id not in {entry.disclosure.id for entry in evidence.entries}:
        return
    by_digest = {
        digest: entry for entry in evidence.sources for digest in (entry.as_made, entry.as_stamped)
    }
    below = newest
    for _ in range(MAX_SOURCES):
        # Of several sources one may hold what nobody approved.
        made_from = below.subject.derived_from
        source = by_digest.get(made_from[0]) if len(made_from) == 1 else None
        if source is None or _adds(below, source.disclosure, evidence.veiled):
            return
        yield from names_of((source,))
        below = source.disclosure


def _adds(newer: Disclosure, older: Disclosure, veiled: Mapping[str, str]) -> bool:
    """Whether a disclosure speaks of generated content that its source does not hold."""
    if newer.id == older.id or not discloses_ai(newer):
        return False
    if not _talents(newer, veiled) <= _talents(older, veiled):
        return True
    if not newer.tools:
        return bool(older.tools)
    return not _tools(newer) <= _tools(older)


def _talents(disclosure: Disclosure, veiled: Mapping[str, str]) -> frozenset[str]:
    plain = (plain_name(each.name) for each in disclosure.talent)
    return frozenset(veiled.get(name, name) for name in plain)


def _tools(disclosure: Disclosure) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (each.name.strip().casefold(), each.version.strip(), each.model.strip().casefold())
        for each in disclosure.tools
    )
