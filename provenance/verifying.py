"""verify: signed lists of files (hash lists, seals) against the files, as a scan reads these.

Nothing is read twice: a file's digest is the one that the scan makes anyway. Nothing is opened
because a list names it: listed paths are compared with those of files that were found.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from provenance.besides import Beside
from provenance.comparing import CHANGED, FITS, OPEN, REFUSED, Compared
from provenance.errors import ProvenanceError, RecordError
from provenance.formats.digest import digest_of
from provenance.manifests.engine import Engine
from provenance.manifests.signed_lists import kind_of, read_list
from provenance.model.asset import Digest
from provenance.model.evidence import Attestation, Coverage, Evidence, ReaderFailure
from provenance.model.hashlist import number_in
from provenance.model.seal import Seal
from provenance.model.signed_list import ListKind, SignedList
from provenance.model.vocabulary import Effort
from provenance.packages.folder import SIDECAR_SUFFIXES, Unit
from provenance.packages.tree import Tree
from provenance.standings.vouching import approval_flaw

LIST: Final = "hash list"
"""Name under which a signed list stands among what could not be read."""
MAX_LISTS: Final = 20_000
"""Signed lists of one delivery that are read: a feature has some thousand shots."""
_SHIFT: Final = 32
"""Bits of a place in a list; above them stands which list."""
_SIDECARS: Final = tuple(SIDECAR_SUFFIXES)


def signed_lists(records: Iterable[Path]) -> tuple[Path, ...]:
    """Those of our records that are signed lists of files."""
    return tuple(path for path in records if kind_of(path) is not None)


class Verifier:
    """Compares signed lists with files as they are gathered. Use it once."""

    def __init__(
        self, lists: Mapping[Path, str], engine: Engine, beside: Iterable[Beside] = ()
    ) -> None:
        """Reads the lists and verifies their signatures; no listed file is opened.

        Args:
            lists: As ``signed_lists`` finds them, and what reports call each.
            engine: Verifies.
            beside: Those that lie outside what was asked for.
        """
        self._lists: list[Compared] = []
        self._unread: list[SignedList] = []
        self._by_file: dict[str, int | tuple[int, ...]] = {}
        self._frames: dict[str, list[int]] = {}
        self._trees: dict[str, list[int]] = {}
        known = set(map(_at, lists))
        found = [(path, shown, False) for path, shown in lists.items()]
        found += [(one.path, one.shown, one.some) for one in beside if _at(one.path) not in known]
        self._own = {name for path, *_ in found for name in (_at(path), f"{_at(path)}.c2pa")}
        for count, (path, shown, some) in enumerate(found):
            self._add(path, shown, engine, beyond=count >= MAX_LISTS, some=some)

    def _add(self, path: Path, shown: str, engine: Engine, *, beyond: bool, some: bool) -> None:
        kind = kind_of(path)
        try:
            if kind is None or beyond:
                why = f"more than {MAX_LISTS} signed lists" if beyond else "it is gone"
                raise RecordError(f"{path}: {why}")
            one = Compared.of(shown, _at(path.parent), read_list(path, kind, engine, shown=shown))
            one.some = some
        except ProvenanceError as error:
            told = ListKind.SEAL if kind is Seal else ListKind.HASH_LIST
            reason = str(error).removeprefix(f"{path}: ")
            self._unread.append(SignedList(shown, told, Attestation(shown), unreadable=reason))
            return
        index = len(self._lists)
        self._lists.append(one)
        if one.frames is not None:
            self._frames.setdefault(one.folder, []).append(index)
        elif one.tree:
            self._trees.setdefault(one.tree, []).append(index)
        for number in range(len(one.rows)):
            file = one.place_of(number)
            if not file:
                one.states[number] = REFUSED
                continue
            before = self._by_file.get(file)
            code = index << _SHIFT | number
            if before is None:
                self._by_file[file] = code
                continue
            every = before if isinstance(before, tuple) else (before,)
            if any(each >> _SHIFT == index for each in every):
                one.twice.append(one.rows[number].path)
            self._by_file[file] = (*every, code)

    @property
    def idle(self) -> bool:
        """Whether there is no list to compare files with."""
        return not self._lists

    def names(self, file: str) -> bool:
        """Whether a list names a file, by its absolute path."""
        return file in self._by_file

    def seen(self, unit: Unit, evidence: Evidence) -> Evidence:
        """The evidence of a file with what those lists say of it that name its very bytes.

        Args:
            unit: The file.
            evidence: As it was gathered.
        """
        if not self._lists:
            return evidence
        file = os.path.abspath(unit.file)  # noqa: PTH100 - links stay
        named = dict(self._named(file))
        for index in self._ought_to_name(file):
            if index not in named:
                self._lists[index].added.append(evidence.asset.path)
        digest = evidence.asset.digest or ""
        if named and not digest and evidence.coverage is Coverage.UNREADABLE and not unit.problem:
            digest = _digest(file)  # an empty file, or one that is no medium, has one too
        for index, number in named.items():
            one = self._lists[index]
            if one.compare(number, evidence.asset.size, digest):
                evidence = one.speak(evidence)
        return evidence

    def told(self, unit: Unit, evidence: Evidence) -> Evidence:
        """The evidence of a file that was seen, with why a list that names it does not speak of it.

        A scan tells that of the list; where nothing is judged it has to stand with the file.

        Args:
            unit: The file.
            evidence: As ``seen`` returned it.
        """
        file = os.path.abspath(unit.file)  # noqa: PTH100 - links stay
        named = dict(self._named(file))
        why = [
            ReaderFailure(LIST, f"{self._lists[index].shown}: changed since it was signed")
            for index, number in named.items()
            if self._lists[index].states[number] == CHANGED
        ]
        why += [
            ReaderFailure(LIST, f"{self._lists[index].shown}: here, and not signed")
            for index in self._ought_to_name(file)
            if index not in named
        ]
        for index in named:
            one = self._lists[index]
            if one.speaking is None and one.states[named[index]] == FITS:
                flaw = approval_flaw(one.read.attestation)
                if flaw and not isinstance(one.read.record, Seal):
                    why.append(ReaderFailure(LIST, f"{one.shown}: does not count: {flaw}"))
        return replace(evidence, failures=(*evidence.failures, *why)) if why else evidence

    def _named(self, file: str) -> Iterator[tuple[int, int]]:
        """The lists that name a file, and where."""
        codes = self._by_file.get(file, ())
        for code in codes if isinstance(codes, tuple) else (codes,):
            yield code >> _SHIFT, code & ((1 << _SHIFT) - 1)

    def _ought_to_name(self, file: str) -> Iterator[int]:
        """The lists that ought to name a file: of its sequence, or of a folder above it."""
        folder, _, name = file.rpartition("/")
        for index in self._frames.get(folder, ()):
            prefix, suffix, _ = self._lists[index].frames or ("", "", 1)
            if number_in(name, prefix, suffix) is not None:
                yield index
        while self._trees and folder:
            yield from self._trees.get(folder, ())
            folder = folder.rpartition("/")[0]

    def lists(
        self, records: Iterable[Path], effort: Effort, *, hidden: bool
    ) -> tuple[SignedList, ...]:
        """What came of it, when every file was seen.

        What no scan gathers (sidecars, records) is read here, if a list names it.

        Args:
            records: Our records, which are no deliverables.
            effort: How much was to be read.
            hidden: Whether names that begin with a dot count.
        """
        known = frozenset(map(_at, records))
        for index, one in enumerate(self._lists):
            for file in self._rest(one, hidden=hidden):
                self._meet(index, file, known, effort)
        found = [*self._unread, *(each.outcome() for each in self._lists)]
        return tuple(sorted(found, key=lambda each: each.path))

    def _rest(self, one: Compared, *, hidden: bool) -> Iterator[str]:
        """Files on disk that may belong to a list and were perhaps not gathered."""
        if one.some:
            return
        if one.tree:
            tree = Tree(Path(one.tree), hidden=hidden)
            for folder in tree.folders():
                for name in tree.names(folder):
                    yield str(folder.path / name)
            return
        waiting = (one.place_of(number) for number, state in enumerate(one.states) if state == OPEN)
        yield from (file for file in waiting if file and _size(file) is not None)

    def _meet(self, index: int, file: str, records: frozenset[str], effort: Effort) -> None:
        one = self._lists[index]
        ours = file in records or file.endswith(_SIDECARS)
        number = dict(self._named(file)).get(index)
        if number is None:
            if ours and not self._is_list(one, file):
                one.added.append(one.shown_of(file[len(one.folder) + 1 :]))
        elif one.states[number] == OPEN:
            size = _size(file)
            digest = _digest(file) if ours and effort is not Effort.FAST else ""
            one.compare(number, one.rows[number].size if size is None else size, digest)

    def _is_list(self, one: Compared, file: str) -> bool:
        """Whether a file is the list itself, or a hash list that another one need not know."""
        mine = f"{one.folder}/{one.shown.rpartition('/')[2]}"
        if isinstance(one.read.record, Seal):
            return file in {mine, f"{mine}.c2pa"}
        return file in self._own


def _at(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay


def _size(file: str) -> int | None:
    """Bytes of a regular file that is no link; None where there is none."""
    path = Path(file)
    try:
        return path.stat().st_size if path.is_file() and not path.is_symlink() else None
    except (OSError, ValueError):
        return None


def _digest(file: str) -> Digest:
    try:
        return digest_of(Path(file))
    except ProvenanceError:
        return ""
