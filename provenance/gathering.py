"""gather: one file -> Evidence. All reading of a scan happens here; nothing is judged.

The order is fixed: recognise by content, walk the headers, ask the engine only where the walk saw
a manifest store, let each reader speak, look the digest up in the register. Whatever cannot be
read becomes a reason in ``Evidence.failures``; nothing that a file contains raises.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from provenance import formats, readers
from provenance.asking import (
    NOTHING,
    Asked,
    ask,
    claimed,
    deadline,
    disclosures_of,
    signals_of_others,
    told_by_others,
)
from provenance.errors import ProvenanceError, RegisterError
from provenance.formats import Container, Source
from provenance.formats.table import UNKNOWN_TYPE
from provenance.formats.xmp_sidecar import xmp_sidecars
from provenance.manifests.settings import TrustSettings
from provenance.model.asset import Asset, Digest, Family
from provenance.model.evidence import (
    Attestation,
    Coverage,
    Evidence,
    HeldDisclosure,
    ReaderFailure,
)
from provenance.model.vocabulary import Effort
from provenance.packages.folder import Unit, named
from provenance.packages.owners import owner_of
from provenance.readers.base import Reading
from provenance.sighting import (
    asset_of,
    coverage,
    is_sidecar,
    packets_of,
    pictured,
    quiet,
    says_nothing,
    shown_beside,
    walked,
)
from provenance.standings.declaring import declare

if TYPE_CHECKING:
    from provenance.inspecting import Inspector
    from provenance.isolation import Isolated
    from provenance.manifests.engine import Engine
    from provenance.model.entry import Entry
    from provenance.register import Register


class Gatherer:
    """Gathers evidence of many files with one engine. Use it as a context manager.

    Not for two threads at once; each process makes its own.
    """

    def __init__(
        self,
        trust: TrustSettings | None = None,
        *,
        effort: Effort = Effort.NORMAL,
        timeout: float = 60.0,
        register: "Register | None" = None,
        facts: bool = True,
        frames: bool = False,
    ) -> None:
        """Prepares; nothing is started before the first file needs it.

        Args:
            trust: Certificates whose signatures count.
            effort: How much to read.
            timeout: Seconds that the engine may take for one file of ordinary size; larger files
                get time in proportion.
            register: Where digests are looked up.
            facts: Whether technical facts are wanted, beyond what a fast reading skips anyway.
            frames: Whether the pictures of what may be frames of a sequence are wanted.
        """
        self._isolated: Isolated | None = None
        self._timeout = timeout
        self._effort, self._frames = effort, frames
        self._fast, self._bare = effort is Effort.FAST, effort is Effort.NORMAL and not facts
        self._inspector: Inspector | None = None
        if not self._fast and (facts or effort is Effort.DEEP):
            from provenance import inspecting  # noqa: PLC0415 - fast does without

            self._inspector = inspecting.Inspector(
                self._worker(), timeout, facts_wanted=facts, pixels_wanted=effort is Effort.DEEP
            )
        self._register = register
        self._trust = trust or TrustSettings()
        self._engine: Engine | None = None

    @property
    def engine(self) -> "Engine":
        """The engine, which shares the worker. Loaded when it is first asked for."""
        if self._engine is None:
            from provenance.manifests.engine import Engine  # noqa: PLC0415 - fast does without

            self._engine = Engine(self._trust, timeout=self._timeout, isolated=self._worker())
        return self._engine

    def _worker(self) -> "Isolated":
        if self._isolated is None:
            from provenance.isolation import Isolated  # noqa: PLC0415 - as above

            self._isolated = Isolated()
        return self._isolated

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the worker process."""
        if self._isolated is not None:
            self._isolated.close()

    def gather(
        self, unit: Unit, *, source: Source | None = None, digest: Digest | None = None
    ) -> Evidence:
        """All that is known of one file.

        Never raises for what a file is or contains: that ends up in ``coverage`` and
        ``failures``. The file is hashed once; a sidecar that binds the whole of it is checked
        by the same digest. That is sound because it holds for one open file only: evidence of a
        file whose size, time of change or place has altered since it was opened is thrown away.

        Args:
            unit: The file.
            source: The same file, where the caller holds it open; it stays open.
            digest: Its SHA-256, where the caller has taken it from that very ``source``.
        """
        found = self.look(unit, source=source, digest=digest)
        return Evidence(found) if isinstance(found, Asset) else found

    def look(
        self, unit: Unit, *, source: Source | None = None, digest: Digest | None = None
    ) -> Evidence | Asset:
        """As ``gather``; the asset alone, where a fast reading finds nothing that speaks of it."""
        if unit.problem:
            return not_read(unit, unit.problem)
        try:
            opened = source or formats.open_source(unit.file)
            try:
                found: Evidence | Asset | None = None
                if self._fast or self._headers_tell_all(unit, digest):
                    found = quiet(unit, opened, frames=self._frames)
                if found is None:
                    found = self._read(unit, opened, digest if source else None)
                changed = opened.changed()
            finally:
                if opened is not source:
                    opened.close()
            return not_read(unit, "changed while it was being read") if changed else found
        except ProvenanceError as error:
            return not_read(unit, str(error))
        except Exception as error:  # noqa: BLE001 - one file must not hide the verdict on the rest
            return not_read(unit, f"internal error: {type(error).__name__}: {error}")

    def _read(self, unit: Unit, source: Source, digest: Digest | None) -> Evidence | Asset:
        if source.size == 0:
            return not_read(unit, "empty file: zero bytes")
        format_ = formats.recognise(source)
        failures: list[ReaderFailure] = []
        container = walked(source, format_, failures)
        fast, bare = self._fast, self._headers_tell_all(unit, digest)
        picture = pictured(unit, source, format_) if self._frames else None
        made = partial(asset_of, unit, format_, source.size, picture=picture)
        if bare and container and not failures and says_nothing(unit, container):
            return made()
        hashes: tuple[tuple[str, str], ...] = ()
        if digest is None and not fast:
            from provenance.digesting import hashed  # noqa: PLC0415 - brings OpenSSL

            digest, hashes = hashed(source, unit)
        asked = self._asked(unit, source, container, digest)
        failures += asked.failures
        beside = () if unit.alone or is_sidecar(format_) else xmp_sidecars(unit.path)
        packets = tuple(packets_of(unit, beside, failures)) if beside else ()
        decoders = self._inspector
        seen = decoders.pixels(unit.file, format_, failures) if decoders else None
        signals, reader_failures = readers.signals(Reading(container, asked.reading, packets, seen))
        failures += reader_failures
        if fast and asked is NOTHING and not (signals or failures or packets):
            return made()
        if asked.others:
            signals += tuple(signals_of_others(asked, failures))
        entries = self._entries(digest, failures)
        store = asked.reading.store if asked.reading else None
        owner = owner_of(unit.path, format_.name, store) if is_sidecar(format_) else None
        if owner:
            failures.append(ReaderFailure("sidecar", owner.reason))
        integrity, trust = asked.states(container)
        facts = decoders.facts(unit.file, format_, failures) if decoders else None
        disclosures = disclosures_of(store, integrity, trust, failures)
        if asked.others or entries:
            disclosures += tuple(told_by_others(asked, failures)) + _told(entries)
        return Evidence(
            asset=made(digest, facts, hashes=hashes),
            coverage=coverage(format_, failures),
            failures=tuple(failures),
            integrity=integrity,
            trust=trust,
            store=store,
            signals=signals,
            declaration=declare(signals),
            disclosures=disclosures,
            entries=entries,
            sidecars=tuple([shown_beside(unit, path.name) for path in (*asked.sidecars, *beside)]),
            sidecar_of=owner.name if owner else "",
        )

    def _headers_tell_all(self, unit: Unit, digest: Digest | None) -> bool:
        return self._fast or (self._bare and digest is None and not unit.hashes)

    def _asked(
        self, unit: Unit, source: Source, container: Container | None, digest: Digest | None
    ) -> Asked:
        """The manifest stores. Fast effort validates nothing, so it needs no engine."""
        shown = "" if unit.alone else shown_beside(unit, "")
        if container is not None and is_sidecar(container.format):  # it binds another file
            return claimed(source, container, shown=shown, alone=True)
        if self._fast:
            return claimed(source, container, shown=shown, alone=unit.alone)
        return ask(
            self.engine,
            unit.path,
            container,
            shown=shown,
            timeout=deadline(self._timeout, source.size),
            digest=digest,
            alone=unit.alone,
        )

    def _entries(self, digest: Digest | None, failures: list[ReaderFailure]) -> "tuple[Entry, ...]":
        if self._register is None or digest is None:
            return ()
        try:
            return self._register.find(digest)
        except RegisterError as error:
            failures.append(ReaderFailure("register", str(error)))
            return ()


