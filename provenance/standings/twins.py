"""One disclosure in two files: each stamp makes a disclosure of its own, so one was copied."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence, HeldDisclosure
from provenance.standings.vouching import disclosure_weight


def with_twins(delivery: Sequence[Evidence]) -> list[Evidence]:
    """The evidence of a delivery, each file told of the others that carry its disclosure.

    An approval finds a stamped file by what its disclosure says: by its id, or by the digest of
    the file before the stamp. Whoever copies the disclosure of an approved file into another has
    that approved as well, and only the two together show it. The same bytes twice are a copy, and
    no matter.

    Args:
        delivery: Of every file. One without a digest is left alone.
    """
    by_id: dict[str, dict[str, str]] = {}
    by_source: dict[str, dict[str, str]] = {}
    for each in delivery:
        for told in _own(each) if each.store is not None else ():
            if each.asset.digest:
                by_id.setdefault(told.id, {}).setdefault(each.asset.digest, each.asset.path)
                made = told.subject.sha256
                if made:
                    by_source.setdefault(made, {}).setdefault(each.asset.digest, each.asset.path)
    if not by_id:  # as a rule
        return list(delivery)
    return [_told(each, by_id, by_source) if each.store is not None else each for each in delivery]


def in_doubt(delivery: Sequence[Evidence]) -> tuple[int, ...]:
    """Which files have no digest although another one carries the same disclosure.

    Args:
        delivery: Of every file.
    """
    sharing: dict[str, list[int]] = {}
    for number, each in enumerate(delivery):
        if each.disclosures:
            names = {name for told in _own(each) for name in (told.id, told.subject.sha256) if name}
            for name in names:
                sharing.setdefault(name, []).append(number)
    several = {each for numbers in sharing.values() if len(numbers) > 1 for each in numbers}
    return tuple(sorted(each for each in several if delivery[each].asset.digest is None))


def _told(
    evidence: Evidence, by_id: dict[str, dict[str, str]], by_source: dict[str, dict[str, str]]
) -> Evidence:
    own = _own(evidence) if evidence.asset.digest else ()
    twins = _others(evidence, (by_id.get(told.id, {}) for told in own))
    cousins = _others(evidence, (by_source.get(told.subject.sha256 or "", {}) for told in own))
    cousins = tuple(path for path in cousins if path not in twins)
    return replace(evidence, twins=twins, cousins=cousins) if twins or cousins else evidence


def _others(evidence: Evidence, known: Iterable[dict[str, str]]) -> tuple[str, ...]:
    digest = evidence.asset.digest
    return tuple(
        dict.fromkeys(path for each in known for other, path in each.items() if other != digest)
    )


def _own(evidence: Evidence) -> tuple[Disclosure, ...]:
    """Disclosures that a valid active manifest of the file holds; those of ancestors are shared."""
    store = evidence.store
    if store is None:
        return ()
    source = f"manifest {store.active_label}"
    return tuple(held.record for held in evidence.disclosures if _is_own(held, source))


def _is_own(held: HeldDisclosure, source: str) -> bool:
    return held.attestation.source == source and disclosure_weight(held.attestation) > 0
