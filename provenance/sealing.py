"""seal: sign off a delivery as it leaves: every file, and what its scan came to.

The delivery is scanned first; what does not pass is not sealed unless somebody takes that upon
them, which the seal then says. Nothing is changed but the seal itself, which replaces an older one.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.config import Production
from provenance.errors import ConfigError, ManifestError, ProvenanceError, RegisterError, SealError
from provenance.executors import undisturbed
from provenance.formats.digest import digest_of
from provenance.manifests.engine import Engine
from provenance.manifests.sidecar import sidecar_name
from provenance.manifests.signed_lists import read_list, write_list
from provenance.manifests.signer import check_signer
from provenance.model.asset import Digest
from provenance.model.evidence import Attestation, Integrity
from provenance.model.finding import Severity, Verdict
from provenance.model.hashlist import content_digest
from provenance.model.policy import Policy
from provenance.model.report import Report, Result
from provenance.model.seal import SEAL_NAME, Seal, SealedFile, SealedPolicy, SignOff, signoff_of
from provenance.model.values import clean
from provenance.model.vocabulary import Effort, Stage
from provenance.opening import open_register, register_place
from provenance.packages.tree import Tree
from provenance.replacing import replacing, sweep
from provenance.scanning import Examined, Request, examine
from provenance.spreading import Progress

_REFUSED: Final = frozenset({Verdict.FAIL, Verdict.UNDETERMINED})
"""Undetermined never counts as pass."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A delivery that was signed off.

    Attributes:
        record: The seal.
        path: Where it lies; its signature lies next to it as ``.c2pa``.
        manifest_label: Label of the manifest that vouches for it.
        report: Of the scan that it rests on.
        unregistered: Why the register does not know of it, or "".
    """

    record: Seal
    path: Path
    manifest_label: str
    report: Report
    unregistered: str = ""


def seal(
    delivery: Path | str,
    policy: Policy | str | Path | None = None,
    *,
    production: Production,
    despite_findings: bool = False,
    stage: Stage | None = None,
    fail_on: Severity | None = None,
    trust: Iterable[Path | str] = (),
    approvals: Iterable[Path | str] = (),
    consents: Iterable[Path | str] = (),
    destinations: Iterable[str] = (),
    register: Path | str | None = None,
    effort: Effort = Effort.NORMAL,
    timeout: float = 60.0,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Sealed:
    """Scan a delivery and sign what is in it.

    Args:
        delivery: Its folder; the seal is written into it as ``delivery.seal.json``.
        policy: As of ``scan``, like all that follows but ``despite_findings``.
        production: Whose identity signs, and whose title it is.
        despite_findings: Seal although the scan fails or is undetermined; the seal says so.
        stage: Stage to judge for.
        fail_on: Lightest severity that fails.
        trust: PEM files with certificates whose signatures count.
        approvals: Approval files, or folders of them.
        consents: Consent files, or folders of them.
        destinations: Where this version goes, as the policy knows it.
        register: Path or URL of a register; that of the production by default.
        effort: How much to read; not ``fast``, which makes no digests.
        timeout: Seconds that the engine may take for one file of ordinary size.
        jobs: Processes on this machine.
        executor: Where to run instead.
        progress: Called after each file.

    Raises:
        SealError: The scan does not pass, there is no file, or one cannot be read; ``report`` is
            what the scan found. The folder is as it was.
        ConfigError: It is no folder, or there is no signing identity.
        PolicyError, RecordError, RegisterError: As of ``scan``.
        SigningError, ManifestError: It could not be signed or written.
    """
    folder = Path(delivery)
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no folder", hint="Name the folder of the delivery.")
    if effort is Effort.FAST:
        raise ConfigError(
            "a fast reading makes no digests, and a seal consists of them",
            hint="Leave --effort away, or say normal or deep.",
        )
    signer = production.signer()
    check_signer(signer)
    place = folder / SEAL_NAME
    examined = examine(
        Request(
            paths=folder,
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
            jobs=jobs,
            executor=executor,
            progress=progress,
            digests=True,
            ignoring=place,
        )
    )
    record = _record(folder, examined, production, despite=despite_findings)
    sweep(folder)
    with Engine(production.trust()) as engine, replacing() as files:
        label = write_list(record, place, files, signer=signer, engine=engine)
        with undisturbed():  # Ctrl-C shall not come between the seal and its signature
            files.commit()
        after = read_list(place, Seal, engine)
    if after.attestation.integrity is not Integrity.VALID:
        raise ManifestError(
            f"{place}: sealed, but read back it does not hold: {after.attestation.integrity}"
        )
    note = signoff_of(
        record,
        delivery=clean(folder.name or folder.resolve().name),
        seal_sha256=digest_of(place),
        manifest_label=label,
    )
    why = _register(note, after.attestation, register_place(register, production))
    return Sealed(record, place, label, examined.report, unregistered=why)


def _register(note: SignOff, attestation: Attestation, place: str) -> str:
    """Keep what was signed off; the seal stands, too, where that cannot be. Why not, or ""."""
    if not place:
        return ""
    try:
        with open_register(place) as known:
            if known is not None:
                known.add_record(note, attestation)
    except RegisterError as error:
        return str(error)
    return ""


def _record(folder: Path, examined: Examined, house: Production, *, despite: bool) -> Seal:
    report, policy = examined.report, examined.policy
    if not report.counts.files:
        raise SealError(f"{folder}: not sealed: there is no file in it", report=report)
    if report.verdict in _REFUSED and not despite:
        raise SealError(
            f"{folder}: not sealed: {report.sentence}",
            hint="Mend what the scan found, or seal it with --despite-findings, which it says.",
            report=report,
        )
    tree = Tree(folder)
    members = tuple(sorted(_files(tree, examined), key=lambda each: each.path.encode()))
    outside = [f"{each.path}: {each.message}" for each in tree.problems.all()]
    return Seal(
        author=house.about.vendor,
        title_id=house.about.title_id,
        title=house.about.title,
        vendor=house.about.vendor,
        stage=report.stage,
        policy=SealedPolicy(
            name=policy.name,
            version=policy.version,
            digest=policy.digest,
            fail_on=policy.fail_on,
        ),
        verdict=report.verdict,
        sentence=report.sentence,
        despite_findings=report.verdict in _REFUSED,
        effort=report.effort,
        left_out=(*report.left_out, *map(clean, outside)),
        digest=content_digest((each.path, each.sha256) for each in members),
        members=members,
    )


def _files(tree: Tree, examined: Examined) -> Iterator[SealedFile]:
    """Every file below the folder but the seal and its signature.

    Raises:
        SealError: One cannot be read, changed since it was scanned, or has a name that no list can
            hold.
    """
    own = {SEAL_NAME, sidecar_name(Path(SEAL_NAME)).name}
    told = {each.path: each for each in examined.report.results}
    known = {
        path: (size, digest, told.get(clean(each.path)))
        for each in examined.assets
        for path, size, digest in each.files()
    }
    for place in tree.folders():
        for name in tree.names(place):
            path = place.shown_of(name)
            if path in own:
                continue
            if clean(path) != path or "\\" in path:
                raise SealError(
                    f"{clean(path)}: not sealed: no list can hold that name",
                    hint="Rename the file: its name is no UTF-8, or has a backslash.",
                )
            yield _file(place.path / name, path, *known.get(path, (-1, None, None)))


def _file(
    place: Path, path: str, size: int, digest: Digest | None, result: Result | None
) -> SealedFile:
    try:
        now = place.stat().st_size
        value = digest or digest_of(place)
    except (OSError, ProvenanceError) as error:
        reason = str(error).removeprefix(f"{place}: ")
        raise SealError(f"{place}: not sealed: {reason}") from error
    if digest and now != size:
        raise SealError(f"{place}: not sealed: changed since it was scanned")
    return SealedFile(
        path=path,
        size=now,
        sha256=value,
        verdict=result.verdict.value if result else "",
        disclosures=result.disclosure.records if result else (),
        approvals=result.approval.records if result else (),
    )
