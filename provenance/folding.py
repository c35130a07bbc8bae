"""fold: the frames of a sequence that are alike become one asset with members.

Alike are frames of one format that declare the same, of which the same records speak and none of
which has a manifest store, a register entry or a record of its own: these stay assets of their
own, so that nothing that is said of one frame is ever taken for the others. What readers saw is
merged, with the frames in which it was seen.
"""

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from provenance.model.asset import Digest
from provenance.model.entry import Entry
from provenance.model.evidence import (
    Attestation,
    Coverage,
    Evidence,
    HeldDisclosure,
    ReaderFailure,
    Signal,
)
from provenance.model.frames import Frames
from provenance.model.hashlist import content_digest, number_in, ranges
from provenance.model.holding import REGISTER
from provenance.model.members import Members
from provenance.model.package import Package, ProblemCode
from provenance.model.picture import is_frame
from provenance.packages import sequences
from provenance.packages.base import Problems
from provenance.packages.folder import Unit
from provenance.packages.kinds import Kinds
from provenance.packages.naming import group, numbered
from provenance.standings.declaring import declare

_UNSIZED: Final = "its header does not say how large the picture is"
_Find: TypeAlias = Callable[[Digest], tuple[Entry, ...]]
_Numbers: TypeAlias = "array[int]"


@dataclass(slots=True)
class _Alike:
    """Frames that are told as one."""

    first: Evidence
    paths: list[str] = field(default_factory=list)
    sizes: _Numbers = field(default_factory=lambda: array("Q"))
    digests: bytearray = field(default_factory=bytearray)
    hashed: int = 0
    signals: dict[Hashable, tuple[Signal, _Numbers]] = field(default_factory=dict)
    failures: dict[ReaderFailure, _Numbers] = field(default_factory=dict)

    def add(self, evidence: Evidence, number: int) -> None:
        """One more frame."""
        asset = evidence.asset
        self.paths.append(asset.path)
        self.sizes.append(asset.size)
        if asset.digest:
            self.digests += bytes.fromhex(asset.digest.removeprefix("sha256:"))
            self.hashed += 1
        for signal in evidence.signals:
            # Not by the value: a seed differs from frame to frame and says the same of each.
            key = replace(signal, value="")
            self.signals.setdefault(key, (signal, array("Q")))[1].append(number)
        for failure in evidence.failures:
            self.failures.setdefault(failure, array("Q")).append(number)


class Folding:
    """Takes the evidence of a delivery, file by file, and gives that of its assets."""

    def __init__(self, units: Iterable[Unit]) -> None:
        """Finds the sequences by their names; nothing is opened.

        Args:
            units: The files that count.
        """
        names: dict[str, list[str]] = {}
        for unit in units:
            folder, _, name = unit.shown.rpartition("/")
            # Numbered PNG and JPEG are as often pictures of their own, such as what a generator
            # wrote one after the other.
            if not unit.problem and is_frame(name):
                names.setdefault(folder, []).append(name)
        self._sequences: list[Package] = []
        self._of: dict[str, int] = {}
        for folder, held in names.items():
            named = group(held, folder) if len(held) > 1 else None
            for package in sequences.packages(named, Path(folder), folder, None) if named else ():
                for path in package.paths():
                    self._of[path] = len(self._sequences)
                self._sequences.append(package)
        self._alike: list[dict[Hashable, _Alike]] = [{} for _ in self._sequences]
        self._sizes = [0] * len(self._sequences)
        self._kinds = [Kinds() for _ in self._sequences]
        self._unsized = [Problems() for _ in self._sequences]
        self._others: list[Evidence] = []

    def together(self) -> Iterator[tuple[str, ...]]:
        """Paths of the frames of each sequence."""
        return (tuple(package.paths()) for package in self._sequences)

    def add(self, evidence: Evidence) -> None:
        """The next file, with every record that may speak of it."""
        index = self._of.get(evidence.asset.path)
        frames = self._sequences[index].frames if index is not None else None
        if index is None or frames is None:
            self._others.append(evidence)
            return
        self._sizes[index] += evidence.asset.size
        alike = self._alike[index]
        key = _key(evidence)
        if key not in alike:
            alike[key] = _Alike(evidence)
        name = evidence.asset.path.rpartition("/")[2]
        number = number_in(name, frames.prefix, frames.suffix) or 0
        alike[key].add(evidence, number)
        if evidence.asset.picture is not None:
            self._kinds[index].add(number, evidence.asset.picture)
        elif evidence.coverage is Coverage.READ:  # else its own result says that it was not read
            self._unsized[index].add(ProblemCode.UNREADABLE, _UNSIZED, evidence.asset.path)

    def assets(self, find: _Find | None = None) -> list[Evidence]:
        """The evidence of every asset, when all files were added.

        Args:
            find: Looks a digest up in the register, by which it may know a whole sequence.
        """
        found = list(self._others)
        for package, groups in zip(self._sequences, self._alike, strict=True):
            if package.frames is not None and groups:
                found += _told(package, package.frames, tuple(groups.values()), find)
        return found

    def sequences(self) -> tuple[Package, ...]:
        """The sequences, with the bytes that were met and what the headers of their frames say."""
        return tuple(map(self._with_pictures, range(len(self._sequences))))

    def _with_pictures(self, index: int) -> Package:
        package, kinds, found = self._sequences[index], self._kinds[index], Problems()
        usual = kinds.usual
        if package.frames is not None and usual is not None:
            kinds.tell(package.frames, found)
        return replace(
            package,
            size=self._sizes[index],
            picture=usual.kind if usual else "",
            problems=package.problems + found.all() + self._unsized[index].all(),
        )


