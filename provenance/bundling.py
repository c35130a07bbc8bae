"""export and import: what a register holds, as a signed file for those who cannot reach it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from pydantic import ValidationError

from provenance.config import Production
from provenance.errors import ConfigError, RecordError
from provenance.manifests.engine import Engine
from provenance.manifests.records import write_record
from provenance.manifests.sidecar import sidecar_name
from provenance.model.approval import Approval, Waiver
from provenance.model.bundle import (
    BUNDLE_SOURCE,
    Bundle,
    BundledEntry,
    Import,
    RegisterHead,
    veiled_consent,
    veiled_labelling,
    veiled_waiver,
)
from provenance.model.consent import Consent
from provenance.model.evidence import Attestation, HeldApproval, Integrity
from provenance.model.flaws import flaw_of
from provenance.model.label import Labelling
from provenance.model.record import Record
from provenance.opening import open_register, refuse_changed, register_place
from provenance.register import Register
from provenance.standings.vouching import approval_flaw


class _Told(Protocol):
    """Something with an id of its own."""

    @property
    def id(self) -> str: ...

    def model_dump(self, *, mode: str) -> Any: ...


R = TypeVar("R", bound=Record)
T = TypeVar("T", bound=_Told)

MAX_BUNDLE: Final = 1 << 30
"""Bytes of a bundle that are read: half a million registered assets of usual length."""
_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of taking in a bundle.

    Attributes:
        bundle: As it was read.
        signer: Name of who signed it.
        new: How many records were new, by kind ("entries", "approvals", ...).
        known: How many were there already.
    """

    bundle: Bundle
    signer: str
    new: Mapping[str, int]
    known: int


def export_register(
    target: Path | str,
    *,
    production: Production,
    register: Path | str | None = None,
    overwrite: bool = False,
) -> Bundle:
    """Write what a register holds as a bundle, signed by the production's certificate.

    Prompts and names leave the house as salted hashes only.

    Args:
        target: The bundle's file; its signature goes to ``<target>.c2pa``.
        production: Whose identity signs and whose title it is.
        register: Path or URL; the production's by default.
        overwrite: Whether a file that is there is replaced.

    Raises:
        ConfigError: There is no register or no signing identity, or the target is there already.
        RegisterError: The register cannot be read, or is not what was written.
        SigningError, ManifestError: The bundle cannot be signed or written; nothing is left.
    """
    path = Path(target)
    place = register_place(register, production)
    if not place:
        raise ConfigError(
            "there is no register here to export",
            hint="Run this in the production's folder, or name one with --register.",
        )
    if path.exists() and not overwrite:
        raise ConfigError(f"{path}: there is a file already", hint="Choose another name.")
    signer = production.signer()
    with open_register(place, read_only=True) as opened:
        assert opened is not None  # noqa: S101 - place is not empty
        refuse_changed(opened)
        salt = opened.salt()
        head = opened.head()
        bundle = Bundle(
            author=production.about.vendor,
            title_id=production.about.title_id,
            title=production.about.title,
            head=RegisterHead(sequence=head.sequence, hash=head.hash),
            entries=tuple(BundledEntry.of(each, salt) for each in opened.entries()),
            approvals=tuple(held.record for held in opened.approvals()),
            waivers=_veiled(opened, Waiver, veiled_waiver),
            consents=_veiled(opened, Consent, veiled_consent),
            labellings=_veiled(opened, Labelling, veiled_labelling),
        )
    with Engine(production.trust()) as engine:
        write_record(bundle, path, signer=signer, engine=engine)
    return bundle


def import_bundle(
    source: Path | str,
    *,
    production: Production,
    register: Path | str | None = None,
    trust: Iterable[Path | str] = (),
    other_title: bool = False,
) -> Imported:
    """Take a bundle into a register: verified first, then all of it or nothing.

    What is there already, word for word, is passed over. Approvals, waivers, consents and labels
    are then vouched for by the bundle's signer, not by this register.

    Args:
        source: The bundle; its signature is ``<source>.c2pa``.
        production: Whose register it goes into, and whom it trusts.
        register: Path or URL; the production's by default.
        trust: Further certificates whose signatures count.
        other_title: Whether a bundle of another title is taken in as well.

    Raises:
        ConfigError: There is no register.
        RecordError: The bundle cannot be read, is unsigned, was changed after it was signed, its
            signer is not trusted, it is of another title, or it says otherwise than this register.
        RegisterError: The register cannot be written.
    """
    path = Path(source)
    place = register_place(register, production)
    if not place:
        raise ConfigError(
            "there is no register here to take a bundle in",
            hint="Run `provenance register create`, or name one with --register.",
        )
    with Engine(production.trust(tuple(map(Path, trust)))) as engine:
        bundle, digest, attestation = _verified(path, engine)
    ours = production.about.title_id
    if bundle.title_id and ours and bundle.title_id != ours and not other_title:
        raise RecordError(
            f"{path}: it is of the title {bundle.title_id}, and this production is {ours}",
            hint="Give --other-title to take it in all the same.",
        )
    with open_register(place) as opened:
        assert opened is not None  # noqa: S101 - place is not empty
        refuse_changed(opened)
        news = _news(path, bundle, opened)
        new = {each.name: len(getattr(news, each.name)) for each in fields(news)}
        count = sum(new.values())
        if count:
            _take_in(opened, bundle, digest, attestation, news)
    every = (bundle.entries, bundle.approvals, bundle.waivers, bundle.consents, bundle.labellings)
    signer = attestation.signature.name if attestation.signature else ""
    return Imported(bundle, signer, new, sum(map(len, every)) - count)


