"""ask: for the manifest store of one file, embedded or beside it: the engine, or its bytes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from provenance.errors import ProvenanceError
from provenance.formats import Block, BlockKind, Container, Source, by_name, open_source
from provenance.formats.stores import store_bytes
from provenance.manifests.engine import Engine
from provenance.manifests.reading import StoreReading, without_store
from provenance.manifests.shared import Outcome
from provenance.manifests.sidecar import store_sidecars
from provenance.manifests.unvalidated import read_unvalidated
from provenance.model.asset import Digest
from provenance.model.evidence import Integrity, Trust
from provenance.model.manifest import StoreLocation
from provenance.packages.folder import SIDECAR_SUFFIXES
from provenance.readers.remote import names_remote_store

UNKNOWN_TYPE: Final = "application/octet-stream"
MAX_NEIGHBOURS: Final = 16
"""Files of one stem that are asked whether a sidecar is theirs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine says of one file.

    Attributes:
        reading: The manifest store's reading; None where there is nothing to ask for.
        sidecars: Manifest stores beside the file.
    """

    reading: StoreReading | None
    sidecars: tuple[Path, ...]

    @property
    def failure(self) -> str:
        """Why a store that is there was not read, or ""."""
        fine = self.reading is None or self.reading.outcome in {Outcome.FOUND, Outcome.REMOTE_ONLY}
        return "" if fine or self.reading is None else self.reading.detail

    @property
    def gave_up(self) -> bool:
        """Whether the engine was ended for time or died."""
        ends = {Outcome.TIMED_OUT, Outcome.DIED}
        return self.reading is not None and self.reading.outcome in ends

    def states(self, container: Container | None) -> tuple[Integrity, Trust]:
        """Integrity and trust, where need be from what the container says of a remote store."""
        if self.reading is not None:
            return self.reading.integrity, self.reading.trust
        remote = names_remote_store(container)
        return (Integrity.EXTERNAL_ONLY if remote else Integrity.NO_MANIFEST), Trust()


def ask(
    engine: Engine,
    path: Path,
    container: Container | None,
    *,
    shown: str,
    timeout: float,
    digest: Digest | None = None,
    alone: bool = False,
) -> Asked:
    """The embedded manifest store of a file, else the one in a sidecar.

    Args:
        engine: Reads it. Asked once, and not at all where there is no store.
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

    if embedded is not None:
        reading = read(path, embedded.where, None)
        if reading.outcome is Outcome.NONE:
            # The walk saw a store that the engine does not find: that is not "no manifest".
            reason = f"{embedded.where}: a manifest store is there, but the engine finds none"
            reading = replace(reading, integrity=Integrity.UNREADABLE, detail=reason)
        return Asked(reading, sidecars)
    for sidecar in sidecars:
        reading = read(path, shown + sidecar.name, sidecar)
        if reading.integrity is not Integrity.INVALID or not any(
            read(each, sidecar.name, sidecar).integrity is Integrity.VALID
            for each in _neighbours(path, sidecar)
        ):
            return Asked(reading, sidecars)
        # It fits a neighbour: this file was not tampered with, it has no sidecar of that name.
    return Asked(None, ())


def claimed(
    source: Source, container: Container | None, *, shown: str, alone: bool = False
) -> Asked:
    """What the manifest store of a file claims, read without the engine and not validated.

    The same store as ``ask`` takes: the embedded one, else the first sidecar. Whether a sidecar
    fits the file is not known without hashing.

    Args:
        source: The open file.
        container: What the walk found in it; None for an unknown format.
        shown: The folder's part of the path in reports, with a slash at its end, or "".
        alone: Whether it is known that nothing lies beside it.
    """
    sidecars = () if alone else store_sidecars(source.path)
    block = _embedded(container)
    try:
        if container is not None and block is not None:
            store = store_bytes(source, container.format, block)
            where, location = block.where, StoreLocation.EMBEDDED
        elif sidecars:
            where, location = shown + sidecars[0].name, StoreLocation.SIDECAR
            with open_source(sidecars[0]) as beside:
                whole = Block(BlockKind.C2PA, where, "", b"", 0, beside.size)
                store = store_bytes(beside, by_name("c2pa"), whole)
        else:
            return Asked(None, ())
    except ProvenanceError as error:
        return Asked(without_store(Outcome.UNREADABLE_STORE, str(error)), sidecars)
    return Asked(read_unvalidated(store, location=location, where=where), sidecars)


def _embedded(container: Container | None) -> Block | None:
    blocks = container.blocks if container else ()
    return next((block for block in blocks if block.kind is BlockKind.C2PA), None)


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
