"""stamp_list: a sequence or a package stamped with one signature over a list of its files.

Every file is read once and bound by its SHA-256 in a hash list beside it; the list's manifest
store holds the disclosure. No frame, and nothing in a package, is touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from provenance import formats
from provenance.assembling import (
    Assembly,
    Progress,
    assemble,
    is_assembly,
    read_members,
    refuse_changed,
)
from provenance.errors import (
    ManifestError,
    RecordError,
    RegisterError,
)
from provenance.executors import undisturbed
from provenance.formats.digest import file_digest
from provenance.manifests.ancestry import held_disclosures
from provenance.manifests.definition import IngredientFile
from provenance.manifests.sidecar import sidecar_name
from provenance.manifests.signed_lists import LIST_TYPE, ReadList, read_list, write_list
from provenance.manifests.signer import Signer, check_signer
from provenance.manifests.trust import TrustSettings
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure, Subject
from provenance.model.entry import Entry
from provenance.model.evidence import Integrity
from provenance.model.hashlist import HashList, content_digest, listed
from provenance.model.record import new_id, now
from provenance.model.values import clean
from provenance.planning import refuse_source_type
from provenance.register import Register
from provenance.replacing import replacing, sweep
from provenance.stamping import Stamper

__all__ = ["ListPlan", "StampedList", "is_assembly", "plan_lists", "stamp_list", "stamp_lists"]


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What a stamp of several files as one would do.

    Attributes:
        assembly: The files, and where their list goes.
        disclosure: What will be stated.
    """

    assembly: Assembly
    disclosure: Disclosure


@dataclass(frozen=True, slots=True)
class StampedList:
    """Several files that were stamped as one.

    Attributes:
        plan: What was done.
        record: The hash list.
        manifest_label: Label of the manifest that vouches for it.
        size: Bytes of all files.
        entry: What the register holds of it; None without a register.
        unchanged: Whether the very same stamp lay there already.
    """

    plan: ListPlan
    record: HashList
    manifest_label: str
    size: int
    entry: Entry | None
    unchanged: bool = False


def plan_lists(
    path: Path, disclosure: Disclosure, *, package: bool = False
) -> tuple[ListPlan, ...]:
    """What a stamp of a sequence or a package would do. Reads names only, writes nothing.

    Args:
        path: A folder, or a pattern such as ``shot.%04d.exr``.
        disclosure: What is to be stated.
        package: Whether the folder is one asset as it is, whatever is in it.

    Raises:
        StampError: It cannot be stamped.
    """
    refuse_source_type(path.name or str(path), disclosure)
    return tuple(ListPlan(each, disclosure) for each in assemble(path, package=package))


def stamp_list(
    path: Path | str,
    disclosure: Disclosure,
    *,
    signer: Signer,
    package: bool = False,
    ingredients: Iterable[Path | str] = (),
    register: Register | None = None,
    trust: TrustSettings | None = None,
    root: Path | None = None,
) -> tuple[StampedList, ...]:
    """Stamp the sequences of a folder, one sequence by its pattern, or a folder as one package.

    Args:
        path: A folder, or a pattern such as ``shot.%04d.exr``.
        disclosure: What is stated; id, time and subject are made for each list.
        signer: Whose signature.
        package: Whether the folder is one asset as it is, whatever is in it.
        ingredients: Files that went into it.
        register: Where an entry is added for each sequence or package.
        trust: Certificates whose signatures count when the list is read anew.
        root: Folder of the production; the register names files as seen from there.

    Returns:
        One for each sequence.

    Raises:
        StampError: As of ``Stamper.stamp``; nothing was changed.
    """
    with Stamper(signer, register=register, trust=trust, root=root) as stamper:
        return stamp_lists(
            stamper,
            Path(path),
            disclosure,
            package=package,
            ingredients=[Path(each) for each in ingredients],
        )


def stamp_lists(
    stamper: Stamper,
    path: Path,
    disclosure: Disclosure,
    *,
    package: bool = False,
    ingredients: Iterable[Path] = (),
    progress: Progress | None = None,
) -> tuple[StampedList, ...]:
    """As ``stamp_list``, with a stamper that is kept; tells ``progress`` each file that was read.

    Raises:
        StampError: It cannot be stamped; nothing was changed.
        ManifestError: It could not be signed; nothing was changed.
        RegisterError: It is stamped, and the register is not written.
    """
    plans = plan_lists(path, disclosure, package=package)
    parts = tuple(stamper.ingredient(each) for each in ingredients)
    tell = progress or (lambda _done, _total, _path: None)
    return tuple(_stamp(stamper, plan, parts, tell) for plan in plans)


