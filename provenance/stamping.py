"""stamp: asset + Disclosure -> stamped asset + register entry.

Gather first; metadata first and the manifest store last; write beside the target, reopen and
prove, then rename into place. The original's bytes are never written to: either a whole, proven
file takes its name at once, or nothing changes. What cannot be proven untouched gets a sidecar.
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from provenance import formats
from provenance.applying import Applied, Applier, refuse_other
from provenance.errors import ManifestError, RegisterError, StampError, UnreadableFileError
from provenance.executors import undisturbed
from provenance.formats import Source
from provenance.gathering import Gatherer
from provenance.manifests.definition import IngredientFile
from provenance.manifests.engine import Engine
from provenance.manifests.signer import Signer
from provenance.manifests.trust import TrustSettings
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence, Integrity
from provenance.model.record import new_id, now
from provenance.packages.folder import named
from provenance.planning import Plan, plan_stamp
from provenance.register import Register
from provenance.replacing import replacing, sweep, write_error
from provenance.sourcing import ingredient_file, parent_file


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
    """Stamps files with one identity. Use it as a context manager.

    Attributes:
        signer: Whose signature.
        register: Where entries are added, or None.
        salt: Veils names and prompts in what leaves the house.
    """

    def __init__(
        self,
        signer: Signer,
        *,
        register: Register | None = None,
        trust: TrustSettings | None = None,
        root: Path | None = None,
        timeout: float = 120.0,
    ) -> None:
        """Prepares; no file is touched.

        Args:
            signer: Whose signature.
            register: Where entries are added; its salt veils names and prompts. Without one, a
                salt is made that nobody keeps: names then cannot be confirmed later.
            trust: Certificates whose signatures count when the stamped file is read anew.
            root: Folder of the production; the register names files as seen from there.
            timeout: Seconds for one call of the engine on a file of ordinary size.

        Raises:
            RegisterError: The register cannot be written.
        """
        if register is not None and register.read_only:
            raise RegisterError(
                f"{register.shown}: cannot be written, and a stamp belongs in it",
                hint="Ask its owner for permission to write to the file and its folder.",
            )
        self.signer, self.register = signer, register
        self._root = root
        self._swept: set[Path] = set()
        self._gatherer = Gatherer(trust, timeout=timeout, facts=False)
        self.salt = register.salt() if register else secrets.token_hex(32)
        self._applier = Applier(self._gatherer.engine, signer, self.salt)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._gatherer.close()

    def plan(
        self,
        path: Path,
        disclosure: Disclosure,
        *,
        parent: Path | None = None,
        sidecar: bool = False,
        output: Path | None = None,
    ) -> Plan:
        """What ``stamp`` with the same arguments would do. Reads, writes nothing.

        Raises:
            StampError: The file cannot be stamped.
        """
        evidence, source = self._gatherer.gather(named(path)), self._parent(parent)
        return plan_stamp(path, evidence, disclosure, parent=source, sidecar=sidecar, output=output)

    def stamp(
        self,
        path: Path,
        disclosure: Disclosure,
        *,
        ingredients: Iterable[Path] = (),
        parent: Path | None = None,
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
            parent: The file that it was derived from; its digest becomes the disclosure's only
                ``derived_from``.
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
            source = self._parent(parent)
            plan = plan_stamp(
                path, before, disclosure, parent=source, sidecar=sidecar, output=output
            )
            refuse_other(plan.target, plan)
            parts = (*filter(None, (source,)), *map(self.ingredient, ingredients))
            self._sweep(plan.target.absolute().parent)
            try:
                done = self._applier.apply(plan, before, parts, files, prompt=prompt)
            except OSError as error:
                raise write_error(plan.target, error) from error
            if watched.changed():
                raise StampError(f"{path.name}: changed while it was being stamped")
            with undisturbed():  # Ctrl-C shall not come between the file and its entry
                files.commit()
                entry = self._enter(done, before)
            if done.plan.manifest == "sidecar" and done.plan.target == path:
                # The same open file, still unchanged: one pass over it is enough.
                known = before.asset.digest
                after = self._gatherer.gather(named(path), source=watched, digest=known)
            else:
                after = self._gatherer.gather(named(done.plan.target))
        if after.integrity is not Integrity.VALID:
            reason = after.failures[0].reason if after.failures else after.integrity
            raise ManifestError(f"{path.name}: stamped, but read back it does not hold: {reason}")
        return Stamped(
            plan=done.plan,
            sidecars=done.sidecars,
            manifest_label=done.label,
            as_made=before.asset.digest or "",
            as_stamped=done.digest,
            evidence=after,
            entry=entry,
        )

    def _sweep(self, folder: Path) -> None:
        if folder not in self._swept:
            self._swept.add(folder)
            sweep(folder)

    @property
    def engine(self) -> Engine:
        """Signs and reads back."""
        return self._gatherer.engine

    def ingredient(self, path: Path) -> IngredientFile:
        """A file that went into what is stamped.

        Raises:
            StampError: It cannot be read.
        """
        return ingredient_file(path, self._gatherer.gather(named(path)))

    def _parent(self, path: Path | None) -> IngredientFile | None:
        return parent_file(path, self._gatherer.gather(named(path))) if path else None

    def _enter(self, done: Applied, before: Evidence) -> Entry | None:
        if self.register is None:
            return None
        target = done.plan.target
        entry = Entry(
            id=new_id(),
            path=self.place(target),
            as_made=before.asset.digest or "",
            as_stamped=done.digest,
            size=target.stat().st_size,
            media_type=before.asset.media_type,
            manifest_label=done.label,
            location=done.plan.manifest,
            disclosure=done.plan.disclosure,
            at=now(),
        )
        try:
            self.register.add(entry)
        except RegisterError as error:
            raise RegisterError(
                f"{target.name}: stamped, but not registered: {error}", hint=error.advice()
            ) from error
        return entry

    def place(self, target: Path) -> str:
        """The path as the register names it: from the production's folder where it lies in it."""
        if self._root is not None:
            with suppress(OSError, ValueError):
                return target.resolve().relative_to(self._root.resolve()).as_posix()
        return target.name


