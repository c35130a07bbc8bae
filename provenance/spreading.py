"""spread: gather the evidence of many files here, in processes, or on any executor."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from provenance.errors import ProvenanceError
from provenance.executors import local, undisturbed
from provenance.gathering import Gatherer, not_read
from provenance.manifests.trust import TrustSettings
from provenance.model.evidence import Evidence
from provenance.model.vocabulary import Effort
from provenance.packages.folder import Unit
from provenance.storage import attach, attached

if TYPE_CHECKING:
    from provenance.register import Register

BATCH_FILES: Final = 256
"""Files per task at most: enough to hide the cost of starting a worker's engine."""
BATCHES_A_JOB: Final = 4
"""Tasks for each process, so that none has to wait long for the last one."""
BATCH_LEAST: Final = 8
"""Files below which a task costs more to start than to do."""
BATCH_BYTES: Final = 1 << 30
"""Bytes per task: one large master is a task of its own."""
BATCH_SECONDS: Final = 2.0
"""Seconds after which what was gathered here is kept: an interruption loses no more."""

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the path of the last one done. One with a method
``weigh`` has that called with bytes done and bytes in all, after each call with files."""

Kept = Callable[[Sequence[Unit], Sequence[Evidence]], None]
"""Called with files and their evidence as soon as they are done."""


@dataclass(frozen=True, slots=True)
class Task:
    """One batch of files for a worker. Plain values: it crosses process borders."""

    units: tuple[Unit, ...]
    trust: TrustSettings
    effort: Effort
    timeout: float
    register: str
    facts: bool = True
    storage: tuple[str, ...] = field(default_factory=attached)
    """Folders of this machine that stand for URLs."""


def run(task: Task) -> tuple[Evidence, ...]:
    """Gather one batch; what a worker runs."""
    attach(task.storage)
    with gathering(task) as (_, gatherer):
        return tuple(_inline(task.units, gatherer, silent, _forget))


@contextmanager
def gathering(task: Task) -> "Iterator[tuple[Register | None, Gatherer]]":
    """The register and the gatherer of a task, for as long as it lasts."""
    with (
        _register(task.register) as register,
        Gatherer(
            task.trust,
            effort=task.effort,
            timeout=task.timeout,
            register=register,
            facts=task.facts or task.effort is Effort.DEEP,
            frames=True,
        ) as gatherer,
    ):
        yield register, gatherer


def _register(place: str) -> "AbstractContextManager[Register | None]":
    if not place:
        return nullcontext()
    # Brings policies and rules, which take a worker longer to load than all that it needs.
    from provenance.opening import open_register  # noqa: PLC0415

    return open_register(place, read_only=True)


def gather_all(
    work: Task,
    here: Gatherer,
    *,
    jobs: int,
    executor: Executor | None,
    progress: Progress,
    keep: "Kept | None" = None,
) -> list[Evidence]:
    """The evidence of every file of a task, in its order.

    Args:
        work: All files.
        here: Gathers in this process.
        jobs: Processes on this machine.
        executor: Where to run instead; any ``concurrent.futures.Executor``.
        progress: Called after each file.
        keep: Called with what is done, so that an interruption does not lose it.
    """
    kept = keep or _forget
    if executor is not None:
        return _spread(work, executor, BATCH_FILES, progress, kept)
    if jobs > 1 and len(work.units) > 1:
        share = -(-len(work.units) // (jobs * BATCHES_A_JOB))
        with local(jobs) as pool:
            files = min(max(share, BATCH_LEAST), BATCH_FILES)
            return _spread(work, pool, files, progress, kept)
    return _inline(work.units, here, progress, kept)


def _inline(
    units: Sequence[Unit], gatherer: Gatherer, progress: Progress, keep: Kept
) -> list[Evidence]:
    """Gather here, with one engine for all."""
    found: list[Evidence] = []
    told, since = 0, time.monotonic()
    gather, total = gatherer.gather, len(units)
    try:
        for done, unit in enumerate(units, 1):
            found.append(gather(unit))
            progress(done, total, unit.shown)
            if done - told >= BATCH_FILES or time.monotonic() - since > BATCH_SECONDS:
                keep(units[told : len(found)], found[told:])
                told, since = len(found), time.monotonic()
    finally:
        keep(units[told : len(found)], found[told:])
    return found


def _spread(
    work: Task, executor: Executor, files: int, progress: Progress, keep: Kept
) -> list[Evidence]:
    """Gather in batches elsewhere; order is kept, whichever batch finishes first."""
    batches = list(_batches(work.units, files))
    total, done = len(work.units), 0
    results: dict[int, tuple[Evidence, ...]] = {}
    futures: dict[Future[tuple[Evidence, ...]], int] = {}
    try:
        for index, units in enumerate(batches):
            futures[_submit(executor, replace(work, units=units))] = index
        for future in as_completed(futures):
            index = futures[future]
            try:
                results[index] = future.result()
                keep(batches[index], results[index])
            except ProvenanceError:
                raise
            except Exception as error:  # noqa: BLE001 - each kind of executor has its own
                # A worker that died leaves files that nobody looked at: say so for each.
                reason = f"not scanned: the worker was lost ({type(error).__name__})"
                results[index] = tuple(not_read(unit, reason) for unit in batches[index])
            done += len(batches[index])
            progress(done, total, batches[index][-1].shown)
    finally:
        for future in futures:
            future.cancel()
    return [each for index in range(len(batches)) for each in results[index]]


def _submit(executor: Executor, work: Task) -> Future[tuple[Evidence, ...]]:
    try:
        with undisturbed():
            return executor.submit(run, work)
    except Exception as error:  # noqa: BLE001 - workers are gone, or none can be started
        failed: Future[tuple[Evidence, ...]] = Future()
        failed.set_exception(error)
        return failed


def _batches(units: tuple[Unit, ...], files: int) -> Iterator[tuple[Unit, ...]]:
    batch: list[Unit] = []
    weight = 0
    for unit in units:
        size = _size(unit)
        if batch and (len(batch) >= files or weight + size > BATCH_BYTES):
            yield tuple(batch)
            batch, weight = [], 0
        batch.append(unit)
        weight += size
    if batch:
        yield tuple(batch)


def _size(unit: Unit) -> int:
    try:
        return unit.path.stat().st_size
    except OSError:
        return 0


def weighed(units: Sequence[Unit], progress: Progress) -> Progress:
    """A progress over some files that tells bytes as well, where somebody wants to know.

    Files are counted in the order of the units, so that with several workers it is an estimate
    until the end.

    Args:
        units: The files.
        progress: Who is told.
    """
    weigh = getattr(progress, "weigh", None)
    if weigh is None:
        return progress
    sums = list(accumulate(map(_size, units), initial=0))

    def moved(done: int, total: int, path: str) -> None:
        progress(done, total, path)
        weigh(sums[min(done, len(units))], sums[-1])

    return moved


def silent(done: int, total: int, path: str) -> None:
    """No progress."""


def _forget(units: Sequence[Unit], found: Sequence[Evidence]) -> None:
    """Nothing is kept."""
