"""export and import: what a register holds, as a signed file for those who cannot reach it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from pydantic import ValidationError

from provenance.config import Production
from provenance.errors import ConfigError, RecordError
from provenance.manifests.engine import Engine
from provenance.manifests.records import write_record
from provenance.manifests.sidecar import sidecar_name
from provenance.model.approval import Waiver
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
    vouched = replace(attestation, source=f"{BUNDLE_SOURCE} {bundle.id}")
    with open_register(place) as opened:
        assert opened is not None  # noqa: S101 - place is not empty
        refuse_changed(opened)
        salt = opened.salt()
        entries = _new(
            path, bundle.entries, _by_id(BundledEntry.of(each, salt) for each in opened.entries())
        )
        approvals = _new(path, bundle.approvals, _by_id(h.record for h in opened.approvals()))
        waivers = _by_id(_veiled(opened, Waiver, veiled_waiver))
        consents = _by_id(_veiled(opened, Consent, veiled_consent))
        labellings = _by_id(_veiled(opened, Labelling, veiled_labelling))
        others: dict[str, tuple[Record, ...]] = {
            "waivers": _new(path, bundle.waivers, waivers),
            "consents": _new(path, bundle.consents, consents),
            "labels": _new(path, bundle.labellings, labellings),
        }
        records = tuple(each for kind in others.values() for each in kind)
        count = len(entries) + len(approvals) + len(records)
        if count:
            opened.take_in(
                Import(
                    bundle_id=bundle.id,
                    bundle_sha256=digest,
                    head=bundle.head,
                    title_id=bundle.title_id,
                    records=count,
                ),
                attestation,
                entries=(each.entry() for each in entries),
                approvals=(HeldApproval(each, vouched) for each in approvals),
                records=((each, vouched) for each in records),
            )
    every = (bundle.entries, bundle.approvals, bundle.waivers, bundle.consents, bundle.labellings)
    new = {"entries": len(entries), "approvals": len(approvals)}
    new |= {name: len(each) for name, each in others.items()}
    signer = attestation.signature.name if attestation.signature else ""
    return Imported(bundle, signer, new, sum(map(len, every)) - count)


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


def _by_id(records: Iterable[T]) -> dict[str, T]:
    return {each.id: each for each in records}


def _new(path: Path, told: Sequence[T], known: Mapping[str, T]) -> tuple[T, ...]:
    """Those that the register does not hold.

    Raises:
        RecordError: It holds another one of that id, or the bundle does.
    """
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
