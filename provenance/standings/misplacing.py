"""Disclosures that name a file's path and are of other bytes: the file was changed, or swapped."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from provenance.model.evidence import Evidence, HeldDisclosure
from provenance.standings.claims import ancestor_disclosures


def misplacing(disclosures: Iterable[HeldDisclosure]) -> Callable[[Evidence], Evidence]:
    """Tells the evidence of each file of a delivery of the disclosures that only its name fits.

    A disclosure that is a file of its own is brought to an asset by the digest that it names. One
    whose digest nothing here has, and whose path a file here has, was made for an earlier version
    of that file, or for another one of its name. It is none of that where the file says that it
    was derived from those bytes or from what that disclosure disclosed.

    Evidence without a digest is left alone.

    Args:
        disclosures: Those that are files of their own.
    """
    by_name: dict[str, list[HeldDisclosure]] = {}
    for held in disclosures:
        subject = held.record.subject
        if subject.path and subject.sha256:
            by_name.setdefault(name_of(subject.path), []).append(held)
    return lambda evidence: _told(evidence, by_name) if by_name else evidence


def _told(evidence: Evidence, by_name: dict[str, list[HeldDisclosure]]) -> Evidence:
    candidates = by_name.get(name_of(evidence.asset.path), [])
    if not candidates or evidence.asset.digest is None:
        return evidence
    known = frozenset(_known(evidence))
    misplaced = tuple(
        held
        for held in candidates
        if _fits(held.record.subject.path, evidence.asset.path)
        and held.record.subject.sha256 not in known
        and held.record.id not in known
    )
    return replace(evidence, misplaced=misplaced) if misplaced else evidence


def _known(evidence: Evidence) -> Iterator[str | None]:
    """Digests and ids of what the file is, or says it was made from."""
    yield evidence.asset.digest
    for entry in evidence.entries:
        yield from (entry.as_made, entry.as_stamped, entry.disclosure.supersedes)
    for held in evidence.disclosures:
        yield from (held.record.id, held.record.supersedes, held.record.subject.sha256)
        yield from held.record.subject.derived_from
    if evidence.store is not None:
        yield from ancestor_disclosures(evidence.store)


def name_of(path: str) -> str:
    """The last part of a path, whichever system wrote it."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _fits(told: str, path: str) -> bool:
    """Whether a path as a record tells it is that of a file, seen from this root or another."""
    one, other = told.replace("\\", "/"), path
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")
