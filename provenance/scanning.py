"""scan: paths -> Report. Survey, gather (here or on an executor), attach records, judge."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from provenance.attaching import attached
from provenance.besides import lists_beside
from provenance.caching import Cache, opened
from provenance.choosing import Known, choose, gather_chosen
from provenance.config import Production
from provenance.delivering import (
    delivery_of,
    lists_of,
    looked_up,
    placed,
    shown_records,
    without_roots,
)
from provenance.digesting import ListedHashes, MadeHashes
from provenance.errors import ConfigError
from provenance.folding import Folding
from provenance.joining import of_production, with_register
from provenance.judging import draft_report
from provenance.model.evidence import Evidence
from provenance.model.finding import Severity
from provenance.model.policy import Policy
from provenance.model.record import now
from provenance.model.report import Report, ToolView
from provenance.model.rows import Draft
from provenance.model.vocabulary import Effort, Stage
from provenance.opening import ignoring_of, load_policy, refuse_changed, register_place, tool_view
from provenance.packages.folder import Delivery, survey
from provenance.packages.ignoring import Ignoring
from provenance.recalling import gather_again
from provenance.records import Index, read_records, record_files
from provenance.spreading import Progress, Task, gathering, silent
from provenance.standings.expecting import whole_title
from provenance.standings.twins import with_twins
from provenance.storage import in_storage, reached
from provenance.verifying import Verifier, signed_lists

if TYPE_CHECKING:
    from provenance.register import Register


class Supply(Protocol):
    """Evidence that was gathered elsewhere."""

    def delivery(self, found: Delivery) -> Delivery:
        """What lies there, and what ought to."""
        ...

    def evidence(self, work: Task, tool: ToolView, known: "Register | None") -> list[Evidence]:
        """The evidence of every file of a task, in its order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a scan is asked for; ``scan`` says what each field means."""

    paths: Path | str | Iterable[Path | str]
    policy: Policy | str | Path | None = None
    stage: Stage | None = None
    fail_on: Severity | None = None
    trust: Iterable[Path | str] = ()
    approvals: Iterable[Path | str] = ()
    consents: Iterable[Path | str] = ()
    destinations: Iterable[str] = ()
    production: Production | None = None
    register: Path | str | None = None
    effort: Effort = Effort.NORMAL
    timeout: float = 60.0
    exclude: Iterable[str] = ()
    hidden: bool = False
    ignore_file: Path | str | Ignoring | None = None
    jobs: int = 1
    executor: Executor | None = None
    progress: Progress | None = None
    cache: Cache | Path | str | None = None
    digests: bool = False
    facts: bool = False
    ignoring: Path | None = None
    """A signed list that is left aside: the seal that is about to be replaced."""
    supply: Supply | None = None
    """Gives the evidence, so that no file is read here."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A scan with all that it rests on.

    Attributes:
        draft: What a scan returns, its results not made yet.
        assets: The evidence of every file.
        policy: As it was applied.
    """

    draft: Draft
    assets: tuple[Evidence, ...]
    policy: Policy

    @property
    def report(self) -> Report:
        """What a scan returns."""
        return self.draft.report


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
    ignore_file: Path | str | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cache: Cache | Path | str | None = None,
    digests: bool = False,
    facts: bool = False,
) -> Report:
    """Check a delivery: what was generated, was it disclosed, was that use approved?

    Args:
        paths: Files, folders, and URLs of object storage (extra ``s3``).
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
        ignore_file: What it names is left out, and told; the ``.provenanceignore`` of the
            production by default. None in a delivery ever counts.
        jobs: Processes on this machine.
        executor: Where to run instead; any ``concurrent.futures.Executor``.
        progress: Called after each file.
        cache: A folder of this user's own in which what was read is kept, so that a file which
            is as it was is not read again; None reads every file.
        digests: Whether the SHA-256 of every file is made, also of those that no list, record or
            register at hand could name by it. A deep reading makes all, a fast one none.
        facts: Whether technical facts are read: duration, raster, codec. No verdict rests on
            them. A deep reading reads them, a fast one does not.

    Returns:
        The report. Files that could not be read are results in it.

    Raises:
        PolicyError, ConfigError, RecordError: Before the first file is opened.
        RegisterError: The register cannot be opened, or is not what was written.
    """
    return examine(
        Request(
            paths=paths,
            policy=policy,
            stage=stage,
            fail_on=fail_on,
            trust=trust,
            approvals=approvals,
            consents=consents,
            destinations=destinations,
            production=production,
            register=register,
            effort=effort,
            timeout=timeout,
            exclude=exclude,
            hidden=hidden,
            ignore_file=ignore_file,
            jobs=jobs,
            executor=executor,
            progress=progress,
            cache=cache,
            digests=digests,
            facts=facts,
        )
    ).report


def examine(request: Request) -> Examined:
    """Scan, and keep the evidence: for those who go on with it.

    Raises:
        PolicyError, ConfigError, RecordError, RegisterError: As of ``scan``.
    """
    with reached(request.paths) as paths:
        if request.executor is not None and in_storage(paths):
            raise ConfigError(
                "object storage is read by processes of this machine, not by an executor",
                hint="Use --jobs N, or mount the bucket on every machine.",
            )
        return _examined(replace(request, paths=paths))


def _examined(request: Request) -> Examined:
    house = request.production or Production()
    applied = load_policy(
        request.policy or house.policy,
        stage=request.stage or house.stage,
        fail_on=request.fail_on,
        bound_for=tuple(request.destinations) or house.destinations,
    )
    settings = house.trust(tuple(map(Path, request.trust)))
    paths = request.paths
    asked = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    files = record_files(map(Path, (*request.approvals, *request.consents)))
    ignoring = request.ignore_file
    if not isinstance(ignoring, Ignoring):
        ignoring = ignoring_of(house, Path(ignoring) if ignoring else None)
    delivery = survey(asked, exclude=request.exclude, hidden=request.hidden, ignoring=ignoring)
    if request.supply:
        delivery = request.supply.delivery(delivery)
    compared = partial(lists_of, delivery, asked, applied, request.effort, hidden=request.hidden)
    listed = ListedHashes()
    packages = compared(check=listed.note)
    place = register_place(request.register, house)
    work = Task(delivery.units, settings, request.effort, request.timeout, place, request.facts)
    folders = (*house.approvals, *house.consents, *house.labels)
    house_files = record_files(folder for folder in folders if folder.is_dir())
    with gathering(work) as (known, here), opened(request.cache) as cache:
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
        )
        lists = [path for path in signed_lists(delivery.records) if path != request.ignoring]
        verifier = Verifier(shown_records(lists, asked), here.engine, lists_beside(asked))
        tool = tool_view(here.engine)
        supply = request.supply and partial(request.supply.evidence, tool=tool, known=known)
        gather = supply or partial(
            gather_again,
            here=here,
            cache=cache,
            engines=tool.engines,
            known=known,
            jobs=request.jobs,
            executor=request.executor,
            progress=request.progress or silent,
        )
        folding = Folding(delivery.units)
        some = request.effort is Effort.NORMAL and not request.digests
        named = Known.of(records, applied, known) if some else Known(any=True)
        together = folding.together()
        units = choose(delivery.units, named, listed, signed=verifier.names, together=together)
        delivery = replace(delivery, units=units)
        gathered = gather_chosen(units, lambda each: gather(replace(work, units=each)), named)
        for each in attached(
            gathered, units, verifier=verifier, known=known, records=records, index=index
        ):
            folding.add(each)
        assets = with_twins(folding.assets(known.find if known else None))
        if known:
            whole = looked_up(whole, assets, known.find)
        if packages:
            made = MadeHashes(delivery.units, gathered, delivery.records, request.effort)
            packages = compared(check=made.compare)
        checked = verifier.lists(delivery.records, request.effort, hidden=request.hidden)
    draft = draft_report(
        assets,
        applied,
        tool=tool,
        generated_at=now(),
        effort=request.effort,
        roots=delivery.roots,
        trust_lists=tuple(anchor.name for anchor in settings.anchors),
        problems=[without_roots(each, asked) for each in records.problems],
        left_out=delivery.left_out,
        delivery=replace(whole, seals=checked, packages=(*folding.sequences(), *packages)),
    )
    return Examined(draft, tuple(assets), applied)
