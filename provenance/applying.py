"""apply: carry out the plan of a stamp in temporary files, and prove them before they count.

Metadata first, the manifest store last. What was embedded is reopened: its hard binding must hold
and its decoded essence must be that of the original. What cannot be proven so gets a sidecar.
"""

import os
import shutil
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from provenance.errors import ManifestError, SigningError, StampError, UnsupportedFormatError
from provenance.formats.digest import digest_of
from provenance.formats.essence import essence_digest
from provenance.formats.writing import embed_xmp
from provenance.formats.xmp_sidecar import xmp_sidecar_name
from provenance.manifests.definition import Definition, IngredientFile
from provenance.manifests.engine import Engine, Outcome
from provenance.manifests.sidecar import sidecar_name, store_sidecars
from provenance.manifests.signer import Signer
from provenance.model.asset import Digest
from provenance.model.evidence import Evidence, Integrity
from provenance.model.manifest import SoftwareAgent, StoreLocation
from provenance.model.values import clean
from provenance.planning import Plan
from provenance.replacing import Replacement
from provenance.tagging import known_format, packet

DISTRIBUTION: Final = "media-provenance"


class Unproven(StampError):  # noqa: N818 - never leaves this module
    """What was embedded does not hold; a sidecar is written instead."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What lies ready in temporary files.

    Attributes:
        plan: As it was carried out: a sidecar may have taken the place of embedding.
        label: Label of the manifest that was written.
        sidecars: Sidecars, by the names that they will have.
        digest: SHA-256 of the stamped file; that of the original where it stays as it is.
    """

    plan: Plan
    label: str
    sidecars: tuple[Path, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class Applier:
    """Carries out plans with one identity.

    Attributes:
        engine: Signs and reads back.
        signer: Whose signature.
        salt: Veils names and prompts in what leaves the house.
    """

    engine: Engine
    signer: Signer
    salt: str

    def apply(
        self,
        plan: Plan,
        before: Evidence,
        parts: tuple[IngredientFile, ...],
        files: Replacement,
        *,
        prompt: bool,
    ) -> Applied:
        """Write and prove everything that a plan asks for.

        Args:
            plan: What to do.
            before: Of the original.
            parts: Files that went into it.
            files: Where temporary files are made, and put into place later.
            prompt: Whether the first prompt is written in clear.

        Raises:
            StampError: It cannot be done.
            SigningError: It could not be signed.
            ManifestError: The sidecar could not be made.
            OSError: The disk is full, or fails.
        """
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
                    _refuse_full_disk(plan, before)
                    why = f"embedding failed: {error}"
            plan = replace(plan, manifest="sidecar", xmp="sidecar", reasons=(*plan.reasons, why))
        return self._beside(plan, before, parts, files, prompt=prompt)

    def _embed(
        self,
        plan: Plan,
        parts: tuple[IngredientFile, ...],
        files: Replacement,
        essence: str,
        *,
        prompt: bool,
    ) -> Applied:
        format_ = known_format(plan)
        finished = files.beside(plan.target)
        source, sidecars = plan.path, []
        if plan.xmp == "embedded":
            tagged = files.beside(plan.target)
            try:
                embed_xmp(plan.path, tagged, format_, packet(plan, prompt=prompt))
                source = tagged
            except StampError as error:
                if isinstance(error.__cause__, OSError):
                    raise error.__cause__ from error  # told with the name of the target
                raise
            except UnsupportedFormatError as error:
                files.drop(tagged)
                plan = replace(plan, xmp="sidecar", reasons=(*plan.reasons, str(error)))
        if plan.xmp == "sidecar":
            sidecars.append(_write_xmp(plan, files, prompt=prompt))
        label = self.engine.embed(
            source,
            finished,
            media_type=format_.engine_type,
            definition=self._definition(plan, parts),
            signer=self.signer,
            parent=plan.path if plan.keeps_parent else None,
        )
        if source != plan.path:
            files.drop(source)
        self._prove(plan, finished, label)
        if essence_digest(finished, format_) != essence:
            raise Unproven("it would change the decoded essence")
        return Applied(plan, label, tuple(sidecars), digest_of(finished))

    def _prove(self, plan: Plan, finished: Path, label: str) -> None:
        """Reopen what was written: the hard binding holds, and it says what it should."""
        reading = self.engine.read(
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

    def _beside(
        self,
        plan: Plan,
        before: Evidence,
        parts: tuple[IngredientFile, ...],
        files: Replacement,
        *,
        prompt: bool,
    ) -> Applied:
        if plan.target != plan.path:
            shutil.copyfile(plan.path, files.beside(plan.target))
        place = sidecar_name(plan.target)
        refuse_other(place, plan)
        temporary = files.beside(place)
        signed = self.engine.sign_sidecar(
            plan.path,
            digest=before.asset.digest,
            definition=self._definition(plan, parts),
            signer=self.signer,
            parent=_parent_of(plan, before),
        )
        temporary.write_bytes(signed.store)
        sidecars = (place, _write_xmp(plan, files, prompt=prompt))
        return Applied(plan, signed.label, sidecars, before.asset.digest or "")

    def _definition(self, plan: Plan, parts: tuple[IngredientFile, ...]) -> Definition:
        return Definition(
            title=clean(plan.target.name),
            disclosure=plan.disclosure.for_manifest(self.salt),
            agent=SoftwareAgent(DISTRIBUTION, version(DISTRIBUTION)),
            ingredients=parts,
            edited=plan.keeps_parent,
        )


def refuse_other(place: Path, plan: Plan) -> None:
    """A copy never overwrites what lies where it, or a sidecar of it, is to go.

    Raises:
        StampError: Something is there.
    """
    if plan.target != plan.path and os.path.lexists(place):
        raise StampError(
            f"{plan.path.name}: not stamped: {place} is there already",
            hint="Name another place with --output, or remove what is there.",
        )


def _write_xmp(plan: Plan, files: Replacement, *, prompt: bool) -> Path:
    place = xmp_sidecar_name(plan.target)
    refuse_other(place, plan)
    files.beside(place).write_bytes(packet(plan, prompt=prompt))
    return place


def _refuse_full_disk(plan: Plan, before: Evidence) -> None:
    """Small sidecars would still fit on a disk that is full, and nobody would have asked for them.

    Raises:
        StampError: There is no room for the stamped file.
    """
    free = shutil.disk_usage(plan.target.absolute().parent).free
    needed = before.asset.size * (2 if plan.xmp == "embedded" else 1)
    if free < needed:
        raise StampError(
            f"{plan.path.name}: cannot be written: {free} bytes are free, {needed} are needed",
            hint="Free space on that disk, or write the stamped file elsewhere with --output.",
        )


def _parent_of(plan: Plan, before: Evidence) -> Path | None:
    """The sidecar (or the file itself) that holds the manifest store to keep as parent."""
    if not plan.keeps_parent or before.store is None:
        return None
    if before.store.location is StoreLocation.SIDECAR:
        return store_sidecars(plan.path)[0]
    return plan.path
