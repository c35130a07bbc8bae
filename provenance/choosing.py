"""choose: of which files a SHA-256 is made.

To hash a file is to read all of it. A digest tells something where what is at hand (the register,
a list, a record, a sidecar) could name the file by it; of any other file none is made, and the
verdict is the same. What is not certain is hashed: a name whose size nobody knows may be any file.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.digesting import SHA256, ListedHashes
from provenance.frozen import replaced
from provenance.model.asset import Digest
from provenance.model.evidence import Coverage, Evidence
from provenance.model.policy import Policy
from provenance.packages.folder import Unit
from provenance.records import Records
from provenance.standings.misplacing import name_of
from provenance.standings.twins import in_doubt

if TYPE_CHECKING:
    from provenance.register import Register

_SEEN = frozenset({Coverage.READ, Coverage.PARTLY_READ, Coverage.NOT_SUPPORTED})


@dataclass(frozen=True, slots=True)
class Known:
    """By what those at hand may name files.

    Attributes:
        any: Whether any file may be named: by a digest of unknown size.
        sizes: Bytes of the files that are named by their digest.
        names: Last parts of the paths that are named together with a digest.
    """

    any: bool = False
    sizes: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, records: Records, policy: Policy, register: "Register | None") -> "Known":
        """What records, the policy and the register name.

        A record tells no size that one could rely on; the register does.
        """
        named = frozenset(_named(records, policy))
        sizes = register.sizes() if register else frozenset()
        if sizes is None or (named and not register):
            return cls(any=True)
        if register and named - register.holds(named):
            return cls(any=True)
        subjects = [held.record.subject for held in records.disclosures]
        names = frozenset(name_of(each.path) for each in subjects if each.path and each.sha256)
        return cls(sizes=sizes, names=names)


def _named(records: Records, policy: Policy) -> Iterator[Digest]:
    """Digests by which records name files."""
    scopes = [held.record.scope for held in records.approvals]
    scopes += [held.record.scope for held in records.labellings]
    for scope in scopes:
        yield from scope.digests
        yield from (each for each in scope.asset_ids if each.startswith(f"{SHA256}:"))
    for waiver in (*(held.record for held in records.waivers), *policy.waivers):
        yield from waiver.digests
    for told in records.disclosures:
        if told.record.subject.sha256:
            yield told.record.subject.sha256


def choose(
    units: Sequence[Unit],
    known: Known,
    listed: ListedHashes,
    *,
    signed: Callable[[str], bool],
    together: Iterable[Sequence[str]],
) -> tuple[Unit, ...]:
    """The files, each with the hashes that are to be made of it.

    A file with a C2PA sidecar is hashed wherever it is read, since the sidecar binds its bytes.

    Args:
        units: The files.
        known: What may name them.
        listed: What the lists of the delivery state of them.
        signed: Whether a signed list names a file, by its absolute path.
        together: Paths, as shown, of the frames of each sequence: all of them are hashed or none.
    """
    if known.any:
        return listed.asked_of(units)
    sizes = [_size(unit) for unit in units] if known.sizes else []
    wanted = [
        SHA256 in listed.of(unit)
        or name_of(unit.shown) in known.names
        or signed(os.path.abspath(unit.file))  # noqa: PTH100 - links stay
        for unit in units
    ]
    for number, size in enumerate(sizes):
        wanted[number] = wanted[number] or size in known.sizes
    if any(wanted) or sizes:
        at = {unit.shown: number for number, unit in enumerate(units)}
        for paths in together:
            frames = [at[path] for path in paths if path in at]
            total = sum(sizes[each] for each in frames) if sizes else -1
            if total in known.sizes or any(wanted[each] for each in frames):
                for each in frames:
                    wanted[each] = True
    return listed.asked_of(
        [
            unit if want else replaced(unit, hashes=())
            for unit, want in zip(units, wanted, strict=True)
        ]
    )


def gather_chosen(
    units: tuple[Unit, ...],
    gather: Callable[[tuple[Unit, ...]], list[Evidence]],
    known: Known,
) -> list[Evidence]:
    """The evidence of every file; what turns out to need a digest is read once more.

    Args:
        units: The files, as ``choose`` gave them.
        gather: Gathers.
        known: What may name them.
    """
    gathered = gather(units)
    short = [number for number in _short(gathered, known) if SHA256 not in units[number].hashes]
    every = list(units)
    if short:
        for number in short:
            every[number] = replace(units[number], hashes=(SHA256, *units[number].hashes))
        more = gather(tuple(every[number] for number in short))
        for number, evidence in zip(short, more, strict=True):
            gathered[number] = evidence
    return [
        each if SHA256 in unit.hashes else _told(each)
        for unit, each in zip(every, gathered, strict=True)
    ]


def _short(gathered: Sequence[Evidence], known: Known) -> list[int]:
    """Those that need a digest after all: grown meanwhile, or one disclosure stands in several."""
    grown = (
        number
        for number, each in enumerate(gathered)
        if each.asset.size in known.sizes and each.asset.digest is None
    )
    return sorted({*grown, *in_doubt(gathered)})


def _told(evidence: Evidence) -> Evidence:
    """The evidence of a file of which no digest was to be made."""
    if evidence.asset.digest is not None or evidence.coverage not in _SEEN:
        return evidence
    return replaced(evidence, asset=replaced(evidence.asset, needless=True))


def _size(unit: Unit) -> int:
    try:
        return os.stat(unit.file).st_size  # noqa: PTH116 - asked of each file of a tree
    except (OSError, ValueError):
        return -1
