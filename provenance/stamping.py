"""stamp: asset + Disclosure -> stamped asset + register entry.

Gather first; metadata first and the manifest store last; write beside the target, reopen and
prove, then rename into place. The original's bytes are never written to: either a whole, proven
file takes its name at once, or nothing changes. What cannot be proven untouched gets a sidecar.
"""

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from provenance import formats
from provenance.asking import UNKNOWN_TYPE
from provenance.errors import (
    ManifestError,
    SigningError,
    StampError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from provenance.formats import Source
from provenance.formats.essence import essence_digest
from provenance.formats.writing import embed_xmp
from provenance.formats.xmp_sidecar import xmp_sidecar_name
from provenance.gathering import Gatherer
from provenance.manifests.definition import Definition, IngredientFile
from provenance.manifests.engine import Outcome
from provenance.manifests.sidecar import sidecar_name, store_sidecars
from provenance.manifests.signer import Signer
from provenance.manifests.trust import TrustSettings
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence, Integrity
from provenance.model.manifest import SoftwareAgent, StoreLocation
from provenance.model.record import new_id, now
from provenance.model.vocabulary import Effort
from provenance.packages.folder import named
from provenance.planning import Plan, plan_stamp
from provenance.register import Register
from provenance.replacing import Replacement, replacing, write_error
from provenance.tagging import known_format, packet

DISTRIBUTION: Final = "media-provenance"


class Unproven(StampError):  # noqa: N818 - never leaves this module
    """What was embedded does not hold; a sidecar is written instead."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A stamp that was applied and proven.

    Attributes:
        plan: What was done.
        sidecars: Sidecars that were written.
        manifest_label: Label of the manifest that was written.
        as_made: Digest before.
        as_stamped: Digest after; equal where only sidecars were written.
        evidence: Of the stamped file, read anew.
        entry: What the register holds of it; None without a register.
    """

    plan: Plan
    sidecars: tuple[Path, ...]
    manifest_label: str
    as_made: Digest
    as_stamped: Digest
    evidence: Evidence
    entry: Entry | None


class Stamper:
    """Stamps files with one identity. Use it as a context manager."""

    def __init__(
        self,
        signer: Signer,
        *,
        register: Register | None = None,
        trust: TrustSettings | None = None,
        timeout: float = 120.0,
    ) -> None:
        """Prepares; no file is touched.

        Args:
            signer: Whose signature.
            register: Where entries are added; its salt veils names and prompts. Without one, a
                salt is made that nobody keeps: names then cannot be confirmed later.
            trust: Certificates whose signatures count when the stamped file is read anew.
            timeout: Seconds for one call of the engine on a file of ordinary size.
        """
        self._signer = signer
        self._register = register
        self._salt = register.salt() if register else secrets.token_hex(32)
        self._gatherer = Gatherer(trust, effort=Effort.NORMAL, timeout=timeout)
        self._engine = self._gatherer.engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gatherer.close()

    def plan(
        self,
        path: Path,
        disclosure: Disclosure,
        *,
        sidecar: bool = False,
        output: Path | None = None,
    ) -> Plan:
        """What a stamp would do. Reads, writes nothing.

        Raises:
            StampError: The file cannot be stamped.
        """
        evidence = self._gatherer.gather(named(path))
        return plan_stamp(path, evidence, disclosure, sidecar=sidecar, output=output)

    def stamp(
        self,
        path: Path,
        disclosure: Disclosure,
        *,
        ingredients: Iterable[Path] = (),
        sidecar: bool = False,
        output: Path | None = None,
        prompt: bool = False,
    ) -> Stamped:
        """Stamp one file.

        Args:
            path: The file. It is replaced by its stamped form unless ``output`` is given; a
                sidecar leaves it as it is.
            disclosure: What is stated; id, time and subject are made for this file.
            ingredients: Files that went into it.
            sidecar: Write a sidecar even where embedding is possible.
            output: Where the stamped file goes, or an existing folder.
            prompt: Write the first prompt in clear into ``AIPromptInformation``.

        Raises:
            StampError: Nothing was changed.
            ManifestError: Nothing was changed: it could not be signed.
            RegisterError: The file is stamped; the register is not written.
        """
        with _opened(path) as watched, replacing() as files:
            before = self._gatherer.gather(named(path), source=watched)
            plan = plan_stamp(path, before, disclosure, sidecar=sidecar, output=output)
            parts = tuple(self._ingredient(each) for each in ingredients)
            try:
                plan, label, written = self._write(plan, before, parts, files, prompt=prompt)
            except OSError as error:
                raise write_error(plan.target, error) from error
            if watched.changed():
                raise StampError(f"{path.name}: changed while it was being stamped")
            files.commit()
            if plan.manifest == "sidecar" and plan.target == path:
                # The same open file, still unchanged: one pass over it is enough.
                known = before.asset.digest
                after = self._gatherer.gather(named(path), source=watched, digest=known)
            else:
                after = self._gatherer.gather(named(plan.target))
        return Stamped(
            plan=plan,
            sidecars=written,
            manifest_label=label,
            as_made=before.asset.digest or "",
            as_stamped=after.asset.digest or "",
            evidence=after,
            entry=self._enter(plan, before, after, label),
        )

    def _write(
        self,
        plan: Plan,
        before: Evidence,
        parts: tuple[IngredientFile, ...],
        files: Replacement,
        *,
        prompt: bool,
    ) -> tuple[Plan, str, tuple[Path, ...]]:
        """Write everything to temporary files: plan as carried out, label, sidecars."""
        if plan.manifest == "embedded":
            essence = essence_digest(plan.path, known_format(plan))
            if essence is None:
                why = "its essence cannot be compared before and after"
            else:
                try:
                    return self._embed(plan, parts, files, essence, prompt=prompt)
                except SigningError:
                    raise  # a sidecar needs the same signature
                except (ManifestError, UnsupportedFormatError, Unproven) as error:
                    files.discard()
                    why = f"embedding failed: {error}"
            plan = replace(plan, manifest="sidecar", xmp="sidecar", reasons=(*plan.reasons, why))
        return self._sidecars(plan, before, parts, files, prompt=prompt)

    def _embed(
        self,
        plan: Plan,
        parts: tuple[IngredientFile, ...],
        files: Replacement,
        essence: str,
        *,
        prompt: bool,
    ) -> tuple[Plan, str, tuple[Path, ...]]:
        format_ = known_format(plan)
        finished = files.beside(plan.target)
        source, sidecars = plan.path, []
        if plan.xmp == "embedded":
            tagged = files.beside(plan.target)
            try:
                embed_xmp(plan.path, tagged, format_, packet(plan, prompt=prompt))
                source = tagged
            except UnsupportedFormatError as error:
                plan = replace(plan, xmp="sidecar", reasons=(*plan.reasons, str(error)))
        if plan.xmp == "sidecar":
            sidecars.append(self._xmp_sidecar(plan, files, prompt=prompt))
        label = self._engine.embed(
            source,
            finished,
            media_type=format_.engine_type,
            definition=self._definition(plan, parts),
            signer=self._signer,
            parent=plan.path if plan.keeps_parent else None,
        )
        if source != plan.path:
            files.drop(source)
        self._prove(plan, finished, label)
        if essence_digest(finished, format_) != essence:
            raise Unproven("it would change the decoded essence")
        return plan, label, tuple(sidecars)

    def _prove(self, plan: Plan, finished: Path, label: str) -> None:
        """Reopen what was written: the hard binding holds, and it says what it should."""
        reading = self._engine.read(
            finished, media_type=known_format(plan).engine_type, where="embedded"
        )
        if (
            reading.outcome is not Outcome.FOUND
            or reading.integrity is not Integrity.VALID
            or reading.store is None
            or reading.store.active_label != label
        ):
            codes = sorted(reading.store.validation.failed_codes) if reading.store else []
            why = ", ".join(codes) or reading.detail
            raise Unproven(f"read back, the manifest store is {reading.integrity} {why}")

    def _sidecars(
        self,
        plan: Plan,
        before: Evidence,
        parts: tuple[IngredientFile, ...],
        files: Replacement,
        *,
        prompt: bool,
    ) -> tuple[Plan, str, tuple[Path, ...]]:
        if plan.target != plan.path:
            shutil.copyfile(plan.path, files.beside(plan.target))
        place = sidecar_name(plan.target)
        temporary = files.beside(place)
        signed = self._engine.sign_sidecar(
            plan.path,
            digest=before.asset.digest,
            definition=self._definition(plan, parts),
            signer=self._signer,
            parent=_parent_of(plan, before),
        )
        temporary.write_bytes(signed.store)
        return plan, signed.label, (place, self._xmp_sidecar(plan, files, prompt=prompt))

    def _xmp_sidecar(self, plan: Plan, files: Replacement, *, prompt: bool) -> Path:
        place = xmp_sidecar_name(plan.target)
        files.beside(place).write_bytes(packet(plan, prompt=prompt))
        return place

    def _definition(self, plan: Plan, parts: tuple[IngredientFile, ...]) -> Definition:
        return Definition(
            title=plan.target.name,
            disclosure=plan.disclosure.for_manifest(self._salt),
            agent=SoftwareAgent(DISTRIBUTION, version(DISTRIBUTION)),
            ingredients=parts,
            edited=plan.keeps_parent,
        )

    def _ingredient(self, path: Path) -> IngredientFile:
        evidence = self._gatherer.gather(named(path))
        if evidence.asset.digest is None:
            reason = evidence.failures[0].reason if evidence.failures else "it has no digest"
            raise StampError(f"ingredient {path}: {reason}")
        format_ = formats.by_name(evidence.asset.format) if evidence.asset.format else None
        store = evidence.store
        beside = store is not None and store.location is StoreLocation.SIDECAR
        return IngredientFile(
            path=path,
            title=path.name,
            media_type=evidence.asset.media_type or UNKNOWN_TYPE,
            digest=evidence.asset.digest,
            store=store_sidecars(path)[0] if beside else None,
            embeddable=bool(format_ and format_.engine_type),
        )

    def _enter(self, plan: Plan, before: Evidence, after: Evidence, label: str) -> Entry | None:
        if self._register is None:
            return None
        entry = Entry(
            id=new_id(),
            path=plan.target.name,
            as_made=before.asset.digest or "",
            as_stamped=after.asset.digest or "",
            size=after.asset.size,
            media_type=after.asset.media_type,
            manifest_label=label,
            location=plan.manifest,
            disclosure=plan.disclosure,
            at=now(),
        )
        self._register.add(entry)
        return entry


def stamp(
    path: Path | str,
    disclosure: Disclosure,
    *,
    signer: Signer,
    ingredients: Iterable[Path | str] = (),
    sidecar: bool = False,
    output: Path | str | None = None,
    prompt: bool = False,
    register: Register | None = None,
    trust: TrustSettings | None = None,
) -> Stamped:
    """Stamp one file. For many files, keep one ``Stamper``; its ``stamp`` says what happens."""
    with Stamper(signer, register=register, trust=trust) as stamper:
        return stamper.stamp(
            Path(path),
            disclosure,
            ingredients=[Path(each) for each in ingredients],
            sidecar=sidecar,
            output=Path(output) if output is not None else None,
            prompt=prompt,
        )


def _opened(path: Path) -> Source:
    try:
        return formats.open_source(path)
    except UnreadableFileError as error:
        raise StampError(f"not stamped: {error}", hint=error.hint) from error


def _parent_of(plan: Plan, before: Evidence) -> Path | None:
    """The sidecar (or the file itself) that holds the manifest store to keep as parent."""
    if not plan.keeps_parent or before.store is None:
        return None
    if before.store.location is StoreLocation.SIDECAR:
        return store_sidecars(plan.path)[0]
    return plan.path
