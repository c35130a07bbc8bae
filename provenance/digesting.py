"""digest: which hashes are made of each file, and what the lists of a delivery state of them.

A file is read once, with all hashes of it made in that one reading. So the lists are read twice:
before the files, for which algorithms they state; after them, to compare. Of a list of half a
million files nothing is kept in between but the names of the algorithms.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from provenance.formats import Source
from provenance.formats.digest import feed
from provenance.manifests.sidecar import store_sidecars
from provenance.model.asset import Digest
from provenance.model.evidence import Coverage, Evidence
from provenance.model.package import ListedHash
from provenance.model.vocabulary import Effort
from provenance.packages import hashing
from provenance.packages.folder import SIDECAR_SUFFIXES, Unit

MAX_BESIDE: Final = 64 << 20
"""Bytes up to which a file that was not gathered is read to compare it: sidecars, records, lists
themselves, empty files. A deep reading knows no limit."""
LEFT_OUT: Final = "of files that the scan left out"
_NOT_READ: Final = "of files that were not read"
SHA256: Final = "sha256"
"""The algorithm of a ``Digest``."""


class ListedHashes:
    """Which algorithms the lists of a delivery state, by file."""

    def __init__(self) -> None:
        """Of no list yet."""
        self._by_file: dict[int, tuple[str, ...]] = {}
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def note(self, path: Path, listed: tuple[ListedHash, ...]) -> tuple[ListedHash, ...]:
        """What is stated of one more file; a ``packages.base.Check`` that reads nothing."""
        key = _key(path)
        made = (each.algorithm for each in listed if hashing.makes(each.algorithm))
        names = tuple(sorted({*self._by_file.get(key, ()), *made}))
        self._by_file[key] = self._known.setdefault(names, names)
        return listed

    def of(self, unit: Unit) -> tuple[str, ...]:
        """The algorithms that are stated for a file."""
        return self._by_file.get(_key(unit.file), ()) if self._by_file else ()

    def asked_of(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        """The files, each with the hashes that are to be made of it."""
        if not self._by_file:
            return tuple(units)
        return tuple(map(self._asked_of, units))

    def _asked_of(self, unit: Unit) -> Unit:
        more = tuple(name for name in self.of(unit) if name not in unit.hashes)
        return replace(unit, hashes=unit.hashes + more) if more else unit


class MadeHashes:
    """The hashes that were made of the files of a delivery."""

    def __init__(
        self,
        units: Sequence[Unit],
        gathered: Sequence[Evidence],
        records: Iterable[Path],
        effort: Effort,
    ) -> None:
        """Takes them as they are.

        Args:
            units: The files.
            gathered: The evidence of each.
            records: Our own records, which no scan gathers.
            effort: How much was to be read.
        """
        self._gathered = gathered
        self._by_file = {_key(unit.file): number for number, unit in enumerate(units)}
        self._records = frozenset(map(_key, records))
        self._deep = effort is Effort.DEEP

    def compare(self, path: Path, listed: tuple[ListedHash, ...]) -> tuple[ListedHash, ...]:
        """What lists state of a file, compared; a ``packages.base.Check``.

        What the scan found and does not gather (sidecars, records, empty files) is read here.

        Raises:
            UnreadableFileError: It cannot be read.
        """
        key = _key(path)
        number = self._by_file.get(key)
        evidence = None if number is None else self._gathered[number]
        made = {} if evidence is None else hashes_of(evidence)
        if all(each.algorithm in made or not hashing.makes(each.algorithm) for each in listed):
            return hashing.compare(listed, made)
        if self._deep or (self._may_read(path, key, evidence) and _size(path) <= MAX_BESIDE):
            return hashing.check(path, listed)
        return hashing.compare(listed, made, LEFT_OUT if evidence is None else _NOT_READ)

    def _may_read(self, path: Path, key: int, evidence: Evidence | None) -> bool:
        if evidence is not None:
            return evidence.coverage is Coverage.UNREADABLE
        return path.suffix.lower() in SIDECAR_SUFFIXES or key in self._records


def hashes_of(evidence: Evidence) -> dict[str, str]:
    """Every hash that was made of a file, by algorithm, as lists state them."""
    made = dict(evidence.asset.hashes)
    if evidence.asset.digest:
        made[SHA256] = evidence.asset.digest.removeprefix("sha256:")
    return made


def hashed(source: Source, unit: Unit) -> tuple[Digest | None, tuple[tuple[str, str], ...]]:
    """The digest of an open file and its other hashes, as far as asked for, in one reading.

    Raises:
        UnreadableFileError: The storage fails.
    """
    sums = hashing.Sums(hashes_asked(unit))
    if sums:
        feed(source, sums.update)
    made = sums.values()
    digest = made.pop(SHA256, None)
    return digest and f"{SHA256}:{digest}", tuple(sorted(made.items()))


def with_hashes(evidence: Evidence, asked: Collection[str]) -> Evidence | None:
    """The evidence of a file with those hashes alone that are asked for.

    What was read at another time was asked for other ones.

    Args:
        evidence: Of a file that was read whole.
        asked: Algorithms, as in ``Unit.hashes``.

    Returns:
        None where one of them was not made and can be.
    """
    made = hashes_of(evidence)
    if any(name not in made and hashing.makes(name) for name in asked):
        return None
    if all(name in asked for name in made):  # as a rule
        return evidence
    hashes = tuple(each for each in evidence.asset.hashes if each[0] in asked)
    digest = evidence.asset.digest if SHA256 in asked else None
    return replace(evidence, asset=replace(evidence.asset, digest=digest, hashes=hashes))


def hashes_asked(unit: Unit) -> tuple[str, ...]:
    """The hashes that are to be made of a file: of one with a C2PA sidecar its digest in any case.

    Args:
        unit: The file.
    """
    if unit.alone or SHA256 in unit.hashes or not store_sidecars(unit.path):
        return unit.hashes
    return (SHA256, *unit.hashes)


def _key(path: Path | str) -> int:
    """What stands for a path in this process: half a million of them are kept."""
    return hash(os.path.abspath(path))  # noqa: PTH100 - links stay


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
