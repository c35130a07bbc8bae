"""ask: for the manifest store of one file, embedded or beside it: the engine, or its bytes."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance import readers
from provenance.errors import ProvenanceError
from provenance.formats import (
    Block,
    BlockKind,
    Container,
    Format,
    Source,
    by_name,
    open_source,
    table,
)
from provenance.formats.stores import store_bytes
from provenance.frozen import dataclass
from provenance.manifests.ancestry import held_disclosures
from provenance.manifests.reading import StoreReading, without_store
from provenance.manifests.shared import Outcome
from provenance.manifests.sidecar import store_sidecars
from provenance.manifests.unvalidated import read_unvalidated
from provenance.model.asset import Digest
from provenance.model.evidence import (
    UNASKED,
    HeldDisclosure,
    Integrity,
    ReaderFailure,
    Signal,
    Trust,
)
from provenance.model.manifest import ManifestStore, StoreLocation
from provenance.packages.folder import SIDECAR_SUFFIXES
from provenance.readers.remote import names_remote_store

if TYPE_CHECKING:
    from provenance.manifests.engine import Engine

UNKNOWN_TYPE: Final = table.UNKNOWN_TYPE
_ENDS: Final = frozenset({Outcome.TIMED_OUT, Outcome.DIED})
_TOLD: Final = frozenset({Outcome.FOUND, Outcome.REMOTE_ONLY})
MAX_NEIGHBOURS: Final = 16
"""Files of one stem that are asked whether a sidecar is theirs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine says of one file.

    Attributes:
        reading: The manifest store's reading; None where there is nothing to ask for.
        sidecars: Manifest stores beside the file.
        others: Readings of further stores that lie there and are no part of the first.
    """

    reading: StoreReading | None
    sidecars: tuple[Path, ...]
    others: tuple[StoreReading, ...] = ()

    @property
    def failures(self) -> list[ReaderFailure]:
        """Why stores that are there were not read; whether the engine was ended or died."""
        return [
            ReaderFailure("c2pa", each.detail, each.outcome in _ENDS)
            for each in (self.reading, *self.others)
            if each and each.outcome not in _TOLD
        ]

    def states(self, container: Container | None) -> tuple[Integrity, Trust]:
        """Integrity and trust, where need be from what the container says of a remote store."""
        if self.reading is not None:
            return self.reading.integrity, self.reading.trust
        remote = names_remote_store(container)
        return (Integrity.EXTERNAL_ONLY if remote else Integrity.NO_MANIFEST), UNASKED


NOTHING: Final = Asked(None, ())
"""Of most files: there is no manifest store, embedded or beside them."""


def ask(
    engine: "Engine",
    path: Path,
    container: Container | None,
    *,
    shown: str,
    timeout: float,
    digest: Digest | None = None,
    alone: bool = False,
) -> Asked:
    """The manifest stores of a file: the embedded one, and those in sidecars.

    Args:
        engine: Reads them. Asked once for each, and not at all where there is none.
        path: The file.
        container: What the walk found in it; None for an unknown format.
        shown: The folder's part of the path in reports, with a slash at its end, or "".
        timeout: Seconds.
        digest: SHA-256 of the file, where the caller has just taken it.
        alone: Whether it is known that nothing lies beside it.
    """
    sidecars = () if alone else store_sidecars(path)
    embedded = _embedded(container)
    format_ = container.format if container else None
    media_type = (format_.engine_type or format_.media_type) if format_ else UNKNOWN_TYPE

    def read(asset: Path, where: str, sidecar: Path | None) -> StoreReading:
        return engine.read(
            asset,
            media_type=media_type,
            where=where,
            sidecar=sidecar,
            timeout=timeout,
            digest=digest if asset == path else None,
        )

    readings: list[StoreReading] = []
    beside: list[Path] = []
    if embedded is not None:
        reading = read(path, embedded.where, None)
        if reading.outcome is Outcome.NONE:
            # The walk saw a store that the engine does not find: that is not "no manifest".
            reason = f"{embedded.where}: a manifest store is there, but the engine finds none"
            reading = replace(reading, integrity=Integrity.UNREADABLE, detail=reason)
        readings.append(reading)
    for sidecar in sidecars:
        reading = read(path, shown + sidecar.name, sidecar)
        if reading.integrity is not Integrity.INVALID or not any(
            read(each, sidecar.name, sidecar).integrity is Integrity.VALID
            for each in _neighbours(path, sidecar)
        ):
            readings.append(reading)
            beside.append(sidecar)
        # Else it fits a neighbour: this file was not tampered with, it has no such sidecar.
    return _ordered(readings, tuple(beside))


def deadline(timeout: float, size: int) -> float:
    """Seconds for one call of the engine: the base, and one second per 20 MB on top.

    A loaded disk still delivers 20 MB a second; a healthy large master must not be killed for
    its size, a small damaged file must not keep a scan waiting.
    """
    return timeout + size / 20e6


def claimed(
    source: Source, container: Container | None, *, shown: str, alone: bool = False
) -> Asked:
    """What the manifest stores of a file claim, read without the engine and not validated.

    The same stores as ``ask`` takes. Whether a sidecar fits the file is not known without hashing.

    Args:
        source: The open file.
        container: What the walk found in it; None for an unknown format.
        shown: The folder's part of the path in reports, with a slash at its end, or "".
        alone: Whether it is known that nothing lies beside it.
    """
    sidecars = () if alone else store_sidecars(source.path)
    block = _embedded(container)
    if block is None and not sidecars:
        return NOTHING
    readings: list[StoreReading] = []
    if container is not None and block is not None:
        readings.append(_claims(source, container.format, block, StoreLocation.EMBEDDED))
    for sidecar in sidecars:
        where = shown + sidecar.name
        try:
            with open_source(sidecar) as beside:
                whole = Block(BlockKind.C2PA, where, "", b"", 0, beside.size)
                readings.append(_claims(beside, by_name("c2pa"), whole, StoreLocation.SIDECAR))
        except ProvenanceError as error:
            readings.append(without_store(Outcome.UNREADABLE_STORE, str(error)))
    return _ordered(readings, sidecars)


def _claims(
    source: Source,
    format: Format,  # noqa: A002
    block: Block,
    location: StoreLocation,
) -> StoreReading:
    try:
        store = store_bytes(source, format, block)
    except ProvenanceError as error:
        return without_store(Outcome.UNREADABLE_STORE, str(error))
    return read_unvalidated(store, location=location, where=block.where)


def _ordered(readings: list[StoreReading], sidecars: tuple[Path, ...]) -> Asked:
    """The store that holds for the file, and those that are no part of it.

    A sidecar that has the embedded store's manifest in its own history was signed later, over the
    file with that store in it. Otherwise the embedded one comes first, and what the others say
    is no less evidence: one that calls the file a capture must not hide one that does not.
    """
    if not readings:
        return Asked(None, sidecars)
    first = readings[0]
    for each in readings[1:]:
        if each.integrity in {Integrity.VALID, Integrity.NOT_CHECKED} and _includes(each, first):
            first = each
    others = tuple(each for each in readings if each is not first and not _includes(first, each))
    return Asked(first, sidecars, others)


def _includes(one: StoreReading, other: StoreReading) -> bool:
    """Whether one store holds the active manifest of another."""
    return (
        one.store is not None
        and other.store is not None
        and one.store.find(other.store.active_label) is not None
    )


def _embedded(container: Container | None) -> Block | None:
    for block in container.blocks if container else ():
        if block.kind is BlockKind.C2PA:
            return block
    return None


def _neighbours(path: Path, sidecar: Path) -> Iterator[Path]:
    """Other files that a sidecar may belong to: `shot.c2pa` is of `shot.mov` or of `shot.wav`."""
    if sidecar.name.startswith(path.name):
        return
    found = 0
    try:
        entries = sorted(os.scandir(path.parent), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        other = path.with_name(entry.name)
        if (
            other.stem == sidecar.stem
            and other.name != path.name
            and other.suffix.lower() not in SIDECAR_SUFFIXES
            and entry.is_file()
        ):
            found += 1
            if found > MAX_NEIGHBOURS:
                return
            yield other


def signals_of_others(asked: Asked, failures: list[ReaderFailure]) -> Iterator[Signal]:
    """What further manifest stores of a file say, each with the place of its store.

    Adds to ``failures`` what could not be read of them.
    """
    for other in asked.others:
        signals, more = readers.signals(readers.Reading(None, other), (readers.c2pa.READER,))
        failures += more
        for each in signals:
            yield replace(each, where=f"{_place(other)}: {each.where}")


def told_by_others(asked: Asked, failures: list[ReaderFailure]) -> Iterator[HeldDisclosure]:
    """What further manifest stores of a file disclose. Adds malformed ones to ``failures``."""
    for other in asked.others:
        for each in disclosures_of(other.store, other.integrity, other.trust, failures):
            source = f"{_place(other)}: {each.attestation.source}"
            yield replace(each, attestation=replace(each.attestation, source=source))


def _place(other: StoreReading) -> str:
    if other.store is None:
        return "another manifest store"
    elsewhere = " (bound to other bytes)" if other.store.validation.tampered else ""
    return f"{other.store.where}{elsewhere}"


def disclosures_of(
    store: ManifestStore | None,
    integrity: Integrity,
    trust: Trust,
    failures: list[ReaderFailure],
) -> tuple[HeldDisclosure, ...]:
    """The disclosures in a manifest store. Adds malformed ones to ``failures``."""
    if store is None:
        return ()
    held, malformed = held_disclosures(store, integrity, trust)
    failures += (ReaderFailure("c2pa", reason) for reason in malformed)
    return held
