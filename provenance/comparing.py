"""compare: one signed list of files with the files, as they are met one after the other."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from provenance import readers
from provenance.asking import disclosures_of
from provenance.manifests.reading import StoreReading
from provenance.manifests.signed_lists import ReadList
from provenance.model.asset import Digest
from provenance.model.evidence import Evidence, HeldDisclosure, Integrity, Signal
from provenance.model.hashlist import HashList, ListedFile, number_in, parts_of, ranges, unsafe
from provenance.model.seal import Seal
from provenance.model.signed_list import ListKind, ListProblem, ListProblemCode, SignedList
from provenance.standings.declaring import declare

OPEN, FITS, CHANGED, NOT_COMPARED, REFUSED = range(5)
"""What is known of a listed file; OPEN until it is met."""
_CODES: Final = {
    CHANGED: ListProblemCode.CHANGED,
    OPEN: ListProblemCode.MISSING,
    NOT_COMPARED: ListProblemCode.NOT_COMPARED,
    REFUSED: ListProblemCode.REFUSED,
}
_NAMED: Final = 3
"""Files that are named where several are told together."""


@dataclass(slots=True)
class Compared:
    """One list while its files are met.

    Attributes:
        shown: The list as seen from the scanned root.
        folder: Where it lies, absolute.
        read: What it says, and its signature.
        rows: The listed files.
        states: Of each listed file, what is known.
        now: Digests of files that changed, as they are.
        added: Files that it ought to name and does not, as seen from the scanned root.
        twice: Paths with two entries.
        some: Whether only some of its files were asked for; of the others nothing is told.
    """

    shown: str
    folder: str
    read: ReadList
    rows: tuple[ListedFile, ...]
    states: bytearray
    now: dict[int, Digest] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    some: bool = False
    _disclosures: tuple[HeldDisclosure, ...] = ()
    _signals: tuple[Signal, ...] = ()

    @classmethod
    def of(cls, shown: str, folder: str, read: ReadList) -> "Compared":
        """A list of which no file was met yet."""
        rows = read.record.rows()
        made = cls(shown, folder, read, rows, bytearray(len(rows)))
        reading = made.speaking
        if reading is not None:
            told = disclosures_of(reading.store, reading.integrity, reading.trust, [])
            made._disclosures = tuple(map(made._placed, told))
            found, _ = readers.signals(readers.Reading(None, reading), (readers.c2pa.READER,))
            made._signals = tuple(replace(each, where=f"{shown}: {each.where}") for each in found)
        return made

    def _placed(self, held: HeldDisclosure) -> HeldDisclosure:
        source = f"{self.shown}: {held.attestation.source}"
        return replace(held, attestation=replace(held.attestation, source=source))

    @property
    def frames(self) -> tuple[str, str, int] | None:
        """What stands before and after the number of its frames; None where it lists no frames."""
        record = self.read.record
        return parts_of(record.pattern) if isinstance(record, HashList) else None

    @property
    def tree(self) -> str:
        """The folder, absolute, below which it ought to name every file; "" for none."""
        record = self.read.record
        below = record.folder if isinstance(record, HashList) else "."
        return os.path.normpath(f"{self.folder}/{below}") if below and not unsafe(below) else ""

    @property
    def speaking(self) -> StoreReading | None:
        """The manifest store that speaks of its files; None where it may not, or says nothing."""
        integrity = self.read.attestation.integrity
        if integrity is not Integrity.VALID or isinstance(self.read.record, Seal):
            return None
        return self.read.reading

    def place_of(self, number: int) -> str:
        """Where a listed file would lie, absolute; "" where its path is refused."""
        path = self.rows[number].path
        if unsafe(path) or (self.frames is not None and "/" in path):
            return ""
        return os.path.normpath(f"{self.folder}/{path}")

    def compare(self, number: int, size: int, digest: Digest) -> bool:
        """Compare a listed file with what lies there; True where it fits.

        Args:
            number: Which.
            size: Bytes that lie there.
            digest: Of them; "" where nobody read them whole.
        """
        row = self.rows[number]
        if size != row.size or (digest and digest != row.sha256):
            self.states[number] = CHANGED
            self.now[number] = digest
        else:
            self.states[number] = FITS if digest else NOT_COMPARED
        return self.states[number] == FITS

    def speak(self, evidence: Evidence) -> Evidence:
        """The evidence of a file that fits: the list's store is its own, if it has none."""
        reading = self.speaking
        if reading is None:
            return evidence
        signals = evidence.signals + self._signals
        known = replace(
            evidence,
            signals=signals,
            declaration=declare(signals),
            disclosures=evidence.disclosures + self._disclosures,
            sidecars=(*evidence.sidecars, self.shown),
        )
        if evidence.integrity is not Integrity.NO_MANIFEST:
            return known
        return replace(known, store=reading.store, integrity=reading.integrity, trust=reading.trust)

    def outcome(self) -> SignedList:
        """What came of it, when every file was met."""
        record = self.read.record
        seal = record if isinstance(record, Seal) else None
        return SignedList(
            path=self.shown,
            kind=ListKind.SEAL if seal else ListKind.HASH_LIST,
            attestation=replace(self.read.attestation, source=self.shown),
            id=record.id,
            title=record.title,
            title_id=seal.title_id if seal else "",
            count=len(self.rows),
            fitting=self.states.count(FITS),
            problems=tuple(self._problems()),
            stage=seal.stage.value if seal else "",
            policy=f"{seal.policy.name} {seal.policy.version}" if seal else "",
            verdict=seal.verdict.value if seal else "",
            at=record.created_at,
        )

    def shown_of(self, path: str) -> str:
        """A path relative to the list's folder as seen from the scanned root."""
        lead = self.shown.rpartition("/")[0]
        return f"{lead}/{path}" if lead else path

    def _problems(self) -> Iterator[ListProblem]:
        """Frames of a sequence together, other files one by one."""
        found: dict[ListProblemCode, list[tuple[str, str]]] = {}
        for number, state in enumerate(self.states):
            if state in _CODES and not (self.some and state == OPEN):
                file = self.rows[number].path, self.now.get(number, "")
                found.setdefault(_CODES[state], []).append(file)
        start = len(self.shown_of("x")) - 1
        if self.twice:
            found[ListProblemCode.TWICE] = [(path, "") for path in self.twice]
        if self.added:
            added = sorted(set(self.added))
            found[ListProblemCode.ADDED] = [(path[start:], "") for path in added]
        for code, files in found.items():
            if self.frames is not None or code is ListProblemCode.NOT_COMPARED:
                yield self._together(code, files)
            else:
                for path, digest in files:
                    yield ListProblem(code, path, self.shown_of(path), digest)

    def _together(self, code: ListProblemCode, files: Sequence[tuple[str, str]]) -> ListProblem:
        """One problem for all files: frames by their numbers, others by the first few names."""
        prefix, suffix, _ = self.frames or ("", "", 1)
        numbers = [
            number
            for path, _ in files
            if self.frames is not None and (number := number_in(path, prefix, suffix)) is not None
        ]
        if len(numbers) == len(files):
            told = ranges(numbers)
        else:
            more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
            told = ", ".join(path for path, _ in files[:_NAMED]) + more
        if len(files) > 1:
            return ListProblem(code, told)
        path, digest = files[0]
        return ListProblem(code, told, self.shown_of(path), digest)
