"""recall: gather evidence of many files; what was read before and is as it was is not read again.

What is kept is what reading a file gave, and nothing that depends on anything else: the register
is asked again, records are brought to the files again, and everything is judged again.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance import plugins, readers
from provenance.caching import Cache, Row
from provenance.digesting import hashes_asked, with_hashes
from provenance.errors import DamagedFileError, RegisterError
from provenance.gathering import Gatherer
from provenance.identifying import Identifier, Seen, packed, program
from provenance.inspecting import MEDIA
from provenance.manifests.settings import TrustSettings
from provenance.model.encoding import decode, encode
from provenance.model.evidence import (
    Attestation,
    Coverage,
    Evidence,
    HeldDisclosure,
    Integrity,
    ReaderFailure,
)
from provenance.model.holding import REGISTER
from provenance.model.vocabulary import Effort
from provenance.packages.folder import Unit
from provenance.spreading import Kept, Progress, Task, gather_all, weighed

if TYPE_CHECKING:
    from provenance.register import Register

_LASTING: Final = frozenset({"format", "sidecar", "c2pa"})
"""Who says of a file what it will say again. Others fail for reasons that pass: time, memory."""
_SEEN: Final = frozenset({Coverage.READ, Coverage.PARTLY_READ, Coverage.NOT_SUPPORTED})


def settings_of(effort: Effort, trust: TrustSettings, engines: dict[str, str]) -> bytes:
    """Digest of what the reading of a file depends on, beside the file.

    Args:
        effort: How much is read.
        trust: Whose signatures count.
        engines: Versions of the engines.
    """
    told = [effort.value]
    told += [part for anchor in trust.anchors for part in (anchor.name, anchor.pem)]
    told += [part for pair in sorted(engines.items()) for part in pair]
    state = hashlib.blake2b(program(*told), digest_size=24)
    for reader in plugins.load("readers", readers.BUILTIN)[len(readers.BUILTIN) :]:
        state.update(_source_of(reader.read))
    return state.digest()


def gather_again(
    work: Task,
    here: Gatherer,
    *,
    cache: Cache | None,
    engines: dict[str, str],
    known: "Register | None",
    jobs: int,
    executor: Executor | None,
    progress: Progress,
) -> list[Evidence]:
    """The evidence of every file of a task, in its order; what is kept and still holds is not read.

    Args:
        work: All files.
        here: Gathers in this process.
        cache: What is kept; None to read every file.
        engines: Versions of the engines.
        known: The register, asked for each file that is not read.
        jobs: Processes on this machine.
        executor: Where to run instead.
        progress: Called after each file.
    """
    memory = None
    if cache:
        settings = settings_of(work.effort, work.trust, engines)
        memory = _Memory(cache, settings, work)
    found = memory.found(work.units) if memory else [None] * len(work.units)
    unknown = tuple(unit for unit, each in zip(work.units, found, strict=True) if each is None)
    before, total = len(work.units) - len(unknown), len(work.units)
    known_first = [unit for unit, each in zip(work.units, found, strict=True) if each is not None]
    told = weighed((*known_first, *unknown), progress)
    if before:
        told(before, total, "")

    def moved(done: int, _: int, path: str) -> None:
        told(before + done, total, path)

    rest = replace(work, units=unknown)
    keep = memory.keep if memory else None
    if executor is None:
        fresh = gather_all(rest, here, jobs=jobs, executor=None, progress=moved, keep=keep)
    else:
        fresh = _gather_elsewhere(rest, here, executor, moved, keep)
    left = iter(fresh if executor is None else [with_entries(each, known) for each in fresh])
    return [next(left) if each is None else with_entries(each, known) for each in found]


def _gather_elsewhere(
    work: Task, here: Gatherer, executor: Executor, progress: Progress, keep: Kept | None
) -> list[Evidence]:
    """Gather on an executor, which may run in another folder and reach no register."""
    places = {os.path.abspath(unit.file): unit for unit in work.units}  # noqa: PTH100 - links stay

    def given(unit: Unit, evidence: Evidence) -> Evidence:
        """The evidence as if it had been gathered under the path that was given."""
        place = places[unit.file].file
        if place == unit.file or not evidence.failures:
            return evidence
        failures = (
            replace(each, reason=each.reason.replace(unit.file, place))
            for each in evidence.failures
        )
        return replace(evidence, failures=tuple(failures))

    def kept(units: Sequence[Unit], gathered: Sequence[Evidence]) -> None:
        if keep:
            told = [given(unit, each) for unit, each in zip(units, gathered, strict=True)]
            keep([places[unit.file] for unit in units], told)

    units = tuple(replace(unit, file=place) for place, unit in places.items())
    far = replace(work, units=units, register="")
    gathered = gather_all(far, here, jobs=1, executor=executor, progress=progress, keep=kept)
    return [given(unit, each) for unit, each in zip(units, gathered, strict=True)]


class _Memory:
    """What is kept of files, by what they were before they were read."""

    def __init__(self, cache: Cache, settings: bytes, work: Task) -> None:
        self._cache, self._hashed = cache, work.effort is not Effort.FAST
        self._facts = work.facts or work.effort is Effort.DEEP
        self._identifier = Identifier(settings)
        self._before: dict[str, Seen] = {}

    def found(self, units: Sequence[Unit]) -> list[Evidence | None]:
        """What is kept of each, None for those that are to be read."""
        keys: list[bytes | None] = []
        for unit in units:
            seen = None if unit.problem else self._identifier.of(unit.file, alone=unit.alone)
            if seen is not None:
                self._before[unit.file] = seen
            keys.append(None if seen is None or seen.fresh else seen.key)
        self._identifier.again()
        kept = self._cache.find([key for key in keys if key])
        return [
            self._recalled(unit, *kept[key]) if key is not None and key in kept else None
            for unit, key in zip(units, keys, strict=True)
        ]

    def _recalled(self, unit: Unit, place: bytes, text: bytes) -> Evidence | None:
        evidence = _recalled(unit, place, text)
        if evidence is None or not self._hashed:
            return evidence
        evidence = _with_facts(evidence, wanted=self._facts)
        return evidence and with_hashes(evidence, hashes_asked(unit))

    def keep(self, units: Sequence[Unit], gathered: Sequence[Evidence]) -> None:
        """Keep the evidence of those that are still what they were before they were read."""
        rows: list[Row] = []
        self._identifier.again()
        for unit, evidence in zip(units, gathered, strict=True):
            before = self._before.pop(unit.file, None)
            if unit.problem:  # told by its name and kind alone
                continue
            now = self._identifier.of(unit.file, alone=unit.alone) if before else None
            if now is None or now.fresh or now != before or not _lasts(evidence):
                self._cache.whole = False
            else:
                bare = _without_entries(evidence)
                rows.append(
                    Row(now.key, encode(bare), _place(unit, bare), of_today=_may_expire(bare))
                )
        self._cache.keep(rows)


def _recalled(unit: Unit, place: bytes, text: bytes) -> Evidence | None:
    try:
        evidence = decode(text)
    except DamagedFileError:
        return None
    if place != _place(unit, evidence):
        return None
    if evidence.asset.path == unit.shown:
        return evidence
    return replace(evidence, asset=replace(evidence.asset, path=unit.shown))


def _with_facts(evidence: Evidence, *, wanted: bool) -> Evidence | None:
    """The evidence with technical facts or without; None where they were not read and now are."""
    asset = evidence.asset
    if asset.facts is None:
        return None if wanted and asset.family in MEDIA else evidence
    return evidence if wanted else replace(evidence, asset=replace(asset, facts=None))


def _place(unit: Unit, evidence: Evidence) -> bytes:
    """Digest of those parts of a file's place that stand in its evidence, beside its path."""
    told = (unit.file if evidence.failures else "", "" if unit.alone else unit.shown)
    if not any(told):
        return b""
    text = "\0".join(told).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=12).digest()