def gather(
    path: Path | str,
    *,
    trust: TrustSettings | None = None,
    effort: Effort = Effort.NORMAL,
    timeout: float = 60.0,
    register: "Register | None" = None,
) -> Evidence:
    """All that is known of one file. For many files, keep one ``Gatherer``.

    Args:
        path: The file.
        trust: Certificates whose signatures count.
        effort: How much to read.
        timeout: Seconds that the engine may take for a file of ordinary size.
        register: Where the digest is looked up.
    """
    file = Path(path)
    with Gatherer(trust, effort=effort, timeout=timeout, register=register) as gatherer:
        return gatherer.gather(named(file))


def not_read(unit: Unit, reason: str) -> Evidence:
    """The evidence of a file that nothing could be read of."""
    try:
        size = unit.path.lstat().st_size
    except (OSError, ValueError):
        size = 0
    return Evidence(
        asset=Asset(unit.shown, "", Family.OTHER, UNKNOWN_TYPE, size),
        coverage=Coverage.MISSING if unit.missing else Coverage.UNREADABLE,
        failures=(ReaderFailure("file", reason),),
    )


def _told(entries: "tuple[Entry, ...]") -> tuple[HeldDisclosure, ...]:
    return tuple(HeldDisclosure(entry.disclosure, Attestation("register")) for entry in entries)