@dataclass(frozen=True, slots=True)
class _News:
    """What of a bundle a register does not hold, by kind."""

    entries: tuple[BundledEntry, ...]
    approvals: tuple[Approval, ...]
    waivers: tuple[Waiver, ...]
    consents: tuple[Consent, ...]
    labels: tuple[Labelling, ...]


def _news(path: Path, bundle: Bundle, opened: Register) -> _News:
    salt = opened.salt()
    return _News(
        entries=_new(
            path, bundle.entries, (BundledEntry.of(each, salt) for each in opened.entries())
        ),
        approvals=_new(path, bundle.approvals, (held.record for held in opened.approvals())),
        waivers=_new(path, bundle.waivers, _veiled(opened, Waiver, veiled_waiver)),
        consents=_new(path, bundle.consents, _veiled(opened, Consent, veiled_consent)),
        labels=_new(path, bundle.labellings, _veiled(opened, Labelling, veiled_labelling)),
    )


def _take_in(
    opened: Register, bundle: Bundle, digest: str, attestation: Attestation, news: _News
) -> None:
    """Register what is new, vouched for by the bundle's signer, and the bundle that brought it."""
    vouched = replace(attestation, source=f"{BUNDLE_SOURCE} {bundle.id}")
    records = (*news.waivers, *news.consents, *news.labels)
    opened.take_in(
        Import(
            bundle_id=bundle.id,
            bundle_sha256=digest,
            head=bundle.head,
            title_id=bundle.title_id,
            records=len(news.entries) + len(news.approvals) + len(records),
        ),
        attestation,
        entries=(each.entry() for each in news.entries),
        approvals=(HeldApproval(each, vouched) for each in news.approvals),
        records=((each, vouched) for each in records),
    )


def _veiled(opened: Register, kind: type[R], veil: Callable[[R, str], R]) -> tuple[R, ...]:
    """What a register holds of a kind, as it goes into its bundle.

    What comes back in somebody else's bundle is compared in this form, too.
    """
    salt = opened.salt()
    return tuple(veil(record, salt) for record, _ in opened.records(kind))


def _verified(path: Path, engine: Engine) -> tuple[Bundle, str, Attestation]:
    """A bundle whose bytes are those that somebody trusted signed."""
    data = _bytes(path)
    sidecar = sidecar_name(path)
    if not sidecar.is_file():
        raise RecordError(
            f"{path}: it is unsigned", hint=f"Its signature has to lie beside it: {sidecar.name}."
        )
    reading = engine.read(path, media_type=_JSON, where=str(sidecar), sidecar=sidecar)
    signature = reading.store.active.signature if reading.store else None
    attestation = Attestation(str(path), reading.integrity, reading.trust, signature)
    if _bytes(path) != data:  # swapped between the two readings
        attestation = replace(attestation, integrity=Integrity.INVALID)
    flaw = approval_flaw(attestation)
    if flaw:
        who = f" ({signature.name})" if signature and signature.name else ""
        raise RecordError(
            f"{path}: not taken in: {flaw}{who}",
            hint="Ask its sender for a signed copy, and name their certificate with --trust.",
        )
    try:
        bundle = Bundle.model_validate_json(data)
    except ValidationError as error:
        raise RecordError(f"{path}: {flaw_of(error, 'bundle')}") from error
    return bundle, f"sha256:{hashlib.sha256(data).hexdigest()}", attestation


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BUNDLE + 1)
    except OSError as error:
        raise RecordError(
            f"{path}: cannot be read: {error.strerror}",
            hint="Name the file that `provenance register export` wrote.",
        ) from error
    if len(data) > MAX_BUNDLE:
        raise RecordError(f"{path}: larger than {MAX_BUNDLE} bytes, so no bundle")
    return data


def _new(path: Path, told: Iterable[T], held_here: Iterable[T]) -> tuple[T, ...]:
    """Those that the register does not hold.

    Raises:
        RecordError: It holds another one of that id, or the bundle does.
    """
    known = {each.id: each for each in held_here}
    found: dict[str, T] = {}
    for each in told:
        held = found.get(each.id) or known.get(each.id)
        if held is None:
            found[each.id] = each
        elif held.model_dump(mode="json") != each.model_dump(mode="json"):
            raise RecordError(
                f"{path}: {each.id}: the register holds something else by this id",
                hint="Nothing was taken in. Ask the sender which of the two is right.",
            )
    return tuple(found.values())
