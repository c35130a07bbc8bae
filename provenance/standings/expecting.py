"""What a delivery is known to hold, and what was approved and ought to be in it. Pure.

Digests and ids are names of assets. One asset has several: its digest as made and as stamped, the
id of its disclosure, those of what it was made from. Whoever approves names some of them.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from provenance.model.approval import Decision, Scope
from provenance.model.delivery import DeliveryEvidence
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence, HeldApproval
from provenance.model.policy import Policy
from provenance.standings.claims import ancestor_disclosures
from provenance.standings.remembering import last_answer
from provenance.standings.scoping import covers_stage
from provenance.standings.vouching import approval_flaw, day_of

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_naming: Final = attrgetter("members", "entries", "disclosures", "store", "signals")
"""What an asset may have names by, beside its digest."""
_GRANTS: Final = frozenset({Decision.APPROVED, Decision.APPROVED_WITH_CONDITIONS})


@dataclass(frozen=True, slots=True)
class Names:
    """Names of assets, those of one asset brought together.

    Attributes:
        paths: Of the assets that are here.
        titles: Productions that the delivery is for, as far as anybody says.
        unhashed: How many of the files that are here have no digest although one of these names
            might be theirs.
    """

    paths: frozenset[str]
    titles: frozenset[str]
    unhashed: int
    _parents: dict[str, str] = field(repr=False)
    _here: frozenset[str] = field(repr=False)
    _shown: dict[str, str] = field(repr=False)
    _of_title: frozenset[str] = field(repr=False)

    def group(self, name: str) -> str:
        """One name for all names of the asset."""
        return _root(self._parents, name)

    def here(self, name: str) -> bool:
        """Whether the asset that is known by this name is in the delivery."""
        return self.group(name) in self._here

    def of_title(self, name: str) -> bool:
        """Whether a disclosure or the register says that the asset is of the delivery's title."""
        return self.group(name) in self._of_title

    @property
    def doubt(self) -> str:
        """Why something may be here that was not found, as the end of a sentence; or ""."""
        if not self.unhashed:
            return ""
        few = "file has" if self.unhashed == 1 else "files have"
        return f"; but {self.unhashed} {few} no digest to find it by"

    def path(self, name: str) -> str:
        """Where the asset lay when it was disclosed or stamped; "" where nobody says."""
        return self._shown.get(self.group(name), "")


def _root(parents: dict[str, str], name: str) -> str:
    found = name
    while (above := parents.get(found, found)) != found:
        found = above
    while (above := parents.get(name, name)) != found:
        parents[name] = found
        name = above
    return found


@last_answer
def names_of(delivery: DeliveryEvidence) -> Names:
    """Every name that is known in a delivery, in a pass over its assets and records."""
    parents: dict[str, str] = {}

    def join(names: Iterable[str | None]) -> str:
        first = ""
        for name in names:
            if not name:
                continue
            parents.setdefault(name, name)
            if first:
                parents[_root(parents, name)] = _root(parents, first)
            first = first or name
        return first

    here = [join(_of_asset(each)) for each in delivery.assets if _has_names(each)]
    told = [_described(each.path, each.disclosure, _of_entry(each)) for each in delivery.entries]
    told += [
        _described(held.record.subject.path, held.record, _of_disclosure(held.record))
        for held in delivery.disclosures
    ]
    titles = _titles(delivery)
    shown: dict[str, str] = {}
    of_title: set[str] = set()
    joined = [(join(names), path, title) for path, title, names in told]
    for name, path, title in joined:
        if name:
            shown.setdefault(_root(parents, name), path)
            if title in titles:
                of_title.add(_root(parents, name))
    return Names(
        paths=frozenset(_paths(delivery)),
        titles=titles,
        unhashed=sum(map(_unhashed, delivery.assets)),
        _parents=parents,
        _here=frozenset(_root(parents, name) for name in here if name),
        _shown=shown,
        _of_title=frozenset(of_title),
    )


def _has_names(evidence: Evidence) -> bool:
    return evidence.asset.digest is not None or any(_naming(evidence))


def _paths(delivery: DeliveryEvidence) -> Iterator[str]:
    for each in delivery.assets:
        if each.members is None:  # as a rule
            yield each.asset.path
        else:
            yield from each.members.paths