def stamp(
    path: Path | str,
    disclosure: Disclosure,
    *,
    signer: Signer,
    ingredients: Iterable[Path | str] = (),
    parent: Path | str | None = None,
    sidecar: bool = False,
    output: Path | str | None = None,
    prompt: bool = False,
    register: Register | None = None,
    trust: TrustSettings | None = None,
    root: Path | None = None,
) -> Stamped:
    """Stamp one file; errors are those of ``Stamper.stamp``. For many files, keep one ``Stamper``.

    Args:
        path: The file.
        disclosure: What is stated; id, time and subject are made for this file.
        signer: Whose signature.
        ingredients: Files that went into it.
        parent: The file that it was derived from: an approval of that one may then cover this one.
        sidecar: Write a sidecar even where embedding is possible.
        output: Where the stamped file goes, or an existing folder.
        prompt: Write the first prompt in clear into ``AIPromptInformation``.
        register: Where an entry is added.
        trust: Certificates whose signatures count when the stamped file is read anew.
        root: Folder of the production; the register names files as seen from there.
    """
    with Stamper(signer, register=register, trust=trust, root=root) as stamper:
        return stamper.stamp(
            Path(path),
            disclosure,
            ingredients=[Path(each) for each in ingredients],
            parent=Path(parent) if parent is not None else None,
            sidecar=sidecar,
            output=Path(output) if output is not None else None,
            prompt=prompt,
        )


def _opened(path: Path) -> Source:
    try:
        return formats.open_source(path)
    except UnreadableFileError as error:
        reason = named(path).problem or str(error).rpartition(": ")[2]
        folder = " Name the files in it, or give a list with --files-from." if path.is_dir() else ""
        raise StampError(
            f"{path}: not stamped: {reason}", hint=f"Nothing was changed.{folder}"
        ) from error