def _lasts(evidence: Evidence) -> bool:
    """Whether the same file will be read in the same way: what was given up for time may not."""
    return evidence.coverage in _SEEN and all(
        each.reader in _LASTING and not each.gave_up for each in evidence.failures
    )


def _may_expire(evidence: Evidence) -> bool:
    """Whether what was concluded depends on the day: certificates expire."""
    return evidence.integrity is not Integrity.NO_MANIFEST


def _without_entries(evidence: Evidence) -> Evidence:
    if not evidence.entries:
        return evidence
    told = evidence.disclosures[: -len(evidence.entries)]
    return replace(evidence, entries=(), disclosures=told)


def with_entries(evidence: Evidence, known: "Register | None") -> Evidence:
    """The evidence with what the register says of the file now.

    A register that cannot be asked makes the file partly read: what it says is not known.
    """
    if known is None or evidence.asset.digest is None:
        return evidence
    try:
        entries = known.find(evidence.asset.digest)
    except RegisterError as error:
        failure = ReaderFailure(REGISTER, str(error))
        part = Coverage.PARTLY_READ if evidence.readable else evidence.coverage
        return replace(evidence, failures=(*evidence.failures, failure), coverage=part)
    if not entries:
        return evidence
    told = (HeldDisclosure(entry.disclosure, Attestation(REGISTER)) for entry in entries)
    return replace(evidence, entries=entries, disclosures=(*evidence.disclosures, *told))


def _source_of(function: object) -> bytes:
    """What tells the code of a plug-in from an earlier one."""
    module = sys.modules.get(getattr(function, "__module__", ""))
    try:
        return packed(Path(getattr(module, "__file__", None) or "").stat())
    except (OSError, ValueError):
        return b""
