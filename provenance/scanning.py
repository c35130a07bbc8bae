"""scan: paths -> Report. Survey, gather (here or on an executor), attach records, judge."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.config import Production
from provenance.delivering import delivery_of, lists_of, looked_up, placed, without_roots
from provenance.errors import ProvenanceError
from provenance.executors import local, undisturbed
from provenance.gathering import Gatherer, not_read
from provenance.joining import of_production, with_register
from provenance.judging import build_report
from provenance.manifests.trust import TrustSettings
from provenance.model.deriving import with_sources
from provenance.model.evidence import Evidence
from provenance.model.expecting import whole_title
from provenance.model.finding import Severity
from provenance.model.misplacing import with_misplaced
from provenance.model.policy import Policy
from provenance.model.record import now
from provenance.model.report import Report
from provenance.model.twins import with_twins
from provenance.model.vocabulary import Effort, Stage
from provenance.opening import (
    load_policy,
    open_register,
    refuse_changed,
    register_place,
    tool_view,
)
from provenance.packages.folder import Unit, survey
from provenance.records import Index, read_records, record_files

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

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the path of the last one done."""


@dataclass(frozen=True, slots=True)
class Task:
    """One batch of files for a worker. Plain values: it crosses process borders."""

    units: tuple[Unit, ...]
    trust: TrustSettings
    effort: Effort
    timeout: float
    register: str


def run(task: Task) -> tuple[Evidence, ...]:
    """Gather one batch; what a worker runs."""
    with _gathering(task) as (_, gatherer):
        return tuple(_inline(task.units, gatherer, _silent))


@contextmanager
def _gathering(task: Task) -> "Iterator[tuple[Register | None, Gatherer]]":
    with (
        open_register(task.register, read_only=True) as register,
        Gatherer(
            task.trust, effort=task.effort, timeout=task.timeout, register=register
        ) as gatherer,
    ):
        yield register, gatherer


def scan(
    paths: Path | str | Iterable[Path | str],
    policy: Policy | str | Path | None = None,
    *,
    stage: Stage | None = None,
    fail_on: Severity | None = None,
    trust: Iterable[Path | str] = (),
    approvals: Iterable[Path | str] = (),
    consents: Iterable[Path | str] = (),
    destinations: Iterable[str] = (),
    production: Production | None = None,
    register: Path | str | None = None,
    effort: Effort = Effort.NORMAL,
    timeout: float = 60.0,
    exclude: Iterable[str] = (),
    hidden: bool = False,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a delivery: what was generated, was it disclosed, was that use approved?

    Args:
        paths: Files and folders.
        policy: A policy, the name of a profile, or a TOML file; the production's by default.
        stage: Stage to judge for; the production's, then the policy's by default.
        fail_on: Lightest severity that fails; the policy's by default.
        trust: PEM files with certificates whose signatures count.
        approvals: Approval files, or folders of them, beside those inside the delivery.
        consents: Consent files, or folders of them: they stay in their house, so nobody finds
            them in a delivery.
        destinations: Names under which the policy knows where this version goes; the
            production's, then each disclosure's by default.
        production: Configuration to use; none by default, so that nothing is implied.
        register: Path or URL of a register; that of the production by default, else none.
        effort: How much to read.
        timeout: Seconds that the engine may take for one file of ordinary size.
        exclude: Shell patterns of paths to leave out.
        hidden: Whether names that begin with a dot count.
        jobs: Processes on this machine.
        executor: Where to run instead; any ``concurrent.futures.Executor``.
        progress: Called after each file.

    Returns:
        The report. Files that could not be read are results in it.

    Raises:
        PolicyError, ConfigError, RecordError: Before the first file is opened.
        RegisterError: The register cannot be opened, or is not what was written.
    """
    house = production or Production()
    applied = load_policy(
        policy or house.policy,
        stage=stage or house.stage,
        fail_on=fail_on,
        bound_for=tuple(destinations) or house.destinations,
    )
    settings = house.trust(tuple(map(Path, trust)))
    asked = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    files = record_files(map(Path, (*approvals, *consents)))
    delivery = survey(asked, exclude=exclude, hidden=hidden)
    place = register_place(register, house)
    work = Task(delivery.units, settings, effort, timeout, place)
    folders = (*house.approvals, *house.consents, *house.labels)
    house_files = record_files(folder for folder in folders if folder.is_dir())
    tell = progress or _silent
    with _gathering(work) as (known, here):
        found = (*files, *house_files, *delivery.records)
        refuse_changed(known)
        records = with_register(read_records(dict.fromkeys(found), here.engine), known)
        records = placed(of_production(records, house, asked), delivery, asked)
        index = Index.of(records, known.salt() if known else "")
        whole = delivery_of(
            delivery,
            records,
            asked,
            title_id=house.about.title_id,
            entries=known.entries() if known and whole_title(applied) else (),
            packages=lists_of(delivery, asked, applied, effort, hidden=hidden),
        )
        tool = tool_view(here.engine)
        if executor is not None:
            gathered = _spread(work, executor, BATCH_FILES, tell)
        elif jobs > 1 and len(delivery.units) > 1:
            share = -(-len(delivery.units) // (jobs * BATCHES_A_JOB))
            with local(jobs) as pool:
                gathered = _spread(work, pool, min(max(share, BATCH_LEAST), BATCH_FILES), tell)
        else:
            gathered = _inline(delivery.units, here, tell)
        if known:
            gathered = [with_sources(each, known.find) for each in gathered]
            whole = looked_up(whole, gathered, known.find)
    return build_report(
        with_misplaced(with_twins([index.attach(each) for each in gathered]), records.disclosures),
        applied,
        tool=tool,
        generated_at=now(),
        effort=effort,
        roots=delivery.roots,
        trust_lists=tuple(anchor.name for anchor in settings.anchors),
        problems=[without_roots(each, asked) for each in records.problems],
        left_out=delivery.left_out,
        delivery=whole,
    )


def _inline(units: Sequence[Unit], gatherer: Gatherer, progress: Progress) -> list[Evidence]:
    """Gather here, with one engine for all."""
    found: list[Evidence] = []
    for unit in units:
        found.append(gatherer.gather(unit))
        progress(len(found), len(units), unit.shown)
    return found


def _spread(work: Task, executor: Executor, files: int, progress: Progress) -> list[Evidence]:
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
    except BrokenExecutor as error:  # an earlier task took the workers with it
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


def _silent(done: int, total: int, path: str) -> None:
    """No progress."""