def _unhashed(evidence: Evidence) -> int:
    """How many of its files have no digest although some name may be theirs."""
    if evidence.asset.needless:
        return 0
    if evidence.members is None:  # as a rule
        return not evidence.asset.digest
    return sum(not digest for _, _, digest in evidence.files())


def _described(
    path: str, disclosure: Disclosure, names: tuple[str | None, ...]
) -> tuple[str, str, tuple[str | None, ...]]:
    return path, disclosure.title_id, names


def _of_asset(evidence: Evidence) -> Iterator[str | None]:
    yield from (digest for _, _, digest in evidence.files())
    if evidence.members is not None:
        yield evidence.members.digest
    for entry in evidence.entries:
        yield from _of_entry(entry)
    for held in evidence.disclosures:
        yield from _of_disclosure(held.record)
        yield from held.record.subject.derived_from
    if evidence.store is not None:
        yield from ancestor_disclosures(evidence.store)
    for signal in evidence.signals:  # our metadata outlives the manifest store
        if signal.own_stamp and not signal.in_ingredient and _ID.fullmatch(signal.value):
            yield signal.value


def _of_entry(entry: Entry) -> tuple[str | None, ...]:
    return entry.as_made, entry.as_stamped, *_of_disclosure(entry.disclosure)


def _of_disclosure(disclosure: Disclosure) -> tuple[str | None, ...]:
    return disclosure.subject.sha256, disclosure.id, disclosure.supersedes


def _titles(delivery: DeliveryEvidence) -> frozenset[str]:
    if delivery.title_id:
        return frozenset({delivery.title_id})
    told = {held.record.title_id for each in delivery.assets for held in each.disclosures}
    return frozenset(told - {""})


def expected_here(held: HeldApproval, delivery: DeliveryEvidence, policy: Policy) -> bool:
    """Whether an approval lets one expect the assets that it names.

    It names some, grants, counts, is in force and is for this stage and title.

    Args:
        held: The approval.
        delivery: Where its assets may be.
        policy: Stage and day of the scan.
    """
    record = held.record
    return (
        record.decision in _GRANTS
        and bool(record.scope.digests or record.scope.asset_ids)
        and not approval_flaw(held.attestation)
        and covers_stage(record.scope.stages, policy.stage)
        and (record.expires is None or policy.as_of is None or record.expires >= policy.as_of)
        and (policy.as_of is None or day_of(record.granted_at, policy) <= policy.as_of)
        and for_title(record.scope.title_id, names_of(delivery).titles)
        and record.id not in ended(delivery)
    )


def absent_of(scope: Scope, names: Names) -> tuple[str, ...]:
    """Names in a scope whose asset is not here; of one asset, one name.

    An asset is here if any of its names is. Where nobody says which id belongs to which digest (a
    register would), an id that is here accounts for two digests that are not: those of the
    version that was approved, where one that was derived from it is delivered.
    """
    every = tuple(dict.fromkeys((*scope.digests, *scope.asset_ids)))
    absent = {names.group(name): name for name in reversed(every) if not names.here(name)}
    found = list(reversed(absent.values()))
    digests = [name for name in found if name in scope.digests]
    here = [names.here(name) for name in scope.digests]
    accounted = 2 * sum(map(names.here, scope.asset_ids)) - sum(here)
    if len(digests) == len(found) <= accounted:
        return ()
    return tuple(found)


def whole_title(policy: Policy) -> bool:
    """Whether the policy expects everything of the title in the delivery."""
    return policy.lists("approved-missing") and policy.parameter(
        "approved-missing", "whole_title", default=False
    )


def for_title(title: str, titles: Collection[str]) -> bool:
    """Whether a scope's title is the delivery's, or one of the two is not told."""
    return not title or not titles or title in titles


@last_answer
def ended(delivery: DeliveryEvidence) -> frozenset[str]:
    """Ids of approvals that a revocation which counts has named."""
    return frozenset(
        held.record.revokes
        for held in delivery.approvals
        if held.record.decision is Decision.REVOKED
        and held.record.revokes
        and not approval_flaw(held.attestation)
    )