def _key(evidence: Evidence) -> Hashable:
    """What frames have in common that are told as one; a record is the same only as one object."""
    asset = evidence.asset
    records: Iterable[Iterable[Any]] = (
        evidence.disclosures,
        evidence.approvals,
        evidence.entries,
        evidence.sources,
        evidence.consents,
        evidence.waivers,
        evidence.labellings,
        evidence.misplaced,
    )
    return (
        asset.format,
        asset.name_contradicts,
        evidence.coverage,
        evidence.declaration.declared,
        evidence.integrity,
        evidence.trust,
        id(evidence.store) if evidence.store else 0,
        evidence.sidecars,
        asset.digest is None,
        tuple(tuple(map(id, each)) for each in records),
    )


def _told(
    package: Package, frames: Frames, groups: tuple[_Alike, ...], find: _Find | None
) -> Iterator[Evidence]:
    """The assets of one sequence: most frames as one, what differs from them apart."""
    usual = max(groups, key=lambda each: len(each.paths))
    for each in groups:
        if len(each.paths) == 1:
            yield replace(each.first, package=package.path)
            continue
        yield _folded(package, frames, each, find, whole=each is usual)


def _folded(
    package: Package, frames: Frames, alike: _Alike, find: _Find | None, *, whole: bool
) -> Evidence:
    count = len(alike.paths)
    prefix, suffix = frames.prefix, frames.suffix
    names = [path.rpartition("/")[2] for path in alike.paths]
    numbers = [number_in(name, prefix, suffix) or 0 for name in names]
    hashed = alike.hashed == count
    digest = None
    if hashed:
        taken = memoryview(alike.digests)
        each = (taken[start : start + 32].hex() for start in range(0, 32 * count, 32))
        digest = content_digest(
            (name, f"sha256:{value}") for name, value in zip(names, each, strict=True)
        )
    told = numbered(names, frames.folder, prefix, suffix)
    path = package.path
    if not whole:
        some = ranges(numbers, most=3).partition(" ")[2]
        lead = f"{frames.folder}/" if frames.folder else ""
        path = f"{lead}{prefix}[{some}]{suffix}"
    signals = tuple(
        signal if len(seen) == count else replace(signal, where=f"{signal.where} in {ranges(seen)}")
        for signal, seen in alike.signals.values()
    )
    failures = tuple(
        failure
        if len(seen) == count
        else replace(failure, reason=f"{failure.reason} ({ranges(seen)})")
        for failure, seen in alike.failures.items()
    )
    evidence = replace(
        alike.first,
        signals=signals,
        failures=failures,
        declaration=declare(signals),
        package=package.path,
        members=Members(
            path=path,
            frames=told[0].text if len(told) == 1 else ranges(numbers),
            paths=tuple(alike.paths),
            sizes=tuple(alike.sizes),
            digests=bytes(alike.digests) if hashed else b"",
            size=sum(alike.sizes),
            digest=digest,
        ),
    )
    entries = find(digest) if find is not None and digest and count == package.count else ()
    if not entries:
        return evidence
    held = tuple(HeldDisclosure(entry.disclosure, Attestation(REGISTER)) for entry in entries)
    return replace(
        evidence,
        entries=evidence.entries + entries,
        disclosures=evidence.disclosures + held,
    )