def _stamp(
    stamper: Stamper, plan: ListPlan, parts: tuple[IngredientFile, ...], tell: Progress
) -> StampedList:
    made = plan.assembly
    read = read_members(made, tell)
    size = sum(each for _, each, _ in read.files)
    digest = content_digest((path, value) for path, _, value in read.files)
    told = plan.disclosure.model_copy(
        update={
            "id": new_id(),
            "created_at": now(),
            "subject": Subject(
                path=clean(made.target.name),
                sha256=digest,
                bytes=size,
                media_type=read.media_type,
                shot_id=plan.disclosure.subject.shot_id,
                derived_from=plan.disclosure.subject.derived_from,
            ),
        }
    )
    before = _before(made.list, stamper)
    same = None if parts else _the_same(before, digest, told, stamper)
    if before is not None and same is not None and before.reading and before.reading.store:
        assert isinstance(before.record, HashList)  # noqa: S101 - it was read as one
        label = before.reading.store.active_label
        entry = _enter(stamper, made, same, label)
        return StampedList(ListPlan(made, same), before.record, label, size, entry, unchanged=True)
    record = HashList(
        author=told.vendor,
        title=clean(made.title),
        pattern=made.pattern,
        frames=made.frames,
        folder=made.below,
        digest=digest,
        members=listed(read.files),
    )
    sweep(made.list.absolute().parent)
    with replacing() as written:
        label = write_list(
            record,
            made.list,
            written,
            signer=stamper.signer,
            engine=stamper.engine,
            disclosure=told.for_manifest(stamper.salt),
            ingredients=(*_parent(before, made.list), *parts),
        )
        refuse_changed(made, read)
        with undisturbed():  # Ctrl-C shall not come between the list and its entry
            written.commit()
            entry = _enter(stamper, made, told, label)
    after = read_list(made.list, HashList, stamper.engine)
    if after.attestation.integrity is not Integrity.VALID:
        raise ManifestError(
            f"{made.list.name}: stamped, but read back it does not hold: "
            f"{after.attestation.integrity}"
        )
    return StampedList(ListPlan(made, told), record, label, size, entry)


def _before(path: Path, stamper: Stamper) -> ReadList | None:
    """The list that lies there already, if its signature holds: it becomes the parent."""
    if not path.is_file():
        return None
    try:
        read = read_list(path, HashList, stamper.engine)
    except RecordError:
        return None
    return read if read.attestation.integrity is Integrity.VALID else None


def _the_same(
    before: ReadList | None, digest: Digest, told: Disclosure, stamper: Stamper
) -> Disclosure | None:
    """The disclosure of a stamp that says the very same of the same bytes, by the same register.

    A stamp that was killed between its signature and its entry is so taken up where it stopped.
    """
    store = before.reading.store if before is not None and before.reading else None
    if before is None or store is None or stamper.register is None:
        return None
    if not isinstance(before.record, HashList) or before.record.digest != digest:
        return None
    signature, ours = before.attestation.signature, check_signer(stamper.signer)
    if signature is None or signature.fingerprint != ours.fingerprint:
        return None
    held, _ = held_disclosures(store, before.attestation.integrity, before.attestation.trust)
    own = [each.record for each in held if each.attestation.source.endswith(store.active_label)]
    if not own:
        return None
    same = told.model_copy(update={"id": own[0].id, "created_at": own[0].created_at})
    return same if same.for_manifest(stamper.salt) == own[0] else None


def _parent(before: ReadList | None, path: Path) -> tuple[IngredientFile, ...]:
    if before is None:
        return ()
    with formats.open_source(path) as source:
        digest = file_digest(source)
    return (
        IngredientFile(
            path=path,
            title=clean(path.name),
            media_type=LIST_TYPE,
            digest=digest,
            relationship="parentOf",
            store=sidecar_name(path),
        ),
    )


def _enter(stamper: Stamper, made: Assembly, told: Disclosure, label: str) -> Entry | None:
    """One entry for all files; none where it is there already."""
    if stamper.register is None:
        return None
    digest = told.subject.sha256 or ""
    for known in stamper.register.find(digest):
        if known.manifest_label == label:
            return known
    entry = Entry(
        id=new_id(),
        path=stamper.place(made.target),
        as_made=digest,
        as_stamped=digest,
        size=told.subject.bytes or 0,
        media_type=told.subject.media_type,
        manifest_label=label,
        location="sidecar",
        disclosure=told,
        at=now(),
    )
    try:
        stamper.register.add(entry)
    except RegisterError as error:
        raise RegisterError(
            f"{made.target}: stamped, but not registered: {error}", hint=error.advice()
        ) from error
    return entry
